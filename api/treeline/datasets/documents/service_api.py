"""Documents as programs add and change them, in every spelling that clients have."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from uuid import UUID

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from treeline.datasets.documents.controllers import GROUP, KEY_PREFIX, REFUSALS, key_documents, recorded
from treeline.datasets.documents.receiving import folder_of, receive_file, receive_text
from treeline.datasets.documents.schemas import (
    DocumentAdded,
    DocumentOut,
    FileForm,
    IndexingStatus,
    IndexingStatuses,
    TextChange,
    TextDocument,
)
from treeline.datasets.documents.service import DocumentService
from treeline.datasets.errors import ArchivedDocumentImmutable, DatasetNotFound, DocumentNotFound
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.keys.access import DATASET_KEY
from treeline.files.errors import BytesTooMany
from treeline.files.uploads.errors import NoFileName, NoFileUploaded
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.storage.interface import CHUNK_BYTES
from treeline.kernel.web import Routes, read_form

FORM_BYTES = MAX_BYTES + 1024 * 1024
CHANGING = [*REFUSALS, DocumentNotFound, ArchivedDocumentImmutable]
by_key = Routes("v1_added_documents", KEY_PREFIX, group=GROUP, access=DATASET_KEY, scope=key_documents)


def spelled(
    method: str, path: str, **options: Any
) -> Callable[[Callable[..., DocumentAdded]], Callable[..., DocumentAdded]]:
    """The operation once more with underscores in its path, as older clients have it."""

    def register(view: Callable[..., DocumentAdded]) -> Callable[..., DocumentAdded]:
        by_key.operation(method, path, **options)(view)

        def older(*args: Any, **values: Any) -> DocumentAdded:
            return view(*args, **values)

        older.__name__, older.__doc__ = f"{view.__name__}_", f"{view.__doc__} Same as the spelling with hyphens."
        older.__annotations__ = view.__annotations__
        at = path.rindex("/")
        by_key.operation(method, path[:at] + path[at:].replace("-", "_"), **options)(older)
        return view

    return register


@spelled("POST", "/document/create-by-text", can="curate", transactional=False, refusals=CHANGING)
def create_by_text(service: DocumentService, body: TextDocument) -> DocumentAdded:
    """Add a text as a document."""
    file = receive_text(current.storage(), body.name, body.text, folder_of(body.folder))
    made = recorded(service.caller, service.dataset.id, [file], body, body.original_document_id)
    return _added(made)


@spelled(
    "POST",
    "/document/create-by-file",
    can="curate",
    transactional=False,
    refusals=[*CHANGING, NoFileUploaded, NoFileName],
    max_body=FORM_BYTES,
    sends="multipart/form-data",
    form=FileForm,
)
def create_by_file(service: DocumentService) -> DocumentAdded:
    """Add a file as a document."""
    how = _form()
    file = _received(how.name, how.folder)
    made = recorded(service.caller, service.dataset.id, [file], how, how.original_document_id)
    return _added(made)


@spelled(
    "POST",
    "/documents/<uuid:document_id>/update-by-text",
    can="curate",
    transactional=False,
    refusals=CHANGING,
)
def update_by_text(service: DocumentService, document_id: UUID, body: TextChange) -> DocumentAdded:
    """Replace a document's text. Until the new one is indexed, the old one answers."""
    with unit_of_work():
        name = body.name or service.get(document_id).name
    if body.text is None:
        raise InvalidInput.at("text", "missing", "required: the new text.")
    file = receive_text(current.storage(), name, body.text)
    return _added(recorded(service.caller, service.dataset.id, [file], body, document_id))


@spelled(
    "POST",
    "/documents/<uuid:document_id>/update-by-file",
    can="curate",
    transactional=False,
    refusals=[*CHANGING, NoFileUploaded, NoFileName],
    max_body=FORM_BYTES,
    sends="multipart/form-data",
    form=FileForm,
)
def update_by_file(service: DocumentService, document_id: UUID) -> DocumentAdded:
    """Replace a document's file. Until the new one is indexed, the old one answers."""
    return _replaced(service, document_id)


@by_key.patch(
    "/documents/<uuid:document_id>",
    can="curate",
    transactional=False,
    refusals=[*CHANGING, NoFileUploaded, NoFileName],
    max_body=FORM_BYTES,
    sends="multipart/form-data",
    form=FileForm,
)
def replace_file(service: DocumentService, document_id: UUID) -> DocumentAdded:
    """Replace a document's file, as newer clients do it."""
    return _replaced(service, document_id)


@by_key.get("/documents/<batch>/indexing-status", can="belong", refusals=[DatasetNotFound, DocumentNotFound])
def read_status_of_batch(service: DocumentService, batch: str) -> IndexingStatuses:
    """Get how far the indexing of documents is that were added together."""
    found = service.of_batch(batch)
    return IndexingStatuses(data=[IndexingStatus.model_validate(each) for each in found])


def _replaced(service: DocumentService, document_id: UUID) -> DocumentAdded:
    with unit_of_work():
        service.get(document_id)
    how = _form()
    file = _received(how.name, how.folder)
    return _added(recorded(service.caller, service.dataset.id, [file], how, document_id))


def _form() -> Any:
    try:
        return read_form(FileForm).parsed()
    except RequestEntityTooLarge as error:
        raise BytesTooMany(f"A document can have at most {MAX_BYTES:,} bytes.") from error


def _received(name: str | None, folder: str | None) -> Any:
    """The form's only file. Raises NoFileUploaded, NoFileName."""
    part = request.files.get("file")
    if part is None:
        raise NoFileUploaded
    given = (name or part.filename or "").replace("\\", "/").rpartition("/")[2].strip()
    if not given:
        raise NoFileName
    chunks = cast(Iterator[bytes], iter(lambda: part.stream.read(CHUNK_BYTES), b""))
    return receive_file(current.storage(), given[:255], part.mimetype, chunks, folder_of(folder))


def _added(made: list[DocumentOut]) -> DocumentAdded:
    return DocumentAdded(document=made[0], batch=made[0].batch)
