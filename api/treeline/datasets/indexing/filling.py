"""The second step: each text of a document has its vector in the cache, from where the last step takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from treeline.datasets.indexing import claims
from treeline.datasets.indexing.budget import Budget
from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.claims import Claim
from treeline.datasets.indexing.embedding import Embedding, Patience
from treeline.datasets.indexing.jobs import Job, Searched, VectorTarget, searched
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.models import ChildChunk, Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_store
from treeline.files.postgres import among
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService

if TYPE_CHECKING:
    import numpy as np


def cache_of(job: Job, target: VectorTarget) -> VectorCache:
    return VectorCache(job.workspace_id, target.provider, target.model)


@dataclass
class Filling:
    """Of one index. `target` learns its dimensions on the way."""

    job: Job
    claim: Claim
    target: VectorTarget
    budget: Budget
    # Segments that are through, and what is in work: texts and segments of a page.
    through: int = 0
    page: list[Searched] = field(default_factory=list[Searched])

    async def run(self) -> None:
        """Raises what Embedding does; ClaimLost, Paused, HandBack."""
        embedding: Embedding | None = None
        after = -1
        while True:
            with unit_of_work() as session:
                self.page = searched(session, self.job, after)
                texts = {each.text_hash: each.text for each in self.page}
                missing = self._missing(session, list(texts))
            if not self.page:
                return
            if missing:
                embedding = embedding or self._embedding()
                await embedding.of({text_hash: texts[text_hash] for text_hash in missing})
            segments = len({each.position for each in self.page})
            self.through, after = self.through + segments, self.page[-1].position
            with unit_of_work() as session:
                claims.renew(session, self.claim, completed_segments=self.through)

    def keep(self, vectors: "Mapping[str, np.ndarray]") -> None:
        """A batch, counted: from here on it is not asked for again."""
        with unit_of_work() as session:
            claims.renew(session, self.claim, attempt=0)
            self._learn(session, len(next(iter(vectors.values()))))
            cache_of(self.job, self.target).keep(session, vectors)
        self.budget.spend(len(vectors))

    def _missing(self, session: DbSession, hashes: list[str]) -> list[str]:
        cache = cache_of(self.job, self.target)
        if self.target.dims is None and (dims := cache.dims(session, hashes)):
            self._learn(session, dims)
        missing = cache.missing(session, hashes, self.target.dims)
        if missing and self.target.dims:
            known = self._indexed(session, missing, self.target.dims)
            cache.keep(session, known)
            missing = [each for each in missing if each not in known]
        return missing

    def _indexed(self, session: DbSession, hashes: list[str], dims: int) -> "dict[str, np.ndarray]":
        """The vectors that documents of this dataset have for the same texts."""
        table = ChildChunk if self.job.is_hierarchical else Segment
        rows = select(table.id, table.text_hash).join(Document, Document.id == table.document_id)
        if self.job.is_hierarchical:
            rows = rows.join(Segment, Segment.id == ChildChunk.segment_id)
        answering = rows.where(Segment.generation == Document.generation, Document.generation > 0)
        same = answering.where(table.dataset_id == self.job.dataset_id, among(table.text_hash, hashes))
        by_id: dict[UUID, str] = dict(iter(session.execute(same)))
        if not by_id:
            return {}
        store = open_store(self.target.store, session, current.settings(DatasetSettings))
        index = VectorIndex(self.target.id, dims)
        # It may be a new one, that has none of them yet.
        store.create(index)
        found = store.vectors(index, list(by_id))
        return {by_id[id_]: vector for id_, vector in found.items()}

    def _learn(self, session: DbSession, dims: int) -> None:
        """The first answer decides how long the vectors of an index are."""
        if self.target.dims is None:
            this = KnowledgeIndex.id == self.target.id
            session.execute(
                update(KnowledgeIndex).where(this, KnowledgeIndex.dimensions.is_(None)).values(dimensions=dims)
            )
            known = session.scalar(select(KnowledgeIndex.dimensions).where(this))
            self.target = replace(self.target, dims=known)
        if self.target.dims != dims:
            model, known = self.target.model, self.target.dims
            raise InvalidEmbedding(f"{model} returned vectors of {dims} numbers; those of this index have {known}.")

    def _embedding(self) -> Embedding:
        settings = current.settings(DatasetSettings)
        with unit_of_work() as session:
            providers = ProviderService(session, self.job.workspace_id, settings)
            runtime = providers.runtime(self.target.provider, self.target.model, TEXT_EMBEDDING)
        bucket = Bucket(current.redis(), runtime.account)
        patience = Patience(settings.embedding_timeout_seconds, settings.embedding_tries)
        return Embedding(runtime, bucket, self.keep, self.target.dims, patience)
