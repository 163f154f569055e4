import datetime

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.conversations.logs.access import member_zone, span
from treeline.conversations.statistics.schemas import CostsOn, DailyOut, EndUsersOn, InteractionsOn, SpanQuery
from treeline.conversations.statistics.service import Span
from treeline.kernel.db import db
from treeline.kernel.schemas import Schema
from treeline.kernel.web import Routes
from treeline.workflows.statistics.service import RunStatistics

statistics = Routes(
    "workflow_statistics",
    "/console/api/apps/<uuid:app_id>/workflow/statistics",
    group="Usage",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
)


class RunsOn(Schema):
    date: datetime.date
    runs: int


def of(app: App, query: SpanQuery) -> RunStatistics:
    return RunStatistics(db.session, app, Span(member_zone(), *span(query.start, query.end)))


@statistics.get("/daily-conversations", can="read", refusals=[AppNotFound])
def count_runs(app: App, query: SpanQuery) -> DailyOut[RunsOn]:
    """Get runs per day."""
    return DailyOut[RunsOn].of(of(app, query).runs())


@statistics.get("/daily-terminals", can="read", refusals=[AppNotFound])
def count_run_users(app: App, query: SpanQuery) -> DailyOut[EndUsersOn]:
    """Get end users per day."""
    return DailyOut[EndUsersOn].of(of(app, query).end_users())


@statistics.get("/token-costs", can="read", refusals=[AppNotFound])
def count_run_costs(app: App, query: SpanQuery) -> DailyOut[CostsOn]:
    """Get tokens and costs per day."""
    return DailyOut[CostsOn].of(of(app, query).costs())


@statistics.get("/average-app-interactions", can="read", refusals=[AppNotFound])
def average_runs(app: App, query: SpanQuery) -> DailyOut[InteractionsOn]:
    """Get average runs per end user."""
    return DailyOut[InteractionsOn].of(of(app, query).interactions())
