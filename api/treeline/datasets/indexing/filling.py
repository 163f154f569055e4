"""The second step: each text of a document has its vector in the cache, from where the last step takes it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Select, select

from treeline.datasets.indexes import VectorTarget, learn
from treeline.datasets.indexing import claims
from treeline.datasets.indexing.budget import Budget
from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.claims import DocumentClaim
from treeline.datasets.indexing.embedding import Embedding, Patience
from treeline.datasets.indexing.jobs import Job
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.indexing.versions import searched
from treeline.datasets.models import ChildChunk, Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreSchemaDiffers, StoreUnavailable
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.files.postgres import among
from treeline.kernel import current
from treeline.kernel.db import DbSession, db, unit_of_work
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService

if TYPE_CHECKING:
    import numpy as np

# Called in each transaction that writes: it keeps the claim, and raises if the work is not ours any more. With how many
# texts were embedded.
Hold = Callable[[DbSession, int], None]


@dataclass
class Vectors:
    """Gives texts of a dataset their vectors, in the cache. `target` learns its dimensions on the way.

    `spent`: told of each batch after it was kept.
    """

    workspace_id: UUID
    dataset_id: UUID
    is_hierarchical: bool
    target: VectorTarget
    hold: Hold
    spent: Callable[[int], None]
    _embedding: Embedding | None = None

    @property
    def cache(self) -> VectorCache:
        return VectorCache(self.workspace_id, self.target.provider, self.target.model)

    async def of(self, texts: Mapping[str, str]) -> None:
        """By their hashes. What is known costs nothing. Raises what Embedding does, and what `hold` and `spent` do."""
        missing = self.missing(list(texts))
        if missing:
            self._embedding = self._embedding or self._new_embedding()
            await self._embedding.of({text_hash: texts[text_hash] for text_hash in missing})

    def missing(self, hashes: list[str]) -> list[str]:
        """Of these, what only the model knows."""
        with unit_of_work() as session:
            others = self._same_model(session)
            dims = self.target.dims or self.cache.dims(session, hashes) or (others[0].dimensions if others else None)
            if self.target.dims is None and dims:
                self.hold(session, 0)
                self.target = learn(session, self._settings, self.target, dims)
            missing = self.cache.missing(session, hashes, dims)
            by_id = dict(iter(session.execute(self._answering(missing)))) if missing and others else {}
        if not by_id:
            return missing
        known = self._stored(by_id, others)
        with unit_of_work() as session:
            self.cache.keep(session, known)
        return [each for each in missing if each not in known]

    def _keep(self, vectors: "Mapping[str, np.ndarray]") -> None:
        """A batch: from here on it is not asked for again."""
        with unit_of_work() as session:
            self.hold(session, len(vectors))
            self.target = learn(session, self._settings, self.target, len(next(iter(vectors.values()))))
            self.cache.keep(session, vectors)
        self.spent(len(vectors))

    def _same_model(self, session: DbSession) -> list[KnowledgeIndex]:
        """Indexes of the dataset that may have vectors that the cache has lost."""
        mine = (KnowledgeIndex.dataset_id == self.dataset_id, KnowledgeIndex.dimensions.is_not(None))
        model = (KnowledgeIndex.provider == self.target.provider, KnowledgeIndex.model == self.target.model)
        same = select(KnowledgeIndex).where(*mine, *model, KnowledgeIndex.kind == "vectors")
        if self.target.dims:
            same = same.where(KnowledgeIndex.dimensions == self.target.dims)
        return list(session.scalars(same.order_by(KnowledgeIndex.state, KnowledgeIndex.created_at.desc())))

    def _stored(self, by_id: Mapping[UUID, str], indexes: Iterable[KnowledgeIndex]) -> "dict[str, np.ndarray]":
        found: dict[str, np.ndarray] = {}
        for row in indexes:
            missing = [id_ for id_, text_hash in by_id.items() if text_hash not in found]
            with suppress(StoreSchemaDiffers, StoreUnavailable), self._within(row.store):
                store = open_store(row.store, db.session, self._settings)
                vectors = store.vectors(VectorIndex(row.id, row.dimensions or 0), missing) if missing else {}
                found |= {by_id[id_]: vector for id_, vector in vectors.items()}
        return found

    def _within(self, store: str) -> AbstractContextManager[object]:
        return nullcontext() if is_remote(store) else unit_of_work()

    def _answering(self, hashes: list[str]) -> Select[UUID, str]:
        table = ChildChunk if self.is_hierarchical else Segment
        rows = select(table.id, table.text_hash).join(Document, Document.id == table.document_id)
        if self.is_hierarchical:
            rows = rows.join(Segment, Segment.id == ChildChunk.segment_id)
        answering = rows.where(Segment.generation == Document.generation, Document.generation > 0)
        return answering.where(table.dataset_id == self.dataset_id, among(table.text_hash, hashes))

    def _new_embedding(self) -> Embedding:
        settings = self._settings
        with unit_of_work() as session:
            providers = ProviderService(session, self.workspace_id, settings)
            runtime = providers.runtime(self.target.provider, self.target.model, TEXT_EMBEDDING)
        bucket = Bucket(current.redis(), runtime.account)
        patience = Patience(settings.embedding_timeout_seconds, settings.embedding_tries)
        return Embedding(runtime, bucket, self._keep, self.target.dims, patience)

    @property
    def _settings(self) -> DatasetSettings:
        return current.settings(DatasetSettings)


@dataclass
class Filling:
    """Of the vectors of a document that is being made, for one index."""

    job: Job
    claim: DocumentClaim
    target: VectorTarget
    budget: Budget
    through: int = 0
    vectors: Vectors = field(init=False)

    def __post_init__(self) -> None:
        job = self.job
        self.vectors = Vectors(
            job.workspace_id, job.dataset_id, job.is_hierarchical, self.target, self._hold, self.budget.spend
        )

    async def run(self) -> VectorTarget:
        """The target, with its dimensions. Raises what Embedding does; ClaimLost, Paused, HandBack."""
        after = -1
        while True:
            with unit_of_work() as session:
                page = searched(session, self.job.version, after)
            if not page:
                return self.vectors.target
            await self.vectors.of({each.text_hash: each.text for each in page})
            self.through, after = self.through + len({each.position for each in page}), page[-1].position
            with unit_of_work() as session:
                claims.renew(session, self.claim, completed_segments=self.through)

    def _hold(self, session: DbSession, _: int) -> None:
        claims.renew(session, self.claim, attempt=0)
