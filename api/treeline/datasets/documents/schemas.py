from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError

from treeline.datasets.documents.receiving import folder_of
from treeline.datasets.documents.states import display_status
from treeline.datasets.extraction.extractor import MAX_CHARACTERS
from treeline.datasets.models import Document
from treeline.datasets.pipelines.enrichments import Enrichment
from treeline.datasets.pipelines.pricing import StepEstimate
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.datasets.schemas import Id, ModelName, Technique
from treeline.datasets.splitting.schemas import DocForm, ProcessRule
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import SEEN, ContractBody, Price, Query, Schema, Timestamp
from treeline.kernel.validation import details_of

DocumentName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), SEEN]
Folder = Annotated[str, Field(max_length=1024)]
Language = Annotated[str, Field(min_length=1, max_length=40)]
Text = Annotated[str, Field(max_length=MAX_CHARACTERS)]
MAX_FILES = 1000
Status = Literal["queuing", "indexing", "paused", "error", "available", "disabled", "archived", "all"]
Sort = Literal["created_at", "-created_at", "hit_count", "-hit_count", "name", "-name", "position", "-position"]


class Indexing(ContractBody):
    """How new documents are split and indexed. What is omitted is as the knowledge base has it."""

    process_rule: ProcessRule | None = None
    indexing_technique: Technique | None = None
    doc_form: DocForm | None = None
    doc_language: Language | None = None
    embedding_model: ModelName | None = None
    embedding_model_provider: ModelName | None = None
    retrieval_model: RetrievalModel | None = None


class FileInfoList(ContractBody):
    file_ids: list[Id] = Field(min_length=1, max_length=MAX_FILES)


class InfoList(ContractBody):
    data_source_type: Literal["upload_file", "notion_import", "website_crawl"]
    file_info_list: FileInfoList | None = None


class DataSource(ContractBody):
    info_list: InfoList


_UPLOAD = "Upload the files and use upload_file."
_PAGES = "Add the pages as a source of the kind url_list (POST /datasets/{id}/sources), or upload files."
_INSTEAD = {"website_crawl": _PAGES, "notion_import": _PAGES}


class KnowledgeConfig(Indexing):
    """Uploaded files as new documents, or in place of `original_document_id`."""

    data_source: DataSource | None = None
    original_document_id: Id | None = None
    duplicate: bool = True
    name: DocumentName | None = None
    folder: Folder | None = None

    def file_ids(self) -> list[UUID]:
        """Raises InvalidInput for sources that there are none of."""
        if self.data_source is None:
            raise InvalidInput.at("data_source", "missing", "required: the files to add.")
        source = self.data_source.info_list
        if source.data_source_type != "upload_file" or source.file_info_list is None:
            told = f"{source.data_source_type} is not supported. {_INSTEAD.get(source.data_source_type, _UPLOAD)}"
            raise InvalidInput.at("data_source.info_list.data_source_type", "source_unsupported", told)
        return source.file_info_list.file_ids


class TextDocument(Indexing):
    name: DocumentName
    text: Text
    folder: Folder | None = None
    original_document_id: Id | None = None


class TextChange(Indexing):
    """Omitted fields keep their values."""

    name: DocumentName | None = None
    text: Text | None = None


class FileDocument(Indexing):
    """The JSON of the form's field `data`."""

    name: DocumentName | None = None
    folder: Folder | None = None
    original_document_id: Id | None = None


class FileForm(Query):
    data: str = Field("{}", max_length=100_000, description="JSON as in the body of create-by-text, without `text`.")

    def parsed(self) -> FileDocument:
        try:
            return FileDocument.model_validate_json(self.data or "{}")
        except ValidationError as error:
            details = [{**each, "path": f"data.{each['path']}".rstrip(".")} for each in details_of(error)]
            raise InvalidInput(f"{details[0]['path']}: {details[0]['message']}", details[:100]) from error


class DocumentListQuery(PageQuery):
    keyword: str = Field("", max_length=255)
    status: Status = "all"
    sort: Sort = "-created_at"
    folder: str | None = Field(None, max_length=1024, description="Only documents in this folder and those below it.")


class DocumentIds(ContractBody):
    document_ids: list[Id] = Field(min_length=1, max_length=MAX_FILES)


class DocumentIdsQuery(Query):
    document_id: list[UUID] = Field(min_length=1, max_length=100)

    lists: ClassVar[tuple[str, ...]] = ("document_id",)


class DocumentRename(ContractBody):
    name: DocumentName


class DocumentMove(ContractBody):
    """Documents, or all that is in `from_folder` and below it."""

    document_ids: list[Id] = Field(default_factory=list, max_length=MAX_FILES)
    from_folder: Folder | None = None
    folder: Folder

    def to(self) -> str:
        return folder_of(self.folder)

    def moved_folder(self) -> str | None:
        """Raises InvalidInput where it is not clear what is moved."""
        if bool(self.document_ids) == (self.from_folder is not None):
            told = "name either document_ids or from_folder."
            raise InvalidInput.at("document_ids", "one_of_two", told)
        return None if self.from_folder is None else folder_of(self.from_folder)


class MetadataQuery(Query):
    metadata: Literal["all", "only", "without"] = "all"


