from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.conftest import Person
from tests.integration_tests.conversations.answering.conftest import (  # noqa: F401  fixtures
    chat,
    model,
    new_asker,
    provided,
    scripted,
)
from tests.otlp_server import OtlpServer
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run
from treeline.runs.ports import tell_ended
from treeline.tracing.delivery import TASK
from treeline.tracing.models import TraceDelivery, TraceTarget

SECRET = "Bearer very-secret-token"


@pytest.fixture
def collector() -> Iterator[OtlpServer]:
    with OtlpServer() as running:
        yield running


class Traced:
    """An app of Alice's with one target, and the worker that serves it: here, in the test's own transaction."""

    def __init__(self, flask_app: FlaskApp, person: Person, collector: OtlpServer, app_id: str = ""):
        self.flask_app, self.person, self.collector = flask_app, person, collector
        self.app_id: str = app_id or person.post("/apps", json={"name": "Harbour", "mode": "chat"}).json["id"]
        self.path = f"/apps/{self.app_id}"

    def set_up(self, provider: str = "otlp", config: dict[str, str] | None = None, **more: Any) -> Any:
        given = config or {"endpoint": self.collector.base, "headers": f"Authorization: {SECRET}"}
        reply = self.person.post(
            f"{self.path}/trace-config", json={"tracing_provider": provider, "tracing_config": given, **more}
        )
        assert reply.status_code == 201, reply.json
        return reply.json

    def end_runs(self, count: int = 1, **more: Any) -> list[str]:
        """Ids, as they are in traces."""
        with unit_of_work() as session:
            own: dict[str, Any] = {"workspace_id": self.person.workspace_id, "app_id": UUID(self.app_id)}
            ended: dict[str, Any] = {"status": "succeeded", "started_at": now(), "finished_at": now(), **more}
            runs = [Run(**own, kind="chat", input={}, **ended) for _ in range(count)]
            session.add_all(runs)
            session.flush()
            for run in runs:
                tell_ended(session, run.id)
            return [run.id.hex for run in runs]

    def work(self, *, due: bool = True) -> None:
        """A turn of a worker; with pauses over."""
        if due:
            with unit_of_work() as session:
                session.execute(update(TraceTarget).values(due_at=now()))
        self.flask_app.extensions["celery"].tasks[TASK]()

    def target(self, provider: str = "otlp") -> Any:
        return self.person.get(f"{self.path}/trace-config", query_string={"tracing_provider": provider}).json

    def deliveries(self) -> list[TraceDelivery]:
        with unit_of_work() as session:
            return list(session.scalars(select(TraceDelivery).order_by(TraceDelivery.id)))

    def states(self) -> list[str]:
        return [each.state for each in self.deliveries()]


@pytest.fixture
def traced(context: FlaskApp, alice: Person, collector: OtlpServer, configure: Callable[..., None]) -> Traced:
    configure(node_allowed_hosts=["127.0.0.1"])
    return Traced(context, alice, collector)
