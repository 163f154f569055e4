"""The app, and an executor that says words: for tests of runs that need no model. Found by gunicorn and Celery."""

import asyncio
import time
from typing import Any

from sqlalchemy import update

from app import app, celery
from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.features import give
from treeline.kernel.tasks import task
from treeline.runs.executors import RunHandle, executors
from treeline.runs.models import Run


class Words:
    """Says `words` words, `pause` seconds apart, and keeps them in the run's input; at word `trouble_at` there is
    `trouble`: "bug", "refusal" or "stall", which holds the loop for `stall` seconds. Beside each word goes an event of
    `noise` bytes.
    """

    async def execute(self, run: RunHandle) -> None:
        said = ""
        try:
            for number in range(run.input["words"]):
                if number == run.input.get("trouble_at"):
                    self._trouble(run.input)
                said += f"{number} "
                run.emit("message", answer=f"{number} ")
                if "noise" in run.input:
                    run.emit("noise", noise="x" * run.input["noise"])
                await asyncio.sleep(run.input.get("pause", 0))
        except asyncio.CancelledError:
            await self._finish(run, "stopped", said)
            return
        await self._finish(run, "succeeded", said)

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        keep(session, run.id, run.input, answer)
        return {"kept": answer}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return [
            {"event": "message", "task_id": str(run.id), "answer": run.input["answer"]},
            {"event": "done", "task_id": str(run.id), "status": run.status},
        ]

    async def _finish(self, run: RunHandle, status: str, said: str) -> None:
        def write(session: DbSession) -> None:
            run.finish(session, status, total_tokens=len(said.split()))
            keep(session, run.id, run.input, said)

        await run.store(write)
        run.emit("done", status=status)

    def _trouble(self, given: dict[str, Any]) -> None:
        if given["trouble"] == "bug":
            raise RuntimeError("a secret of the house")
        if given["trouble"] == "refusal":
            raise InvalidInput("There are no more words.")
        time.sleep(given["stall"])


def keep(session: DbSession, run_id: Any, given: dict[str, Any], answer: str) -> None:
    """Adds, so that a second effect would be seen."""
    kept = given.get("answer", "") + answer
    session.execute(update(Run).where(Run.id == run_id).values(input={**given, "answer": kept}))


class Chapters:
    """Tells `chapters` of them, `pause` seconds apart; each is a row before the next begins."""

    async def execute(self, run: RunHandle) -> None:
        for number in range(await run.store(lambda session: self._done(session, run.id)), run.input["chapters"]):
            await asyncio.sleep(run.input["pause"])
            await run.store(lambda session, number=number: self._keep(session, run, number))
            run.emit("chapter", number=number)
        await run.store(lambda session: run.finish(session, "succeeded"))
        run.emit("done", status="succeeded")

    def _done(self, session: DbSession, run_id: Any) -> int:
        return len(session.get_one(Run, run_id).input.get("answer", "").split())

    def _keep(self, session: DbSession, run: RunHandle, number: int) -> None:
        keep(session, run.id, session.get_one(Run, run.id).input, f"{number} ")
        run.progress(session)

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        return {}

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        return [*self.retold(session, run), {"event": "done", "task_id": str(run.id), "status": run.status}]

    def retold(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        done = range(self._done(session, run.id))
        return [{"event": "chapter", "task_id": str(run.id), "number": number} for number in done]


@task("tests.hold", queue="dataset", transactional=False)
def hold(name: str) -> None:
    """Counts itself at `name`, and stays until the key `release` is there."""
    redis = current.redis()
    redis.incr(name)
    while not redis.exists("release"):
        time.sleep(0.1)


celery.conf.task_routes["tests.hold"] = {"queue": "dataset"}
give(app, executors(("words", Words()), ("chapters", Chapters())))

__all__ = ["app", "celery"]
