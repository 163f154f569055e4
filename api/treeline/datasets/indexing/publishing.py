"""The last step: in one transaction the new generation takes the place of the one that answers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, func, select, update

from treeline.datasets.indexing import claims
from treeline.datasets.indexing.claims import Claim
from treeline.datasets.indexing.filling import cache_of
from treeline.datasets.indexing.jobs import Job, Searched, VectorTarget, searched
from treeline.datasets.models import Document, Segment
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import open_store
from treeline.files.postgres import TRASHED_FOR, trash_unnamed
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import ObjectMissing


class TextGone(Exception):
    """What an earlier step made is not there any more; it is made again."""


def publish(job: Job, claim: Claim, targets: list[VectorTarget]) -> None:
    """Raises ClaimLost, Paused, TextGone, VectorExtensionMissing, and errors of the store."""
    if job.is_split and not _has_text(job):
        raise TextGone
    with unit_of_work() as session:
        claims.lock(session, claim)
        enabled = session.scalar(select(Document.enabled & ~Document.archived).where(Document.id == job.document_id))
        _write_words(session, job, enabled=bool(enabled))
        for target in targets:
            _write_vectors(session, job, target, enabled=bool(enabled))
        old = (Segment.document_id == job.document_id, Segment.generation != job.building)
        session.execute(delete(Segment).where(*old))
        _switch(session, job)


def start_again(job: Job, claim: Claim) -> None:
    """Forget what was split: the next claim reads the document anew."""
    with unit_of_work() as session:
        claims.lock(session, claim)
        this = update(Document).where(Document.id == job.document_id)
        session.execute(this.values(splitting_completed_at=None, indexing_status="waiting"))


def _pages(session: DbSession, job: Job) -> Iterator[list[Searched]]:
    after = -1
    while page := searched(session, job, after):
        yield page
        after = page[-1].position


def _write_words(session: DbSession, job: Job, *, enabled: bool) -> None:
    index = WordIndex(session, job.dataset_id, job.doc_language)
    index.create()
    index.delete(document_ids=[job.document_id])
    for page in _pages(session, job):
        index.add(WordRow(each.id, job.document_id, each.text, enabled and each.enabled) for each in page)


def _write_vectors(session: DbSession, job: Job, target: VectorTarget, *, enabled: bool) -> None:
    if target.dims is None:
        # No text, so no vector, and nobody knows yet how long they will be.
        return
    index = VectorIndex(target.id, target.dims)
    store = open_store(target.store, session, current.settings(DatasetSettings))
    store.create(index)
    store.delete(index, document_ids=[job.document_id])
    cache = cache_of(job, target)
    for page in _pages(session, job):
        known = cache.vectors(session, {each.text_hash for each in page})
        if any(len(known.get(each.text_hash, ())) != target.dims for each in page):
            raise TextGone
        store.upsert(
            index,
            [VectorRow(each.id, job.document_id, known[each.text_hash], enabled and each.enabled) for each in page],
        )


def _switch(session: DbSession, job: Job) -> None:
    mine = (Segment.document_id == job.document_id, Segment.generation == job.building)
    sums = select(
        func.count(), func.coalesce(func.sum(Segment.tokens), 0), func.coalesce(func.sum(Segment.word_count), 0)
    )
    number, tokens, words = session.execute(sums.where(*mine)).one()
    values: dict[str, Any] = {
        "generation": job.building,
        "building": None,
        "indexing_status": "completed",
        "completed_at": func.clock_timestamp(),
        "error_code": None,
        "error": None,
        "stopped_at": None,
        "attempt": 0,
        "claim": None,
        "claimed_until": None,
        "is_urgent": False,
        "total_segments": number,
        "completed_segments": number,
        "tokens": tokens,
        "word_count": words,
        "text_storage_key": job.new_text_key,
    }
    session.execute(update(Document).where(Document.id == job.document_id).values(**values))
    if job.text_storage_key not in (None, job.new_text_key):
        trash_unnamed(session, [job.text_storage_key], now() + TRASHED_FOR)


def _has_text(job: Job) -> bool:
    try:
        b"".join(current.storage().read(job.new_text_key, 0, 1))
    except ObjectMissing:
        return False
    return True
