"""One run in its worker: the executor, and next to it a watch that renews the lease and checks for a stop.

Both share one event loop. If something blocks the loop, the lease isn't renewed, and the sweep ends the run. A separate
thread would renew the lease of a hung executor forever.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar, cast
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.errors import ApiError, refusal_of
from treeline.kernel.threads import in_thread
from treeline.runs import background, leases
from treeline.runs.errors import Broken, RunNotFound, RunTimedOut
from treeline.runs.events import stop_key, untold
from treeline.runs.executors import LeaseLost, executor_of, max_seconds_of, resumable
from treeline.runs.failing import error_event, failure, failure_stored
from treeline.runs.models import ACTIVE, Run
from treeline.runs.places import Places
from treeline.runs.ports import tell_ended
from treeline.runs.storing import Within, stored, stored_here
from treeline.runs.writing import EventWriter

log = logging.getLogger(__name__)

TICK_SECONDS = 0.1
STOP_SECONDS = 0.3
# Until a database that was away is asked again for the lease.
AWAY_SECONDS = 1
# What a cancelled executor may take to store what there is.
ENDING_LEASES = 2
# How long a task waits for a database that is away, before it leaves its run to the sweep.
CLAIM_SECONDS = 20

Stored = TypeVar("Stored")


class RunningRun:
    """What the executor works with: see executors.RunHandle."""

    def __init__(self, run: Run, events: EventWriter):
        self.id, self.workspace_id, self.app_id = run.id, run.workspace_id, run.app_id
        self.kind, self.input = run.kind, run.input
        self.end_user_id, self.account_id = run.end_user_id, run.account_id
        self.model_config_id, self.asset_version_id = run.model_config_id, run.asset_version_id
        self.token, self.events, self.policy = run.lease_token, events, leases.policy()
        self.attempt, self.published = run.lease_token, cast("str | None", "")
        self.started_at = run.started_at or run.created_at
        self.renewed = self.began = time.monotonic()
        self.worked_before, self.stalls = run.worked_seconds, run.stalls
        # Ended: also for the time being, by a pause.
        self.ended = self.paused = False
        self.stop_requested = run.stop_requested_at is not None
        # Why the work was cancelled, if it was.
        self.reason: Exception | None = None

    @property
    def holds_lease(self) -> bool:
        return time.monotonic() - self.renewed < self.policy.run_lease_seconds

    @property
    def waits_for_room(self) -> bool:
        """Not once its time is up: then it ends, with the full disk as its reason."""
        return self.reason is None

    @property
    def worked(self) -> float:
        """For how many seconds, all attempts together."""
        return self.worked_before + time.monotonic() - self.began

    def emit(self, event: str, **fields: Any) -> None:
        self.events.write({"event": event, "task_id": str(self.id), **fields}, is_last=self.ended)

    async def store(self, write: Callable[[DbSession], Stored], *, fenced: bool = False) -> Stored:
        def attempt(session: DbSession) -> Stored:
            self.ended = self.paused = False
            if not fenced and not leases.holds(session, self.id, self.token):
                raise LeaseLost
            result = write(session)
            if self.ended and not self.paused:
                # Now everything that belongs to the end is written.
                tell_ended(session, self.id)
            return result

        storing, cancelled = asyncio.ensure_future(stored(self, attempt)), 0
        while not storing.done():
            try:
                await asyncio.wait({storing})
            except asyncio.CancelledError:
                cancelled += 1
                _this_task().uncancel()
        result = storing.result()
        for _ in range(0 if self.ended else cancelled):
            # It is raised where the work waits next, and as often as it was asked for: a timeout counts.
            _this_task().cancel()
        return result

    def progress(self, session: DbSession) -> None:
        if self.stalls:
            leases.progressed(session, self.id, self.token)
            self.stalls = 0

    def pause(self, session: DbSession) -> bool:
        if self.reason is not None and not isinstance(self.reason, _Stopped):
            raise self.reason
        if self.reason is None and leases.pause(session, self.id, self.token, worked_seconds=self.worked):
            self.ended = self.paused = True
        elif not leases.holds(session, self.id, self.token):
            raise LeaseLost
        return self.paused

    def finish(self, session: DbSession, status: str, *, total_tokens: int = 0, error: ApiError | None = None) -> None:
        if self.reason is not None and not isinstance(self.reason, _Stopped):
            # Cancelled, but not by a stop: it ends as what it is.
            raise self.reason
        values = {"total_tokens": total_tokens, "worked_seconds": self.worked, **(failure(error) if error else {})}
        if not leases.end(session, self.id, self.token, status, **values):
            raise LeaseLost
        self.ended = True


def execute_in_place(run_id: UUID, places: Places, redis: Redis) -> None:
    """The same within this worker's places: beyond its share a run waits, and holds none."""
    run = stored_here(Within(run_id, CLAIM_SECONDS), lambda session: leases.candidate(session, run_id))
    if run is None or not places.take(run):
        return
    try:
        execute(run_id, redis)
    finally:
        called = places.give_back(run)
        with unit_of_work():
            for each in called:
                enqueue("runs.execute", str(each), unsent=partial(leases.wait_no_longer, each))


