from uuid import UUID

from pydantic import Field

from treeline.datasets.documents.states import display_status
from treeline.datasets.models import Document
from treeline.kernel.schemas import Query, Schema, Timestamp


class TreeDocumentsQuery(Query):
    folder: str = Field("", max_length=1024, description="Only what is in this folder.")
    deep: bool = Field(True, description="Also the documents in folders below it.")


class TreeDocument(Schema):
    """`sha256` and `size`: of the file as it was added."""

    id: UUID
    folder: str
    name: str
    size: int
    sha256: str | None
    display_status: str
    indexing_status: str
    is_updating: bool
    error_code: str | None
    error: str | None
    source_id: UUID | None
    updated_at: Timestamp

    @classmethod
    def of(cls, document: Document) -> "TreeDocument":
        own = {name: getattr(document, name) for name in cls.model_fields if name in Document.__mapper__.columns}
        return cls(
            **own,
            sha256=document.content_hash if document.storage_key is not None else None,
            display_status=display_status(document),
            is_updating=document.generation > 0 and document.building is not None,
        )


class TreeDocuments(Schema):
    """By their paths."""

    data: list[TreeDocument]
