from celery.schedules import crontab

from treeline.datasets.indexing import cache, checking, work
from treeline.datasets.indexing import sweep as sweeping
from treeline.datasets.pipelines import cache as answers
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task(work.TASK, queue="dataset", transactional=False)
def index() -> None:
    """Read, split, embed and publish documents, whichever come next."""
    work.work(urgent=False)


@task(work.URGENT_TASK, queue="priority_dataset", transactional=False)
def index_now() -> None:
    """The same, of those only that somebody waits for."""
    work.work(urgent=True)


# Not on the queue of the work: there it would wait behind it.
@task("datasets.sweep", queue="retention", every="indexing_sweep_seconds")
def sweep() -> None:
    """Let others go on with what lost its worker, and send what lost its message."""
    sweeping.sweep(db.session)


@task("datasets.check", queue="dataset", every=crontab(hour="3", minute="40"), transactional=False)
def check() -> None:
    """Compare words and vectors with the rows, both ways; forget vectors and answers that nobody needs."""
    checking.check_all()
    cache.forget_unused()
    answers.forget_unused()
