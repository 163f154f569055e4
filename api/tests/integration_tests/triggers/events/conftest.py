from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, text, update

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import key_of, knowledge, shelf  # noqa: F401  fixtures
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.sites import Site, site
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.triggers.events.models import TriggerSubscription

PATH = "/workspaces/current/trigger-subscriptions"


class Events:
    """Subscriptions of Alice's, and what they start."""

    def __init__(self, flask_app: FlaskApp, person: Person, run_tasks: Callable[[], list[str]]):
        self.flask_app, self.person, self.run_tasks = flask_app, person, run_tasks

    def add(self, kind: str, name: str = "A source", every: int = 300, **source: Any) -> Any:
        reply = self.person.post(PATH, json={"name": name, "every": every, "source": {"kind": kind, **source}})
        assert reply.status_code == 201, reply.json
        return reply.json

    def get(self, subscription: Any) -> Any:
        return self.person.get(f"{PATH}/{subscription['id']}").json

    def told(self, subscription: Any) -> list[Any]:
        """What was told, the newest first."""
        return self.person.get(f"{PATH}/{subscription['id']}/events").json["data"]

    def make_due(self, subscription: Any) -> None:
        """By the database's clock, which stands still in a test's transaction."""
        this = update(TriggerSubscription).where(TriggerSubscription.id == UUID(subscription["id"]))
        with self.flask_app.app_context(), unit_of_work() as session:
            session.execute(this.values(due_at=func.now() - text("interval '1 second'")))

    def look(self, subscription: Any) -> list[str]:
        """Let a worker look at it, and at what follows. The tasks that ran."""
        self.make_due(subscription)
        with self.flask_app.app_context():
            self.flask_app.extensions["celery"].tasks["triggers.refresh"]()
        return self.run_tasks()

    def row(self, subscription: Any) -> TriggerSubscription:
        with self.flask_app.app_context():
            return db.session.get_one(TriggerSubscription, UUID(subscription["id"]))

    def workflow(self, subscription: Any, *outputs: str, event: str = "", builder: Builder | None = None) -> Builder:
        """Published; it listens, and returns these of an event."""
        made = builder or Builder(self.person, self.run_tasks)
        made.publish(listener(subscription, *outputs, event=event))
        return made

    def runs(self, builder: Builder) -> list[Any]:
        """The newest first, in full."""
        rows = self.person.get(f"{builder.path}/workflow-runs").json["data"]
        return [self.person.get(f"{builder.path}/workflow-runs/{row['id']}").json for row in rows]


def listener(subscription: Any, *outputs: str, event: str = "") -> dict[str, Any]:
    chosen = {"provider_id": subscription["kind"], "subscription_id": subscription["id"], "event_name": event}
    told = [{"variable": name, "value_selector": ["t", name]} for name in outputs]
    return graph(node("t", "trigger-plugin", **chosen), node("end", "end", outputs=told), edge("t", "end"))


@pytest.fixture
def events(flask_app: FlaskApp, alice: Person, run_tasks: Callable[[], list[str]]) -> Events:
    return Events(flask_app, alice, run_tasks)


@pytest.fixture
def local(flask_app: FlaskApp) -> Iterator[list[str]]:
    """What members may name beside the public; to be added to."""
    allowed = flask_app.extensions["settings"].node_allowed_hosts
    before = list(allowed)
    yield allowed
    allowed[:] = before


@pytest.fixture
def web(local: list[str]) -> Iterator[Site]:
    """A site that members may name."""
    with site() as running:
        local.append(f"127.0.0.1:{running.port}")
        yield running
