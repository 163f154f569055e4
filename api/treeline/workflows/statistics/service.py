from typing import Any

from sqlalchemy import ColumnElement, Float, cast, func, select

from treeline.apps.models import App
from treeline.conversations.statistics.service import Rows, Span
from treeline.kernel.db import DbSession
from treeline.kernel.dialects import at_zone
from treeline.runs.models import Run
from treeline.workflows.models import WorkflowRun


class RunStatistics:
    """The runs of an app's users; what members try in the console does not count. Each method is one query."""

    def __init__(self, session: DbSession, app: App, span: Span):
        self.session, self.app, self.span = session, app, span

    def runs(self) -> Rows:
        return self._daily(runs=func.count())

    def end_users(self) -> Rows:
        return self._daily(terminal_count=func.count(Run.end_user_id.distinct()))

    def costs(self) -> Rows:
        return self._daily(
            token_count=func.sum(Run.total_tokens),
            total_price=func.sum(WorkflowRun.total_price),
            currency=func.max(WorkflowRun.currency),
            price_known=func.bool_or(WorkflowRun.total_price > 0),
        )

    def interactions(self) -> Rows:
        """Runs per end user."""
        users = func.nullif(func.count(Run.end_user_id.distinct()), 0)
        return self._daily(interactions=func.coalesce(cast(func.count(), Float) / users, 0.0))

    def _daily(self, **counted: ColumnElement[Any]) -> Rows:
        day = func.date(at_zone(self.span.zone, Run.created_at))
        wanted = [WorkflowRun.app_id == self.app.id, WorkflowRun.triggered_from != "debugging"]
        if self.span.since is not None:
            wanted.append(Run.created_at >= self.span.since)
        if self.span.until is not None:
            wanted.append(Run.created_at < self.span.until)
        columns = [column.label(name) for name, column in counted.items()]
        joined = select(day.label("date"), *columns).join(WorkflowRun, WorkflowRun.run_id == Run.id)
        rows = self.session.execute(joined.where(*wanted).group_by(day).order_by(day)).mappings()
        return [dict(row) for row in rows]
