"""What is in a bundle. A zip with these members:

    documents.jsonl   a document a line
    segments.jsonl    a segment a line, with its child chunks; in the order of the documents and of their texts
    vectors.f16       float16, little-endian: of each segment or child chunk that has one, in the same order
    texts/…           extracted texts, into which segments point
    files/…           documents as they were added
    manifest.json     everything else, and the size and the SHA-256 of all others

There are no ids in it: those of the import are new.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from treeline.datasets.schemas import MAX_DESCRIPTION, MAX_NAME

FORMAT, VERSION = "treeline-knowledge", 1
MANIFEST, DOCUMENTS, SEGMENTS, VECTORS = "manifest.json", "documents.jsonl", "segments.jsonl", "vectors.f16"
TEXTS, FILES = "texts/", "files/"
BYTES_A_NUMBER = 2
MAX_MANIFEST_BYTES = 256 * 1024 * 1024
# A segment with all its child chunks.
MAX_LINE_BYTES = 64 * 1024 * 1024

Form = Literal["text_model", "qa_model", "hierarchical_model"]
Count = Annotated[int, Meta(ge=0, le=10**9)]
Place = Annotated[int, Meta(ge=0, le=2**40)]
Page = Annotated[int, Meta(ge=0, le=10**6)]
Language = Annotated[str, Meta(min_length=1, max_length=40)]
Content = Annotated[str, Meta(max_length=4_000_000)]
Word = Annotated[str, Meta(max_length=255)]
ModelId = Annotated[str, Meta(min_length=1, max_length=255)]
Written = Annotated[str, Meta(max_length=10_000)]
Member = Annotated[str, Meta(max_length=100)]


class Head(Struct):
    """What every version of the format begins with."""

    format: str
    version: int


class Listed(Struct):
    size: Place
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class BundledDataset(Struct):
    """`average_length`: what the words of its texts are weighed with, so that they weigh the same elsewhere."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    description: Annotated[str, Meta(max_length=MAX_DESCRIPTION)]
    doc_form: Form
    doc_language: Language
    indexing_technique: Literal["high_quality", "economy"] | None
    retrieval_model: dict[str, Any] | None
    icon_info: dict[str, Any] | None
    built_in_field_enabled: bool
    average_length: Annotated[float, Meta(gt=0, le=10**9)] | None


class BundledField(Struct):
    name: Annotated[str, Meta(min_length=1, max_length=255)]
    type: Literal["string", "number", "time"]


class BundledRule(Struct):
    mode: Word
    rules: dict[str, Any] | None
    enrichments: Annotated[list[dict[str, Any]], Meta(max_length=10)] | None = None


class BundledVectors(Struct):
    """Of one model. `count`: how many of `dimensions` numbers each."""

    provider: ModelId
    model: ModelId
    dimensions: Annotated[int, Meta(ge=1, le=16_000)]
    count: Count


class Manifest(Struct):
    format: str
    version: int
    dataset: BundledDataset
    fields: Annotated[list[BundledField], Meta(max_length=1000)]
    rules: Annotated[list[BundledRule], Meta(max_length=100_000)]
    vectors: BundledVectors | None
    documents: Count
    segments: Count
    files: dict[str, Listed]


class BundledDocument(Struct):
    """`rule`: its place in the manifest's list. `segments`: how many lines of `segments.jsonl`; None: not indexed yet.

    `changed`: the file is a newer one than the segments are of. `metadata`: by the names of the fields.
    """

    name: Annotated[str, Meta(min_length=1, max_length=255)]
    folder: Annotated[str, Meta(max_length=1024)]
    file: Member | None
    text: Member | None
    extension: Annotated[str, Meta(max_length=32)]
    mime_type: Annotated[str, Meta(max_length=255)]
    doc_form: Form
    doc_language: Language
    rule: Count | None
    metadata: dict[str, str | int | float]
    enabled: bool
    archived: bool
    segments: Count | None
    changed: bool
    created_at: Annotated[datetime, Meta(tz=True)]
    updated_at: Annotated[datetime, Meta(tz=True)]


class BundledChild(Struct):
    content: Content
    start: Place | None
    end: Place | None
    type: Literal["automatic", "customized"]
    vector: bool


class BundledEnrichment(Struct):
    """What a model wrote about a segment."""

    context: Written = ""
    questions: Annotated[list[Written], Meta(max_length=100)] = field(default_factory=list)
    summary: Written = ""


class BundledSegment(Struct):
    """`start`, `end`: bytes of the document's text. `vector`: whether it has the next one of `vectors.f16`."""

    document: Count
    content: Content
    answer: Content | None
    start: Place | None
    end: Place | None
    page_from: Page | None
    page_to: Page | None
    heading: Annotated[list[Annotated[str, Meta(max_length=10_000)]], Meta(max_length=1000)]
    keywords: Annotated[list[Word], Meta(max_length=1000)]
    enabled: bool
    edited: bool
    vector: bool
    children: Annotated[list[BundledChild], Meta(max_length=50_000)]
    enrichment: BundledEnrichment | None = None
