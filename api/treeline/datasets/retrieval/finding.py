"""What one knowledge base has for a query: by words and by vectors, confirmed, and with both scores."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from uuid import UUID

from treeline.datasets.retrieval import fusion
from treeline.datasets.retrieval.candidates import Candidate
from treeline.datasets.retrieval.confirming import confirm
from treeline.datasets.retrieval.options import SearchOptions
from treeline.datasets.retrieval.scope import Target
from treeline.datasets.retrieval.words import WordHit, WordIndex
from treeline.datasets.stores.port import Among, VectorHit, VectorStore
from treeline.kernel.db import DbSession

if TYPE_CHECKING:
    import numpy as np

WINDOW = 100  # of each side
ROUNDS, GROWTH = 3, 4

Within = Callable[[], AbstractContextManager[object]]


class Finder:
    """`vector`: of the query, by the target's model; None if it could not be made: then words answer alone."""

    def __init__(
        self,
        session: DbSession,
        target: Target,
        query: str,
        vector: "np.ndarray | None" = None,
        store: VectorStore | None = None,
        within: Within = nullcontext,
    ):
        """`within`: opens what the session is used in, unless the caller has. A remote store is asked outside of it."""
        self._session, self._target, self._query, self._within = session, target, query, within
        self._vectors = (store, target.index, vector) if store and target.index and vector is not None else None
        uses_words = target.uses_words or not self._vectors
        self._words = WordIndex(session, *target.words) if uses_words else None

    @property
    def vector_weight(self) -> float | None:
        """1 or 0 where one of the two is alone."""
        return None if self._words and self._vectors else 1.0 if self._vectors else 0.0

    def find(self, options: SearchOptions, needed: int, why: Collection[UUID] = ()) -> list[Candidate]:
        """Best first; also those of `why`, and with what removes them, if something does.

        If rows have gone that words and vectors still have, more is asked for, until enough is left.
        """
        k = max(WINDOW, needed)
        rounds = 1
        while True:
            words, vectors = self._search(k)
            ids = {hit.id for hit in (*words, *vectors)}
            with self._within():
                found = confirm(self._session, self._target.dataset.id, {*ids, *why}, self._target.documents)
            left = sum(found[each].removed is None for each in ids if each in found)
            if left >= needed or rounds == ROUNDS or max(len(words), len(vectors)) < k:
                break
            k, rounds = k * GROWTH, rounds + 1
        candidates = [each for each in found.values() if each.removed is None or each.id in why]
        self._add_scores(candidates, words, vectors)
        if self._words and (options.explain or options.why):
            terms = self._words.explain(self._query, [each.id for each in candidates])
            for each in candidates:
                each.terms = terms.get(each.id, ())
        self._fuse(candidates, options)
        return sorted(candidates, key=lambda each: (-each.fused, each.id))

    def _search(self, k: int) -> tuple[list[WordHit], list[VectorHit]]:
        documents = self._target.documents
        remote = self._vectors is not None and not self._vectors[0].transactional
        with self._within():
            words = self._words.search(self._query, k, documents) if self._words else []
            vectors = [] if remote else self._by_vector(k, documents)
            among = self._session.scalars(documents).all() if remote and documents is not None else None
        return words, self._by_vector(k, among) if remote else vectors

    def _by_vector(self, k: int, among: Among) -> list[VectorHit]:
        if not self._vectors:
            return []
        store, index, vector = self._vectors
        return store.search(index, vector, k, among)

    def _add_scores(self, candidates: list[Candidate], words: list[WordHit], vectors: list[VectorHit]) -> None:
        """What one side did not find, it is asked about."""
        word_hits, vector_hits = {hit.id: hit for hit in words}, {hit.id: hit for hit in vectors}
        ids = {each.id for each in candidates}
        word_ranks = _ranks(hit.id for hit in words if hit.id in ids)
        vector_ranks = _ranks(hit.id for hit in vectors if hit.id in ids)
        if self._words and (missing := ids - set(word_hits)):
            with self._within():
                word_hits |= {hit.id: hit for hit in self._words.score(self._query, missing)}
        if self._vectors and (missing := ids - set(vector_hits)):
            store, index, vector = self._vectors
            with nullcontext() if not store.transactional else self._within():
                vector_hits |= {hit.id: hit for hit in store.score(index, vector, missing)}
        for each in candidates:
            each.words, each.word_rank = word_hits.get(each.id), word_ranks.get(each.id)
            hit = vector_hits.get(each.id)
            each.cosine, each.vector_rank = hit.cosine if hit else None, vector_ranks.get(each.id)

    def _fuse(self, candidates: list[Candidate], options: SearchOptions) -> None:
        weight = options.vector_weight if self.vector_weight is None else self.vector_weight
        for each in candidates:
            similar = fusion.similarity(each.cosine or 0.0)
            each.fused = fusion.weighted(similar, each.words.weight if each.words else 0.0, weight)
        if options.fusion == "rank" and self.vector_weight is None:
            live = [each for each in candidates if each.removed is None]
            by_words = sorted((each for each in live if each.word_rank), key=lambda each: each.word_rank or 0)
            by_vectors = sorted((each for each in live if each.vector_rank), key=lambda each: each.vector_rank or 0)
            scores = fusion.by_rank([each.id for each in by_words], [each.id for each in by_vectors])
            for each in candidates:
                each.fused = scores.get(each.id, 0.0)


def _ranks(ids: Iterable[UUID]) -> dict[UUID, int]:
    return {each: rank for rank, each in enumerate(ids, 1)}
