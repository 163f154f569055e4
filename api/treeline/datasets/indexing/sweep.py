"""What was lost on the way: workers that are gone, messages that never came, and providers that let us in again."""

from datetime import timedelta

from sqlalchemy import func, select, update

from treeline.datasets.indexing import claims, index_claims
from treeline.datasets.indexing.failures import NO_ACCESS
from treeline.datasets.indexing.work import enqueue_work
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
    index_claims.give_up(session)
    try_again(session)
    for _ in range(min(MOST_TASKS, index_claims.waiting(session))):
        index_claims.enqueue_building()
    for urgent in (True, False):
        for _ in range(min(MOST_TASKS, claims.waiting(session, urgent=urgent))):
            enqueue_work(urgent=urgent)


def try_again(session: DbSession) -> None:
    """What waits for other credentials of a provider, where there are some: documents, and indexes in the making."""
    changed = (
        select(ProviderCredential.workspace_id, ProviderCredential.provider, ProviderCredential.updated_at)
        .where(ProviderCredential.active, ProviderCredential.updated_at > now() - CHANGED_LATELY)
        .subquery()
    )
    whose = (changed.c.workspace_id == Dataset.workspace_id) & (changed.c.provider == KnowledgeIndex.provider)
    indexes = (
        select(KnowledgeIndex.id, KnowledgeIndex.state, Dataset.id, func.max(changed.c.updated_at))
        .join(Dataset, KnowledgeIndex.dataset_id == Dataset.id)
        .join(changed, whose)
        .where(KnowledgeIndex.state != "retired", Dataset.deleted_at.is_(None))
        .group_by(KnowledgeIndex.id, Dataset.id)
    )
    for index_id, state, dataset_id, changed_at in session.execute(indexes).all():
        if state == "building":
            waits = (KnowledgeIndex.error_code == NO_ACCESS, KnowledgeIndex.stopped_at < changed_at)
            index_claims.begin_again(session, KnowledgeIndex.id == index_id, *waits)
            continue
        parked = update(Document).where(
            Document.dataset_id == dataset_id,
            Document.indexing_status == "error",
            Document.error_code == NO_ACCESS,
            Document.stopped_at < changed_at,
        )
        session.execute(parked.values(**claims.WAITING))
