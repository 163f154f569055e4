"""The stores there are, by the name that an index and VECTOR_STORE have for them."""

from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.pgvector import PgvectorStore, Thresholds
from treeline.datasets.stores.port import VectorStore
from treeline.kernel.db import DbSession


def open_store(name: str, session: DbSession, settings: DatasetSettings) -> VectorStore:
    """For one piece of work; `name`: what the row of the index in question says, else the setting."""
    return STORES[name](session, settings)


def _pgvector(session: DbSession, settings: DatasetSettings) -> VectorStore:
    return PgvectorStore(session, Thresholds(graph_above=settings.vector_ann_above))


STORES = {PgvectorStore.name: _pgvector}
