"""A request sent twice takes effect once: the key is recorded in the transaction of its effect."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg2.errors
from msgspec import UNSET
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import OperationalError

from treeline.assets.draft import postgres
from treeline.assets.draft.batch import Batch, walk
from treeline.assets.errors import IdempotencyKeyInUse, IdempotencyKeyReused
from treeline.assets.models import IdempotencyKey
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import ids_from

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Once:
    """What the client calls this request, and what it sent."""

    key: str
    body: bytes


class Idempotency:
    """The keys of one operation on one app."""

    def __init__(self, session: DbSession, app_id: UUID, operation: str):
        self.session, self.app_id, self.operation = session, app_id, operation

    def begin(self, once: Once) -> dict[str, Any] | None:
        """Claim a key: None to go ahead, or the outcome of the request that had it.

        A twin that is still at work is waited for. Raises IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        fingerprint = hashlib.sha256(once.body).hexdigest()
        mine = self._row(once)
        self.session.execute(delete(IdempotencyKey).where(*mine, IdempotencyKey.created_at < now() - KEPT))
        row = IdempotencyKey(
            app_id=self.app_id,
            operation=self.operation,
            key=once.key,
            fingerprint=fingerprint,
            outcome={},
            created_at=now(),
        )
        try:
            if postgres.insert_if_new(self.session, row):
                return None
        except OperationalError as error:
            if isinstance(error.orig, psycopg2.errors.LockNotAvailable):
                raise IdempotencyKeyInUse from error
            raise
        there = self.session.execute(select(IdempotencyKey.fingerprint, IdempotencyKey.outcome).where(*mine)).one()
        if there.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        return there.outcome

    def finish(self, once: Once, outcome: dict[str, Any]) -> None:
        """Keep what a replay is rebuilt from."""
        self.session.execute(update(IdempotencyKey).where(*self._row(once)).values(outcome=outcome))

    def forget(self, once: Once) -> None:
        """Nothing came of it: the next request with this key is the first."""
        self.session.execute(delete(IdempotencyKey).where(*self._row(once)))

    def _row(self, once: Once) -> tuple[ColumnElement[bool], ...]:
        return (
            IdempotencyKey.app_id == self.app_id,
            IdempotencyKey.operation == self.operation,
            IdempotencyKey.key == once.key,
        )


def outcome_of(batch: Batch, first_id: str, upload_id: UUID) -> dict[str, Any]:
    """What a batch's reply is rebuilt from: the first of its ids, which are in order, and what was not as asked for."""
    given = ids_from(first_id)
    nodes = [(next(given), node) for _, node in walk(batch.children)]
    return {
        "first_id": first_id,
        "upload_id": str(upload_id),
        "kept": {str(index): node.id for index, (own, node) in enumerate(nodes) if node.id != own},
        "renamed": {str(index): node.name for index, (_, node) in enumerate(nodes) if node.renamed_from is not UNSET},
    }


def restore(batch: Batch, outcome: dict[str, Any], awaited: set[str]) -> None:
    """Make a batch, checked again with the ids it was given, what it was when it was answered."""
    for index, (_, node) in enumerate(walk(batch.children)):
        node.id = outcome["kept"].get(str(index), node.id)
        if name := outcome["renamed"].get(str(index)):
            node.renamed_from, node.name = node.name, name
        if node.id in awaited:
            node.upload_url = None
