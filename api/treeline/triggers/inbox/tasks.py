from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import select

from treeline.kernel import current
from treeline.kernel.claims import seconds_from_now
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task
from treeline.triggers.inbox import dispatch as dispatching
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.inbox.service import DISPATCH
from treeline.triggers.settings import TriggerSettings

QUEUE = "triggered_workflow_dispatcher"
# As many as are sent at once where none is on its way.
BATCH = 1000


@task(DISPATCH, queue=QUEUE, transactional=False)
def dispatch(event_id: str) -> None:
    """Start the runs of an event."""
    dispatching.dispatch(UUID(event_id))


# Not on the queue of the events themselves: behind many of them, it would come late.
@task("triggers.sweep", queue="workflow_storage", every="trigger_sweep_seconds")
def sweep() -> None:
    """Send events again whose message was lost, or that failed a while ago."""
    seconds = current.settings(TriggerSettings).trigger_sweep_seconds
    waiting = select(TriggerEvent.id).where(TriggerEvent.state == "pending")
    due = waiting.where(TriggerEvent.not_before < seconds_from_now(-seconds))
    if _none_on_their_way():
        for event_id in db.session.scalars(due.order_by(TriggerEvent.not_before).limit(BATCH)):
            enqueue(DISPATCH, str(event_id))


def _none_on_their_way() -> bool:
    try:
        return current.redis().llen(QUEUE) == 0
    except RedisError:
        return False
