"""Results of a search, as clients read them."""

from dataclasses import asdict
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from treeline.datasets.retrieval.candidates import Found
from treeline.datasets.retrieval.citations import cite
from treeline.datasets.retrieval.explain import Explanation
from treeline.datasets.retrieval.options import Retrieved
from treeline.datasets.retrieval.schemas import ExternalRetrievalModel, RetrievalModel
from treeline.datasets.segments.schemas import SegmentOut
from treeline.datasets.splitting.pieces import Added
from treeline.kernel.schemas import ContractBody, Schema

MAX_QUERY = 250
Id = Annotated[UUID, Field(strict=False)]


class HitTestIn(ContractBody):
    """`why`: segments to explain although they are not among the results."""

    query: Annotated[str, Field(min_length=1, max_length=MAX_QUERY)]
    retrieval_model: RetrievalModel | None = None
    external_retrieval_model: ExternalRetrievalModel | None = None
    explain: bool = False
    why: list[Id] = Field(default_factory=list, max_length=10)

    def given_for(self, provider: str) -> RetrievalModel | None:
        """What is said of how one of this provider is searched."""
        if provider == "external" and self.external_retrieval_model:
            return self.external_retrieval_model.as_retrieval_model()
        return self.retrieval_model


class SearchIn(HitTestIn):
    """`dataset_ids`: what is searched."""

    dataset_ids: list[Id] = Field(min_length=1, max_length=20)


class QueryText(Schema):
    content: str


class FoundDocument(Schema):
    id: UUID
    name: str
    folder: str
    data_source_type: str
    doc_type: None = None
    doc_metadata: dict[str, Any] = Field(default_factory=dict)


class FoundSegment(SegmentOut):
    dataset_id: UUID
    document: FoundDocument


class FoundChildOut(Schema):
    id: UUID
    content: str
    position: int
    score: float


class CitationOut(Schema):
    document_id: UUID
    document: str
    folder: str
    page_from: int | None
    page_to: int | None
    heading: list[str]
    start: int | None
    end: int | None
    quote: str
    url: str


class Record(Schema):
    segment: FoundSegment
    score: float
    child_chunks: list[FoundChildOut]
    content: str = Field(description="The segment's text, with that of its neighbors where they were merged.")
    citation: CitationOut
    files: list[Any] = Field(default_factory=list)
    tsne_position: None = None
    summary: str | None = None

    @classmethod
    def of(cls, found: Found, console_url: str) -> Self:
        document = FoundDocument(
            id=found.document.id,
            name=found.document.name,
            folder=found.document.folder,
            data_source_type=found.document.data_source_type,
            doc_metadata=found.document.fields if found.dataset.provider == "external" else {},
        )
        shown = SegmentOut.of(found.segment, found.document)
        return cls(
            segment=FoundSegment(**shown.model_dump(), dataset_id=found.dataset.id, document=document),
            score=found.score,
            child_chunks=[
                FoundChildOut(
                    id=each.chunk.id, content=each.chunk.content, position=each.chunk.position + 1, score=each.score
                )
                for each in found.children
            ],
            content=found.content,
            summary=Added.of(found.segment.enrichment).summary or None,
            citation=CitationOut(**asdict(cite(found, console_url))),
        )


class WarningOut(Schema):
    code: str
    message: str
    dataset_id: UUID | None


class ExplanationOut(Schema):
    """How one score came about; `removed`: what kept it from the results."""

    id: UUID
    segment_id: UUID
    document_id: UUID
    dataset_id: UUID
    vectors: dict[str, Any] | None
    words: dict[str, Any] | None
    fused: float
    fused_rank: int | None
    rerank_score: float | None
    rerank_rank: int | None
    score: float
    removed: str | None

    @classmethod
    def of(cls, explanation: Explanation) -> Self:
        return cls(**asdict(explanation))


class HitTestOut(Schema):
    query: QueryText
    records: list[Record]
    warnings: list[WarningOut] = Field(default_factory=list)
    explanations: list[ExplanationOut] = Field(default_factory=list)

    @classmethod
    def of(cls, query: str, retrieved: Retrieved, console_url: str) -> Self:
        return cls(
            query=QueryText(content=query),
            records=[Record.of(each, console_url) for each in retrieved.results],
            warnings=[WarningOut(**asdict(each)) for each in retrieved.warnings],
            explanations=[ExplanationOut.of(each) for each in retrieved.explanations],
        )
