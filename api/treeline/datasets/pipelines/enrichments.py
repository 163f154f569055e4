"""Steps that add something to a document, or take something out of it: mostly what a model writes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from treeline.kernel.schemas import ContractBody

MAX_QUESTIONS = 10
MAX_FIELDS = 20
Pattern = Literal["email", "phone", "card", "iban"]
ModelName = Annotated[str, Field(max_length=255)]
FieldName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]


class ModelStep(ContractBody):
    """`provider`, `model`: omitted, the workspace's default model is asked. `instructions`: what it is told besides."""

    provider: ModelName | None = None
    model: ModelName | None = None
    instructions: str = Field(default="", max_length=2000)


class RedactStep(ModelStep):
    """Masks what stands in the text before anything else is done with it. `entities`: what a model looks for."""

    type: Literal["redact"]
    patterns: list[Pattern] = Field(
        default_factory=lambda: list[Pattern](("email", "phone", "card", "iban")), max_length=4
    )
    entities: list[FieldName] = Field(default_factory=list, max_length=MAX_FIELDS)


class PairsStep(ModelStep):
    """Writes questions with their answers, which are then the segments."""

    type: Literal["pairs"]


class ContextStep(ModelStep):
    """Says in a sentence where in its document a segment stands; it is searched with it."""

    type: Literal["context"]


class QuestionsStep(ModelStep):
    """Writes questions that a segment answers; it is searched with them."""

    type: Literal["questions"]
    number: int = Field(default=3, ge=1, le=MAX_QUESTIONS)


class SummaryStep(ModelStep):
    """Sums up a segment in a sentence or two; it is searched with it."""

    type: Literal["summary"]


class MetadataStep(ModelStep):
    """Fills metadata fields of the document that are empty."""

    type: Literal["metadata"]
    fields: list[FieldName] = Field(min_length=1, max_length=MAX_FIELDS)


Enrichment = Annotated[
    RedactStep | PairsStep | ContextStep | QuestionsStep | SummaryStep | MetadataStep, Field(discriminator="type")
]
# Each at most once, and in this order, whatever stands between them.
ORDER = ("extract", "redact", "clean", "split", "pairs", "context", "questions", "summary", "metadata", "index")
MAX_ENRICHMENTS = 6
# Of segments; pairs have nothing to add.
OF_SEGMENTS = ("context", "questions", "summary")
