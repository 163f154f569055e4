"""The process rule as clients send it."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

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
    """Custom and hierarchical rules say their segmentation; automatic ones only what is cleaned."""

    mode: Mode = "automatic"
    rules: SplittingRules | None = None
