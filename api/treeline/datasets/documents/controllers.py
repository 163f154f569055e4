"""Documents in the console and, with a `ds-` key, in the service API."""

from typing import Any, cast
from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.datasets.access import find_dataset, get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.controllers import CHOOSING, service_of
from treeline.datasets.documents.adding import Adding
from treeline.datasets.documents.receiving import NewBytes, folder_of, kept_if_recorded, receive_uploads
from treeline.datasets.documents.schemas import (
    AutoDisableLogs,
    DocumentIds,
    DocumentIdsQuery,
    DocumentListQuery,
    DocumentMove,
    DocumentOut,
    DocumentRename,
    DocumentsAdded,
    DocumentTextOut,
    ErrorDocs,
    FolderOut,
    FolderTree,
    IndexingStatus,
    IndexingStatuses,
    KnowledgeConfig,
    TextQuery,
)
from treeline.datasets.documents.service import DocumentService
from treeline.datasets.documents.texts import text_of
from treeline.datasets.errors import (
    ArchivedDocumentImmutable,
    DatasetNotFound,
    DocumentIndexing,
    DocumentNotFound,
    InvalidAction,
)
from treeline.datasets.extraction.errors import UnsupportedFormat
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.metadata.schemas import shown as values_of
from treeline.datasets.metadata.service import MetadataService
from treeline.datasets.models import Dataset, Document
from treeline.datasets.permissions import Caller
from treeline.datasets.settings import DatasetSettings
from treeline.files.errors import BytesMissing, BytesTooMany
from treeline.files.service import read_part
from treeline.files.serving import serve
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import of_member
from treeline.kernel import current
from treeline.kernel.db import DbSession, db, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes

REFUSALS = [DatasetNotFound, *CHOOSING, InvalidInput, UnsupportedFormat, BytesTooMany]


def documents_of(caller: Caller, dataset: Dataset) -> DocumentService:
    return DocumentService(db.session, caller, dataset, current.settings(DatasetSettings))


def member_documents(dataset_id: UUID, can: str) -> DocumentService:
    return documents_of(member_caller(), get_dataset(dataset_id, can))


def key_documents(dataset_id: UUID, can: str) -> DocumentService:
    return documents_of(key_caller(can), key_dataset(dataset_id, can))


CONSOLE_PREFIX, KEY_PREFIX = "/console/api/datasets/<uuid:dataset_id>", "/v1/datasets/<uuid:dataset_id>"
GROUP = "Documents"
documents = Routes("documents", CONSOLE_PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_documents)


@documents.get("/documents", can="belong", refusals=[DatasetNotFound])
def list_documents(service: DocumentService, query: DocumentListQuery) -> Page[DocumentOut]:
    """List documents, newest first unless sorted otherwise."""
    found, total = service.find(
        keyword=query.keyword,
        status=query.status,
        folder=folder_of(query.folder),
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
    )
    return Page.of(shown(service, found), total, query)


@documents.get("/tree", can="belong", refusals=[DatasetNotFound])
def list_folders(service: DocumentService) -> FolderTree:
    """List the folders that documents are in, by path."""
    return FolderTree(data=[FolderOut(path=path, document_count=count) for path, count in service.folders()])


@documents.get("/documents/<uuid:document_id>", can="belong", refusals=[DatasetNotFound, DocumentNotFound])
def read_document(service: DocumentService, document_id: UUID) -> DocumentOut:
    """Get a document."""
    return shown(service, [service.get(document_id)])[0]


@documents.delete(
    "/documents/<uuid:document_id>",
    can="curate",
    deed="document.delete",
    status=204,
    refusals=[DatasetNotFound, DocumentNotFound, ArchivedDocumentImmutable],
)
def delete_document(service: DocumentService, document_id: UUID) -> None:
    """Delete a document. Nothing of it is found any more."""
    service.delete([document_id])


@documents.patch(
    "/documents/status/<action>",
    can="curate",
    deed="document.change",
    refusals=[DatasetNotFound, DocumentNotFound, InvalidAction, DocumentIndexing],
)
def change_status(service: DocumentService, action: str, body: DocumentIds) -> Done:
    """Enable, disable, archive or unarchive documents: `enable`, `disable`, `archive`, `un_archive`."""
    service.set_status(action, body.document_ids)
    return DONE


