from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import events_in
from tests.conftest import Person, Program, program
from tests.integration_tests.conversations.answering.conftest import model, provided, scripted  # noqa: F401  fixtures


class Builder:
    """A workflow app, and the worker that runs it: here, in the test's own transaction."""

    def __init__(self, person: Person, run_tasks: Callable[[], list[str]], mode: str = "workflow"):
        self.person, self.run_tasks = person, run_tasks
        self.app_id: str = person.post("/apps", json={"name": "A workflow", "mode": mode}).json["id"]
        self.path = f"/apps/{self.app_id}"
        self._program: Program | None = None

    @property
    def program(self) -> Program:
        if self._program is None:
            self._program = program(self.person, self.app_id)
        return self._program

    def save(self, graph: dict[str, Any], **more: Any) -> None:
        reply = self.person.post(f"{self.path}/workflows/draft", json={"graph": graph, "features": {}} | more)
        assert reply.status_code == 200, reply.json

    def publish(self, graph: dict[str, Any], **more: Any) -> str:
        self.save(graph, **more)
        reply = self.person.post(f"{self.path}/workflows/publish", json={})
        assert reply.status_code == 200, reply.json
        return reply.json["id"]

    def try_it(self, **inputs: Any) -> list[dict[str, Any]]:
        """The events of the draft's run."""
        return self.events(self.person.post(f"{self.path}/workflows/draft/run", json={"inputs": inputs}))

    def run(self, inputs: dict[str, Any], user: str = "ann", **more: Any) -> list[dict[str, Any]]:
        body = {"inputs": inputs, "user": user, "response_mode": "streaming"} | more
        return self.events(self.program.post("/workflows/run", json=body))

    def events(self, reply: Any) -> list[dict[str, Any]]:
        assert reply.status_code == 200, reply.json
        self.run_tasks()
        return list(events_in(reply.response_lines() if hasattr(reply, "response_lines") else reply.data.splitlines()))


@pytest.fixture
def builder(alice: Person, run_tasks: Callable[[], list[str]]) -> Builder:
    return Builder(alice, run_tasks)
