from uuid import UUID

from treeline.datasets.segments.imports import service
from treeline.kernel.db import db
from treeline.kernel.tasks import task


# Somebody waits.
@task(service.TASK, queue="priority_dataset", transactional=False)
def import_segments(job_id: str) -> None:
    """Write the segments of an uploaded table."""
    service.run(UUID(job_id))


# Not on the queue of the work: there it would wait behind it.
@task("datasets.sweep_imports", queue="retention", every=60)
def sweep_imports() -> None:
    """Let others go on with imports that lost their worker or their message, and forget old ones."""
    service.sweep(db.session)
