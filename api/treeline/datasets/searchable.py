"""Where the words and vectors of one dataset lie: what all of its tables are told at once."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.indexes import WRITTEN, have_alone, share
from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreSchemaDiffers
from treeline.datasets.stores.port import VectorIndex, VectorWriter
from treeline.datasets.stores.registry import open_writer
from treeline.kernel.db import DbSession

STATES = (*WRITTEN, "retired")


class SearchTables:
    """In the session's transaction, so that what is deleted or switched off is so everywhere from one commit on.

    Everywhere: in what answers, and in what is being built. Lock the rows of the documents first.
    """

    def __init__(self, session: DbSession, dataset: Dataset, settings: DatasetSettings):
        self.session, self.dataset, self.settings = session, dataset, settings

    def delete(self, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        share(self.session, self.dataset.id)
        for words in self._words(*WRITTEN):
            words.delete(document_ids=document_ids, ids=ids)
        for store, index in self._vectors(*WRITTEN):
            # An index whose tables are gone has nothing of them.
            with suppress(StoreSchemaDiffers):
                store.delete(index, document_ids=document_ids, ids=ids)

    def set_enabled(self, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        share(self.session, self.dataset.id)
        for words in self._words(*WRITTEN):
            words.set_enabled(enabled, document_ids=document_ids, ids=ids)
        for store, index in self._vectors(*WRITTEN):
            with suppress(StoreSchemaDiffers):
                store.set_enabled(index, enabled, document_ids=document_ids, ids=ids)

    def drop(self) -> None:
        """All of them, a few."""
        have_alone(self.session, self.dataset.id)
        for words in self._words(*STATES):
            words.drop()
        for store, index in self._vectors(*STATES):
            store.drop(index)

    def _words(self, *states: str) -> Iterator[WordIndex]:
        indexes = self._indexes("words", states)
        if not any(index.state == "active" for index in indexes):
            # Its language was never changed.
            yield WordIndex(self.session, self.dataset.id, self.dataset.doc_language)
        for index in indexes:
            yield WordIndex(self.session, index.id, index.language)

    def _vectors(self, *states: str) -> Iterator[tuple[VectorWriter, VectorIndex]]:
        for index in self._indexes("vectors", states):
            if index.dimensions is not None:
                yield open_writer(index.store, self.session, self.settings), VectorIndex(index.id, index.dimensions)

    def _indexes(self, kind: str, states: tuple[str, ...]) -> list[KnowledgeIndex]:
        mine = (KnowledgeIndex.dataset_id == self.dataset.id, KnowledgeIndex.kind == kind)
        return list(self.session.scalars(select(KnowledgeIndex).where(*mine, KnowledgeIndex.state.in_(states))))
