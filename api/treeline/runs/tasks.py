from uuid import UUID

from treeline.kernel import current
from treeline.kernel.tasks import task
from treeline.runs import background, execution
from treeline.runs import sweep as sweeping
from treeline.runs.startup import places

QUEUE = "workflow_based_app_execution"


@task("runs.execute", queue=QUEUE, transactional=False)
def execute(run_id: str) -> None:
    """Make one answer, and publish its events."""
    execution.execute_in_place(UUID(run_id), places(), current.redis())


@task(background.TASK, queue=background.QUEUE, transactional=False)
def execute_background() -> None:
    """Fetch a run that waits in the background, and see it to its end."""
    execution.execute_next(current.redis())


# Not on the runs' own queue: there it would wait behind the very runs that it is to end.
@task("runs.sweep", queue="workflow_storage", every="run_sweep_seconds", transactional=False)
def sweep() -> None:
    """See to runs whose worker is gone, and send the tasks of those that none has taken again."""
    sweeping.sweep(current.redis())