def execute_next(redis: Redis) -> None:
    """Take on a run that waits in the background, if one may begin; then tell workers whether there are more."""
    with unit_of_work() as session:
        row = background.claim_next(session)
    if row is None:
        return
    try:
        carry_out(row, redis)
    finally:
        with suppress(SQLAlchemyError), unit_of_work() as session:
            if background.has_waiting(session):
                enqueue(background.TASK)


def execute(run_id: UUID, redis: Redis, most_seconds: float | None = None) -> None:
    """Take a run on and see it to its end. Does nothing for one that has been taken: the task may come twice."""
    row = stored_here(Within(run_id, CLAIM_SECONDS), lambda session: leases.claim(session, run_id))
    if row is not None:
        carry_out(row, redis, most_seconds)


def carry_out(row: Run, redis: Redis, most_seconds: float | None = None) -> None:
    """See a claimed run to its end, or its pause. `most_seconds`: instead of what its kind may take."""
    claimed = claimed_run(row, redis)
    most = max_seconds_of(row.kind) if most_seconds is None else most_seconds
    error = None
    try:
        take_up(claimed)
        asyncio.run(Execution(claimed, redis, most).to_its_end())
    except Exception as raised:
        error = raised
    conclude(claimed, error)


def claimed_run(row: Run, redis: Redis) -> RunningRun:
    return RunningRun(row, EventWriter(redis, row.id, row.lease_token, forgets=resumable(row.kind) is not None))


def conclude(run: RunningRun, error: Exception | None) -> None:
    """Store what the work has raised, if anything, and close the stream."""
    if isinstance(error, LeaseLost):
        if not _told_as_stored(run):
            log.warning("run %s: already ended by another process", run.id)
            return
    elif error is not None and not _fail(run, error):
        return
    if run.events.lost:
        # Told from the rows as a whole, by the sweep.
        return
    # What is not released, the sweep closes.
    if run.events.close(paused=run.paused):
        with suppress(SQLAlchemyError), unit_of_work() as session:
            leases.release(session, run.id)


def take_up(run: RunningRun) -> None:
    """From here on only this attempt writes the stream. What was published before, and is gone, is told once more."""
    run.published = run.events.begin()
    if run.events.lost:
        run.events.retell(stored_here(run, partial(_retold, run.id)))
        run.published = run.events.answer


def _retold(run_id: UUID, session: DbSession) -> list[dict[str, Any]]:
    row = session.get(Run, run_id)
    executor = None if row is None else resumable(row.kind)
    return [] if row is None or executor is None else executor.retold(session, row)


