"""Runs in the background: they wait in their table, for as long as it takes, and workers of the queue `workflow` fetch
them. A message says no more than that there may be something: one that is lost, or too many, do no harm.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from treeline.apps.models import App
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.locks import lock
from treeline.runs import leases
from treeline.runs.models import Run

QUEUE = "workflow"
TASK = "runs.execute_background"
# As many as the sweep sends at once where none is on its way.
HINTS = 16
_LOCK = "runs in the background"


def send(run: Run) -> None:
    """Tell workers, after the commit, that a queued run waits for one."""
    if run.background:
        enqueue(TASK)
    else:
        enqueue("runs.execute", str(run.id), unsent=partial(leases.wait_no_longer, run.id))


def claim_next(session: DbSession) -> Run | None:
    """The one whose turn it is, now running: of the workspace that has the fewest running, the oldest; none of an app
    that answers as many requests as it may. First those that are to be stopped: they end at once.
    """
    # One after the other, or two would choose by the same counts.
    lock(session, _LOCK)
    for row in session.execute(_in_turn().limit(HINTS)).all():
        # Somebody may be starting a run of this app for people.
        if row.most and row.stop_requested_at is None:
            session.execute(select(App.id).where(App.id == row.app_id).with_for_update(key_share=True))
            if leases.places_of(session, row.app_id) >= row.most:
                continue
        claimed = leases.claim(session, row.id)
        if claimed is not None:
            return claimed
    return None


def has_waiting(session: DbSession) -> bool:
    return session.execute(_in_turn().limit(1)).first() is not None


def hint(session: DbSession, redis: Redis) -> None:
    """Send as many messages as there may be something to do, where none is on its way."""
    try:
        on_their_way = redis.llen(QUEUE)
    except RedisError:
        return
    if not on_their_way:
        for _ in session.execute(_in_turn().limit(HINTS)).all():
            enqueue(TASK)


def _in_turn() -> Select[UUID, UUID, datetime | None, int]:
    other = aliased(Run)
    running = (other.status == "running", other.background, other.lease_until.is_not(None))
    counted = select(other.workspace_id, func.count().label("count")).where(*running)
    busy = counted.group_by(other.workspace_id).subquery()
    taken = leases.places_taken().subquery()
    is_to_stop = Run.stop_requested_at.is_not(None)
    most = func.coalesce(App.max_active_requests, 0)
    has_room = or_(is_to_stop, most == 0, most > func.coalesce(taken.c.count, 0))
    waiting = select(Run.id, Run.app_id, Run.stop_requested_at, most.label("most")).join(App, App.id == Run.app_id)
    beside = waiting.outerjoin(busy, busy.c.workspace_id == Run.workspace_id)
    beside = beside.outerjoin(taken, taken.c.app_id == Run.app_id)
    found = beside.where(Run.status == "queued", Run.background, has_room)
    return found.order_by(is_to_stop.desc(), func.coalesce(busy.c.count, 0), Run.created_at, Run.id)
