from uuid import UUID

from treeline.datasets.pipelines import trying
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task(trying.TASK, queue="priority_pipeline", transactional=False)
def try_pipeline(run_id: str) -> None:
    """Try a pipeline on a few documents, for somebody who waits."""
    trying.try_out(UUID(run_id))


# Not on the queue of the trials: there it would wait behind them.
@task("datasets.sweep_pipelines", queue="retention", every=60)
def sweep_pipelines() -> None:
    """End trials that lost their worker, send again what lost its message, and forget what is old."""
    trying.sweep(db.session)
