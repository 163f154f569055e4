"""Which documents and segments are meant by what people write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from treeline.datasets.errors import DocumentNotFound
from treeline.datasets.evaluation.expectations import Expected, place_of
from treeline.datasets.evaluation.importing import MAX_NAMED, Asked
from treeline.datasets.evaluation.schemas import ExpectedIn
from treeline.datasets.models import Document, Segment
from treeline.files.postgres import among
from treeline.kernel.db import DbSession
from treeline.kernel.validation import Problem

QUOTE = 300


def resolve(
    session: DbSession, dataset_id: UUID, asked: Sequence[Asked], known: Mapping[UUID, Expected]
) -> list[list[Expected]]:
    """Of each question what is expected. `known`: passages that are expected already, by their segments.

    Raises DocumentNotFound, which names all that this knowledge base lacks.
    """
    given = [each for one in asked for _, each in one.expected]
    documents = _Documents(session, dataset_id, given)
    segments = _segments(session, dataset_id, [each.segment_id for each in given if each.segment_id])
    problems, resolved = list[dict[str, Any]](), list[list[Expected]]()
    for one in asked:
        found = list[Expected]()
        for place, each in one.expected:
            meant = _meant(each, documents, segments, known)
            if isinstance(meant, Problem):
                problems.append(meant.at(place))
            elif not any((meant.document_id, meant.segment_id) == (e.document_id, e.segment_id) for e in found):
                found.append(meant)
        resolved.append(found)
    if problems:
        error = DocumentNotFound(f"{problems[0]['path']}: {problems[0]['message']}")
        error.details = problems[:MAX_NAMED]
        raise error
    return resolved


class _Documents:
    """Those that are named, by ID, by folder and name, and by name."""

    def __init__(self, session: DbSession, dataset_id: UUID, given: Iterable[ExpectedIn]):
        named = {each.document for each in given if each.document}
        ids = {id_ for each in named if (id_ := _uuid(each))}
        names = named | {each.rpartition("/")[2] for each in named}
        these = or_(among(Document.id, ids), among(Document.name, names))
        rows = session.scalars(select(Document).where(Document.dataset_id == dataset_id, these)).all()
        self._by_id = {each.id: each for each in rows}
        self._by_name = dict[str, list[Document]]()
        for each in rows:
            for name in {each.name, place_of(each)}:
                self._by_name.setdefault(name, []).append(each)

    def meant(self, reference: str) -> Document | Problem:
        id_ = _uuid(reference)
        if id_ and id_ in self._by_id:
            return self._by_id[id_]
        found = self._by_name.get(reference.strip("/"), [])
        exact = [each for each in found if place_of(each) == reference.strip("/")]
        chosen = exact or found
        if len(chosen) == 1:
            return chosen[0]
        told = f"no document {reference} in this knowledge base."
        if chosen:
            told = f"{len(chosen)} documents are called {reference}: use the ID, or the folder and the name."
        return Problem("document_unknown", told, {"name": reference})


def _segments(session: DbSession, dataset_id: UUID, ids: Sequence[UUID]) -> dict[UUID, tuple[Segment, Document]]:
    rows = (
        select(Segment, Document)
        .join(Document, Document.id == Segment.document_id)
        .where(Document.dataset_id == dataset_id, among(Segment.id, ids), Segment.generation == Document.generation)
    )
    return {segment.id: (segment, document) for segment, document in session.execute(rows)} if ids else {}


def _meant(
    given: ExpectedIn,
    documents: _Documents,
    segments: dict[UUID, tuple[Segment, Document]],
    known: Mapping[UUID, Expected],
) -> Expected | Problem:
    document = documents.meant(given.document) if given.document else None
    if isinstance(document, Problem):
        return document
    if given.segment_id is None and document is not None:
        return Expected(document_id=document.id, document=place_of(document), grade=given.grade)
    pair = segments.get(given.segment_id) if given.segment_id else None
    # The segment has gone with a version of its document, and the passage is known by its text.
    before = known.get(given.segment_id) if given.segment_id and pair is None else None
    if before is not None and (document is None or document.id == before.document_id):
        return replace(before, grade=given.grade)
    if pair is None or (document is not None and pair[1].id != document.id):
        return Problem("segment_unknown", f"no segment {given.segment_id} there.", {"name": str(given.segment_id)})
    segment, document = pair
    return Expected(
        document_id=document.id,
        document=place_of(document),
        grade=given.grade,
        segment_id=segment.id,
        text_hash=segment.text_hash,
        start=segment.text_start,
        end=segment.text_end,
        content_hash=document.content_hash,
        quote=segment.content[:QUOTE],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