class DocumentOut(Schema):
    id: UUID
    position: int
    folder: str
    name: str
    data_source_type: str
    data_source_info: dict[str, Any]
    data_source_detail_dict: dict[str, Any]
    dataset_process_rule_id: UUID | None
    size: int
    extension: str
    mime_type: str
    created_from: str
    created_by: UUID | None
    created_at: Timestamp
    updated_at: Timestamp
    tokens: int
    word_count: int
    hit_count: int
    segment_count: int
    indexing_status: str
    is_updating: bool = Field(description="Whether a new version is being made while the last one answers.")
    completed_segments: int
    total_segments: int
    error: str | None
    error_code: str | None
    enabled: bool
    disabled_at: Timestamp | None
    disabled_by: UUID | None
    archived: bool
    display_status: str
    doc_form: DocForm
    doc_language: str
    batch: str
    doc_metadata: list[dict[str, Any]] = Field(default_factory=list)

    @classmethod
    def of(
        cls, document: Document, hits: int = 0, segments: int = 0, metadata: list[dict[str, Any]] | None = None
    ) -> "DocumentOut":
        own = {name: getattr(document, name) for name in cls.model_fields if name in Document.__mapper__.columns}
        upload = {"upload_file_id": str(document.upload_file_id)} if document.upload_file_id else {}
        detail = {"name": document.name, "size": document.size, "extension": document.extension}
        return cls(
            **own,
            data_source_info=upload,
            data_source_detail_dict={"upload_file": detail | ({"id": upload["upload_file_id"]} if upload else {})},
            dataset_process_rule_id=document.process_rule_id,
            hit_count=hits,
            segment_count=segments,
            is_updating=document.generation > 0 and document.building is not None,
            display_status=display_status(document),
            doc_metadata=metadata or [],
        )


class FolderOut(Schema):
    """`document_count`: right in it, without those of the folders below."""

    path: str
    document_count: int


class FolderTree(Schema):
    """A folder exists while documents are in it, or below it. The top level has the path ""."""

    data: list[FolderOut]


class DocumentAdded(Schema):
    document: DocumentOut
    batch: str


class DocumentsAdded(Schema):
    documents: list[DocumentOut]
    batch: str


class IndexingStatus(Schema):
    id: UUID
    indexing_status: str
    processing_started_at: Timestamp | None
    parsing_completed_at: Timestamp | None
    cleaning_completed_at: Timestamp | None
    splitting_completed_at: Timestamp | None
    completed_at: Timestamp | None
    paused_at: Timestamp | None
    error: str | None
    error_code: str | None
    stopped_at: Timestamp | None
    completed_segments: int
    total_segments: int


class IndexingStatuses(Schema):
    data: list[IndexingStatus]


class ErrorDocs(Schema):
    data: list[IndexingStatus]
    total: int


class AutoDisableLogs(Schema):
    """Nothing is disabled by itself here: for clients that ask."""

    document_ids: list[UUID] = Field(default_factory=list)
    count: int = 0


class ProcessRuleOut(Schema):
    mode: str
    rules: dict[str, Any]
    enrichments: list[Enrichment] | None = None
    limits: dict[str, int]


class EstimateIn(Indexing):
    """`info_list`: the uploaded files."""

    info_list: InfoList
    dataset_id: Id | None = None

    def file_ids(self) -> list[UUID]:
        """Raises InvalidInput."""
        return KnowledgeConfig(data_source=DataSource(info_list=self.info_list)).file_ids()


class PreviewPiece(Schema):
    """`start` to `end`: characters of the text that was read."""

    content: str
    start: int
    end: int
    child_chunks: list[str] = Field(default_factory=list)
    summary: None = None
    heading: list[str] = Field(default_factory=list)
    page_from: int | None = None
    page_to: int | None = None


class PreviewPair(Schema):
    question: str
    answer: str


class ModelStepEstimate(Schema):
    """What a step that asks a model would take. `requests`: at most, since answers are kept. `total_price`: of its
    `tokens`, if `price_known`. `model`: null if none is set up.
    """

    type: str
    provider: str | None
    model: str | None
    requests: int
    tokens: int
    total_price: Price
    currency: str
    price_known: bool

    @classmethod
    def of(cls, step: StepEstimate) -> "ModelStepEstimate":
        usage, price = step.usage, step.price
        return cls(
            type=step.type,
            provider=step.provider,
            model=step.model,
            requests=step.requests,
            tokens=usage.prompt_tokens + usage.completion_tokens,
            total_price=price.total,
            currency=price.currency,
            price_known=price.known,
        )


class EstimateOut(Schema):
    """`tokens`: what embedding would take; 0 for a knowledge base without vectors. `total_price`: what these would
    cost, if `price_known`. `preview_text`: what was read, up to the end of the last piece of the preview.
    `model_steps`: what steps of the pipeline would take besides.
    """

    total_segments: int
    tokens: int
    total_price: Price = Decimal(0)
    currency: str = "USD"
    price_known: bool = False
    preview: list[PreviewPiece]
    preview_text: str = ""
    qa_preview: list[PreviewPair]
    model_steps: list[ModelStepEstimate] = Field(default_factory=list)


class ProcessRuleQuery(Query):
    document_id: UUID | None = None


class TextQuery(Query):
    """Bytes of the extracted text."""

    start: int = Field(0, ge=0)
    end: int | None = Field(None, ge=0)


class DocumentTextOut(Schema):
    text: str
    start: int
    end: int
    has_more: bool
