"""Whose work a row is. The row is the queue, by the database's clock.

A worker claims a row under a new token; what it writes for it takes effect only while the row has that token. A claim
that is not renewed expires, and the row is anybody's again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, func, or_, update
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.db import DbSession
from treeline.kernel.dialects import later

# Claims in a row that brought it no further.
MOST_ATTEMPTS = 4


class ClaimLost(Exception):
    """The row is not this worker's any more: it is gone, was changed, or the claim has expired."""


class Claimable:
    """Columns of rows that are work. `claim`: whose it is until `claimed_until`; `attempt`: claims without a result."""

    id: Any
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)


Row = TypeVar("Row", bound=Claimable)


@dataclass(frozen=True)
class Claim(Generic[Row]):
    model: type[Row]
    id: Any
    token: UUID
    lease_seconds: float

    @property
    def held(self) -> ColumnElement[bool]:
        return and_(self.model.id == self.id, self.model.claim == self.token)


def seconds_from_now(seconds: float) -> ColumnElement[Any]:
    return later(seconds)


def _is_unclaimed(model: type[Claimable]) -> ColumnElement[bool]:
    return or_(model.claimed_until.is_(None), model.claimed_until <= func.clock_timestamp())


def is_free(model: type[Claimable]) -> ColumnElement[bool]:
    """Nobody's; and not given up."""
    return and_(model.attempt < MOST_ATTEMPTS, _is_unclaimed(model))


def is_stuck(model: type[Claimable]) -> ColumnElement[bool]:
    """No worker gets through it."""
    return and_(model.attempt >= MOST_ATTEMPTS, _is_unclaimed(model))


def claim_first(
    session: DbSession, model: type[Row], found: Select[Any], lease_seconds: float, /, **values: Any
) -> Claim[Row] | None:
    """The first of those whose ids are selected, in their order, but those that others claim just now."""
    first = found.limit(1).with_for_update(skip_locked=True, of=model).correlate(None).scalar_subquery()
    token = uuid4()
    claimed = update(model).where(model.id == first)
    until = seconds_from_now(lease_seconds)
    values |= {"claim": token, "claimed_until": until, "attempt": model.attempt + 1}
    row_id = session.scalar(claimed.values(**values).returning(model.id))
    return None if row_id is None else Claim(model, row_id, token, lease_seconds)


def write(session: DbSession, claim: Claim[Any], /, *conditions: ColumnElement[bool], **values: Any) -> None:
    """Of a row that is still ours. Raises ClaimLost."""
    written = update(claim.model).where(claim.held, *conditions).values(**values)
    if session.scalar(written.returning(claim.model.id)) is None:
        raise ClaimLost


def renew(session: DbSession, claim: Claim[Any], /, *conditions: ColumnElement[bool], **values: Any) -> None:
    """Keep the claim, and write what belongs to it. Raises ClaimLost."""
    write(session, claim, *conditions, claimed_until=seconds_from_now(claim.lease_seconds), **values)


def pause(seconds: float, attempt: int) -> float:
    """How long to wait after so many attempts: twice as long each time."""
    return seconds * 2 ** max(0, attempt - 1)
