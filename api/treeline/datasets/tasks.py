from uuid import UUID

from treeline.datasets import removal
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task


@task(
    "datasets.remove",
    queue="dataset",
    transactional=False,
    autoretry_for=(Exception,),
    retry_backoff=5,
    retry_backoff_max=300,
    max_retries=5,
)
def remove(dataset_id: str) -> None:
    """Remove the rows, tables and bytes of a deleted knowledge base."""
    removal.remove(UUID(dataset_id))


@task("datasets.sweep_removals", queue="dataset", every=60)
def sweep_removals() -> None:
    """Find deleted knowledge bases whose removal was lost, and send it again."""
    for dataset_id in removal.overdue(db.session):
        enqueue("datasets.remove", str(dataset_id))
