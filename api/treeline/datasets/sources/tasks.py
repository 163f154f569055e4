from treeline.datasets.sources import contents, work
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task(work.TASK, queue="pipeline", transactional=False)
def sync() -> None:
    """Bring the documents of sources in step with them, whichever wait."""
    work.work()


# Not on the queue of the work: there it would wait behind it.
@task("datasets.poll_sources", queue="retention", every="indexing_sweep_seconds")
def poll_sources() -> None:
    """Sync the trees that have changed; let others go on with what lost its worker."""
    work.sweep(db.session)


@task("datasets.forget_contents", queue="retention", every=3600)
def forget_contents() -> None:
    """Forget what was pushed and never became a document."""
    contents.forget_old(db.session)
