"""Whose work a document is. The row is the queue, by the database's clock.

A worker claims a document under a new token; what it writes for it takes effect only while the row has that token. A
claim that is not renewed expires, and the document is anybody's again.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Interval, bindparam, func, literal, or_, select, text, update

from treeline.datasets.models import Dataset, Document
from treeline.kernel.claims import MOST_ATTEMPTS, Claim, ClaimLost, is_stuck, seconds_from_now
from treeline.kernel.db import DbSession

BATCH = 100
RESTING = ("paused", "error", "completed")


WAITING = {"indexing_status": "waiting", "error_code": None, "error": None, "stopped_at": None, "attempt": 0}


class Paused(Exception):
    """Somebody has paused the document."""


DocumentClaim = Claim[Document]
_WAITS = "d.building IS NOT NULL AND d.indexing_status NOT IN ('paused', 'error', 'completed')"
# Those with documents that wait, found one after another in the index, however many documents that are. The one with
# the fewest in work comes first, then the one whose oldest document waits longest. now(): a clock that goes on would
# keep the index out of it.
_WORKSPACES = text(f"""
    WITH RECURSIVE waiting AS (
        (SELECT d.workspace_id AS id FROM documents d WHERE {_WAITS} AND d.is_urgent = :urgent
         ORDER BY d.workspace_id LIMIT 1)
        UNION ALL
        SELECT (SELECT d.workspace_id FROM documents d WHERE {_WAITS} AND d.is_urgent = :urgent
                AND d.workspace_id > waiting.id ORDER BY d.workspace_id LIMIT 1)
        FROM waiting WHERE waiting.id IS NOT NULL),
    busy AS (
        SELECT workspace_id, count(*) AS number FROM documents
        WHERE claimed_until > now() AND claim IS NOT NULL GROUP BY workspace_id)
    SELECT waiting.id FROM waiting LEFT JOIN busy ON busy.workspace_id = waiting.id
    WHERE waiting.id IS NOT NULL
    ORDER BY coalesce(busy.number, 0), (
        SELECT d.created_at FROM documents d WHERE {_WAITS} AND d.is_urgent = :urgent AND d.workspace_id = waiting.id
               AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())
        ORDER BY d.created_at LIMIT 1)""")  # noqa: S608  ours
_NEXT = text(f"""
    WITH next AS (
        SELECT d.id FROM documents d
        WHERE {_WAITS} AND d.is_urgent = :urgent AND d.workspace_id = :workspace AND d.attempt < :attempts
              AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())
              AND EXISTS (SELECT FROM datasets s WHERE s.id = d.dataset_id AND s.deleted_at IS NULL)
        ORDER BY d.created_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
    UPDATE documents d
    SET claim = :token, claimed_until = clock_timestamp() + :lease, attempt = d.attempt + 1,
        processing_started_at = coalesce(d.processing_started_at, clock_timestamp())
    FROM next WHERE d.id = next.id RETURNING d.id""").bindparams(bindparam("lease", type_=Interval()))  # noqa: S608  ours


def claim_next(session: DbSession, lease_seconds: float, *, urgent: bool) -> DocumentClaim | None:
    """The next document, now this worker's. `urgent`: only of those that people wait for."""
    lease = timedelta(seconds=lease_seconds)
    for of_people in (True,) if urgent else (True, False):
        for workspace in session.scalars(_WORKSPACES, {"urgent": of_people}).all():
            values = {"urgent": of_people, "workspace": workspace, "token": uuid4(), "lease": lease}
            found = session.scalar(_NEXT, {**values, "attempts": MOST_ATTEMPTS})
            if found is not None:
                return Claim(Document, found, values["token"], lease_seconds)
    return None


def renew(session: DbSession, claim: DocumentClaim, **values: object) -> None:
    """Keep the claim, and write what belongs to it. Raises ClaimLost, Paused."""
    living = select(Dataset.id).where(Dataset.id == Document.dataset_id, Dataset.deleted_at.is_(None)).exists()
    kept = update(Document).where(claim.held, living)
    status = session.execute(
        kept.values(claimed_until=seconds_from_now(claim.lease_seconds), **values).returning(Document.indexing_status)
    ).scalar_one_or_none()
    if status is None:
        raise ClaimLost
    if status in RESTING:
        raise Paused


def lock(session: DbSession, claim: DocumentClaim) -> None:
    """Nobody pauses, changes or deletes the document before the end of this transaction. Raises ClaimLost, Paused."""
    locked = select(Document.indexing_status).where(claim.held).with_for_update(of=Document)
    status = session.scalar(locked)
    if status is None:
        raise ClaimLost
    if status in RESTING:
        raise Paused


def release(session: DbSession, claim: DocumentClaim, *, again_in: float | None = None, counts: bool = False) -> None:
    """Somebody else may go on, at once or in so many seconds. `counts`: nothing came of it."""
    released = update(Document).where(claim.held)
    attempt = Document.attempt if counts else func.greatest(0, Document.attempt - 1)
    until = seconds_from_now(again_in) if again_in else None
    session.execute(released.values(claim=None, claimed_until=until, attempt=attempt))


def fail(session: DbSession, claim: DocumentClaim, code: str, message: str) -> bool:
    """The end of it, with its reason, until somebody tries again."""
    failed = update(Document).where(claim.held, Document.indexing_status.not_in(RESTING))
    reason = {"indexing_status": "error", "error_code": code, "error": message, "stopped_at": func.clock_timestamp()}
    ended = failed.values(**reason, claim=None, claimed_until=None)
    return session.execute(ended.returning(Document.id)).one_or_none() is not None


def attempts(session: DbSession, claim: DocumentClaim) -> int:
    """How many in a row brought the document no further, this one included."""
    return session.scalar(select(Document.attempt).where(claim.held)) or 0


def try_embedding_again(session: DbSession, dataset_id: UUID) -> None:
    """Documents that ended for their model's sake, now that there is another."""
    failed = (Document.dataset_id == dataset_id, Document.indexing_status == "error")
    again = update(Document).where(*failed, Document.error_code.startswith("embedding_", autoescape=True))
    session.execute(again.values(**WAITING))


def expired(session: DbSession) -> Sequence[UUID]:
    """Documents whose worker is gone, for the last time: no other tries again."""
    lost = select(Document.id).where(Document.claim.is_not(None), is_stuck(Document))
    return session.scalars(lost.limit(BATCH)).all()


def give_up(session: DbSession, document_id: UUID, code: str, message: str) -> None:
    """Of a document that no worker gets through."""
    lost = (Document.claim.is_not(None), is_stuck(Document), Document.indexing_status.not_in(RESTING))
    reason = {"indexing_status": "error", "error_code": code, "error": message, "stopped_at": func.clock_timestamp()}
    given_up = update(Document).where(Document.id == document_id, *lost)
    session.execute(given_up.values(**reason, claim=None, claimed_until=None))


def waiting(session: DbSession, *, urgent: bool) -> int:
    """How many documents any worker may take now, up to a batch."""
    free = or_(Document.claimed_until.is_(None), Document.claimed_until <= func.now())
    some = select(literal(1)).where(
        Document.building.is_not(None),
        Document.indexing_status.not_in(RESTING),
        Document.attempt < MOST_ATTEMPTS,
        free,
        Document.is_urgent.is_(urgent),
    )
    return session.scalar(select(func.count()).select_from(some.limit(BATCH).subquery())) or 0
