"""How an app searches, as its config or a node of its graph says it."""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, field_validator

from treeline.datasets.retrieval.schemas import (
    MAX_TOP_K,
    MetadataFilteringConditions,
    RerankingModel,
    RetrievalModel,
    Share,
    Weights,
)
from treeline.kernel.schemas import ContractBody

USUAL_TOP_K = 4


class AppReranker(ContractBody):
    """Graphs call the two otherwise than configs do."""

    provider: Annotated[str, Field(max_length=255)] | None = Field(
        default=None, validation_alias=AliasChoices("provider", "reranking_provider_name")
    )
    model: Annotated[str, Field(max_length=255)] | None = Field(
        default=None, validation_alias=AliasChoices("model", "reranking_model_name")
    )


class AppSearch(ContractBody):
    """`multiple_retrieval_config` of a node, and the same fields of `dataset_configs`."""

    top_k: int | None = Field(default=None, ge=1, le=MAX_TOP_K)
    score_threshold: Share | None = None
    score_threshold_enabled: bool | None = None
    reranking_enable: bool | None = None
    reranking_mode: Literal["reranking_model", "weighted_score"] | None = None
    reranking_model: AppReranker | None = None
    weights: Weights | None = None
    metadata_filtering_conditions: MetadataFilteringConditions | None = None

    @field_validator("reranking_mode", mode="before")
    @classmethod
    def _none_for_empty(cls, mode: Any) -> Any:
        return mode or None

    def over(self, stored: dict[str, Any] | None) -> RetrievalModel:
        """What an app says replaces what a knowledge base says, but for the method and the weights."""
        own = RetrievalModel.model_validate(stored or {})
        named = self.reranking_model
        return RetrievalModel(
            search_method=own.search_method,
            top_k=self.top_k or USUAL_TOP_K,
            score_threshold=self.score_threshold,
            score_threshold_enabled=self.score_threshold is not None and self.score_threshold_enabled is not False,
            reranking_enable=bool(self.reranking_enable),
            reranking_mode=self.reranking_mode,
            reranking_model=named
            and RerankingModel(reranking_provider_name=named.provider, reranking_model_name=named.model),
            weights=self.weights or own.weights,
            metadata_filtering_conditions=self.metadata_filtering_conditions,
        )