class Execution:
    def __init__(self, run: RunningRun, redis: Redis, most_seconds: float):
        self.run, self.redis, self.most_seconds = run, redis, most_seconds
        # Its row has just said whether it is to stop.
        self.asked = self.looked = time.monotonic()
        self.cancelled = 0.0
        self.renewal: asyncio.Task[bool | None] | None = None
        self.telling: asyncio.Task[list[dict[str, Any]]] | None = None

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
            self._retell()
            if self.run.reason is None:
                self.run.reason = self._reason_to_cancel()
                if self.run.reason is not None:
                    self.cancelled = time.monotonic()
                    work.cancel()
            elif time.monotonic() - self.cancelled < ENDING_LEASES * self.run.policy.run_lease_seconds:
                # It may still be storing what there is: that needs the lease.
                self._keep_lease()
            await asyncio.sleep(TICK_SECONDS)

    def _retell(self) -> None:
        """Redis came back empty: the rows say what it has had."""
        if self.telling is None:
            if self.run.events.lost:
                self.telling = asyncio.create_task(stored(self.run, partial(_retold, self.run.id)))
        elif self.telling.done():
            telling, self.telling = self.telling, None
            try:
                self.run.events.retell(telling.result())
            except Exception:
                log.exception("run %s: its events are not told again yet", self.run.id)

    def _reason_to_cancel(self) -> Exception | None:
        if not self._keep_lease():
            return LeaseLost()
        if self.run.worked > self.most_seconds:
            return RunTimedOut(f"The answer took longer than {self.most_seconds:g} seconds.")
        return _Stopped() if self._is_to_stop() else None

    def _keep_lease(self) -> bool:
        """False once it is lost. A database that is away costs the lease only if it stays away for so long.

        It is asked in a thread, for it may take long to answer; meanwhile there are stops to look for.
        """
        if self.renewal is None:
            if time.monotonic() - self.asked >= self.run.policy.run_renew_seconds:
                self.asked = time.monotonic()
                self.renewal = asyncio.create_task(in_thread(self._renewed))
        elif self.renewal.done():
            renewal, self.renewal = self.renewal, None
            try:
                stop = renewal.result()
            except SQLAlchemyError as error:
                log.warning("run %s: lease not renewed: %s", self.run.id, error)
                self.asked = time.monotonic() - self.run.policy.run_renew_seconds + AWAY_SECONDS
            else:
                if stop is None:
                    return False
                self.run.renewed = self.asked
                # The row knows of a stop whose signal was lost with Redis.
                self.run.stop_requested |= stop
        return self.run.holds_lease

    def _renewed(self) -> bool | None:
        with unit_of_work() as session:
            return leases.renew(session, self.run.id, self.run.token, worked_seconds=self.run.worked)

    def _is_to_stop(self) -> bool:
        if not self.run.stop_requested and time.monotonic() - self.looked >= STOP_SECONDS:
            self.looked = time.monotonic()
            try:
                self.run.stop_requested = bool(self.redis.exists(stop_key(self.run.id)))
            except RedisError:
                # The row knows too, and looking may have held up the work.
                self.looked = time.monotonic() + self.run.policy.run_renew_seconds
        return self.run.stop_requested


def _this_task() -> "asyncio.Task[Any]":
    return cast("asyncio.Task[Any]", asyncio.current_task())


class _Stopped(Exception):
    """Somebody asked for the end, and the executor did not store one."""


def _told_as_stored(run: RunningRun) -> bool:
    """Whether a stream is left to this worker though it may write no row: its executor has ended the run, and went on;
    or the row is gone. The stream then has the end that the row has.
    """

    def read(session: DbSession) -> list[dict[str, Any]] | None:
        row = session.get(Run, run.id)
        if row is None:
            return [_gone_event(run)]
        is_ours = row.lease_token == run.token and row.status not in ACTIVE
        run.paused = is_ours and row.status == "paused"
        return executor_of(row.kind).ended(session, row) if is_ours else None

    ended = stored_here(run, read)
    run.events.flush()
    for event in untold(run.events.told, ended or []):
        run.events.write(event, is_last=True)
    return ended is not None


def _gone_event(run: RunningRun) -> dict[str, Any]:
    log.warning("run %s: its app or conversation was deleted", run.id)
    gone = RunNotFound("The app or conversation was deleted while the answer was being generated.")
    said = {"code": gone.code, "message": gone.message, "status": gone.status}
    return {"event": "error", "task_id": str(run.id), **said}


def _fail(run: RunningRun, error: Exception) -> bool:
    """End the run for an exception: its row and what belongs to it in one transaction, then the event.

    False if another has ended it, who closes its stream too.
    """
    run.events.flush()
    status, values = outcome(error, run.id)

    def write(session: DbSession) -> dict[str, Any] | None:
        if not leases.end(session, run.id, run.token, status, worked_seconds=run.worked, **values):
            return None
        row = session.get_one(Run, run.id, populate_existing=True)
        return error_event(row, failure_stored(session, row, run.events.answer))

    event = stored_here(run, write)
    if event is None:
        log.warning("run %s failed after it had ended: %r", run.id, error)
        return _told_as_stored(run)
    run.events.write(event, is_last=True)
    return True


def outcome(error: Exception, run_id: UUID) -> tuple[str, dict[str, Any]]:
    """The status of a run that ended with this, and what its row says of it."""
    if isinstance(error, _Stopped):
        return "stopped", {}
    if isinstance(error, ApiError):
        return "failed", failure(error)
    refusal = refusal_of(error)
    if refusal is not None:
        log.error("run %s: %s", run_id, error)
        return "failed", failure(refusal)
    log.error("run %s failed", run_id, exc_info=error)
    return "failed", failure(Broken(f"Something went wrong on our side. See run {run_id} in the server log."))
