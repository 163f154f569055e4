from uuid import UUID

from treeline.apps import removal
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task


@task(
    "apps.remove",
    queue="app_deletion",
    transactional=False,
    autoretry_for=(Exception,),
    retry_backoff=5,
    retry_backoff_max=300,
    max_retries=5,
)
def remove(app_id: str) -> None:
    """Remove the rows and bytes of a deleted app."""
    removal.remove(UUID(app_id))


@task("apps.sweep", queue="app_deletion", every=60)
def sweep() -> None:
    """Find deleted apps whose removal was lost, and send it again."""
    for app_id in removal.overdue(db.session):
        enqueue("apps.remove", str(app_id))
