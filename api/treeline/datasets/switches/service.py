from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from treeline.datasets import indexes
from treeline.datasets.analysis.languages import find_language
from treeline.datasets.errors import KnowledgeIndexNotFound
from treeline.datasets.indexing import claims, index_claims
from treeline.datasets.indexing.index_claims import enqueue_building
from treeline.datasets.models import Dataset, Document, IndexedDocument, KnowledgeIndex
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue

WORDS_STORE = "postgresql"
WORK, DROP = "datasets.work", "retention.drop_indexes"


@dataclass(frozen=True)
class IndexProgress:
    """`documents`: that answer; `completed`: those of them that the index has as they are now."""

    index: KnowledgeIndex
    documents: int
    completed: int


class SwitchService:
    """Of one dataset. `store`: where new indexes of vectors are kept."""

    def __init__(self, session: DbSession, dataset: Dataset, store: str):
        self.session, self.dataset, self.store = session, dataset, store

    def indexes(self) -> list[IndexProgress]:
        """What answers, what is built, and what is kept for a while; the newest first."""
        rows = self.session.scalars(select(KnowledgeIndex).where(self._mine).order_by(KnowledgeIndex.created_at.desc()))
        answering = Document.generation > 0
        documents = select(func.count()).where(Document.dataset_id == self.dataset.id, answering)
        total = self.session.scalar(documents) or 0
        done = (
            select(IndexedDocument.index_id, func.count())
            .join(Document, Document.id == IndexedDocument.document_id)
            .where(Document.dataset_id == self.dataset.id, answering)
            .where(IndexedDocument.generation == Document.generation)
            .group_by(IndexedDocument.index_id)
        )
        completed = dict(iter(self.session.execute(done)))
        return [
            IndexProgress(each, total, completed.get(each.id, 0) if each.state == "building" else total)
            for each in rows
        ]

    def use_model(self, provider: str, model: str, *, rebuild: bool = False) -> None:
        """Search by vectors of this model as soon as there are all of them; without documents, from now on.

        `rebuild`: also where it is the one that answers.
        """
        self._lock()
        wanted = {"store": self.store, "provider": provider, "model": model}
        active = self._one("vectors", "active")
        if active and not rebuild and (active.provider, active.model) == (provider, model):
            return
        if self._goes_on("vectors", wanted):
            return
        if self._has_documents():
            self._build("vectors", wanted)
            return
        indexes.have_alone(self.session, self.dataset.id)
        indexes.retire(self.session, self.dataset.id, "vectors")
        self.dataset.indexing_technique = "high_quality"
        self.dataset.embedding_model_provider, self.dataset.embedding_model = provider, model
        self.session.add(KnowledgeIndex(dataset_id=self.dataset.id, state="active", **wanted))
        self.session.flush()

    def use_words_only(self) -> None:
        """From the commit on."""
        self._lock()
        if building := self._one("vectors", "building"):
            self._discard(building)
        self.dataset.indexing_technique = "economy"
        self.dataset.embedding_model_provider = self.dataset.embedding_model = None
        if self._one("vectors", "active"):
            indexes.have_alone(self.session, self.dataset.id)
            indexes.retire(self.session, self.dataset.id, "vectors")
            claims.try_embedding_again(self.session, self.dataset.id)
            enqueue(WORK)

    def use_language(self, language: str) -> None:
        """Find words by the rules of this language as soon as all are indexed by them."""
        self._lock()
        active = self._one("words", "active")
        current = (active and active.language) or self.dataset.doc_language
        if find_language(current) != find_language(language) and self._has_documents():
            if self._goes_on("words", {"language": language}):
                return
            if active is None:
                # The table under the dataset's own id, until it is dropped.
                self._add("words", "active", {"id": self.dataset.id, "language": current})
            self._build("words", {"language": language})
            return
        self.dataset.doc_language = language
        if active:
            active.language = language

    def cancel(self, index_id: UUID) -> None:
        """What is being built is not wanted any more. Raises KnowledgeIndexNotFound."""
        self._lock()
        building = self.session.get(KnowledgeIndex, index_id)
        if building is None or building.dataset_id != self.dataset.id or building.state != "building":
            raise KnowledgeIndexNotFound
        self._discard(building)

    def _goes_on(self, kind: str, wanted: dict[str, Any]) -> bool:
        """Whether just that is being built; if it had failed, it is tried again. Anything else ends."""
        building = self._one(kind, "building")
        if building is None:
            return False
        same = all(getattr(building, name) == value for name, value in wanted.items())
        if same and building.error_code != "index_incomplete":
            index_claims.begin_again(self.session, KnowledgeIndex.id == building.id)
            enqueue_building()
            return True
        self._discard(building)
        return False

    def _build(self, kind: str, values: dict[str, Any]) -> None:
        self._add(kind, "building", values)
        enqueue_building()

    def _add(self, kind: str, state: str, values: dict[str, Any]) -> None:
        given = {"store": WORDS_STORE, **values} if kind == "words" else values
        self.session.add(KnowledgeIndex(dataset_id=self.dataset.id, kind=kind, state=state, **given))
        self.session.flush()

    def _discard(self, building: KnowledgeIndex) -> None:
        """Nobody has searched it: it is dropped at once."""
        indexes.have_alone(self.session, self.dataset.id)
        # Whoever builds it has just now let go of the row, and must find that it is not to be built.
        this = update(KnowledgeIndex).where(KnowledgeIndex.id == building.id, KnowledgeIndex.state == "building")
        self.session.execute(this.values(state="retired", retired_at=now() - indexes.KEPT, claim=None))
        enqueue(DROP)

    def _has_documents(self) -> bool:
        some = select(Document.id).where(Document.dataset_id == self.dataset.id).limit(1)
        return self.session.scalar(some) is not None

    def _lock(self) -> None:
        """One who changes them at a time, and no new documents meanwhile."""
        this = select(Dataset.id).where(Dataset.id == self.dataset.id)
        self.session.execute(this.with_for_update(key_share=True))

    def _one(self, kind: str, state: str) -> KnowledgeIndex | None:
        wanted = select(KnowledgeIndex).where(self._mine, KnowledgeIndex.kind == kind, KnowledgeIndex.state == state)
        return self.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()

    @property
    def _mine(self) -> ColumnElement[bool]:
        return KnowledgeIndex.dataset_id == self.dataset.id
