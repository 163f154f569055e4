from treeline.kernel.tasks import task
from treeline.triggers.events import refreshing


@task(refreshing.TASK, queue="trigger_refresh_executor", every="trigger_refresh_seconds", transactional=False)
def refresh() -> None:
    """Look at the sources of subscriptions that are due, whichever they are."""
    refreshing.work()
