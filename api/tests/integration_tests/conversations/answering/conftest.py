from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.answers import CREDENTIALS, config, events_in, provider_of
from tests.conftest import Person, Program, program
from tests.model_server import ModelServer
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run


@pytest.fixture(scope="package")
def scripted() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def model(scripted: ModelServer, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """A scripted model on this machine, which may be asked."""
    scripted.forget()
    settings = flask_app.extensions["settings"].model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
    monkeypatch.setitem(flask_app.extensions, "settings", settings)
    return scripted


@pytest.fixture
def provided(alice: Person, model: ModelServer) -> ModelServer:
    """The scripted model, added to Alice's workspace."""
    reply = alice.post(CREDENTIALS, json=provider_of(model))
    assert reply.status_code == 201, reply.json
    return model


class Asker:
    """A program of an app's, and the worker that answers it: here, in the test's own transaction."""

    def __init__(self, builder: Person, app_id: str, run_tasks: Callable[[], list[str]]):
        self.builder, self.app_id, self.run_tasks = builder, app_id, run_tasks
        self.program: Program = program(builder, app_id)

    def configure(self, **more: Any) -> None:
        reply = self.builder.post(f"/apps/{self.app_id}/model-config", json=config(**more))
        assert reply.status_code == 200, reply.json

    def post(self, user: str = "ann", path: str = "/chat-messages", **body: Any) -> Any:
        whole = {"inputs": {}, "user": user, "response_mode": "streaming", "auto_generate_name": False, **body}
        return self.program.post(path, json=whole)

    def ask(self, query: str, user: str = "ann", **body: Any) -> list[dict[str, Any]]:
        return self.events(self.post(user, query=query, **body))

    def complete(self, inputs: dict[str, Any], **body: Any) -> list[dict[str, Any]]:
        return self.events(self.post(path="/completion-messages", inputs=inputs, **body))

    def events(self, reply: Any) -> list[dict[str, Any]]:
        """All of a stream: it begins once the question is written down, and waits for the worker."""
        assert reply.status_code == 200, reply.json
        assert reply.content_type.startswith("text/event-stream")
        self.run_tasks()
        return list(events_in(line for part in reply.response for line in part.splitlines()))

    def newest_run(self) -> str:
        with self.program.client.application.app_context(), unit_of_work() as session:
            mine = select(Run.id).where(Run.app_id == UUID(self.app_id))
            return str(session.scalars(mine.order_by(Run.created_at.desc()).limit(1)).one())

    def messages(self, conversation_id: str, user: str = "ann") -> list[dict[str, Any]]:
        reply = self.program.get("/messages", query_string={"conversation_id": conversation_id, "user": user})
        assert reply.status_code == 200, reply.json
        return reply.json["data"]


@pytest.fixture
def new_asker(alice: Person, run_tasks: Callable[[], list[str]]) -> Callable[..., Asker]:
    def make(mode: str, **more: Any) -> Asker:
        app_id = alice.post("/apps", json={"name": "Harbour", "mode": mode}).json["id"]
        asker = Asker(alice, app_id, run_tasks)
        asker.configure(**more)
        return asker

    return make


@pytest.fixture
def chat(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    return new_asker("chat")
