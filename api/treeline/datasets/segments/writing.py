"""What people write by hand is found at once: embedded first, then written in one transaction with its words and
vectors. If the model can't be asked, nothing is written.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from treeline.datasets import indexes
from treeline.datasets.indexes import VectorTarget
from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.embedding import Embedding, Patience
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.retrieval.words import WordRow
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.pieces import Added, child_text, indexed_text
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import open_writer
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.redis import GuardedRedis
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService

if TYPE_CHECKING:
    import numpy as np

# A person waits.
ANSWER_SECONDS, TRIES = 30.0, 2


@dataclass(frozen=True)
class Known:
    """Indexes of a dataset, and the vectors that they will get, by the hashes of their texts."""

    targets: tuple[VectorTarget, ...]
    vectors: "tuple[Mapping[str, np.ndarray], ...]"


class ByHand:
    """`settings`: of the application."""

    def __init__(self, workspace_id: UUID, dataset_id: UUID, settings: DatasetSettings, redis: GuardedRedis):
        self.workspace_id, self.dataset_id, self.settings, self.redis = workspace_id, dataset_id, settings, redis

    def embed(self, targets: Sequence[VectorTarget], texts: Mapping[str, str]) -> Known:
        """Texts by their hashes, for each index. No transaction may be open. Raises errors of the provider."""
        known = [asyncio.run(self._embedded(target, texts)) for target in targets]
        return Known(tuple(target for target, _ in known), tuple(vectors for _, vectors in known))

    async def _embedded(
        self, target: VectorTarget, texts: Mapping[str, str]
    ) -> "tuple[VectorTarget, Mapping[str, np.ndarray]]":
        cache = VectorCache(self.workspace_id, target.provider, target.model)
        with unit_of_work() as session:
            missing = cache.missing(session, list(texts), target.dims)
            providers = ProviderService(session, self.workspace_id, self.settings)
            runtime = providers.runtime(target.provider, target.model, TEXT_EMBEDDING) if missing else None
        if runtime is not None:

            def keep(vectors: "Mapping[str, np.ndarray]") -> None:
                with unit_of_work() as session:
                    cache.keep(session, vectors)

            patience = Patience(ANSWER_SECONDS, TRIES)
            embedding = Embedding(runtime, Bucket(self.redis, runtime.account), keep, target.dims, patience)
            await embedding.of({each: texts[each] for each in missing})
        with unit_of_work() as session:
            return target, cache.vectors(session, list(texts))

    def write(
        self,
        session: DbSession,
        dataset: Dataset,
        document: Document,
        rows: Sequence[Segment | ChildChunk],
        known: Known,
    ) -> None:
        """Words and vectors of these segments or child chunks, in place of what they had.

        Raises IndexesChanged.
        """
        if not rows:
            return
        found = document.enabled and not document.archived
        indexes.share(session, dataset.id)
        indexes.require_same(session, dataset.id, known.targets)
        indexes.forget(session, document.id)
        enabled = {row.id: found and (row.enabled if isinstance(row, Segment) else True) for row in rows}
        words = indexes.words_of(session, dataset.id)
        words.create()
        words.delete(ids=list(enabled))
        words.add(WordRow(row.id, document.id, _text(session, row), enabled[row.id]) for row in rows)
        for target, vectors in zip(known.targets, known.vectors, strict=True):
            if not vectors:
                continue
            learned = indexes.learn(session, self.settings, target, len(next(iter(vectors.values()))))
            index = VectorIndex(learned.id, learned.dims or 0)
            store = open_writer(learned.store, session, self.settings)
            store.create(index)
            store.upsert(
                index, [VectorRow(row.id, document.id, vectors[row.text_hash], enabled[row.id]) for row in rows]
            )


def by_hand(dataset: Dataset) -> ByHand:
    return ByHand(dataset.workspace_id, dataset.id, current.settings(DatasetSettings), current.redis())


def _text(session: DbSession, row: Segment | ChildChunk) -> str:
    if isinstance(row, Segment):
        return indexed_text(row.heading, row.content, row.answer, Added.of(row.enrichment))
    segment = session.get_one(Segment, row.segment_id)
    return child_text(segment.heading, row.content, Added.of(segment.enrichment))
