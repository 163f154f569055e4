"""How a knowledge base is searched, as clients say it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from treeline.kernel.schemas import ContractBody

SearchMethod = Literal["semantic_search", "full_text_search", "hybrid_search", "keyword_search"]
MAX_TOP_K = 100
ModelRef = Annotated[str, Field(max_length=255)]
Share = Annotated[float, Field(strict=False, ge=0, le=1)]


class RerankingModel(ContractBody):
    reranking_provider_name: ModelRef | None = None
    reranking_model_name: ModelRef | None = None


class VectorSetting(ContractBody):
    vector_weight: Share = 0.5
    embedding_provider_name: ModelRef | None = None
    embedding_model_name: ModelRef | None = None


class KeywordSetting(ContractBody):
    keyword_weight: Share = 0.5


class Weights(ContractBody):
    weight_type: Annotated[str, Field(max_length=64)] | None = None
    vector_setting: VectorSetting | None = None
    keyword_setting: KeywordSetting | None = None


class MetadataCondition(ContractBody):
    """`comparison_operator` as the contract has them, such as `contains`, `is`, `≥`, `before`, `empty`."""

    name: Annotated[str, Field(max_length=255)]
    comparison_operator: Annotated[str, Field(max_length=32)]
    value: Any = None


class MetadataFilteringConditions(ContractBody):
    logical_operator: Literal["and", "or"] = "and"
    conditions: list[MetadataCondition] = Field(default_factory=list, max_length=50)


class ExternalRetrievalModel(ContractBody):
    """How an external knowledge base is searched."""

    top_k: int | None = Field(default=None, ge=1, le=MAX_TOP_K)
    score_threshold: Share | None = None
    score_threshold_enabled: bool | None = None

    def as_retrieval_model(self) -> "RetrievalModel":
        return RetrievalModel(**self.model_dump())


class RetrievalModel(ContractBody):
    """Omitted settings have the defaults: hybrid search where there are vectors, else search by words."""

    search_method: SearchMethod | None = None
    reranking_enable: bool | None = None
    reranking_mode: Literal["reranking_model", "weighted_score"] | None = None
    reranking_model: RerankingModel | None = None
    weights: Weights | None = None
    top_k: int | None = Field(default=None, ge=1, le=MAX_TOP_K)
    score_threshold_enabled: bool | None = None
    score_threshold: Share | None = None
    metadata_filtering_conditions: MetadataFilteringConditions | None = None

    def as_stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)
