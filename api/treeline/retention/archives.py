"""Archives of workflow runs that were deleted."""

from collections.abc import Iterator

from sqlalchemy import select

from treeline.kernel.db import unit_of_work
from treeline.retention.rules import Finding
from treeline.workflows.archive.removal import UNUSED, forget_archives
from treeline.workflows.models import WorkflowArchive


class UnusedArchives:
    """Their objects are trashed at once: whoever deleted the run wanted them gone."""

    kind = "unused_archives"
    why = "archives of deleted workflow runs"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.scalars(select(WorkflowArchive).where(UNUSED)).all()
        yield from (Finding(str(row.storage_key), row.size, str(row.app_id)) for row in rows)

    def run(self) -> int:
        removed = 0
        while gone := forget_archives(UNUSED):
            removed += gone
        return removed