@documents.post(
    "/documents/move", can="curate", deed="document.move", refusals=[DatasetNotFound, DocumentNotFound, InvalidInput]
)
def move_documents(service: DocumentService, body: DocumentMove) -> IndexingStatuses:
    """Move documents, or a folder with all that is in it, to a folder. Nothing is indexed again."""
    folder = body.moved_folder()
    moved = service.move(body.document_ids, body.to()) if folder is None else service.move_folder(folder, body.to())
    return _statuses(moved)


# Both APIs have the operations so far.
key_routes = documents.mirrored("v1_documents", KEY_PREFIX, access=DATASET_KEY, scope=key_documents)


@documents.patch(
    "/documents/status/<action>/batch",
    can="curate",
    deed="document.change",
    refusals=[DatasetNotFound, DocumentNotFound, InvalidAction, DocumentIndexing],
)
def change_status_of_some(service: DocumentService, action: str, query: DocumentIdsQuery) -> Done:
    """Enable, disable, archive or unarchive documents, given by `document_id` in the query."""
    service.set_status(action, query.document_id)
    return DONE


@documents.post(
    "/documents", can="curate", deed="document.create", transactional=False, refusals=[*REFUSALS, UploadNotFound]
)
def add_documents(service: DocumentService, body: KnowledgeConfig) -> DocumentsAdded:
    """Add uploaded files as documents. They are indexed in the background."""
    return added_from_uploads(service.caller, service.dataset.id, body)


@documents.delete(
    "/documents",
    can="curate",
    deed="document.delete",
    status=204,
    refusals=[DatasetNotFound, DocumentNotFound, ArchivedDocumentImmutable],
)
def delete_documents(service: DocumentService, query: DocumentIdsQuery) -> None:
    """Delete documents, given by `document_id` in the query."""
    service.delete(query.document_id)


@documents.post(
    "/documents/<uuid:document_id>/rename",
    can="curate",
    deed="document.rename",
    refusals=[DatasetNotFound, DocumentNotFound, ArchivedDocumentImmutable],
)
def rename_document(service: DocumentService, document_id: UUID, body: DocumentRename) -> DocumentOut:
    """Rename a document."""
    return shown(service, [service.rename(service.get(document_id), body.name)])[0]


@documents.patch(
    "/documents/<uuid:document_id>/processing/<action>",
    can="curate",
    deed="document.change",
    refusals=[DatasetNotFound, DocumentNotFound, InvalidAction],
)
def change_processing(service: DocumentService, document_id: UUID, action: str) -> Done:
    """Pause or resume the indexing of a document: `pause` or `resume`."""
    document = service.get(document_id)
    verbs = {"pause": service.pause, "resume": service.resume}
    if action not in verbs:
        raise InvalidAction(f"Unknown action {action}. Available: pause, resume.")
    verbs[action](document)
    return DONE


@documents.post(
    "/retry", can="curate", deed="document.retry", refusals=[DatasetNotFound, DocumentNotFound, InvalidAction]
)
def retry_documents(service: DocumentService, body: DocumentIds) -> Done:
    """Index failed documents again."""
    service.retry(body.document_ids)
    return DONE


@documents.get(
    "/documents/<uuid:document_id>/indexing-status", can="belong", refusals=[DatasetNotFound, DocumentNotFound]
)
def read_indexing_status(service: DocumentService, document_id: UUID) -> IndexingStatus:
    """Get how far the indexing of a document is."""
    return IndexingStatus.model_validate(service.get(document_id))


@documents.get("/batch/<batch>/indexing-status", can="belong", refusals=[DatasetNotFound, DocumentNotFound])
def read_batch_status(service: DocumentService, batch: str) -> IndexingStatuses:
    """Get how far the indexing of documents is that were added together."""
    return _statuses(service.of_batch(batch))


