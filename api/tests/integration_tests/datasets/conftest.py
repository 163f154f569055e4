from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Person, Program


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
