from treeline.kernel.tasks import task
from treeline.triggers.schedules import polling, recording, starting


@task("triggers.poll_schedules", queue="schedule_poller", every="schedule_poll_seconds", transactional=False)
def poll_schedules() -> None:
    """Write down the times of schedules that are due."""
    polling.poll()


# Every now and then, too: for times whose message was lost, and for those that wait for a run to end.
@task(recording.START, queue="schedule_executor", every="trigger_sweep_seconds", transactional=False)
def start_schedules() -> None:
    """Start the runs of the times that are due."""
    starting.start_all()
