"""Stops runs: the row says so, and a signal tells the worker at once. If that is lost, the stop is only late."""

import logging
from collections.abc import Sequence
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import ColumnElement

from treeline.kernel.db import DbSession
from treeline.runs import leases
from treeline.runs.background import send
from treeline.runs.events import FINISHED_SECONDS, stop_key

log = logging.getLogger(__name__)


def request(session: DbSession, *which: ColumnElement[bool]) -> Sequence[UUID]:
    """Ask the runs among these that have not ended to stop, in the caller's transaction. Which they are.

    What waits for no worker, for it is paused or in the background, gets one that ends it.
    """
    asked = leases.request_stop(session, *which)
    for run in asked:
        if run.status == "queued" and (run.background or run.started_at is not None):
            send(run)
    return [run.id for run in asked]


def signal(redis: Redis, run_id: UUID) -> None:
    try:
        redis.set(stop_key(run_id), b"1", ex=FINISHED_SECONDS)
    except RedisError as error:
        log.warning("run %s: the worker learns late that it is to stop: %s", run_id, error)
