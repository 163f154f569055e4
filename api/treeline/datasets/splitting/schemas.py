"""The process rule as clients send it."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from treeline.datasets.pipelines.enrichments import MAX_ENRICHMENTS, ORDER, Enrichment
from treeline.kernel.schemas import ContractBody
from treeline.kernel.validation import invalid

MIN_TOKENS, MAX_TOKENS = 50, 4000
Mode = Literal["automatic", "custom", "hierarchical"]
DocForm = Literal["text_model", "hierarchical_model", "qa_model"]
ParentMode = Literal["paragraph", "full-doc"]
Tokens = Annotated[int, Field(ge=MIN_TOKENS, le=MAX_TOKENS)]


class PreProcessingRule(ContractBody):
    # Stop words are the search's own matter: their removal is accepted and changes no text.
    id: Literal["remove_extra_spaces", "remove_urls_emails", "remove_stopwords"]
    enabled: bool


class Segmentation(ContractBody):
    """`separator`: with the escapes \\n, \\r, \\t and \\\\ read."""

    separator: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "\\n\\n"
    max_tokens: Tokens
    chunk_overlap: Annotated[int, Field(ge=0, lt=MAX_TOKENS)] | None = None

    @model_validator(mode="after")
    def _progresses(self) -> Self:
        if (self.chunk_overlap or 0) >= self.max_tokens:
            raise invalid("overlap_too_large", "chunk_overlap must be less than max_tokens")
        return self


class SplittingRules(ContractBody):
    pre_processing_rules: Annotated[list[PreProcessingRule], Field(max_length=10)] | None = None
    segmentation: Segmentation | None = None
    parent_mode: ParentMode | None = None
    subchunk_segmentation: Segmentation | None = None


class ProcessRule(ContractBody):
    """Custom and hierarchical rules say their segmentation; automatic ones only what is cleaned. `enrichments`: the
    other steps of a pipeline.
    """

    mode: Mode = "automatic"
    rules: SplittingRules | None = None
    enrichments: list[Enrichment] | None = Field(default=None, max_length=MAX_ENRICHMENTS)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if fault := out_of_order([each.type for each in self.enrichments or ()]):
            raise fault
        return self


def out_of_order(types: Sequence[str]) -> PydanticCustomError | None:
    """What is wrong with the order of these steps: there is one, and each step stands in it at most once."""
    if list(types) == sorted(set(types), key=ORDER.index):
        return None
    order = ", ".join(ORDER)
    return invalid("steps_order", "each step at most once, in the order {order}", order=order)
