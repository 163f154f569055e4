"""One run in its worker: the executor at work, and beside it a watch that keeps the lease and looks for a stop.

Both share one event loop. A loop that somebody blocks keeps no lease: the sweep then ends the run. A thread of its own
would keep the lease of a hung executor for ever.
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

from treeline.files.errors import BytesTooMany
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.runs import leases
from treeline.runs.errors import RunNotFound, RunTimedOut, RunTooLong
from treeline.runs.events import MOST_BYTES, EventWriter, stop_key
from treeline.runs.executors import LeaseLost, executor_of
from treeline.runs.models import UNFINISHED, Run

log = logging.getLogger(__name__)

TICK_SECONDS = 0.1
STOP_SECONDS = 0.3
# What a cancelled executor may take to store what there is.
ENDING_SECONDS = 60


# The row keeps the code only. Whatever is not here was a refusal.
STATUSES = {
    "internal_server_error": 500,
    "worker_lost": 500,
    "no_worker": 503,
    BytesTooMany.code: BytesTooMany.status,
    RunTimedOut.code: RunTimedOut.status,
}


class RunningRun:
    """What the executor works with: see executors.RunHandle."""

    def __init__(self, run: Run, events: EventWriter):
        self.id, self.workspace_id, self.app_id = run.id, run.workspace_id, run.app_id
        self.kind, self.input = run.kind, run.input
        self.end_user_id, self.account_id = run.end_user_id, run.account_id
        self.model_config_id, self.asset_version_id = run.model_config_id, run.asset_version_id
        self.token, self.events = run.lease_token, events
        self.stop_requested = run.stop_requested_at is not None
        # Why the work was cancelled, if it was.
        self.reason: Exception | None = None

    def emit(self, event: str, **fields: Any) -> None:
        if self.events.bytes > MOST_BYTES:
            raise RunTooLong(f"The answer and its steps came to more than {MOST_BYTES // 1024 // 1024} MiB.")
        self.events.write({"event": event, "task_id": str(self.id), **fields})

    def finish(self, session: DbSession, status: str, *, total_tokens: int = 0) -> None:
        if self.reason is not None and not isinstance(self.reason, _Stopped):
            # Cancelled, but not by a stop: it ends as what it is.
            raise self.reason
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
        if not _is_to_be_closed(claimed):
            log.warning("run %s: another has ended it in this worker's place", run_id)
            return
    except Exception as error:
        if not _fail(claimed, error):
            return
    # What is not released, the sweep closes.
    if claimed.events.close():
        with unit_of_work() as session:
            leases.release(session, run_id)


class _Execution:
    def __init__(self, run: RunningRun, redis: Redis, most_seconds: float):
        self.run, self.redis, self.most_seconds = run, redis, most_seconds
        self.began = self.renewed = time.monotonic()
        self.looked = self.cancelled = 0.0

    async def to_its_end(self) -> None:
        """Raises whatever the executor raised, and LeaseLost."""
        work = asyncio.create_task(executor_of(self.run.kind).execute(self.run))
        # It has begun before it can be cancelled: what never began could store nothing.
        await asyncio.sleep(0)
        watch = asyncio.create_task(self._watch(work))
        try:
            await work
        except asyncio.CancelledError:
            raise self.run.reason or _Stopped() from None
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, work: asyncio.Task[None]) -> None:
        while True:
            self.run.events.flush_due()
            if self.run.reason is None:
                self.run.reason = self._reason_to_cancel()
                if self.run.reason is not None:
                    self.cancelled = time.monotonic()
                    work.cancel()
            elif time.monotonic() - self.cancelled < ENDING_SECONDS:
                # It may still be storing what there is: that needs the lease.
                self._keep_lease()
            await asyncio.sleep(TICK_SECONDS)

    def _reason_to_cancel(self) -> Exception | None:
        if self._keep_lease() is False:
            return LeaseLost()
        if time.monotonic() - self.began > self.most_seconds:
            return RunTimedOut(f"The answer took longer than {self.most_seconds:g} seconds.")
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
        self.run.stop_requested = bool(stop)
        return stop is not None

    def _is_to_stop(self) -> bool:
        if not self.run.stop_requested and time.monotonic() - self.looked >= STOP_SECONDS:
            self.looked = time.monotonic()
            try:
                self.run.stop_requested = bool(self.redis.exists(stop_key(self.run.id)))
            except RedisError:
                # The row knows too, and looking may have held up the work.
                self.looked = time.monotonic() + leases.RENEW_SECONDS
        return self.run.stop_requested


class _Stopped(Exception):
    """Somebody asked for the end, and the executor did not store one."""


def _is_to_be_closed(run: RunningRun) -> bool:
    """Whether a stream is left to this worker though it may write no row: its executor has ended the run, and once more
    when it was cancelled; or the row is gone.
    """
    with unit_of_work() as session:
        row = session.get(Run, run.id)
    if row is None:
        _tell_gone(run)
        return True
    return row.lease_token == run.token and row.status not in UNFINISHED


def _tell_gone(run: RunningRun) -> None:
    log.warning("run %s: what it belongs to was deleted meanwhile", run.id)
    gone = RunNotFound("What this answer belongs to was deleted meanwhile.")
    said = {"code": gone.code, "message": gone.message, "status": gone.status}
    run.events.write({"event": "error", "task_id": str(run.id), **said})


def _fail(run: RunningRun, error: Exception) -> bool:
    """End the run for an exception: its row and what belongs to it in one transaction, then the event.

    False if another has ended it, who closes its stream too.
    """
    run.events.flush()
    status, values = outcome(error, run.id)
    with unit_of_work() as session:
        ended = leases.end(session, run.id, run.token, status, **values)
        row = session.get(Run, run.id, populate_existing=True)
        if row is None:
            _tell_gone(run)
            return True
        if not ended:
            log.warning("run %s had ended when it failed: %r", run.id, error)
            return row.lease_token == run.token
        event = error_event(row, failure_stored(session, row, run.events.answer))
    run.events.write(event)
    return True


def failure_stored(session: DbSession, run: Run, answer: str) -> dict[str, Any]:
    """What the executor says of a failed run. A run ends, even if its executor cannot tell of it."""
    try:
        with session.begin_nested():
            return executor_of(run.kind).failed(session, run, answer)
    except Exception:
        log.exception("run %s: its executor could not store that it failed", run.id)
        return {}


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
    status = STATUSES.get(code, 400)
    said = {"code": code, "message": run.error or "The run was stopped.", "status": status}
    return {"event": "error", "task_id": str(run.id), **fields, **said}
