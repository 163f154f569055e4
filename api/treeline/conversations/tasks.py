from functools import partial
from uuid import UUID

from treeline.conversations import removal
from treeline.conversations.naming.service import ConversationNaming
from treeline.conversations.settings import AnswerSettings
from treeline.kernel import current
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task
from treeline.runs.stopping import signal


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
    """Remove the rows and files of a deleted conversation. Tried again while an answer is being made in it."""
    removal.remove(UUID(conversation_id), partial(signal, current.redis()))


@task("conversations.sweep", queue="conversation", every=60)
def sweep() -> None:
    """Find deleted conversations whose removal was lost, and send it again."""
    for conversation_id in removal.overdue(db.session):
        enqueue("conversations.remove", str(conversation_id))


@task("conversations.name", queue="conversation", transactional=False)
def name(conversation_id: str) -> None:
    """Name a new conversation after its first question and answer, unless somebody has named it."""
    ConversationNaming(current.settings(AnswerSettings)).name_new(UUID(conversation_id))
