"""Idempotency keys that are too old to be replayed."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, tuple_

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.idempotency import KEPT, IdempotencyKey
from treeline.retention.ages import spoken
from treeline.retention.rules import BATCH, Finding, age_of, all_removed

_ID = (IdempotencyKey.scope_id, IdempotencyKey.operation, IdempotencyKey.key)


class OldIdempotencyKeys:
    kind = "idempotency_keys"
    why = f"used over {spoken(KEPT)} ago, no longer valid"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(
                select(IdempotencyKey.key, IdempotencyKey.scope_id, IdempotencyKey.created_at).where(self._old())
            ).all()
        yield from (Finding(key, 0, str(scope_id), age_of(at)) for key, scope_id, at in rows)

    def run(self) -> int:
        return all_removed(self._remove_some)

    def _remove_some(self) -> int:
        some = select(*_ID).where(self._old()).limit(BATCH)
        with unit_of_work() as session:
            result = session.execute(delete(IdempotencyKey).where(tuple_(*_ID).in_(some)))
            return cast(CursorResult[Any], result).rowcount

    def _old(self) -> ColumnElement[bool]:
        return IdempotencyKey.created_at < now() - KEPT
