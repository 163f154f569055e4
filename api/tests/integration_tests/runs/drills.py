"""Runs whose executor does what the test wants."""

import asyncio
import threading
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

from redis import Redis
from sqlalchemy import update

from tests.integration_tests.runs.conftest import Bench
from tests.processes import outage
from treeline.apps.models import App
from treeline.files.errors import BytesMissing, BytesTooMany
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.features import give
from treeline.runs import execution
from treeline.runs.errors import TooManyRuns, VersionDeleted
from treeline.runs.events import published
from treeline.runs.executors import RunHandle, executors
from treeline.runs.models import Run
from treeline.runs.service import RunService
from treeline.runs.sweep import sweep
from treeline.runs.writing import MOST_BYTES

TROUBLES: dict[str, Exception] = {
    "trouble": InvalidInput("There is no more."),
    "bytes missing": BytesMissing(),
    "version deleted": VersionDeleted(),
    "too much": BytesTooMany("Too much."),
    "many": TooManyRuns("Too many."),
    "bug": RuntimeError("a bug"),
}


class Drill:
    """Says "said" and does what the run's input tells it to."""

    async def execute(self, run: RunHandle) -> None:
        run.emit("message", answer="said")
        while "loud" in run.input:
            run.emit("noise", noise="x" * 1024 * 1024)
        if "huge" in run.input:
            run.emit("message", answer="x" * (MOST_BYTES + 1))
        for _ in range(15 if "brim" in run.input else 0):
            run.emit("noise", noise="x" * 1024 * 1024)
        if "outage" in run.input:
            await asyncio.to_thread(OUTAGE.wait)
        for trouble in TROUBLES:
            if trouble in run.input:
                raise TROUBLES[trouble]
        try:
            if "done" not in run.input:
                await asyncio.sleep(0.5 if "gone" in run.input else 60)
            status = "succeeded"
        except asyncio.CancelledError:
            status = "stopped"
        await run.store(lambda session: run.finish(session, status))
        if "unsaid" in run.input:
            raise RuntimeError("after the end")
        run.emit("done", status=status, **({"more": "x" * 2 * 1024 * 1024} if "brim" in run.input else {}))
        if "twice" in run.input:
            with unit_of_work() as session:
                run.finish(session, "stopped")

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        if "mute" in run.input:
            session.execute(update(Run).where(Run.id == run.id).values(kind=None))
        return {"kept": answer}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        if "blank" in run.input:
            raise ZeroDivisionError
        return [{"event": "message", "answer": "said"}, {"event": "done", "status": run.status}]


OUTAGE = threading.Event()
DRILL = executors(("drill", Drill()))


class Drills:
    def __init__(self, bench: Bench):
        self.flask_app, self.app_id = bench.flask_app, bench.app_id
        give(self.flask_app, DRILL)
        self.redis: Redis = bench.flask_app.extensions["redis"]

    def start(self, *given: str) -> UUID:
        with self.flask_app.app_context(), unit_of_work() as session:
            service = RunService(session, session.get_one(App, self.app_id))
            return service.start("drill", dict.fromkeys(given, True)).id

    def execute(self, run_id: UUID, *, redis: Redis | None = None, most_seconds: float = 20) -> list[dict[str, Any]]:
        with self.flask_app.app_context():
            execution.execute(run_id, redis or self.redis, most_seconds)
        return self.told(run_id)

    def told(self, run_id: UUID) -> list[dict[str, Any]]:
        return list(published(self.redis, run_id))

    def run(self, run_id: UUID) -> Run:
        with self.flask_app.app_context(), unit_of_work() as session:
            return session.get_one(Run, run_id)

    def change(self, run_id: UUID, **values: Any) -> None:
        with self.flask_app.app_context(), unit_of_work() as session:
            session.execute(update(Run).where(Run.id == run_id).values(**values))

    def overdue(self, run_id: UUID, **values: Any) -> None:
        self.change(run_id, lease_until=now() - timedelta(seconds=1), **values)

    def sweep(self) -> None:
        with self.flask_app.app_context():
            sweep(self.redis)

    def outage(self) -> AbstractContextManager[None]:
        return outage(self.flask_app.extensions["settings"])
