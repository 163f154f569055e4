"""What is to be done for a document, read once when it is claimed."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select

from treeline.datasets.indexes import VectorTarget, targets_of
from treeline.datasets.indexing.claims import DocumentClaim
from treeline.datasets.indexing.versions import Version
from treeline.datasets.models import Dataset, DatasetProcessRule, Document
from treeline.datasets.splitting.pieces import Rules
from treeline.kernel.claims import ClaimLost
from treeline.kernel.db import DbSession


@dataclass(frozen=True)
class Job:
    document_id: UUID
    dataset_id: UUID
    workspace_id: UUID
    # With the extension by which its format is known.
    name: str
    size: int
    storage_key: UUID | None
    text_storage_key: UUID | None
    generation: int
    building: int
    rules: Rules
    doc_language: str
    # None: no vectors.
    targets: tuple[VectorTarget, ...]
    is_split: bool
    total_segments: int

    @property
    def is_hierarchical(self) -> bool:
        return self.rules.doc_form == "hierarchical_model"

    @property
    def version(self) -> Version:
        """What is being made."""
        return Version(self.document_id, self.building, self.is_hierarchical)

    @property
    def new_text_key(self) -> UUID:
        """Where the extracted text lies until it takes the old one's place: the same after a kill, not for others."""
        return text_key_of(self.document_id, self.building, self.storage_key)


def text_key_of(document_id: UUID, building: int, storage_key: UUID | None) -> UUID:
    return uuid5(document_id, f"{building} of {storage_key}")


def open_job(session: DbSession, claim: DocumentClaim) -> Job:
    """Raises ClaimLost; InvalidInput for rules that are none."""
    wanted = (
        select(Document, Dataset, DatasetProcessRule)
        .join(Dataset, Dataset.id == Document.dataset_id)
        .outerjoin(DatasetProcessRule, DatasetProcessRule.id == Document.process_rule_id)
    )
    row = session.execute(wanted.where(claim.held, Dataset.deleted_at.is_(None))).one_or_none()
    if row is None or (building := row[0].building) is None:
        raise ClaimLost
    document, dataset, rule = row
    return Job(
        document_id=document.id,
        dataset_id=dataset.id,
        workspace_id=document.workspace_id,
        name=named(document),
        size=document.size,
        storage_key=document.storage_key,
        text_storage_key=document.text_storage_key,
        generation=document.generation,
        building=building,
        rules=Rules.of(rule.given() if rule else None, document.doc_form),
        doc_language=dataset.doc_language,
        targets=targets_of(session, dataset.id),
        is_split=document.splitting_completed_at is not None,
        total_segments=document.total_segments,
    )


def named(document: Document) -> str:
    """People name documents as they like; a text that was typed is Markdown."""
    extension = document.extension.lstrip(".").lower() or "md"
    return document.name if document.name.lower().endswith(f".{extension}") else f"{document.name}.{extension}"
