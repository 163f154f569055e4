from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.datasets.models import ChildChunk, Document, Segment
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Query, Schema, Timestamp

# Some 10,000 tokens, which is what a whole document may be as one segment.
Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40_000)]
Keyword = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Keywords = Annotated[list[Keyword], Field(max_length=50)]
MAX_AT_ONCE = 100
Status = Literal["waiting", "indexing", "completed", "error", "re_segment"]


class SegmentListQuery(PageQuery):
    keyword: str = Field("", max_length=255)
    status: list[Status] = Field(default_factory=list, max_length=5)
    enabled: Literal["all", "true", "false"] = "all"
    hit_count_gte: int | None = Field(None, ge=0, le=1_000_000_000)

    lists: ClassVar[tuple[str, ...]] = ("status",)


class SegmentIn(ContractBody):
    content: Content
    answer: Content | None = None
    keywords: Keywords | None = None


class SegmentsIn(ContractBody):
    segments: list[SegmentIn] = Field(min_length=1, max_length=MAX_AT_ONCE)


class SegmentChange(ContractBody):
    """Omitted fields keep their values. `regenerate_child_chunks`: split the new content into child chunks again."""

    content: Content | None = None
    answer: Content | None = None
    keywords: Keywords | None = None
    enabled: bool | None = None
    regenerate_child_chunks: bool = False


class SegmentChangeIn(ContractBody):
    segment: SegmentChange


class ChildIn(ContractBody):
    content: Content


class SegmentIdsQuery(Query):
    segment_id: list[UUID] = Field(min_length=1, max_length=MAX_AT_ONCE)

    lists: ClassVar[tuple[str, ...]] = ("segment_id",)


class ChildOut(Schema):
    id: UUID
    segment_id: UUID
    position: int
    content: str
    word_count: int
    tokens: int
    type: str
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, child: ChildChunk) -> "ChildOut":
        own: dict[str, Any] = {name: getattr(child, name) for name in cls.model_fields}
        own["position"] += 1
        return cls(**own)


class SegmentEnrichment(Schema):
    """What a model wrote about a segment; it is searched too."""

    context: str = ""
    questions: list[str] = Field(default_factory=list)
    summary: str = ""


class SegmentOut(Schema):
    id: UUID
    position: int
    document_id: UUID
    content: str
    sign_content: str
    answer: str | None
    word_count: int
    tokens: int
    keywords: list[str]
    index_node_id: UUID
    index_node_hash: str
    hit_count: int
    enabled: bool
    disabled_at: Timestamp | None
    status: Status
    created_by: UUID | None
    created_at: Timestamp
    updated_at: Timestamp
    error: str | None = None
    edited: bool
    enrichment: SegmentEnrichment | None
    heading: list[str]
    page_from: int | None
    page_to: int | None
    text_start: int | None
    text_end: int | None
    child_chunks: list[ChildOut] = Field(default_factory=list)

    @classmethod
    def of(cls, segment: Segment, document: Document, children: list[ChildChunk] | None = None) -> "SegmentOut":
        own: dict[str, Any] = {n: getattr(segment, n) for n in cls.model_fields if n in Segment.__mapper__.columns}
        # People count from 1.
        own["position"] += 1
        return cls(
            **own,
            sign_content=segment.content,
            index_node_id=segment.id,
            index_node_hash=segment.text_hash,
            status="completed" if segment.generation == document.generation else "indexing",
            child_chunks=[ChildOut.of(child) for child in children or ()],
        )


class SegmentPage(Schema):
    data: list[SegmentOut]
    doc_form: str
    page: int
    limit: int
    total: int
    total_pages: int
    has_more: bool


class SegmentsOut(Schema):
    data: list[SegmentOut]
    doc_form: str


class OneSegmentOut(Schema):
    data: SegmentOut
    doc_form: str


class OneChildOut(Schema):
    data: ChildOut


class ChildPage(Schema):
    data: list[ChildOut]
    page: int
    limit: int
    total: int
    total_pages: int
    has_more: bool
