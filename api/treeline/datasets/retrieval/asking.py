"""What clients say of a search, as the search takes it."""

from collections.abc import Sequence
from uuid import UUID

from treeline.datasets.metadata import filters
from treeline.datasets.models import Dataset
from treeline.datasets.retrieval.options import SearchOptions
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.kernel.errors import InvalidInput

USUAL_TOP_K = 4


def options_of(
    dataset: Dataset, given: RetrievalModel | None = None, *, explain: bool = False, why: Sequence[UUID] = ()
) -> SearchOptions:
    """The dataset's own settings, and over them what is given. Raises InvalidInput."""
    stored = RetrievalModel.model_validate(dataset.retrieval_model or {})
    said = stored.model_dump(exclude_none=True) | (given.model_dump(exclude_none=True) if given else {})
    model = RetrievalModel.model_validate(said)
    by_words = dataset.indexing_technique != "high_quality"
    method = model.search_method or ("keyword_search" if by_words else "hybrid_search")
    wants_threshold = model.score_threshold is not None and model.score_threshold_enabled is not False
    weight = model.weights.vector_setting.vector_weight if model.weights and model.weights.vector_setting else 0.5
    return SearchOptions(
        method="keyword_search" if by_words else method,
        top_k=model.top_k or USUAL_TOP_K,
        score_threshold=model.score_threshold if wants_threshold else None,
        vector_weight=weight,
        rerank_model=_reranker(model),
        filter=filters.parse(
            model.metadata_filtering_conditions.model_dump() if model.metadata_filtering_conditions else None,
            "retrieval_model.metadata_filtering_conditions",
        ),
        explain=explain,
        why=tuple(why),
    )


def _reranker(model: RetrievalModel) -> tuple[str, str] | None:
    """None where it is off, or results are ordered by weights."""
    if not model.reranking_enable or model.reranking_mode == "weighted_score":
        return None
    named = model.reranking_model
    if named is None or not named.reranking_provider_name or not named.reranking_model_name:
        told = "required: the provider and the model that rerank, or turn reranking off."
        raise InvalidInput.at("retrieval_model.reranking_model", "missing", told)
    return named.reranking_provider_name, named.reranking_model_name
