"""What a question is to be answered with: a document, or a passage of one.

A new version of a document, or another way of splitting, makes new segments. A passage is therefore also known by its
text, and by its place in the document while that has the same bytes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.models import Document, Segment
from treeline.datasets.retrieval.candidates import Found
from treeline.files.postgres import among
from treeline.kernel.db import DbSession

Reason = Literal[
    "document_deleted",
    "document_disabled",
    "document_archived",
    "document_not_indexed",
    "segment_disabled",
    "passage_changed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`document`: its folder and name when this was written. Without a segment, any passage of the document will do."""

    document_id: UUID
    document: str
    grade: int = 1
    segment_id: UUID | None = None
    text_hash: str | None = None
    start: int | None = None
    end: int | None = None
    content_hash: str | None = None
    quote: str | None = None

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        ids = {name: UUID(stored[name]) for name in ("document_id", "segment_id") if stored.get(name)}
        return cls(**{**stored, **ids})

    def stored(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: str(value) if isinstance(value, UUID) else value
            for name, value in values.items()
            if value is not None
        }

    def is_met_by(self, found: Found) -> bool:
        if found.document.id != self.document_id:
            return False
        return self.segment_id is None or any(self._is(each, found.document) for each in found.segments)

    def _is(self, segment: Segment, document: Document) -> bool:
        if segment.id == self.segment_id or segment.text_hash == self.text_hash:
            return True
        if not self.has_place(document) or segment.text_start is None or segment.text_end is None:
            return False
        return segment.text_start < (self.end or 0) and (self.start or 0) < segment.text_end

    def has_place(self, document: Document) -> bool:
        return self.start is not None and self.content_hash is not None and document.content_hash == self.content_hash


@dataclass(frozen=True, slots=True)
class Missing:
    expected: Expected
    reason: Reason

    def stored(self) -> dict[str, Any]:
        return {
            "document_id": str(self.expected.document_id),
            "document": self.expected.document,
            "reason": self.reason,
        }


def place_of(document: Document) -> str:
    return f"{document.folder}/{document.name}" if document.folder else document.name


def split(session: DbSession, dataset_id: UUID, expected: Sequence[Expected]) -> tuple[list[Expected], list[Missing]]:
    """Those that a search could find now, and the others."""
    wanted = {each.document_id for each in expected}
    of_these = select(Document).where(Document.dataset_id == dataset_id, among(Document.id, wanted))
    documents = {each.id: each for each in session.scalars(of_these)}
    segments = _passages(session, expected)
    there, missing = list[Expected](), list[Missing]()
    for each in expected:
        reason = _reason(each, documents.get(each.document_id), segments)
        if reason is None:
            there.append(each)
        else:
            missing.append(Missing(each, reason))
    return there, missing


def _passages(session: DbSession, expected: Sequence[Expected]) -> dict[tuple[UUID, str], bool]:
    """{(document, hash of a text that answers in it): whether it is enabled}."""
    passages = [each for each in expected if each.segment_id is not None]
    if not passages:
        return {}
    same = among(Segment.text_hash, {each.text_hash for each in passages if each.text_hash})
    rows = (
        select(Segment.document_id, Segment.text_hash, Segment.enabled)
        .join(Document, Document.id == Segment.document_id)
        .where(among(Segment.document_id, {each.document_id for each in passages}), same)
        .where(Segment.generation == Document.generation)
    )
    found = dict[tuple[UUID, str], bool]()
    for document_id, text_hash, enabled in session.execute(rows):
        found[document_id, text_hash] = enabled or found.get((document_id, text_hash), False)
    return found


def _reason(expected: Expected, document: Document | None, segments: dict[tuple[UUID, str], bool]) -> Reason | None:
    if document is None:
        return "document_deleted"
    if document.generation == 0:
        return "document_not_indexed"
    if document.archived:
        return "document_archived"
    if not document.enabled:
        return "document_disabled"
    if expected.segment_id is None:
        return None
    enabled = segments.get((document.id, expected.text_hash or ""))
    if enabled is not None:
        return None if enabled else "segment_disabled"
    return None if expected.has_place(document) else "passage_changed"


def numbers_met(found: Found, expected: Collection[Expected]) -> list[int]:
    return [number for number, each in enumerate(expected) if each.is_met_by(found)]
