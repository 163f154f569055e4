"""What is found, held against the rows: these decide, whatever words and vectors still have."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.retrieval.candidates import Candidate, Passage, Removed
from treeline.kernel.db import DbSession

Rows = Select[*tuple[Any, ...]]

# In the order in which a reader would want to hear of them.
_CHECKS: tuple[tuple[Removed, ColumnElement[bool]], ...] = (
    ("document_disabled", Document.enabled.expression),
    ("document_archived", Document.archived.is_(False)),
    ("outdated", Segment.generation == Document.generation),
    ("segment_disabled", Segment.enabled.expression),
)


def _any(ids: Collection[UUID]) -> Any:
    return func.any(literal(list(ids), ARRAY(Uuid())))


def confirm(
    session: DbSession, dataset_id: UUID, ids: Collection[UUID], documents: Select[UUID] | None
) -> dict[UUID, Candidate]:
    """Of segments and child chunks, those that there are; `removed` says why one is not to be found."""
    filtered = Document.id.in_(documents) if documents is not None else true()
    columns = (Segment.id, Segment.document_id, filtered, *(check for _, check in _CHECKS))
    rows = _rows(select(Segment.id, *columns), dataset_id).where(Segment.id == _any(ids))
    found = list[Sequence[Any]](session.execute(rows))
    if missing := set(ids) - {row[0] for row in found}:
        children = _rows(select(ChildChunk.id, *columns), dataset_id)
        children = children.join(ChildChunk, ChildChunk.segment_id == Segment.id).where(ChildChunk.id == _any(missing))
        found += session.execute(children)
    return {row[0]: _candidate(dataset_id, row) for row in found}


def _rows(columns: Rows, dataset_id: UUID) -> Rows:
    dataset = select(Dataset.id).where(Dataset.id == dataset_id, Dataset.deleted_at.is_(None)).exists()
    rows = columns.select_from(Segment).join(Document, Document.id == Segment.document_id)
    return rows.where(Segment.dataset_id == dataset_id, dataset)


def _candidate(dataset_id: UUID, row: Sequence[Any]) -> Candidate:
    id_, segment_id, document_id, passes, *checked = row
    failed: list[Removed] = [reason for (reason, _), good in zip(_CHECKS, checked, strict=True) if not good]
    removed: Removed | None = failed[0] if failed else None if passes else "filtered"
    return Candidate(id=id_, segment_id=segment_id, document_id=document_id, dataset_id=dataset_id, removed=removed)


def searched_ids(session: DbSession, segment_ids: Collection[UUID]) -> list[UUID]:
    """Of these segments, what is searched in their place: themselves, and their child chunks."""
    children = select(ChildChunk.id).where(ChildChunk.segment_id == _any(segment_ids))
    return [*segment_ids, *session.scalars(children)] if segment_ids else []


def passages(session: DbSession, candidates: Collection[Candidate], datasets: Collection[Dataset]) -> list[Passage]:
    """With their rows, in the same order, but for what was deleted since they were confirmed."""
    by_id = {each.id: each for each in datasets}
    segment_ids, child_ids = (
        {each.segment_id for each in candidates},
        {c.id for c in candidates if c.id != c.segment_id},
    )
    # By one statement: each sees what is there at its own moment.
    both = select(Segment, Document).join(Document, Document.id == Segment.document_id)
    rows = {
        segment.id: (document, segment)
        for segment, document in session.execute(both.where(Segment.id == _any(segment_ids)))
    }
    chunks = select(ChildChunk).where(ChildChunk.id == _any(child_ids))
    children = {each.id: each for each in session.scalars(chunks)} if child_ids else {}
    return [
        Passage(each, by_id[each.dataset_id], *rows[each.segment_id], child)
        for each in candidates
        if each.segment_id in rows and ((child := children.get(each.id)) or each.id == each.segment_id)
    ]
