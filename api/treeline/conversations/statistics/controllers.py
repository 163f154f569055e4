from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.conversations.logs.access import member_zone, span
from treeline.conversations.statistics.schemas import (
    ConversationsOn,
    CostsOn,
    DailyOut,
    EndUsersOn,
    InteractionsOn,
    MessagesOn,
    ResponseTimeOn,
    SatisfactionOn,
    SpanQuery,
    SpeedOn,
)
from treeline.conversations.statistics.service import Span, StatisticsService
from treeline.kernel.db import db
from treeline.kernel.web import Routes

REFUSALS = (AppNotFound,)

statistics = Routes(
    "statistics", "/console/api/apps/<uuid:app_id>/statistics", group="Usage", access=CONSOLE_OR_TOKEN, scope=get_app
)


def of(app: App, query: SpanQuery) -> StatisticsService:
    return StatisticsService(db.session, app, Span(member_zone(), *span(query.start, query.end)))


@statistics.get("/daily-messages", can="read", refusals=REFUSALS)
def count_messages(app: App, query: SpanQuery) -> DailyOut[MessagesOn]:
    """Get messages per day."""
    return DailyOut[MessagesOn].of(of(app, query).messages())


@statistics.get("/daily-conversations", can="read", refusals=REFUSALS)
def count_conversations(app: App, query: SpanQuery) -> DailyOut[ConversationsOn]:
    """Get conversations per day."""
    return DailyOut[ConversationsOn].of(of(app, query).conversations())


@statistics.get("/daily-end-users", can="read", refusals=REFUSALS)
def count_end_users(app: App, query: SpanQuery) -> DailyOut[EndUsersOn]:
    """Get end users per day."""
    return DailyOut[EndUsersOn].of(of(app, query).end_users())


@statistics.get("/token-costs", can="read", refusals=REFUSALS)
def count_costs(app: App, query: SpanQuery) -> DailyOut[CostsOn]:
    """Get tokens and costs per day."""
    return DailyOut[CostsOn].of(of(app, query).costs())


@statistics.get("/average-session-interactions", can="read", refusals=REFUSALS)
def average_interactions(app: App, query: SpanQuery) -> DailyOut[InteractionsOn]:
    """Get average messages per conversation."""
    return DailyOut[InteractionsOn].of(of(app, query).interactions())


@statistics.get("/user-satisfaction-rate", can="read", refusals=REFUSALS)
def average_satisfaction(app: App, query: SpanQuery) -> DailyOut[SatisfactionOn]:
    """Get likes per 1,000 messages."""
    return DailyOut[SatisfactionOn].of(of(app, query).satisfaction())


@statistics.get("/average-response-time", can="read", refusals=REFUSALS)
def average_response_time(app: App, query: SpanQuery) -> DailyOut[ResponseTimeOn]:
    """Get the average response time in milliseconds."""
    return DailyOut[ResponseTimeOn].of(of(app, query).response_time())


@statistics.get("/tokens-per-second", can="read", refusals=REFUSALS)
def average_speed(app: App, query: SpanQuery) -> DailyOut[SpeedOn]:
    """Get output tokens per second."""
    return DailyOut[SpeedOn].of(of(app, query).speed())
