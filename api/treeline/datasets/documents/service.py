from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true, update

from treeline.datasets.documents.states import IN_WORK
from treeline.datasets.errors import (
    ArchivedDocumentImmutable,
    DocumentIndexing,
    DocumentNotFound,
    InvalidAction,
)
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.permissions import Caller
from treeline.datasets.removal import delete_documents
from treeline.datasets.searchable import SearchTables
from treeline.datasets.settings import DatasetSettings
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

_ANSWERS = Document.generation > 0
# What a display status means as a condition; the order of documents/states.py.
_SHOWN: dict[str, Any] = {
    "archived": Document.archived,
    "available": ~Document.archived & _ANSWERS & Document.enabled,
    "disabled": ~Document.archived & _ANSWERS & ~Document.enabled,
    "paused": ~Document.archived & ~_ANSWERS & (Document.indexing_status == "paused"),
    "error": ~Document.archived & (Document.indexing_status == "error"),
    "queuing": ~Document.archived & ~_ANSWERS & (Document.indexing_status == "waiting"),
    "indexing": ~Document.archived & ~_ANSWERS & Document.indexing_status.in_(IN_WORK[1:]),
}


class DocumentService:
    """The documents of one dataset, in the name of one caller."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset, settings: DatasetSettings):
        self.session, self.caller, self.dataset, self.settings = session, caller, dataset, settings

    def find(
        self, *, keyword: str = "", status: str = "all", folder: str | None = None, sort: str, offset: int, limit: int
    ) -> tuple[list[Document], int]:
        """One page and how many there are. `folder`: with those below it; "" is all."""
        wanted = [self._mine]
        if keyword:
            wanted.append(Document.name.icontains(keyword, autoescape=True))
        if status != "all":
            wanted.append(_SHOWN[status])
        if folder:
            wanted.append((Document.folder == folder) | Document.folder.startswith(f"{folder}/", autoescape=True))
        total = self.session.scalar(select(func.count()).select_from(Document).where(*wanted)) or 0
        page = _sorted(select(Document).where(*wanted), sort).offset(offset).limit(limit)
        return list(self.session.scalars(page)), total

    def folders(self) -> list[tuple[str, int]]:
        """(path, how many documents are right in it) by path; a folder exists while documents are in it."""
        counted = select(Document.folder, func.count()).where(self._mine).group_by(Document.folder)
        return [(path, count) for path, count in self.session.execute(counted.order_by(Document.folder))]

    def counts(self, documents: Sequence[Document]) -> dict[UUID, tuple[int, int]]:
        """{id: (hits, segments)} of what answers."""
        answering = (
            select(Segment.document_id, func.coalesce(func.sum(Segment.hit_count), 0), func.count())
            .join(Document, Document.id == Segment.document_id)
            .where(among(Document.id, [each.id for each in documents]), Segment.generation == Document.generation)
            .group_by(Segment.document_id)
        )
        return {document_id: (int(hits), count) for document_id, hits, count in self.session.execute(answering)}

    def get(self, document_id: UUID) -> Document:
        """Raises DocumentNotFound."""
        document = self.session.scalars(select(Document).where(self._mine, Document.id == document_id)).one_or_none()
        if document is None:
            raise DocumentNotFound
        return document

    def many(self, document_ids: Collection[UUID]) -> list[Document]:
        """All of them, locked in the order of their ids. Raises DocumentNotFound for the first that is not here."""
        these = select(Document).where(self._mine, among(Document.id, document_ids)).order_by(Document.id)
        found = list(self.session.scalars(these.with_for_update()))
        known = {each.id for each in found}
        if missing := [each for each in document_ids if each not in known]:
            raise DocumentNotFound(f"Document {missing[0]} not found in this knowledge base.")
        return found

    def of_batch(self, batch: str) -> list[Document]:
        """Raises DocumentNotFound where there is none."""
        found = self.session.scalars(select(Document).where(self._mine, Document.batch == batch))
        documents = list(found.all())
        if not documents:
            raise DocumentNotFound(f"No documents of batch {batch} in this knowledge base.")
        return sorted(documents, key=lambda each: each.position)

    def in_work(self) -> list[Document]:
        """Those whose next generation is being made, or waits."""
        unfinished = select(Document).where(self._mine, Document.building.is_not(None)).order_by(Document.position)
        return list(self.session.scalars(unfinished.limit(1000)))

    def failed(self) -> list[Document]:
        failed = select(Document).where(self._mine, Document.indexing_status == "error").order_by(Document.position)
        return list(self.session.scalars(failed.limit(1000)))

    def rename(self, document: Document, name: str) -> Document:
        """Raises ArchivedDocumentImmutable."""
        require_unarchived(document)
        document.name, document.updated_at = name, now()
        return document

    def move(self, document_ids: Collection[UUID], folder: str) -> list[Document]:
        """Nothing is read or embedded again: what is indexed has no names of files or folders."""
        documents = self.many(document_ids)
        for document in documents:
            document.folder, document.updated_at = folder, now()
        return documents

    def move_folder(self, folder: str, to: str) -> list[Document]:
        """All that is in it and below it, at once. Raises DocumentNotFound where there is nothing."""
        inside = (Document.folder == folder) | Document.folder.startswith(f"{folder}/", autoescape=True)
        found = select(Document).where(self._mine, inside if folder else true()).order_by(Document.id)
        documents = list(self.session.scalars(found.with_for_update()))
        if not documents:
            raise DocumentNotFound(f"No documents in the folder {folder or '/'} of this knowledge base.")
        for document in documents:
            below = document.folder[len(folder) :].strip("/")
            document.folder, document.updated_at = "/".join(filter(None, (to, below))), now()
        return documents

    def delete(self, document_ids: Collection[UUID]) -> None:
        """From the commit on nothing of them is found. Raises DocumentNotFound, ArchivedDocumentImmutable."""
        for document in self.many(document_ids):
            require_unarchived(document)
        SearchTables(self.session, self.dataset, self.settings).delete(document_ids=document_ids)
        delete_documents(self.session, self.dataset.id, document_ids)

    def pause(self, document: Document) -> Document:
        """The work stops at its next batch. Raises InvalidAction."""
        if document.building is None or document.indexing_status not in IN_WORK:
            raise InvalidAction(f"Only a document that is being indexed can be paused; this one is {_state(document)}.")
        document.indexing_status, document.paused_at = "paused", now()
        return document

    def resume(self, document: Document) -> Document:
        """Raises InvalidAction."""
        if document.indexing_status != "paused":
            raise InvalidAction(f"Only a paused document can be resumed; this one is {_state(document)}.")
        document.indexing_status, document.paused_at = "waiting", None
        enqueue_work(urgent=document.is_urgent)
        return document

    def retry(self, document_ids: Collection[UUID]) -> list[Document]:
        """Begin again what failed. Raises InvalidAction."""
        documents = self.many(document_ids)
        for document in documents:
            if document.indexing_status not in ("error", "paused"):
                raise InvalidAction(f"{document.name} is {_state(document)}; only failed documents can be retried.")
        for document in documents:
            begin(document, urgent=True)
        enqueue_work(urgent=True)
        return documents

    def set_status(self, action: str, document_ids: Collection[UUID]) -> None:
        """enable, disable, archive or un_archive. Raises InvalidAction, DocumentIndexing."""
        documents = self.many(document_ids)
        changes = _ACTIONS.get(action)
        if changes is None:
            raise InvalidAction(f"Unknown action {action}. Available: {', '.join(_ACTIONS)}.")
        for document in documents:
            if document.generation == 0 and document.indexing_status != "completed":
                told = f"{document.name} has not been indexed yet, so its status can't be changed."
                raise DocumentIndexing(told)
        who = self.caller.account_id if action == "disable" else None
        values = {name: now() if value == "now" else value for name, value in changes.items()}
        if action in ("enable", "disable"):
            values["disabled_by"] = who
        these = update(Document).where(self._mine, among(Document.id, document_ids))
        self.session.execute(these.values(**values, updated_at=now()))
        tables = SearchTables(self.session, self.dataset, self.settings)
        for found in (True, False):
            # Segments that are off themselves stay so.
            answering = [each.id for each in documents if _is_found(each, changes) is found]
            if answering:
                tables.set_enabled(found, document_ids=answering)
        self._keep_segments_off(document_ids, tables)

    def _keep_segments_off(self, document_ids: Collection[UUID], tables: SearchTables) -> None:
        off = select(Segment.id).where(among(Segment.document_id, document_ids), ~Segment.enabled)
        parts = select(ChildChunk.id).where(ChildChunk.segment_id.in_(off))
        if ids := list(self.session.scalars(off.union_all(parts))):
            tables.set_enabled(False, ids=ids)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return Document.dataset_id == self.dataset.id


_ACTIONS: dict[str, dict[str, Any]] = {
    "enable": {"enabled": True, "disabled_at": None},
    "disable": {"enabled": False, "disabled_at": "now"},
    "archive": {"archived": True, "archived_at": "now"},
    "un_archive": {"archived": False, "archived_at": None},
}


def begin(document: Document, *, urgent: bool) -> None:
    """Let the document's next generation be made, from the start: what is under way on it is fenced off."""
    document.building = document.generation + 1
    document.indexing_status, document.is_urgent = "waiting", urgent
    document.error = document.error_code = document.claim = document.claimed_until = None
    document.attempt = document.total_segments = document.completed_segments = 0
    document.processing_started_at = document.parsing_completed_at = document.cleaning_completed_at = None
    document.splitting_completed_at = document.completed_at = document.paused_at = document.stopped_at = None


def require_unarchived(document: Document) -> None:
    if document.archived:
        raise ArchivedDocumentImmutable


def _is_found(document: Document, changes: dict[str, Any]) -> bool:
    return changes.get("enabled", document.enabled) and not changes.get("archived", document.archived)


def _state(document: Document) -> str:
    return "completed" if document.building is None else document.indexing_status


def _sorted(documents: Select[Document], sort: str) -> Select[Document]:
    name = sort.lstrip("-")
    if name == "hit_count":
        hits = (
            select(func.coalesce(func.sum(Segment.hit_count), 0))
            .where(Segment.document_id == Document.id, Segment.generation == Document.generation)
            .scalar_subquery()
        )
        order: ColumnElement[Any] = hits
    else:
        order = getattr(Document, name)
    return documents.order_by(order.desc() if sort.startswith("-") else order, Document.position, Document.id)
