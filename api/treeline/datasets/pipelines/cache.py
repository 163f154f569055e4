"""What models have written for steps: no model of a workspace is asked for the same twice."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from treeline.datasets.pipelines.models import EnrichmentCache
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work

UNUSED_FOR = timedelta(days=30)
SWEPT_AT_ONCE = 10_000


def key_of(*parts: Any) -> str:
    """Of everything that the answer depends on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class AnswerCache:
    workspace_id: UUID

    def known(self, session: DbSession, keys: Collection[str]) -> dict[str, Any]:
        """The values of those that are here, which are used once more."""
        mine = (EnrichmentCache.workspace_id == self.workspace_id, among(EnrichmentCache.key, keys))
        touched = update(EnrichmentCache).where(*mine).values(used_at=now())
        return dict(iter(session.execute(touched.returning(EnrichmentCache.key, EnrichmentCache.value))))

    def keep(self, session: DbSession, key: str, value: Any) -> None:
        row = {"workspace_id": self.workspace_id, "key": key, "value": value, "used_at": now()}
        session.execute(insert(EnrichmentCache).values(row).on_conflict_do_nothing())


def forget_unused() -> int:
    """Remove what nobody has needed for a month. How many."""
    forgotten, columns = 0, (EnrichmentCache.workspace_id, EnrichmentCache.key)
    some = select(*columns).where(EnrichmentCache.used_at < now() - UNUSED_FOR).limit(SWEPT_AT_ONCE)
    while True:
        # Looked at once more: it may have been used just now.
        unused = delete(EnrichmentCache).where(tuple_(*columns).in_(some), EnrichmentCache.used_at < now() - UNUSED_FOR)
        with unit_of_work() as session:
            gone = session.scalars(unused.returning(EnrichmentCache.key)).all()
        forgotten += len(gone)
        if len(gone) < SWEPT_AT_ONCE:
            return forgotten
