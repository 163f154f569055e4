"""Snapshots of drafts from tests that no run reads anymore."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from treeline.assets.versions.models import AssetVersion
from treeline.assets.versions.snapshots import drop
from treeline.conversations.answering.trying import unused
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of


class OldSnapshots:
    """They keep the bytes of what was deleted from the draft since."""

    kind = "draft_snapshots"

    def __init__(self, ages: Ages):
        self.age = ages.tried

    @property
    def why(self) -> str:
        return f"copies of drafts tested over {spoken(self.age)} ago"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(self._old()).all()
            free = unused(session, [row.id for row in rows])
        yield from (Finding(str(r.id), 0, str(r.app_id), age_of(r.created_at)) for r in rows if r.id in free)

    def run(self) -> int:
        with unit_of_work() as session:
            old = list(session.scalars(self._old()))
        # Each by itself: one may have as many nodes as an app.
        return sum(self._drop(version_id) for version_id in old)

    def _drop(self, version_id: UUID) -> int:
        with unit_of_work() as session:
            # Whoever takes it again meanwhile has named it in a run by the time that this is locked.
            session.execute(select(AssetVersion.id).where(AssetVersion.id == version_id).with_for_update())
            free = unused(session, [version_id])
            drop(session, free)
        return len(free)

    def _old(self) -> Select[UUID, UUID, datetime]:
        columns = (AssetVersion.id, AssetVersion.app_id, AssetVersion.created_at)
        return select(*columns).where(AssetVersion.number < 0, AssetVersion.created_at < now() - self.age)
