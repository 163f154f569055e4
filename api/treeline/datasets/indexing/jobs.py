"""What is to be done for a document, read once when it is claimed."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Row, Select, select, true

from treeline.datasets.indexing.claims import Claim, ClaimLost, held
from treeline.datasets.models import ChildChunk, Dataset, DatasetProcessRule, Document, KnowledgeIndex, Segment
from treeline.datasets.splitting.pieces import Added, Rules, child_text, indexed_text
from treeline.kernel.db import DbSession

# Segments that are looked at together.
PAGE = 500


@dataclass(frozen=True)
class VectorTarget:
    """An index that gets the document's vectors. `dims`: None until its model has answered once."""

    id: UUID
    store: str
    provider: str
    model: str
    dims: int | None


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
    def new_text_key(self) -> UUID:
        """Where the extracted text lies until it takes the old one's place: the same after a kill, not for others."""
        return uuid5(self.document_id, f"{self.building} of {self.storage_key}")


def open_job(session: DbSession, claim: Claim) -> Job:
    """Raises ClaimLost; InvalidInput for rules that are none."""
    wanted = (
        select(Document, Dataset, DatasetProcessRule)
        .join(Dataset, Dataset.id == Document.dataset_id)
        .outerjoin(DatasetProcessRule, DatasetProcessRule.id == Document.process_rule_id)
    )
    row = session.execute(wanted.where(*held(claim), Dataset.deleted_at.is_(None))).one_or_none()
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
        targets=targets_of(session, dataset),
        is_split=document.splitting_completed_at is not None,
        total_segments=document.total_segments,
    )


def named(document: Document) -> str:
    """People name documents as they like; a text that was typed is Markdown."""
    extension = document.extension.lstrip(".").lower() or "md"
    return document.name if document.name.lower().endswith(f".{extension}") else f"{document.name}.{extension}"


def targets_of(session: DbSession, dataset: Dataset) -> tuple[VectorTarget, ...]:
    """Also an index that is being built for another model: it gets what the active one gets."""
    indexes = session.scalars(
        select(KnowledgeIndex)
        .where(KnowledgeIndex.dataset_id == dataset.id, KnowledgeIndex.state.in_(("active", "building")))
        .order_by(KnowledgeIndex.created_at, KnowledgeIndex.id)
    )
    return tuple(VectorTarget(each.id, each.store, each.provider, each.model, each.dimensions) for each in indexes)


@dataclass(frozen=True)
class Searched:
    """What is searched of a document: a segment, or a child chunk where there are any."""

    id: UUID
    position: int
    text_hash: str
    text: str
    enabled: bool


def searched(session: DbSession, job: Job, after: int) -> list[Searched]:
    """Of the generation that is being made: a page of segments behind a position, with all their child chunks."""
    mine = (Segment.document_id == job.document_id, Segment.generation == job.building)
    last = select(Segment.position).where(*mine, Segment.position > after).order_by(Segment.position)
    until = session.scalar(last.offset(PAGE - 1).limit(1))
    page: list[ColumnElement[bool]] = [*mine, Segment.position > after]
    page.append(Segment.position <= until if until is not None else true())
    return [_searched(row) for row in session.execute(_rows(job).where(*page).order_by(Segment.position))]


def _rows(job: Job) -> Select:
    columns = (Segment.position, Segment.heading, Segment.enabled, Segment.enrichment)
    if job.is_hierarchical:
        of_child = (ChildChunk.id, ChildChunk.text_hash, ChildChunk.content)
        return select(*columns, *of_child).join(ChildChunk, ChildChunk.segment_id == Segment.id)
    return select(*columns, Segment.id, Segment.text_hash, Segment.content, Segment.answer)


def _searched(row: Row) -> Searched:
    position, heading, enabled, enrichment, id_, text_hash, content, *answer = row
    added = Added.of(enrichment)
    text = indexed_text(heading, content, answer[0], added) if answer else child_text(heading, content, added)
    return Searched(id_, position, text_hash, text, enabled)
