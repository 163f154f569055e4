"""Runs that nobody sees to any more: their worker is gone, or their task was lost."""

import logging
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from treeline.kernel.clock import now
from treeline.kernel.db import enqueue, unit_of_work
from treeline.runs import leases
from treeline.runs.events import close_for, published_answer
from treeline.runs.execution import error_event
from treeline.runs.executors import executor_of
from treeline.runs.models import Run

log = logging.getLogger(__name__)

GIVE_UP_SECONDS = 900
WORKER_LOST = {
    "error_code": "worker_lost",
    "error": "The worker that made this answer is gone, and the answer with it. Ask again.",
}
NOT_TAKEN = {
    "error_code": "no_worker",
    "error": f"No worker took this on within {GIVE_UP_SECONDS // 60} minutes: see the queue "
    "workflow_based_app_execution.",
}


def sweep(redis: Redis) -> int:
    """See to all of them. May run twice at once: each is ended, or sent again, by one. How many were ended."""
    with unit_of_work() as session:
        abandoned, waiting = leases.abandoned(session), leases.waiting(session)
    ended = sum(_end(redis, run_id, "running", WORKER_LOST) for run_id in abandoned)
    return ended + sum(_hurry(redis, run_id) for run_id in waiting)


def _hurry(redis: Redis, run_id: UUID) -> bool:
    with unit_of_work() as session:
        run = session.get(Run, run_id)
        late = run is not None and (now() - run.created_at).total_seconds() > GIVE_UP_SECONDS
        if not late and leases.wait_again(session, run_id):
            enqueue("runs.execute", str(run_id))
    return late and _end(redis, run_id, "queued", NOT_TAKEN)


def _end(redis: Redis, run_id: UUID, was: str, why: dict[str, str]) -> bool:
    answer = published_answer(redis, run_id)
    with unit_of_work() as session:
        run = leases.take_over(session, run_id, was, "failed", **why)
        if run is None:
            return False
        event = error_event(run, executor_of(run.kind).failed(session, run, answer))
    log.warning("run %s: %s", run_id, why["error"])
    try:
        close_for(redis, run_id, event)
    except RedisError as error:
        log.warning("run %s: its listeners are not told: %s", run_id, error)
    return True
