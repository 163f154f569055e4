"""Where the words and vectors of one dataset lie: what all of its tables are told at once."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex, VectorStore
from treeline.datasets.stores.registry import open_store
from treeline.kernel.db import DbSession


class SearchTables:
    """In the session's transaction, so that what is deleted or switched off is so everywhere from one commit on."""

    def __init__(self, session: DbSession, dataset: Dataset, settings: DatasetSettings):
        self.session, self.dataset, self.settings = session, dataset, settings
        self.words = WordIndex(session, dataset.id, dataset.doc_language)

    def delete(self, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        if self._has_words():
            self.words.delete(document_ids=document_ids, ids=ids)
        for store, index in self._vectors():
            store.delete(index, document_ids=document_ids, ids=ids)

    def set_enabled(self, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        if self._has_words():
            self.words.set_enabled(enabled, document_ids=document_ids, ids=ids)
        for store, index in self._vectors():
            store.set_enabled(index, enabled, document_ids=document_ids, ids=ids)

    def drop(self) -> None:
        """All of them, a few."""
        self.words.drop()
        for store, index in self._vectors():
            store.drop(index)

    def _has_words(self) -> bool:
        return self.words.average_length() is not None

    def _vectors(self) -> Iterator[tuple[VectorStore, VectorIndex]]:
        mine = select(KnowledgeIndex).where(KnowledgeIndex.dataset_id == self.dataset.id)
        for index in self.session.scalars(mine.where(KnowledgeIndex.dimensions.is_not(None))):
            yield open_store(index.store, self.session, self.settings), VectorIndex(index.id, index.dimensions or 0)
