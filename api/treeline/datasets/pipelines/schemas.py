from typing import Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from treeline.datasets.documents.schemas import ModelStepEstimate
from treeline.datasets.pipelines.models import PipelineRun
from treeline.datasets.pipelines.steps import Step, Steps
from treeline.datasets.schemas import Id
from treeline.datasets.segments.schemas import SegmentEnrichment
from treeline.kernel.schemas import ContractBody, Schema, Timestamp
from treeline.kernel.validation import invalid

MAX_TRIED = 3


class PipelineIn(Steps):
    """A version of the pipeline; documents that are new from then on get it."""


class PipelineOut(Schema):
    """`version`: counted from 1. `is_current`: what new documents get."""

    id: UUID
    version: int
    is_current: bool
    steps: list[Step]
    document_count: int
    created_by: UUID | None
    created_at: Timestamp


class PipelineApply(ContractBody):
    """Without `document_ids`: all documents that have another version, but for archived ones."""

    document_ids: list[Id] | None = Field(None, min_length=1, max_length=1000)


class PipelineApplied(Schema):
    """`documents`: how many are indexed again."""

    documents: int


class PipelineEstimate(Schema):
    """`documents`: how many would be indexed again."""

    documents: int
    model_steps: list[ModelStepEstimate]


class PipelineRunIn(ContractBody):
    """`steps`, or a version as it is: `pipeline_id`."""

    steps: list[Step] | None = Field(None, max_length=10)
    pipeline_id: Id | None = None
    document_ids: list[Id] = Field(min_length=1, max_length=MAX_TRIED)

    @model_validator(mode="after")
    def _says_one(self) -> "PipelineRunIn":
        if (self.steps is None) == (self.pipeline_id is None):
            raise invalid("steps_or_pipeline", "give either steps or a pipeline_id")
        if self.steps is not None:
            Steps(steps=self.steps)
        return self


class TriedSegment(Schema):
    """`indexed`: what would be searched of it."""

    content: str
    answer: str | None
    heading: list[str]
    page_from: int | None
    page_to: int | None
    enrichment: SegmentEnrichment | None
    indexed: list[str]


class TriedDocument(Schema):
    """The first segments of the beginning of a document. `redacted`: masked places; `asked`: answers of models."""

    document_id: UUID
    name: str
    total_segments: int = 0
    redacted: int = 0
    segments: list[TriedSegment] = Field(default_factory=list)
    metadata: dict[str, Any] = Field(default_factory=dict)
    asked: int = 0
    tokens: int = 0
    error_code: str | None = None
    error: str | None = None


class PipelineRunOut(Schema):
    id: UUID
    status: Literal["waiting", "running", "succeeded", "failed"]
    documents: list[TriedDocument]
    error: str | None
    created_at: Timestamp
    finished_at: Timestamp | None

    @classmethod
    def of(cls, run: PipelineRun) -> "PipelineRunOut":
        return cls.model_validate(run)
