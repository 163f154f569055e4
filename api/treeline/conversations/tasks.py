from uuid import UUID

from treeline.conversations import removal
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task


@task(
    "conversations.remove",
    queue="conversation",
    transactional=False,
    autoretry_for=(Exception,),
    retry_backoff=5,
    retry_backoff_max=300,
    max_retries=5,
)
def remove(conversation_id: str) -> None:
    """Remove the rows and files of a deleted conversation."""
    removal.remove(UUID(conversation_id))


@task("conversations.sweep", queue="conversation", every=60)
def sweep() -> None:
    """Find deleted conversations whose removal was lost, and send it again."""
    for conversation_id in removal.overdue(db.session):
        enqueue("conversations.remove", str(conversation_id))
