"""Search indexes after a restore: they are in the configured store, and empty; the documents are indexed again.

With embeddings from the cache, that costs no request to a model.
"""

from sqlalchemy import select, update

from treeline.datasets.indexing.checking import check_all
from treeline.datasets.models import KnowledgeIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.errors import ApiError


def rebuild_indexes(settings: DatasetSettings) -> tuple[int, list[str]]:
    """How many documents are queued, and what the store says where it is not ready."""
    vectors = (KnowledgeIndex.kind == "vectors", KnowledgeIndex.dimensions.is_not(None))
    with unit_of_work() as session:
        session.execute(
            update(KnowledgeIndex).where(KnowledgeIndex.kind == "vectors").values(store=settings.vector_store)
        )
        found = [
            VectorIndex(row.id, row.dimensions or 0) for row in session.scalars(select(KnowledgeIndex).where(*vectors))
        ]
    unready = list[str]()
    for index in found:
        try:
            if is_remote(settings.vector_store):
                open_store(settings.vector_store, db.session, settings).create(index)
            else:
                with unit_of_work() as session:
                    open_store(settings.vector_store, session, settings).create(index)
        except ApiError as error:
            unready.append(error.message)
    if unready:
        return 0, sorted(set(unready))
    checked = [each for _, each in check_all(fix=True)]
    return sum(each.incomplete for each in checked), sorted({each.unavailable for each in checked if each.unavailable})
