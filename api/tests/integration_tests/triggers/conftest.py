from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.conversations.answering.conftest import model, provided, scripted  # noqa: F401  fixtures
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, node
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent


class Hooked(Builder):
    """A workflow app that requests start."""

    def address(self, node_id: str = "hook", *, debug: bool = False) -> str:
        reply = self.person.get(f"{self.path}/workflows/triggers/webhook", query_string={"node_id": node_id})
        assert reply.status_code == 200, reply.json
        url: str = reply.json["webhook_debug_url" if debug else "webhook_url"]
        return url.removeprefix("http://localhost")

    def send(self, path: str, method: str = "POST", **options: Any) -> Any:
        """As somebody from elsewhere: with no cookie of a member."""
        return self.person.client.application.test_client().open(path, method=method, **options)

    def runs(self) -> list[dict[str, Any]]:
        """In the background, to their end; the newest first."""
        self.run_tasks()
        listed = self.person.get(f"{self.path}/workflow-runs").json["data"]
        return [self._run(each["id"]) for each in listed]

    def _run(self, run_id: str) -> Any:
        return self.person.get(f"{self.path}/workflow-runs/{run_id}").json

    def triggers(self) -> list[dict[str, Any]]:
        return self.person.get(f"{self.path}/triggers").json["data"]


def hook(node_id: str = "hook", /, **data: Any) -> dict[str, Any]:
    return node(node_id, "trigger-webhook", **data)


def fields(*names: str, type: str = "string", required: bool = False) -> list[dict[str, Any]]:  # noqa: A002  as in graphs
    return [{"name": name, "type": type, "required": required} for name in names]


def ending(*triggers: dict[str, Any], **told: list[str]) -> dict[str, Any]:
    """Triggers whose values are the outputs of the run."""
    outputs = [{"variable": name, "value_selector": selector} for name, selector in told.items()]
    edges = [edge(each["id"], "end") for each in triggers]
    return graph(*triggers, node("end", "end", outputs=outputs), *edges)


def events() -> list[TriggerEvent]:
    with unit_of_work() as session:
        return list(session.scalars(select(TriggerEvent).order_by(TriggerEvent.id)))


def deliveries() -> list[TriggerDelivery]:
    with unit_of_work() as session:
        return list(session.scalars(select(TriggerDelivery).order_by(TriggerDelivery.event_id)))


@pytest.fixture
def hooked(context: FlaskApp, alice: Person, run_tasks: Callable[[], list[str]]) -> Hooked:
    return Hooked(alice, run_tasks)
