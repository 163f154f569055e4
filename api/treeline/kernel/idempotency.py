"""Idempotency keys: a key is recorded in the transaction of its request, so a repeated request takes effect once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, CursorResult, Index, String, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel import deeds
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, Model
from treeline.kernel.errors import ApiError, is_busy

KEPT = timedelta(hours=24)


class IdempotencyKeyReused(ApiError):
    status, code = 422, "idempotency_key_reused"

    def __init__(
        self, message: str = "This Idempotency-Key was already used with a different request body. Use a new key."
    ):
        super().__init__(message)


class IdempotencyKeyInUse(ApiError):
    status, code = 409, "idempotency_key_in_use"

    def __init__(self, message: str = "A request with this Idempotency-Key is still in progress. Try again."):
        super().__init__(message, headers={"Retry-After": "2"})


class IdempotencyKey(Model):
    """A request that took effect under a key of the client's: what it sent, hashed, and what a replay is made of.

    `scope_id` is of whatever the operation works on, such as an app: features to the right have others.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created_at"),)

    scope_id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]


@dataclass(frozen=True)
class Once:
    """What the client calls this request, and what it sent."""

    key: str
    body: bytes


class Idempotency:
    """The keys of one operation in one scope."""

    def __init__(self, session: DbSession, scope_id: UUID, operation: str):
        self.session, self.scope_id, self.operation = session, scope_id, operation

    def begin(self, once: Once) -> dict[str, Any] | None:
        """Claim a key: None to go ahead, or the outcome of the request that had it.

        A twin that is still at work is waited for. Raises IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        fingerprint = hashlib.sha256(once.body).hexdigest()
        mine = self._row(once)
        self.session.execute(delete(IdempotencyKey).where(*mine, IdempotencyKey.created_at < now() - KEPT))
        if self._claimed(once, fingerprint):
            return None
        there = self.session.execute(select(IdempotencyKey.fingerprint, IdempotencyKey.outcome).where(*mine)).one()
        if there.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        deeds.nothing_done()
        return there.outcome

    def finish(self, once: Once, outcome: dict[str, Any]) -> None:
        """Keep what a replay is rebuilt from."""
        self.session.execute(update(IdempotencyKey).where(*self._row(once)).values(outcome=outcome))

    def forget(self, once: Once) -> None:
        """Nothing came of it: the next request with this key is the first."""
        self.session.execute(delete(IdempotencyKey).where(*self._row(once)))

    def _claimed(self, once: Once, fingerprint: str) -> bool:
        """False if the key is there. Waits for a transaction that is about to insert it."""
        values = {
            "scope_id": self.scope_id,
            "operation": self.operation,
            "key": once.key,
            "fingerprint": fingerprint,
            "outcome": {},
            "created_at": now(),
        }
        try:
            written = self.session.execute(insert(IdempotencyKey).values(values).on_conflict_do_nothing())
        except OperationalError as error:
            if is_busy(error):
                raise IdempotencyKeyInUse from error
            raise
        return cast(CursorResult[Any], written).rowcount == 1

    def _row(self, once: Once) -> tuple[ColumnElement[bool], ...]:
        return (
            IdempotencyKey.scope_id == self.scope_id,
            IdempotencyKey.operation == self.operation,
            IdempotencyKey.key == once.key,
        )
