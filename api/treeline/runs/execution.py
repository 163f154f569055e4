"""One run in its worker: the executor at work, and beside it a watch that keeps the lease and looks for a stop.

Both share one event loop. A loop that somebody blocks keeps no lease: the sweep then ends the run.
"""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.runs import leases
from treeline.runs.errors import RunTimedOut
from treeline.runs.events import EventWriter, published_answer, stop_key
from treeline.runs.executors import LeaseLost, executor_of
from treeline.runs.models import Run

log = logging.getLogger(__name__)

TICK_SECONDS = 0.1
STOP_SECONDS = 0.3


class RunningRun:
    """What the executor works with: see executors.RunHandle."""

    def __init__(self, run: Run, events: EventWriter):
        self.id, self.workspace_id, self.app_id = run.id, run.workspace_id, run.app_id
        self.kind, self.input = run.kind, run.input
        self.end_user_id, self.account_id = run.end_user_id, run.account_id
        self.model_config_id, self.asset_version_id = run.model_config_id, run.asset_version_id
        self.token, self.events = run.lease_token, events

    def emit(self, event: str, **fields: Any) -> None:
        self.events.write({"event": event, "task_id": str(self.id), **fields})

    def finish(self, session: DbSession, status: str, *, total_tokens: int = 0) -> None:
        if not leases.end(session, self.id, self.token, status, total_tokens=total_tokens):
            raise LeaseLost


def execute(run_id: UUID, redis: Redis, most_seconds: float) -> None:
    """Take a run on and see it to its end. Does nothing for one that has been taken: the task may come twice."""
    with unit_of_work() as session:
        row = leases.claim(session, run_id)
        claimed = None if row is None else RunningRun(row, EventWriter(redis, run_id))
    if claimed is None:
        return
    try:
        asyncio.run(_Execution(claimed, redis, most_seconds).to_its_end())
    except LeaseLost:
        log.warning("run %s: another has ended it in this worker's place", run_id)
        return
    except Exception as error:
        if not _fail(claimed, error, redis):
            return
    claimed.events.close()


class _Execution:
    def __init__(self, run: RunningRun, redis: Redis, most_seconds: float):
        self.run, self.redis, self.most_seconds = run, redis, most_seconds
        self.began = self.renewed = time.monotonic()
        self.looked = 0.0
        self.stop_requested = False
        # Why the work was cancelled, if it was.
        self.reason: Exception | None = None

    async def to_its_end(self) -> None:
        """Raises whatever the executor raised, and LeaseLost."""
        work = asyncio.create_task(executor_of(self.run.kind).execute(self.run))
        # It has begun before it can be cancelled: what never began could store nothing.
        await asyncio.sleep(0)
        watch = asyncio.create_task(self._watch(work))
        try:
            await work
        except asyncio.CancelledError:
            raise self.reason or _Stopped() from None
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, work: asyncio.Task[None]) -> None:
        while True:
            self.run.events.flush_due()
            if self.reason is None:
                self.reason = self._reason_to_cancel()
                if self.reason is not None:
                    work.cancel()
            elif isinstance(self.reason, _Stopped):
                # It may still be storing what there is: that needs the lease.
                self._keep_lease()
            await asyncio.sleep(TICK_SECONDS)

    def _reason_to_cancel(self) -> Exception | None:
        if self._keep_lease() is False:
            return LeaseLost()
        if time.monotonic() - self.began > self.most_seconds:
            return RunTimedOut(f"The answer took longer than {self.most_seconds:g} seconds (RUN_MAX_SECONDS).")
        return _Stopped() if self._is_to_stop() else None

    def _keep_lease(self) -> bool | None:
        """False once it is lost. A database that is away costs the lease only if it stays away for so long."""
        if time.monotonic() - self.renewed < leases.RENEW_SECONDS:
            return None
        try:
            with unit_of_work() as session:
                stop = leases.renew(session, self.run.id, self.run.token)
        except SQLAlchemyError as error:
            log.warning("run %s: its lease was not renewed: %s", self.run.id, error)
            return None if time.monotonic() - self.renewed < leases.LEASE_SECONDS else False
        self.renewed = time.monotonic()
        # The row knows of a stop whose signal was lost with Redis.
        self.stop_requested = bool(stop)
        return stop is not None

    def _is_to_stop(self) -> bool:
        if not self.stop_requested and time.monotonic() - self.looked >= STOP_SECONDS:
            self.looked = time.monotonic()
            with suppress(RedisError):
                self.stop_requested = bool(self.redis.exists(stop_key(self.run.id)))
        return self.stop_requested


class _Stopped(Exception):
    """Somebody asked for the end, and the executor did not store one."""


def _fail(run: RunningRun, error: Exception, redis: Redis) -> bool:
    """End the run for an exception: its row and what belongs to it in one transaction, then the event.

    False if another has ended it, who closes its stream too.
    """
    run.events.flush()
    status, values = outcome(error, run.id)
    answer = published_answer(redis, run.id)
    with unit_of_work() as session:
        ended = leases.end(session, run.id, run.token, status, **values)
        row = session.get_one(Run, run.id, populate_existing=True)
        if not ended:
            log.warning("run %s had ended when it failed: %r", run.id, error)
            return row.lease_token == run.token
        fields = executor_of(run.kind).failed(session, row, answer)
        event = error_event(row, fields)
    run.events.write(event)
    return True


def outcome(error: Exception, run_id: UUID) -> tuple[str, dict[str, str]]:
    """The status of a run that ended with this, and what its row says of it."""
    if isinstance(error, _Stopped):
        return "stopped", {}
    if isinstance(error, ApiError):
        return "failed", {"error_code": error.code, "error": error.message}
    log.error("run %s failed", run_id, exc_info=error)
    said = f"Something went wrong here; it is logged as run {run_id}."
    return "failed", {"error_code": "internal_server_error", "error": said}


def error_event(run: Run, fields: dict[str, Any]) -> dict[str, Any]:
    """`error`, the last event of a run that did not end by itself."""
    code = run.error_code or run.status
    status = 500 if code in ("internal_server_error", "worker_lost") else 400
    said = {"code": code, "message": run.error or "The run was stopped.", "status": status}
    return {"event": "error", "task_id": str(run.id), **fields, **said}
