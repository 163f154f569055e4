"""Traces while workers die: each arrives, and a second copy has the same ids."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import PASSWORD, TEMPLATE
from tests.otlp_server import OtlpServer
from tests.processes import Worker, database, wait_until
from treeline import create_app
from treeline.accounts.service import AccountService
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run
from treeline.runs.ports import tell_ended
from treeline.settings import Settings
from treeline.tracing.delivery import TASK
from treeline.tracing.models import TraceDelivery, TraceTarget

pytestmark = pytest.mark.faults

LEASE = 3


class Observed:
    """An app that is traced, and workers that deliver."""

    def __init__(self, own: Settings, collector: OtlpServer):
        self.own, self.collector = own, collector
        self.flask_app: FlaskApp = create_app(own)
        with self.flask_app.app_context():
            accounts = AccountService(db.session, own)
            with unit_of_work() as session:
                self.workspace_id = accounts.set_up("alice@example.com", "Alice", PASSWORD).workspace_id
                app = App(workspace_id=self.workspace_id, name="Harbour", mode="chat")
                session.add(app)
                session.flush()
                self.app_id = app.id
                own_of: dict[str, Any] = {"workspace_id": self.workspace_id, "app_id": app.id}
                config = {"endpoint": collector.base}
                session.add(TraceTarget(**own_of, provider="otlp", config=config, patterns=[]))

    def worker(self) -> Worker:
        more = {"TRACE_LEASE_SECONDS": str(LEASE), "TRACE_RETRY_SECONDS": "1", "NODE_ALLOWED_HOSTS": "127.0.0.1"}
        return Worker(self.own, "ops_trace", threads=2, **more)

    def end_runs(self, count: int) -> set[str]:
        with self.flask_app.app_context(), unit_of_work() as session:
            own: dict[str, Any] = {"workspace_id": self.workspace_id, "app_id": self.app_id, "kind": "chat"}
            ended = {"status": "succeeded", "started_at": now(), "finished_at": now()}
            runs = [Run(**own, **ended, input={}) for _ in range(count)]
            session.add_all(runs)
            session.flush()
            for run in runs:
                tell_ended(session, run.id)
            return {run.id.hex for run in runs}

    def all_delivered(self) -> bool:
        """Beat's part is played here."""
        with self.flask_app.app_context():
            self.flask_app.extensions["celery"].tasks[TASK].apply_async()
            with unit_of_work() as session:
                left = select(func.count()).select_from(TraceDelivery).where(TraceDelivery.state != "delivered")
                return session.scalar(left) == 0


@pytest.fixture
def observed(settings: Settings) -> Iterator[Observed]:
    with database(settings, TEMPLATE) as own, OtlpServer() as collector:
        running = Observed(own, collector)
        try:
            yield running
        finally:
            running.flask_app.extensions["relay"].close()


def test_a_worker_that_dies_before_it_hears_the_answer_sends_the_same_spans_again(observed: Observed):
    workers = [observed.worker()]

    def die() -> None:
        observed.collector.before_answer = lambda: None
        workers[0].kill()

    observed.collector.before_answer = die
    runs = observed.end_runs(3)
    observed.all_delivered()
    wait_until(lambda: workers[0].process.poll() is not None)
    assert set(observed.collector.runs()) == runs
    workers.append(observed.worker())
    try:
        wait_until(observed.all_delivered, every=0.5)
    finally:
        workers[1].stop()
    assert observed.collector.runs() == dict.fromkeys(runs, 2)
    assert len({span.span_id for span in observed.collector.spans()}) == 3


def test_many_workers_send_each_once_and_one_request_at_a_time(observed: Observed):
    workers = [observed.worker() for _ in range(3)]
    observed.collector.seconds = 0.05
    try:
        runs = observed.end_runs(100)
        wait_until(observed.all_delivered, every=0.1)
    finally:
        for worker in workers:
            worker.stop()
    assert observed.collector.runs() == dict.fromkeys(runs, 1)
    assert observed.collector.most_at_once == 1
