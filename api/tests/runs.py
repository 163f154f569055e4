"""Runs of real processes, and their streams as clients read them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import requests

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, Worker, database, wait_until
from treeline import create_app
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.kernel.db import db, unit_of_work
from treeline.runs import stopping
from treeline.runs.models import Run
from treeline.runs.service import RunService
from treeline.settings import Settings

MODULE = "tests.runs_app"
QUEUE = "workflow_based_app_execution"


class Event(NamedTuple):
    id: str
    data: dict[str, Any]


def events_of(reply: requests.Response) -> Iterator[Event]:
    """What a client makes of a stream, line by line; pings are left out."""
    event_id = ""
    for line in reply.iter_lines(chunk_size=1):
        name, _, value = line.decode().partition(": ")
        if name == "id":
            event_id = value
        elif name == "data":
            yield Event(event_id, json.loads(value))


def words_of(events: list[Event]) -> list[int]:
    """The words of all messages, in the order in which they came."""
    said = "".join(event.data["answer"] for event in events if event.data["event"] == "message")
    return [int(word) for word in said.split()]


class Stage:
    """An app with an API and workers of its own, and runs of the kind "words" on it."""

    def __init__(self, settings: Settings, **more: str):
        self.settings = settings
        self.api = Api(settings, module=MODULE, **more)
        self.caller = Caller(self.api.base).set_up()
        self.app_id = self.caller.new_app()
        self.flask_app = create_app(settings)
        self.workers: list[Worker] = []

    def worker(self, *queues: str, threads: int = 2) -> Worker:
        worker = Worker(self.settings, *(queues or (QUEUE,)), module=MODULE, threads=threads)
        self.workers.append(worker)
        # Each look asks all parts: they are not to be kept from starting.
        wait_until(lambda: worker.name in self._working(), every=0.25)
        return worker

    def _working(self) -> set[str]:
        return {each["name"] for each in requests.get(f"{self.api.base}/health", timeout=10).json()["workers"]}

    def start(
        self,
        user: str | None = None,
        *,
        app_id: str | None = None,
        kind: str = "words",
        background: bool = False,
        **given: Any,
    ) -> UUID:
        with self.flask_app.app_context(), unit_of_work() as session:
            app = session.get_one(App, UUID(app_id or self.app_id))
            end_user = EndUserService(session, app).obtain(user).id if user else None
            return RunService(session, app).start(kind, given, end_user_id=end_user, background=background).id

    def stop(self, run_id: UUID) -> None:
        with self.flask_app.app_context():
            with unit_of_work() as session:
                runs = RunService(session, session.get_one(App, UUID(self.app_id)))
                runs.request_stop(runs.find(run_id))
            stopping.signal(self.flask_app.extensions["redis"], run_id)

    def run(self, run_id: UUID) -> Run:
        with self.flask_app.app_context(), unit_of_work() as session:
            return session.get_one(Run, run_id)

    def until(self, status: str, *run_ids: UUID) -> None:
        """All of them at once. A failure says what each was, and what waits in the queue."""
        seen: list[str] = []

        def all_are() -> bool:
            seen[:] = [f"{run.status} {run.error or ''} lease {run.lease_token}" for run in map(self.run, run_ids)]
            return all(each.startswith(status) for each in seen)

        try:
            wait_until(all_are)
        except AssertionError as error:
            waiting = self.flask_app.extensions["redis"].lrange(QUEUE, 0, 20)
            raise AssertionError(f"not all {status}: {seen}; {len(waiting)} messages in {QUEUE}: {waiting}") from error

    def ended(self, run_id: UUID, seconds: float = 60) -> Run:
        wait_until(lambda: self.run(run_id).finished_at is not None, seconds)
        return self.run(run_id)

    def follow(self, run_id: UUID, after: str = "") -> requests.Response:
        headers = {"Last-Event-ID": after} if after else {}
        path = f"/apps/{self.app_id}/runs/{run_id}/events"
        reply = self.caller.call("GET", path, headers=headers, stream=True)
        assert reply.status_code == 200, reply.text
        return reply

    def close(self) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()
        self.api.stop()
        with self.flask_app.app_context():
            db.engine.dispose()


@contextmanager
def stage(settings: Settings, **more: str) -> Iterator[Stage]:
    """`more`: settings of the API."""
    with database(settings, TEMPLATE) as own:
        made = Stage(own, **more)
        try:
            yield made
        finally:
            made.close()
