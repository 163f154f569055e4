"""Signals a worker to stop its run. The row says so too: if the signal is lost, the stop is only late."""

import logging
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from treeline.runs.events import FINISHED_SECONDS, stop_key

log = logging.getLogger(__name__)


def signal(redis: Redis, run_id: UUID) -> None:
    try:
        redis.set(stop_key(run_id), b"1", ex=FINISHED_SECONDS)
    except RedisError as error:
        log.warning("run %s: the worker learns late that it is to stop: %s", run_id, error)
