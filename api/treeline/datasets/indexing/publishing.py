"""The last step: in one transaction the new generation takes the place of the one that answers."""

from typing import Any

from sqlalchemy import delete, func, select, update

from treeline.datasets import indexes
from treeline.datasets.indexes import VectorTarget
from treeline.datasets.indexing import claims
from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.claims import DocumentClaim
from treeline.datasets.indexing.jobs import Job
from treeline.datasets.indexing.versions import send_vectors, write_vectors, write_words
from treeline.datasets.models import Document, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.files.postgres import TRASHED_FOR, trash_unnamed
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import ObjectMissing


class TextGone(Exception):
    """What an earlier step made is not there any more; it is made again."""


def publish(job: Job, claim: DocumentClaim, targets: tuple[VectorTarget, ...]) -> None:
    """Into the indexes that answer; `targets` are those that the vectors were made for.

    Raises IndexesChanged, ClaimLost, Paused, TextGone, VectorExtensionMissing, and errors of the store.
    """
    if job.is_split and not _has_text(job):
        raise TextGone
    settings = current.settings(DatasetSettings)
    for target in targets:
        cache = VectorCache(job.workspace_id, target.provider, target.model)
        send_vectors(settings, target, cache, job.version, lambda session: claims.renew(session, claim))
    with unit_of_work() as session:
        claims.lock(session, claim)
        indexes.share(session, job.dataset_id)
        indexes.require_same(session, job.dataset_id, targets)
        found = session.scalar(select(Document.enabled & ~Document.archived).where(Document.id == job.document_id))
        write_words(session, indexes.words_of(session, job.dataset_id), job.version, enabled=bool(found))
        for target in targets:
            cache = VectorCache(job.workspace_id, target.provider, target.model)
            write_vectors(session, settings, target, cache, job.version, enabled=bool(found))
        old = (Segment.document_id == job.document_id, Segment.generation != job.building)
        session.execute(delete(Segment).where(*old))
        _switch(session, job)


def start_again(job: Job, claim: DocumentClaim) -> None:
    """Forget what was split: the next claim reads the document anew."""
    with unit_of_work() as session:
        claims.lock(session, claim)
        this = update(Document).where(Document.id == job.document_id)
        session.execute(this.values(splitting_completed_at=None, indexing_status="waiting"))


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
