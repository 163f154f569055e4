"""What all knowledge bases of a search have for it, in one order."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from treeline.datasets.external.search import ServiceAnswer
from treeline.datasets.retrieval import fusion
from treeline.datasets.retrieval.candidates import Candidate, Passage
from treeline.datasets.retrieval.confirming import passages, searched_ids
from treeline.datasets.retrieval.finding import Finder, Within
from treeline.datasets.retrieval.options import SearchOptions, SearchWarning
from treeline.datasets.retrieval.rerank import MAX_RERANKED
from treeline.datasets.retrieval.scope import EmbeddingModel, Target
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import (
    InvalidEmbedding,
    StoreSchemaDiffers,
    StoreUnavailable,
    VectorExtensionMissing,
)
from treeline.datasets.stores.registry import is_remote, open_store
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.errors import ApiError

if TYPE_CHECKING:
    import numpy as np

    Vectors = Mapping[EmbeddingModel, np.ndarray | ApiError]

# Read with their rows. Results are fewer: parents stand for their children, and each text is there once.
LOADED = 200
WITHOUT_STORE = (StoreUnavailable, StoreSchemaDiffers, VectorExtensionMissing, InvalidEmbedding)


@dataclass(slots=True)
class Gathered:
    """`passages`: the best of the candidates. `weights`: what vectors weigh in the scores of each knowledge base."""

    passages: list[Passage] = field(default_factory=list[Passage])
    candidates: list[Candidate] = field(default_factory=list[Candidate])
    weights: dict[UUID, float] = field(default_factory=dict[UUID, float])
    warnings: list[SearchWarning] = field(default_factory=list[SearchWarning])


def gather(
    targets: Sequence[Target],
    answers: Sequence[ServiceAnswer],
    query: str,
    vectors: "Vectors",
    options: SearchOptions,
    settings: DatasetSettings,
) -> Gathered:
    """Raises what keeps a search by vectors alone from its vectors."""
    gathered = Gathered()
    # Scores of different models or services, or of vectors and of words, say nothing to each other.
    scales: dict[object, list[Candidate]] = {}
    elsewhere = _elsewhere(answers, scales, gathered)
    with unit_of_work() as session:
        why = searched_ids(session, options.why)
    # Each in transactions of its own, so that none is open while the store answers.
    remote = {
        each.dataset.id: _find(unit_of_work, each, query, vectors, options, settings, why, gathered.warnings)
        for each in targets
        if each.store and is_remote(each.store)
    }
    with unit_of_work() as session:
        for target in targets:
            finder, found = remote.get(target.dataset.id) or _find(
                nullcontext, target, query, vectors, options, settings, why, gathered.warnings
            )
            scale = (finder.vector_weight, target.model if finder.vector_weight != 0 else None)
            scales.setdefault(scale, []).extend(found)
            given = finder.vector_weight
            gathered.weights[target.dataset.id] = options.vector_weight if given is None else given
        gathered.candidates = _ordered(list(scales.values()))
        chosen = [each for each in gathered.candidates if each.removed is None]
        for rank, each in enumerate(chosen, 1):
            each.fused_rank = rank
            if rank > LOADED:
                each.removed = "beyond_window"
        here = [each for each in chosen[:LOADED] if each.id not in elsewhere]
        found_here = passages(session, here, [each.dataset for each in targets])
        rows = elsewhere | {each.candidate.id: each for each in found_here}
        gathered.passages = [rows[each.id] for each in chosen[:LOADED] if each.id in rows]
    if len([each for each in scales.values() if each]) > 1:
        message = (
            "The scores of these knowledge bases don't compare, so results are merged by rank. Use a rerank model."
        )
        gathered.warnings.append(SearchWarning("merged_by_rank", message))
    return gathered


def _elsewhere(
    answers: Sequence[ServiceAnswer], scales: dict[object, list[Candidate]], gathered: Gathered
) -> dict[UUID, Passage]:
    """What services answered, which no row confirms."""
    found: dict[UUID, Passage] = {}
    for answer in answers:
        gathered.weights[answer.dataset.id] = 0.0
        if answer.error:
            gathered.warnings.append(SearchWarning("external_failed", answer.error.message, answer.dataset.id))
        mine = {each.candidate.id: each for each in answer.passages}
        scales[answer.dataset.id] = [each.candidate for each in mine.values()]
        found |= mine
    return found


def _ordered(scales: list[list[Candidate]]) -> list[Candidate]:
    return fusion.interleaved(*(sorted(each, key=lambda one: (-one.fused, one.id)) for each in scales))


def _find(
    within: Within,
    target: Target,
    query: str,
    vectors: "Vectors",
    options: SearchOptions,
    settings: DatasetSettings,
    why: Sequence[UUID],
    warnings: list[SearchWarning],
) -> tuple[Finder, list[Candidate]]:
    needed = max(options.top_k, MAX_RERANKED if options.rerank_model else 0)
    problem = _without_vectors(target, vectors, options)
    if problem is None and target.model:
        try:
            store = open_store(target.store, db.session, settings)
            finder = Finder(db.session, target, query, vectors[target.model], store, within)  # pyright: ignore[reportArgumentType]  no error
            return finder, finder.find(options, needed, why)
        except WITHOUT_STORE as error:
            problem = error
    if isinstance(problem, ApiError) and not target.uses_words:
        raise problem
    if problem:
        message = f"Searched by words only. {problem}"
        warnings.append(SearchWarning("words_only", message, target.dataset.id))
    finder = Finder(db.session, target, query, within=within)
    return finder, finder.find(options, needed, why)


def _without_vectors(target: Target, vectors: "Vectors", options: SearchOptions) -> ApiError | str | None:
    """Why there is no search by vectors that one might expect."""
    if target.model:
        vector = vectors[target.model]
        return vector if isinstance(vector, ApiError) else None
    expected = options.method == "semantic_search" or target.dataset.indexing_technique == "high_quality"
    by_words = options.method in ("full_text_search", "keyword_search")
    return "This knowledge base has no vectors." if expected and not by_words else None
