"""Sees to abandoned runs: their worker or task was lost, or their stream was left open."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.runs import background, leases
from treeline.runs.errors import NoWorker, WorkerLost
from treeline.runs.events import close_for, is_closed, published, published_answer, untold
from treeline.runs.executors import executor_of, resumable
from treeline.runs.failing import error_event, failure, failure_stored
from treeline.runs.models import Run

log = logging.getLogger(__name__)

GIVE_UP_SECONDS = 900
WORKER_LOST = WorkerLost("The answer was interrupted; the part generated so far is saved. Try again.")
STALLED = WorkerLost(
    f"The run was interrupted {leases.MOST_STALLS + 1} times without getting any further, so it was given up."
)
NOT_TAKEN = NoWorker(
    f"The request timed out in the queue after {GIVE_UP_SECONDS // 60} minutes: either no worker runs the queue "
    "workflow_based_app_execution, or this app or workspace has too many runs. Try again."
)


def sweep(redis: Redis) -> None:
    """See to all of them. May run twice at once: each is ended, sent again or closed by one."""
    with unit_of_work() as session:
        abandoned, waiting, unclosed = leases.abandoned(session), leases.waiting(session), leases.unclosed(session)
        background.hint(session, redis)
    _each(abandoned, lambda run_id: _go_on_or_end(redis, run_id))
    _each(waiting, lambda run_id: _hurry(redis, run_id))
    _each(unclosed, lambda run_id: _close(redis, run_id))


def _each(runs: Sequence[UUID], act: Callable[[UUID], None]) -> None:
    for run_id in runs:
        try:
            act(run_id)
        except Exception:
            # It stays overdue, and the others must not wait for it.
            log.exception("run %s: not swept", run_id)


def _go_on_or_end(redis: Redis, run_id: UUID) -> None:
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        if run is None:
            return
        survives = resumable(run.kind) is not None
        again = leases.requeue(session, run_id) if survives else None
        if again is not None:
            log.warning("run %s: its worker was lost, another one goes on", run_id)
            background.send(again)
            return
    _end(redis, run_id, "running", STALLED if survives else WORKER_LOST)


def _hurry(redis: Redis, run_id: UUID) -> None:
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        # One that has been worked on goes on, however old it is.
        is_new = run is not None and run.started_at is None
        late = run is not None and is_new and (now() - run.created_at).total_seconds() > GIVE_UP_SECONDS
        if run is not None and not late and leases.wait_again(session, run_id):
            background.send(run)
    if late:
        _end(redis, run_id, "queued", NOT_TAKEN)


def _end(redis: Redis, run_id: UUID, was: str, why: ApiError) -> None:
    answer = published_answer(redis, run_id)
    with unit_of_work() as session:
        run = leases.take_over(session, run_id, was, "failed", **failure(why))
        if run is None:
            return
        event = error_event(run, failure_stored(session, run, answer))
    log.warning("run %s: %s", run_id, why.message)
    _told(redis, run_id, [event])


def _close(redis: Redis, run_id: UUID) -> None:
    """End the stream of a run whose row has the end, or the pause, though its listeners have not."""
    with unit_of_work() as session:
        if not leases.close_next(session, run_id):
            return
        run = session.get_one(Run, run_id)
        stored = executor_of(run.kind).ended(session, run)
        paused = run.lease_token if run.status == "paused" else None
    try:
        rest = None if is_closed(redis, run_id, paused) else untold(list(published(redis, run_id)), stored)
    except RedisError as error:
        log.warning("run %s: its stream stays open: %s", run_id, error)
        return
    _told(redis, run_id, rest, paused)


def _told(redis: Redis, run_id: UUID, events: Sequence[Mapping[str, Any]] | None, paused: int | None = None) -> None:
    try:
        if events is not None:
            close_for(redis, run_id, events, paused)
    except RedisError as error:
        log.warning("run %s: its listeners are not told yet: %s", run_id, error)
        return
    with unit_of_work() as session:
        leases.release(session, run_id)
