"""Whose work it is to build an index: as with documents, the row is the queue, by the database's clock."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Interval, bindparam, func, select, text, update

from treeline.datasets.indexing.claims import MOST_ATTEMPTS, ClaimLost
from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.kernel.db import DbSession, enqueue

TASK = "datasets.build_indexes"
LOST = "The worker that built this index was lost several times in a row."

_FREE = """
    i.state = 'building' AND i.error_code IS NULL AND i.attempt < :attempts
    AND (i.claimed_until IS NULL OR i.claimed_until <= clock_timestamp())
    AND EXISTS (SELECT FROM datasets d WHERE d.id = i.dataset_id AND d.deleted_at IS NULL)"""
# The one that was worked on last comes last.
_NEXT = text(f"""
    WITH next AS (
        SELECT i.id FROM knowledge_indexes i WHERE {_FREE}
        ORDER BY i.claimed_until NULLS FIRST, i.created_at LIMIT 1 FOR UPDATE OF i SKIP LOCKED)
    UPDATE knowledge_indexes i
    SET claim = :token, claimed_until = clock_timestamp() + :lease, attempt = i.attempt + 1
    FROM next WHERE i.id = next.id RETURNING i.id""").bindparams(bindparam("lease", type_=Interval()))  # noqa: S608  ours
_WAITING = text(f"SELECT count(*) FROM (SELECT FROM knowledge_indexes i WHERE {_FREE} LIMIT 100) AS waiting")  # noqa: S608  ours


@dataclass(frozen=True)
class IndexClaim:
    index_id: UUID
    token: UUID
    lease_seconds: float


def enqueue_building() -> None:
    """After the commit some worker looks for indexes to build. Lost, the sweep does it again."""
    enqueue(TASK)


def claim_next(session: DbSession, lease_seconds: float) -> IndexClaim | None:
    token, lease = uuid4(), timedelta(seconds=lease_seconds)
    found = session.scalar(_NEXT, {"token": token, "lease": lease, "attempts": MOST_ATTEMPTS})
    return IndexClaim(found, token, lease_seconds) if found else None


def renew(session: DbSession, claim: IndexClaim, **values: object) -> None:
    """Keep the claim, and write what belongs to it. Share the indexes first. Raises ClaimLost."""
    living = select(Dataset.id).where(Dataset.id == KnowledgeIndex.dataset_id, Dataset.deleted_at.is_(None)).exists()
    kept = update(KnowledgeIndex).where(*held(claim), living)
    until = _in(claim.lease_seconds)
    done = session.execute(kept.values(claimed_until=until, **values).returning(KnowledgeIndex.id))
    if done.one_or_none() is None:
        raise ClaimLost


def release(session: DbSession, claim: IndexClaim, *, again_in: float = 0, counts: bool = False) -> None:
    """Somebody else may go on, at once or in so many seconds. `counts`: nothing came of it."""
    attempt = KnowledgeIndex.attempt if counts else func.greatest(0, KnowledgeIndex.attempt - 1)
    released = update(KnowledgeIndex).where(*held(claim))
    session.execute(released.values(claim=None, claimed_until=_in(again_in), attempt=attempt))


def attempts(session: DbSession, claim: IndexClaim) -> int:
    """How many in a row came to nothing, this one included."""
    return session.scalar(select(KnowledgeIndex.attempt).where(*held(claim))) or 0


def fail(session: DbSession, claim: IndexClaim, code: str, message: str) -> None:
    """The end of it, with its reason, until somebody tries again. What answers goes on answering."""
    session.execute(update(KnowledgeIndex).where(*held(claim)).values(**_ended(code, message)))


def give_up(session: DbSession) -> None:
    """Indexes that no worker gets through."""
    lost = (
        KnowledgeIndex.state == "building",
        KnowledgeIndex.error_code.is_(None),
        KnowledgeIndex.claimed_until < func.now(),
        KnowledgeIndex.attempt >= MOST_ATTEMPTS,
    )
    session.execute(update(KnowledgeIndex).where(*lost).values(**_ended("indexing_interrupted", LOST)))


def waiting(session: DbSession) -> int:
    """How many any worker may take now."""
    return session.scalar(_WAITING, {"attempts": MOST_ATTEMPTS}) or 0


def begin_again(session: DbSession, *these: ColumnElement[bool]) -> None:
    """Of those that ended with an error. What they have is kept."""
    failed = (KnowledgeIndex.state == "building", KnowledgeIndex.error_code.is_not(None))
    values = {"error_code": None, "error": None, "stopped_at": None, "claimed_until": None, "attempt": 0}
    session.execute(update(KnowledgeIndex).where(*failed, *these).values(**values))


def held(claim: IndexClaim) -> tuple[ColumnElement[bool], ...]:
    mine = (KnowledgeIndex.id == claim.index_id, KnowledgeIndex.claim == claim.token)
    return (*mine, KnowledgeIndex.state == "building")


def _ended(code: str, message: str) -> dict[str, object]:
    reason = {"error_code": code, "error": message, "stopped_at": func.clock_timestamp()}
    return {**reason, "claim": None, "claimed_until": None}


def _in(seconds: float) -> ColumnElement:
    return func.clock_timestamp() + text(f"interval '{seconds} seconds'")