@documents.get("/indexing-status", can="belong", refusals=[DatasetNotFound])
def list_indexing_statuses(service: DocumentService) -> IndexingStatuses:
    """List the documents that are being indexed."""
    return _statuses(service.in_work())


@documents.get("/error-docs", can="belong", refusals=[DatasetNotFound])
def list_failed_documents(service: DocumentService) -> ErrorDocs:
    """List the documents that could not be indexed, with the reasons."""
    failed = _statuses(service.failed()).data
    return ErrorDocs(data=failed, total=len(failed))


@documents.get("/auto-disable-logs", can="belong", refusals=[DatasetNotFound])
def list_auto_disable_logs(service: DocumentService) -> AutoDisableLogs:
    """List documents that were disabled automatically. There are never any."""
    return AutoDisableLogs()


@documents.get(
    "/documents/<uuid:document_id>/original",
    can="belong",
    transactional=False,
    refusals=[DatasetNotFound, DocumentNotFound, BytesMissing],
)
def download_original(service: DocumentService, document_id: UUID) -> Response:
    """Download a document as it was added."""
    with unit_of_work():
        document = service.get(document_id)
        key, name, size, tag = document.storage_key, document.name, document.size, document.content_hash
    return serve(name, size, tag or "", lambda at, length: _bytes(key, at, length))


@documents.get(
    "/documents/<uuid:document_id>/text",
    can="belong",
    transactional=False,
    refusals=[DatasetNotFound, DocumentNotFound, BytesMissing],
)
def read_text(service: DocumentService, document_id: UUID, query: TextQuery) -> DocumentTextOut:
    """Read a document's text as it was indexed, or a part of it: bytes `start` to `end`."""
    with unit_of_work():
        document = service.get(document_id)
        key = document.text_storage_key
    return text_of(current.storage(), key, query.start, query.end)


def shown(service: DocumentService, found: list[Document]) -> list[DocumentOut]:
    service.session.flush()
    counts = service.counts(found)
    fields = MetadataService(service.session, service.caller, service.dataset).fields()
    return [
        DocumentOut.of(each, *counts.get(each.id, (0, 0)), metadata=values_of(fields, each.fields)) for each in found
    ]


def added_from_uploads(caller: Caller, dataset_id: UUID, body: KnowledgeConfig) -> DocumentsAdded:
    """Bytes first, then the rows. No transaction may be open."""
    with unit_of_work() as session:
        found = uploads_of(session, body.file_ids())
    made = recorded(caller, dataset_id, received_uploads(found, body), body, body.original_document_id)
    return DocumentsAdded(documents=made, batch=made[0].batch)


def uploads_of(session: DbSession, ids: list[UUID]) -> list[UploadFile]:
    member = current_member()
    return of_member(session, member.workspace_id, member.account_id, ids)


def received_uploads(uploads: list[UploadFile], body: KnowledgeConfig) -> list[NewBytes]:
    """No transaction may be open."""
    files: list[NewBytes] = []
    with kept_if_recorded(current.storage(), files):
        files.extend(receive_uploads(current.storage(), uploads, folder_of(body.folder)))
    return files


def recorded(
    caller: Caller, dataset_id: UUID, files: list[NewBytes], how: Any, original: UUID | None = None
) -> list[DocumentOut]:
    """The rows of received files, or of one in place of an original. No transaction may be open."""
    with kept_if_recorded(current.storage(), files), unit_of_work() as session:
        dataset = find_dataset(session, caller, dataset_id)
        service = documents_of(caller, dataset)
        adding = Adding(service_of(caller), service)
        if original is not None:
            made = [adding.replace(service.get(original), files[0], how, files[0].name)]
        else:
            made = adding.add(files, how)
        only = made[0] if len(made) == 1 else None
        done(session, object_id=only and only.id, object_name=only.name if only else "", documents=len(made))
        return shown(service, made)


def _statuses(found: list[Document]) -> IndexingStatuses:
    return IndexingStatuses(data=[IndexingStatus.model_validate(each) for each in found])


def _bytes(key: UUID | None, start: int, length: int) -> Any:
    return read_part(current.storage(), cast(UUID, key), start, length) if key else iter(())
