"""Whose work it is to build an index: as with documents, the row is the queue, by the database's clock."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, update

from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.kernel import claims
from treeline.kernel.claims import Claim, is_free, is_stuck, seconds_from_now
from treeline.kernel.db import DbSession, enqueue

TASK = "datasets.build_indexes"
MOST_COUNTED = 100
LOST = "The worker that built this index was lost several times in a row."

IndexClaim = Claim[KnowledgeIndex]
_LIVING = select(Dataset.id).where(Dataset.id == KnowledgeIndex.dataset_id, Dataset.deleted_at.is_(None)).exists()
_IS_BUILT = KnowledgeIndex.state == "building"


def enqueue_building() -> None:
    """After the commit some worker looks for indexes to build. Lost, the sweep does it again."""
    enqueue(TASK)


def claim_next(session: DbSession, lease_seconds: float) -> IndexClaim | None:
    """The one that was worked on last comes last."""
    oldest = _free().order_by(
        KnowledgeIndex.claimed_until.is_not(None), KnowledgeIndex.claimed_until, KnowledgeIndex.created_at
    )
    return claims.claim_first(session, KnowledgeIndex, oldest, lease_seconds)


def _free() -> Select[Any]:
    ready = (_IS_BUILT, KnowledgeIndex.error_code.is_(None), is_free(KnowledgeIndex), _LIVING)
    return select(KnowledgeIndex.id).where(*ready)


def renew(session: DbSession, claim: IndexClaim, **values: object) -> None:
    """Keep the claim, and write what belongs to it. Share the indexes first. Raises ClaimLost."""
    claims.renew(session, claim, _IS_BUILT, _LIVING, **values)


def release(session: DbSession, claim: IndexClaim, *, again_in: float = 0, counts: bool = False) -> None:
    """Somebody else may go on, at once or in so many seconds. `counts`: nothing came of it."""
    attempt = KnowledgeIndex.attempt if counts else func.greatest(0, KnowledgeIndex.attempt - 1)
    released = update(KnowledgeIndex).where(held(claim))
    session.execute(released.values(claim=None, claimed_until=seconds_from_now(again_in), attempt=attempt))


def attempts(session: DbSession, claim: IndexClaim) -> int:
    """How many in a row came to nothing, this one included."""
    return session.scalar(select(KnowledgeIndex.attempt).where(held(claim))) or 0


def fail(session: DbSession, claim: IndexClaim, code: str, message: str) -> None:
    """The end of it, with its reason, until somebody tries again. What answers goes on answering."""
    session.execute(update(KnowledgeIndex).where(held(claim)).values(**_ended(code, message)))


def give_up(session: DbSession) -> None:
    """Indexes that no worker gets through."""
    lost = (_IS_BUILT, KnowledgeIndex.error_code.is_(None), is_stuck(KnowledgeIndex))
    session.execute(update(KnowledgeIndex).where(*lost).values(**_ended("indexing_interrupted", LOST)))


def waiting(session: DbSession) -> int:
    """How many any worker may take now."""
    return session.scalar(select(func.count()).select_from(_free().limit(MOST_COUNTED).subquery())) or 0


def begin_again(session: DbSession, *these: ColumnElement[bool]) -> None:
    """Of those that ended with an error. What they have is kept."""
    failed = (_IS_BUILT, KnowledgeIndex.error_code.is_not(None))
    values = {"error_code": None, "error": None, "stopped_at": None, "claimed_until": None, "attempt": 0}
    session.execute(update(KnowledgeIndex).where(*failed, *these).values(**values))


def held(claim: IndexClaim) -> ColumnElement[bool]:
    return and_(claim.held, _IS_BUILT)


def _ended(code: str, message: str) -> dict[str, object]:
    reason = {"error_code": code, "error": message, "stopped_at": func.clock_timestamp()}
    return {**reason, "claim": None, "claimed_until": None}
