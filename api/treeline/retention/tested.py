"""What tests of workflows leave behind: copies of drafts, values in the variable inspector."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, true

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import BATCH, Finding, age_of, all_removed, some_removed
from treeline.workflows.models import DraftVariable, Workflow, WorkflowRun


class TestedDrafts:
    """Graphs that were kept for a test, and that no run names any more."""

    # Not a test itself, whatever its name.
    __test__ = False

    kind = "tested_drafts"

    def __init__(self, ages: Ages):
        self.age = ages.tried

    @property
    def why(self) -> str:
        return f"copies of workflow drafts without runs; tested over {spoken(self.age)} ago"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(self._unused(session, None)).all()
        yield from (Finding(str(row.id), 0, str(row.app_id), age_of(row.created_at)) for row in rows)

    def run(self) -> int:
        return all_removed(self._remove_some)

    def _remove_some(self) -> int:
        with unit_of_work() as session:
            some = [row.id for row in session.execute(self._unused(session, BATCH))]
            locked = select(Workflow.id).where(Workflow.id.in_(some)).order_by(Workflow.id)
            ids = session.scalars(locked.with_for_update(skip_locked=True)).all()
            # Whoever tests with one of them meanwhile has locked it, or has committed and is seen now.
            used = set(session.scalars(select(WorkflowRun.workflow_id).where(WorkflowRun.workflow_id.in_(ids))))
            unused = [each for each in ids if each not in used]
            session.execute(delete(Workflow).where(Workflow.id.in_(unused)))
        return len(unused)

    def _unused(self, session: DbSession, limit: int | None) -> Select[*tuple[Any, ...]]:
        """Looked up app by app, for which there is an index: where that can be said."""
        named = select(WorkflowRun.run_id).where(WorkflowRun.workflow_id == Workflow.id).offset(0)
        mine = select(Workflow.id, Workflow.app_id, Workflow.created_at).where(
            Workflow.app_id == App.id,
            Workflow.state == "tried",
            Workflow.created_at < now() - self.age,
            ~named.exists(),
        )
        if is_mysql(session):
            return mine.join(App, App.id == Workflow.app_id).limit(limit)
        each = mine.limit(limit).lateral()
        return select(each).select_from(App).join(each, true()).limit(limit)


class OldInspectorValues:
    """Of a member who has not run the draft, nor changed the value, for long."""

    kind = "inspector_values"

    def __init__(self, ages: Ages):
        self.age = ages.tested

    @property
    def why(self) -> str:
        return f"values in the variable inspector, not changed for over {spoken(self.age)}"

    def found(self) -> Iterator[Finding]:
        columns = (DraftVariable.node_id, DraftVariable.name, DraftVariable.app_id, DraftVariable.updated_at)
        with unit_of_work() as session:
            rows = session.execute(select(*columns).where(self._old())).all()
        for node_id, name, app_id, at in rows:
            yield Finding(f"{node_id}.{name}", 0, str(app_id), age_of(at))

    def run(self) -> int:
        return all_removed(lambda: some_removed(DraftVariable, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return DraftVariable.updated_at < now() - self.age
