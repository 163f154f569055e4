from treeline.datasets.evaluation import working
from treeline.datasets.evaluation.runs import TASK
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task(TASK, queue="dataset", transactional=False)
def evaluate() -> None:
    """Ask the questions of evaluation runs, whichever come next."""
    working.work()


# Not on the queue of the work: there it would wait behind it.
@task("datasets.sweep_evaluations", queue="retention", every="indexing_sweep_seconds")
def sweep_evaluations() -> None:
    """Let others go on with runs that lost their worker or their message."""
    working.sweep(db.session)
