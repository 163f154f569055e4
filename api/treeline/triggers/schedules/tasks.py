from datetime import timedelta

from sqlalchemy import delete

from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import db
from treeline.kernel.tasks import task
from treeline.triggers.schedules import polling, recording, starting
from treeline.triggers.schedules.models import PENDING, WAITING, ScheduleFiring
from treeline.triggers.settings import TriggerSettings

HOUR = 3600


@task("triggers.poll_schedules", queue="schedule_poller", every="schedule_poll_seconds", transactional=False)
def poll_schedules() -> None:
    """Write down the times of schedules that are due."""
    polling.poll()


# Every now and then, too: for times whose message was lost, and for those that wait for a run to end.
@task(recording.START, queue="schedule_executor", every="trigger_sweep_seconds", transactional=False)
def start_schedules() -> None:
    """Start the runs of the times that are due."""
    starting.start_all()


@task("triggers.forget_firings", queue="retention", every=HOUR)
def forget_firings() -> None:
    """Forget what has come of times long ago; their runs stay."""
    before = now() - timedelta(days=current.settings(TriggerSettings).trigger_events_kept_days)
    old = delete(ScheduleFiring).where(ScheduleFiring.created_at < before)
    db.session.execute(old.where(ScheduleFiring.state.not_in((PENDING, WAITING))))
