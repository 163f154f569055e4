"""What was lost on the way: workers that are gone, messages that never came, and providers that let us in again."""

from datetime import timedelta

from sqlalchemy import func, select, update

from treeline.datasets.indexing import claims
from treeline.datasets.indexing.work import NO_ACCESS, enqueue_work
from treeline.datasets.models import Dataset, Document, KnowledgeIndex
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.providers.models import ProviderCredential

# As many as there are places for such tasks.
MOST_TASKS = 3
# Sweeps may be late.
CHANGED_LATELY = timedelta(hours=1)
LOST = "The worker that indexed this document was lost several times in a row."


def sweep(session: DbSession) -> None:
    for document_id in claims.expired(session):
        claims.give_up(session, document_id, "indexing_interrupted", LOST)
    try_again(session)
    for urgent in (True, False):
        for _ in range(min(MOST_TASKS, claims.waiting(session, urgent=urgent))):
            enqueue_work(urgent=urgent)


def try_again(session: DbSession) -> None:
    """Documents that wait for other credentials of their provider, where there are some."""
    changed = (
        select(ProviderCredential.workspace_id, ProviderCredential.provider, ProviderCredential.updated_at)
        .where(ProviderCredential.active, ProviderCredential.updated_at > now() - CHANGED_LATELY)
        .subquery()
    )
    datasets = (
        select(Dataset.id, func.max(changed.c.updated_at))
        .join(KnowledgeIndex, KnowledgeIndex.dataset_id == Dataset.id)
        .join(
            changed, (changed.c.workspace_id == Dataset.workspace_id) & (changed.c.provider == KnowledgeIndex.provider)
        )
        .where(KnowledgeIndex.state != "retired", Dataset.deleted_at.is_(None))
        .group_by(Dataset.id)
    )
    for dataset_id, changed_at in session.execute(datasets).all():
        parked = update(Document).where(
            Document.dataset_id == dataset_id,
            Document.indexing_status == "error",
            Document.error_code == NO_ACCESS,
            Document.stopped_at < changed_at,
        )
        waiting = {"indexing_status": "waiting", "error_code": None, "error": None, "stopped_at": None, "attempt": 0}
        session.execute(parked.values(**waiting))
