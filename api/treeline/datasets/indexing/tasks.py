import logging

from celery.schedules import crontab

from treeline.datasets.indexing import checking, following, index_claims, switching, work
from treeline.datasets.indexing import sweep as sweeping
from treeline.datasets.pipelines import cache as answers
from treeline.datasets.stores import outbox
from treeline.kernel.db import db
from treeline.kernel.tasks import task

log = logging.getLogger(__name__)


@task(work.TASK, queue="dataset", transactional=False)
def index() -> None:
    """Read, split, embed and publish documents, whichever come next."""
    work.work(urgent=False)


@task(work.URGENT_TASK, queue="priority_dataset", transactional=False)
def index_now() -> None:
    """The same, of those only that somebody waits for."""
    work.work(urgent=True)


@task(index_claims.TASK, queue="dataset", transactional=False)
def build_indexes() -> None:
    """Fill indexes for another model or language while others answer, and let them answer."""
    switching.build()


# Not on the queue of the work: there it would wait behind it.
@task("datasets.sweep", queue="retention", every="indexing_sweep_seconds")
def sweep() -> None:
    """Let others go on with what lost its worker, and send what lost its message."""
    sweeping.sweep(db.session)
    following.sweep(db.session)


@task(outbox.TASK, queue="priority_dataset", transactional=False)
def follow() -> None:
    """Delete, enable and write in Weaviate or Qdrant what was in PostgreSQL."""
    following.follow_all()


@task("datasets.check", queue="dataset", every=crontab(hour="3", minute="40"), transactional=False)
def check() -> None:
    """Compare words and vectors with the rows, both ways; forget answers of models that nobody needs."""
    for name, found in checking.check_all():
        if not found.is_good:
            log.warning(
                "knowledge base %s: %s orphans removed, %s documents queued%s",
                name,
                found.orphans,
                found.incomplete,
                f", but {found.unavailable}" if found.unavailable else "",
            )
    answers.forget_unused()
