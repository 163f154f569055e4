from uuid import UUID

from treeline.kernel import current
from treeline.kernel.tasks import task
from treeline.runs import execution
from treeline.runs import sweep as sweeping
from treeline.runs.settings import RunSettings
from treeline.runs.startup import places

QUEUE = "workflow_based_app_execution"


@task("runs.execute", queue=QUEUE, transactional=False)
def execute(run_id: str) -> None:
    """Make one answer, and publish its events."""
    most_seconds = current.settings(RunSettings).run_max_seconds
    execution.execute_in_place(UUID(run_id), places(), current.redis(), most_seconds)


# Not on the runs' own queue: there it would wait behind the very runs that it is to end.
@task("runs.sweep", queue="workflow_storage", every="run_sweep_seconds", transactional=False)
def sweep() -> None:
    """End runs whose worker is gone; send the tasks of those that none has taken again."""
    sweeping.sweep(current.redis())
