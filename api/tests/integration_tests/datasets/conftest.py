from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import Person, Program
from tests.integration_tests.datasets.indexing import MODEL, Library, add_credentials
from tests.model_server import ModelServer
from treeline.kernel.web import FlaskApp


@pytest.fixture
def knowledge(alice: Person) -> Callable[..., Any]:
    """Makes a knowledge base of Alice's; returns what the API says of it."""

    def make(name: str = "Guides", person: Person = alice, **values: Any) -> Any:
        reply = person.post("/datasets", json={"name": name, **values})
        assert reply.status_code == 201, reply.json
        return reply.json

    return make


@pytest.fixture
def key_of(alice: Person) -> Callable[..., Program]:
    """Makes a `ds-` key of Alice's workspace; returns who holds it."""

    def make(person: Person = alice, **values: Any) -> Program:
        reply = person.post("/datasets/api-keys", json=values)
        assert reply.status_code == 201, reply.json
        return Program(person.client.application.test_client(), reply.json["token"])

    return make


@pytest.fixture
def patience_of_tests(flask_app: FlaskApp) -> Iterator[None]:
    settings = flask_app.extensions["settings"]
    changed = {"outbound_allowed_hosts": ["127.0.0.1"], "indexing_retry_seconds": 0, "embedding_tries": 1}
    flask_app.extensions["settings"] = settings.model_copy(update=changed)
    yield
    flask_app.extensions["settings"] = settings


@pytest.fixture
def server(alice: Person, patience_of_tests: None) -> Iterator[ModelServer]:
    with ModelServer() as running:
        add_credentials(alice, running.base_url)
        yield running


@pytest.fixture
def words(alice: Person, context: FlaskApp, patience_of_tests: None) -> Library:
    return Library(alice.workspace_id)


@pytest.fixture
def library(alice: Person, context: FlaskApp, server: ModelServer) -> Library:
    return Library(alice.workspace_id, MODEL)
