"""Old pack lists. Their pack_urls expire much earlier."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from treeline.assets.models import PackList
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, all_removed, some_removed


class OldPackLists:
    kind = "pack_lists"

    def __init__(self, ages: Ages):
        self.age = ages.listed

    @property
    def why(self) -> str:
        return f"asked for over {spoken(self.age)} ago; a new list can be requested anytime"

    def found(self) -> Iterator[Finding]:
        listed = select(PackList.id, PackList.app_id, PackList.created_at)
        with unit_of_work() as session:
            rows = session.execute(listed.where(self._old())).all()
        yield from (Finding(str(key), 0, str(app_id), age_of(at)) for key, app_id, at in rows)

    def run(self) -> int:
        return all_removed(lambda: some_removed(PackList, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return PackList.created_at < now() - self.age
