from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import Person, Program
from tests.integration_tests.datasets.indexing import MODEL, PROVIDER, Library, add_credentials
from tests.integration_tests.datasets.writing_model import write
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


class Shelf:
    """A knowledge base of Alice's with a key for it: texts are added by the key, and indexed at once."""

    def __init__(self, alice: Person, key: Program, run_tasks: Callable[[], list[str]], dataset: Any):
        self.alice, self.key, self.run_tasks, self.dataset = alice, key, run_tasks, dataset
        self.path = f"/datasets/{dataset['id']}"

    def add(self, name: str, text: str, **more: Any) -> Any:
        """The document, indexed."""
        reply = self.key.post(f"{self.path}/document/create-by-text", json={"name": name, "text": text, **more})
        assert reply.status_code == 200, reply.json
        self.run_tasks()
        return self.document(reply.json["document"]["id"])

    def document(self, document_id: str) -> Any:
        return self.alice.get(f"{self.path}/documents/{document_id}").json

    def found(self, query: str, **more: Any) -> list[str]:
        """The contents of what a search answers."""
        reply = self.alice.post(f"{self.path}/hit-testing", json={"query": query, **more})
        assert reply.status_code == 200, reply.json
        return [record["segment"]["content"] for record in reply.json["records"]]

    def segments(self, document_id: str) -> list[Any]:
        return self.alice.get(f"{self.path}/documents/{document_id}/segments?limit=100").json["data"]


@pytest.fixture
def shelf(
    alice: Person, knowledge: Callable[..., Any], key_of: Callable[..., Program], run_tasks: Callable[[], list[str]]
) -> Shelf:
    dataset = knowledge("Rivers", permission="all_team_members", indexing_technique="economy")
    return Shelf(alice, key_of(), run_tasks, dataset)


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


@pytest.fixture
def writer(alice: Person, server: ModelServer) -> ModelServer:
    """The workspace's default model."""
    choice = {"model_type": "llm", "provider": PROVIDER, "model": "scripted"}
    reply = alice.post("/workspaces/current/default-model", json={"model_settings": [choice]})
    assert reply.status_code == 200, reply.json
    server.script = write
    return server


@pytest.fixture
def embedded(
    server: ModelServer,
    alice: Person,
    knowledge: Callable[..., Any],
    key_of: Callable[..., Program],
    run_tasks: Callable[[], list[str]],
) -> Shelf:
    """A shelf with vectors."""
    model = {"embedding_model": MODEL, "embedding_model_provider": PROVIDER}
    dataset = knowledge("Town", permission="all_team_members", indexing_technique="high_quality", **model)
    return Shelf(alice, key_of(), run_tasks, dataset)
