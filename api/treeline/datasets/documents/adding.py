"""New documents, and new bytes for documents that are there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from treeline.datasets.documents.hints import is_urgent
from treeline.datasets.documents.receiving import NewBytes
from treeline.datasets.documents.schemas import Indexing
from treeline.datasets.documents.service import DocumentService, begin, require_unarchived
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import Dataset, Document
from treeline.datasets.pipelines.rules import last_rule, save_rule
from treeline.datasets.service import DatasetService
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.files.postgres import TRASHED_FOR, trash_unnamed
from treeline.kernel.clock import now
from treeline.kernel.errors import InvalidInput
from treeline.kernel.ids import new_id


class Adding:
    def __init__(self, datasets: DatasetService, documents: DocumentService):
        self.datasets, self.documents = datasets, documents
        self.session, self.dataset, self.caller = documents.session, documents.dataset, documents.caller

    def add(self, files: Sequence[NewBytes], how: Indexing) -> list[Document]:
        """Documents that wait to be indexed, of one batch. Raises InvalidInput, and as DatasetService.update."""
        self.lock()
        self._settle(how)
        rule = self._rule(how)
        batch, urgent = new_id().hex, is_urgent([file.received.size for file in files])
        last = select(func.coalesce(func.max(Document.position), 0)).where(Document.dataset_id == self.dataset.id)
        first = (self.session.scalar(last) or 0) + 1
        made = [
            Document(
                workspace_id=self.dataset.workspace_id,
                dataset_id=self.dataset.id,
                position=first + number,
                batch=batch,
                doc_form=self.dataset.doc_form,
                doc_language=how.doc_language or self.dataset.doc_language,
                process_rule_id=rule,
                created_from=self.caller.origin,
                created_by=self.caller.account_id,
                building=1,
                is_urgent=urgent,
                source_id=file.source_id,
                source_key=file.source_key,
                **_of_bytes(file),
            )
            for number, file in enumerate(files)
        ]
        self.session.add_all(made)
        self.dataset.data_source_type = self.dataset.data_source_type or "upload_file"
        self.session.flush()
        enqueue_work(urgent=urgent)
        return made

    def replace(self, document: Document, file: NewBytes | None, how: Indexing, name: str | None = None) -> Document:
        """The same document with other bytes or another rule; what it answers stays until they are indexed.

        Raises ArchivedDocumentImmutable, InvalidInput.
        """
        require_unarchived(document)
        self._settle(how)
        if how.process_rule is not None:
            document.process_rule_id = self._rule(how)
        if how.doc_language:
            document.doc_language = how.doc_language
        if file is not None:
            self._take([(document, file)])
        if name is not None:
            document.name = name
        document.updated_at = now()
        if file is not None or how.process_rule is not None:
            document.batch = new_id().hex
            begin(document, urgent=is_urgent([document.size]))
            enqueue_work(urgent=document.is_urgent)
        return document

    def renew(self, documents: Sequence[tuple[Document, NewBytes]]) -> None:
        """Other bytes for many documents; what each answers stays until they are indexed."""
        self._take(documents)
        batch, urgent = new_id().hex, is_urgent([file.received.size for _, file in documents])
        for document, _ in documents:
            document.batch, document.updated_at = batch, now()
            begin(document, urgent=urgent)
        enqueue_work(urgent=urgent)

    def _take(self, documents: Sequence[tuple[Document, NewBytes]]) -> None:
        old = [document.storage_key for document, _ in documents if document.storage_key is not None]
        if old:
            trash_unnamed(self.session, old, now() + TRASHED_FOR)
        for document, file in documents:
            for column, value in _of_bytes(file).items():
                if column not in ("folder", "name"):
                    setattr(document, column, value)

    def lock(self) -> None:
        """One who numbers documents at a time. Raises DatasetNotFound if it is deleted by now, InvalidInput."""
        if self.dataset.provider == "external":
            told = "an external knowledge base has no documents here: add them to its service."
            raise InvalidInput.at("dataset_id", "external_dataset", told)
        living = select(Dataset.id).where(Dataset.id == self.dataset.id, Dataset.deleted_at.is_(None))
        if self.session.scalar(living.with_for_update(key_share=True)) is None:
            raise DatasetNotFound

    def _settle(self, how: Indexing) -> None:
        """The first documents decide what the dataset has left open; the others follow it."""
        taken = select(Document.id).where(Document.dataset_id == self.dataset.id).limit(1)
        is_first = self.session.scalar(taken) is None
        if how.doc_form and how.doc_form != self.dataset.doc_form:
            if not is_first:
                told = f"must be {self.dataset.doc_form}, as of the documents that are there."
                raise InvalidInput.at("doc_form", "doc_form_fixed", told, doc_form=self.dataset.doc_form)
            self.dataset.doc_form = how.doc_form
        changes: dict[str, Any] = {}
        if how.retrieval_model is not None:
            changes["retrieval_model"] = how.retrieval_model.as_stored()
        if is_first and how.doc_language:
            changes["doc_language"] = how.doc_language
        if self.dataset.indexing_technique is None:
            changes["indexing_technique"] = how.indexing_technique or self.datasets.usual_technique()
            changes |= how.model_dump(include={"embedding_model", "embedding_model_provider"}, exclude_none=True)
        if changes:
            self.datasets.update(self.dataset, changes)

    def _rule(self, how: Indexing) -> UUID:
        """The row of the rule that was given, or of the last one, or a new one with the defaults."""
        last = last_rule(self.session, self.dataset.id) if how.process_rule is None else None
        if last is not None:
            return last.id
        given = how.process_rule or ProcessRule(mode="automatic")
        return save_rule(self.session, self.dataset, given, self.caller.account_id).id


def _of_bytes(file: NewBytes) -> dict[str, Any]:
    return {
        "name": file.name,
        "folder": file.folder,
        "upload_file_id": file.upload_file_id,
        "content_hash": file.received.sha256,
        "size": file.received.size,
        "extension": file.extension,
        "mime_type": file.media_type,
        "storage_key": file.received.key,
    }
