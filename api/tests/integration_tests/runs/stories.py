"""Runs that go on with another worker: an executor whose steps are rows, as far as a test lets it come."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import JSONB

from tests.integration_tests.runs.conftest import Bench
from tests.integration_tests.runs.drills import Drills
from treeline.apps.models import App
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.features import give
from treeline.runs import execution
from treeline.runs.executors import RunHandle, executors
from treeline.runs.models import Run
from treeline.runs.service import RunService
from treeline.runs.streaming import stream_response


class Died(BaseException):
    """As a worker that is killed: nobody clears up."""


class Story:
    """Tells `steps` steps: of each an event and its text, then its row. `dies`: after the text of a step, in each of so
    many attempts; `idle`: without a row before. At step `pause` it waits for somebody. Handles are kept for the test.
    """

    def __init__(self) -> None:
        self.handles: dict[UUID, RunHandle] = {}

    def max_seconds(self) -> float:
        return 50

    async def execute(self, run: RunHandle) -> None:
        self.handles[run.id] = run
        given = run.input
        try:
            await self._tell(run, given)
        except asyncio.CancelledError:
            await run.store(lambda session: run.finish(session, "stopped"))
            run.emit("finished", status="stopped")

    async def _tell(self, run: RunHandle, given: dict[str, Any]) -> None:
        done = await run.store(lambda session: session.get_one(Run, run.id).input.get("done", 0))
        rows = "".join(f"{step} " for step in range(done))
        if run.published != rows:
            run.emit("text_replace", data={"text": rows})
        for step in range(done, given.get("steps", 3)):
            # Where it only ever stores, a stop would not come through.
            await asyncio.sleep(0)
            run.emit("step", number=step)
            run.emit("text_chunk", data={"text": f"{step} "})
            if step == given.get("dies_at") and run.attempt <= given.get("dies", 1):
                # All that was said has left.
                await asyncio.sleep(0.3)
                raise Died
            if step == given.get("slow_at"):
                await asyncio.sleep(60)
            await run.store(lambda session, step=step: self._keep(session, run, step))
            if step == given.get("pause_at"):
                await run.store(run.pause)
                run.emit("paused", step=step)
                return
        refused = InvalidInput("It ends badly.") if "refused" in given else None
        status = "failed" if refused else "partial-succeeded"
        await run.store(lambda session: run.finish(session, status, total_tokens=3, error=refused))
        run.emit("finished", status=status)

    def _keep(self, session: DbSession, run: RunHandle, step: int) -> None:
        done = func.jsonb_set(Run.input, "{done}", func.to_jsonb(step + 1), type_=JSONB)
        session.execute(update(Run).where(Run.id == run.id).values(input=done))
        run.progress(session)

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        return {"kept": answer}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        last = {"event": "paused", "step": run.input["done"] - 1} if run.status == "paused" else {"event": "finished"}
        return [*self.retold(session, run), {"task_id": str(run.id), **last}]

    def retold(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        for step in range(run.input.get("done", 0)):
            told.append({"event": "step", "task_id": str(run.id), "number": step})
            told.append({"event": "text_chunk", "task_id": str(run.id), "data": {"text": f"{step} "}})
        return told


STORY = Story()
KIND = executors(("story", STORY))
Heard = list[tuple[str, dict[str, Any]]]


class Stories(Drills):
    def __init__(self, bench: Bench):
        super().__init__(bench)
        give(self.flask_app, KIND)

    def begin(self, *, background: bool = False, app_id: UUID | None = None, **given: Any) -> UUID:
        with self.flask_app.app_context(), unit_of_work() as session:
            service = RunService(session, session.get_one(App, app_id or self.app_id))
            return service.start("story", given, background=background).id

    def dies(self, run_id: UUID) -> None:
        """Executed by a worker that is killed, and then overdue."""
        with pytest.raises(Died):
            self.execute(run_id)
        self.overdue(run_id)
        self.sweep()

    def work(self, run_id: UUID, redis: Redis | None = None) -> None:
        with self.flask_app.app_context():
            execution.execute(run_id, redis or self.redis)

    def next(self) -> None:
        with self.flask_app.app_context():
            execution.execute_next(self.redis)

    def resume(self, run_id: UUID) -> bool:
        with self.flask_app.app_context(), unit_of_work() as session:
            return RunService(session, session.get_one(App, self.app_id)).resume(run_id)

    def stop(self, run_id: UUID) -> None:
        with self.flask_app.app_context(), unit_of_work() as session:
            service = RunService(session, session.get_one(App, self.app_id))
            service.request_stop(service.find(run_id))

    def heard(self, run_id: UUID, after: str = "", **options: bool) -> Heard:
        """What a client gets, until its stream ends."""
        headers = {"Last-Event-ID": after} if after else {}
        with self.flask_app.test_request_context(headers=headers):
            body: Any = stream_response(run_id, **options).response
            lines = b"".join(body).decode().splitlines()
        ids = [line.removeprefix("id: ") for line in lines if line.startswith("id: ")]
        data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        return list(zip(ids, data, strict=True))


def text_of(heard: Heard) -> str:
    """The text as a client puts it together."""
    text = ""
    for _, event in heard:
        if event["event"] == "text_chunk":
            text += event["data"]["text"]
        elif event["event"] == "text_replace":
            text = event["data"]["text"]
    return text


def names_of(heard: Heard) -> list[str]:
    return [event["event"] for _, event in heard if event["event"] not in ("text_chunk", "text_replace")]
