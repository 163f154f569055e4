"""The first step: a document's bytes become its text, and that becomes segments. All of them are written, or none."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.errors import NoTextFound
from treeline.datasets.extraction.extractor import extract
from treeline.datasets.indexing import claims
from treeline.datasets.indexing.claims import DocumentClaim
from treeline.datasets.indexing.copying import copy_rows
from treeline.datasets.indexing.edits import Edited, Placed, with_edits
from treeline.datasets.indexing.jobs import Job
from treeline.datasets.models import ChildChunk, DatasetMetadata, Document, Segment
from treeline.datasets.pipelines.asking import ModelAsker
from treeline.datasets.pipelines.enriching import Enriching, Subject
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.pieces import NOTHING, Added, Child, Piece, child_text, indexed_text
from treeline.datasets.splitting.split import split
from treeline.files.postgres import TRASHED_FOR, trash_unnamed
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.ids import new_ids
from treeline.kernel.threads import in_thread

_SEGMENT = (
    *("id", "dataset_id", "document_id", "generation", "position", "content", "answer", "text_hash"),
    *("text_start", "text_end", "page_from", "page_to", "heading", "keywords", "enrichment", "tokens", "word_count"),
    *("enabled", "disabled_at", "hit_count", "edited", "created_at", "updated_at"),
)
_CHILD = (
    *("id", "dataset_id", "document_id", "segment_id", "position", "content", "text_hash"),
    *("text_start", "text_end", "tokens", "word_count", "type", "created_at", "updated_at"),
)


@dataclass(frozen=True)
class Kept:
    """What a segment keeps when it is made anew."""

    keywords: list[str]
    enabled: bool = True
    disabled_at: datetime | None = None
    hit_count: int = 0


async def read(job: Job, claim: DocumentClaim) -> None:
    """Raises ExtractionFailed, TooManySegments, EnrichmentFailed, OSError of the storage; ClaimLost, Paused."""
    with unit_of_work() as session:
        claims.renew(session, claim, indexing_status="parsing")
    extracted = await extract(job.name, _bytes(job)) if job.storage_key else Extracted("", "txt")
    if not extracted.text.strip():
        raise NoTextFound(f"{job.name} has no text in it.")
    enriching = _enriching(job, claim)
    extracted, _ = await enriching.redacted(extracted)
    with unit_of_work() as session:
        claims.renew(session, claim, indexing_status="splitting", parsing_completed_at=func.clock_timestamp())
    # It may take a while, and the claim must be kept.
    pieces = await in_thread(lambda: split(extracted, job.rules))
    pieces = await enriching.enriched(pieces, extracted)
    values = await enriching.metadata(extracted.text)
    key = job.new_text_key
    # A worker that was killed may have left it, and another version of ours reads other text.
    current.storage().delete(key)
    current.storage().put(key, [extracted.text.encode()])
    with unit_of_work() as session:
        edited = _edited(session, job)
    sources = _with_sources(job, edited)
    with unit_of_work() as session:
        claims.lock(session, claim)
        _write(session, job, with_edits(pieces, sources, extracted.text), extracted.text)
        _advance(session, job, claim, key)
        if values:
            _fill_fields(session, job, values)


def _enriching(job: Job, claim: DocumentClaim) -> Enriching:
    """Each new answer of a model is progress, and kept: whoever goes on after us asks for the others alone."""

    def progress(done: int, total: int, is_new: bool) -> None:
        values = {"completed_segments": done, "total_segments": total} if total else {}
        with unit_of_work() as session:
            claims.renew(session, claim, **values, **({"attempt": 0} if is_new else {}))

    own = select(DatasetMetadata.name, DatasetMetadata.type).where(DatasetMetadata.dataset_id == job.dataset_id)
    with unit_of_work() as session:
        fields: dict[str, str] = dict(iter(session.execute(own))) if job.rules.enrichments else {}
    asker = ModelAsker(job.workspace_id, current.settings(DatasetSettings), current.redis())
    return Enriching(Subject(job.document_id, job.doc_language, fields), job.rules, asker, progress)


def _fill_fields(session: DbSession, job: Job, values: dict[str, Any]) -> None:
    """Those that have no value yet: what people say stays."""
    own = select(DatasetMetadata.name, DatasetMetadata.id).where(DatasetMetadata.dataset_id == job.dataset_id)
    ids = dict(iter(session.execute(own)))
    given = literal({str(ids[name]): value for name, value in values.items() if name in ids}, JSONB)
    this = update(Document).where(Document.id == job.document_id)
    session.execute(this.values(fields=given.op("||")(Document.fields)))


def forget_deleted(job: Job) -> None:
    """The text of a document that was deleted in the meantime, and never named it."""
    with unit_of_work() as session:
        is_there = session.scalar(select(Document.id).where(Document.id == job.document_id)) is not None
    if not is_there:
        current.storage().delete(job.new_text_key)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _bytes(job: Job) -> bytes:
    return b"".join(current.storage().read(job.storage_key, 0, job.size)) if job.storage_key else b""


def _edited(session: DbSession, job: Job) -> list[tuple[Segment, list[ChildChunk]]]:
    mine = (Segment.document_id == job.document_id, Segment.generation == job.generation, Segment.edited)
    segments = session.scalars(select(Segment).where(*mine).order_by(Segment.position)).all()
    children: dict[UUID, list[ChildChunk]] = {each.id: [] for each in segments}
    of_these = select(ChildChunk).where(ChildChunk.segment_id.in_(list(children)))
    for child in session.scalars(of_these.order_by(ChildChunk.position)) if children else ():
        children[child.segment_id].append(child)
    return [(each, children[each.id]) for each in segments]


def _with_sources(job: Job, edited: list[tuple[Segment, list[ChildChunk]]]) -> list[Edited]:
    """With the text that they were made of, out of the old one."""
    found = list[Edited]()
    for segment, children in edited:
        start, end = segment.text_start, segment.text_end
        source = None
        if start is not None and end is not None and job.text_storage_key:
            source = b"".join(current.storage().read(job.text_storage_key, start, end - start)).decode()
        parts = tuple(Child(each.content, 0, 0) for each in children)
        heading = tuple(segment.heading)
        pages = (segment.page_from, segment.page_to)
        piece = Piece(segment.content, 0, 0, heading, *pages, answer=segment.answer, children=parts)
        found.append(Edited(segment.id, piece, source))
    return found


def _write(session: DbSession, job: Job, placed: list[Placed], text: str) -> None:
    others = (Segment.document_id == job.document_id, Segment.generation != job.generation)
    session.execute(delete(Segment).where(*others))
    by_text, by_id = _kept(session, job)
    ids, children = new_ids(), list[tuple[Any, ...]]()
    at = now()
    whole = (each.start for each in placed), (each.end for each in placed)
    parts = [child for each in placed if not each.edited for child in each.piece.children]
    offsets = _byte_offsets(text, [*whole[0], *whole[1], *(c.start for c in parts), *(c.end for c in parts)])

    def segments() -> Iterator[tuple[Any, ...]]:
        for position, each in enumerate(placed):
            piece, segment_id = each.piece, next(ids)
            bare = indexed_text(piece.heading, piece.content, piece.answer)
            kept = by_id.get(each.edited) if each.edited else by_text.get(bare)
            # As it is searched: where there are child chunks, that is they.
            added = NOTHING if piece.children else piece.added
            text_hash = hash_of(indexed_text(piece.heading, piece.content, piece.answer, added))
            kept = kept or Kept([])
            children.extend(_child_rows(job, segment_id, each, offsets, ids, at))
            yield (
                *(segment_id, job.dataset_id, job.document_id, job.building, position, piece.content, piece.answer),
                *(text_hash, offsets.get(each.start), offsets.get(each.end), piece.page_from, piece.page_to),
                *(
                    piece.heading,
                    kept.keywords,
                    _json(piece.added),
                    tokens(piece.content + (piece.answer or "")),
                    len(piece.content),
                ),
                *(kept.enabled, kept.disabled_at, kept.hit_count, each.edited is not None, at, at),
            )

    copy_rows(session, Segment, _SEGMENT, segments())
    copy_rows(session, ChildChunk, _CHILD, children)


def _child_rows(
    job: Job, segment_id: str, each: Placed, offsets: dict[int | None, int], ids: Iterator[str], at: datetime
) -> Iterable[tuple[Any, ...]]:
    by_hand = each.edited is not None
    for position, child in enumerate(each.piece.children):
        place = (None, None) if by_hand else (offsets[child.start], offsets[child.end])
        yield (
            *(next(ids), job.dataset_id, job.document_id, segment_id, position, child.content),
            *(hash_of(child_text(each.piece.heading, child.content, each.piece.added)), *place, tokens(child.content)),
            *(len(child.content), "customized" if by_hand else "automatic", at, at),
        )


def _json(added: Added) -> str | None:
    return json.dumps(added.stored()) if added else None


def _kept(session: DbSession, job: Job) -> tuple[dict[str, Kept], dict[UUID | None, Kept]]:
    """By the text, whatever a model wrote about it, and by the id: of segments with something to keep."""
    noted = or_(~Segment.enabled, Segment.hit_count > 0, func.cardinality(Segment.keywords) > 0)
    mine = (Segment.document_id == job.document_id, Segment.generation == job.generation, noted)
    columns = (Segment.keywords, Segment.enabled, Segment.disabled_at, Segment.hit_count)
    text = (Segment.heading, Segment.content, Segment.answer)
    by_text, by_id = dict[str, Kept](), dict[UUID | None, Kept]()
    for row in session.execute(select(*text, Segment.id, *columns).where(*mine)):
        kept = Kept(row.keywords, row.enabled, row.disabled_at, row.hit_count)
        by_text[indexed_text(row.heading, row.content, row.answer)] = by_id[row.id] = kept
    return by_text, by_id


def _byte_offsets(text: str, characters: Iterable[int | None]) -> dict[int | None, int]:
    """Where these characters are in the text's UTF-8."""
    places = sorted({each for each in characters if each is not None} | {0})
    found, length = dict[int | None, int]({0: 0}), 0
    for before, place in pairwise(places):
        length += len(text[before:place].encode())
        found[place] = length
    return found


def _advance(session: DbSession, job: Job, claim: DocumentClaim, key: UUID) -> None:
    total = select(func.count()).where(Segment.document_id == job.document_id, Segment.generation == job.building)
    at = func.clock_timestamp()
    values: dict[str, Any] = {
        "indexing_status": "indexing",
        "cleaning_completed_at": at,
        "splitting_completed_at": at,
        "total_segments": total.scalar_subquery(),
        "completed_segments": 0,
        "attempt": 0,
    }
    if job.generation == 0:
        # Nothing that answers points into another text yet.
        values["text_storage_key"] = key
        if job.text_storage_key not in (None, key):
            trash_unnamed(session, [job.text_storage_key], now() + TRASHED_FOR)
    claims.renew(session, claim, **values)
