from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, cast, func, select

from treeline.apps.models import App
from treeline.conversations.models import Conversation, Feedback, Message
from treeline.kernel.db import DbSession
from treeline.kernel.dialects import at_zone

Rows = list[dict[str, Any]]

_LIKED = and_(Feedback.message_id == Message.id, Feedback.rating == "like", Feedback.end_user_id.is_not(None))


@dataclass(frozen=True)
class Span:
    """Days of a time zone; without an end, all there are."""

    zone: tzinfo
    since: datetime | None = None
    until: datetime | None = None


class StatisticsService:
    """How an app's users use it, day by day; days without a message are left out.

    What members try in the console does not count. Each method is one query, and gives {date, and what it counts}.
    """

    def __init__(self, session: DbSession, app: App, span: Span):
        self.session, self.app, self.span = session, app, span

    def messages(self) -> Rows:
        return self._daily(message_count=func.count())

    def conversations(self) -> Rows:
        return self._daily(conversation_count=func.count(Message.conversation_id.distinct()))

    def end_users(self) -> Rows:
        return self._daily(terminal_count=func.count(Conversation.end_user_id.distinct()))

    def costs(self) -> Rows:
        tokens = func.sum(Message.prompt_tokens + Message.completion_tokens)
        return self._daily(
            token_count=tokens,
            total_price=func.sum(Message.total_price),
            currency=func.max(Message.currency),
            price_known=func.bool_or(Message.price_known),
        )

    def interactions(self) -> Rows:
        """Get average messages per conversation."""
        return self._daily(interactions=_ratio(func.count(), func.count(Message.conversation_id.distinct())))

    def satisfaction(self) -> Rows:
        """Get likes per 1,000 messages."""
        return self._daily(rate=_ratio(1000 * func.count(Feedback.id), func.count()))

    def response_time(self) -> Rows:
        """Milliseconds an answer."""
        return self._daily(latency=func.coalesce(func.avg(Message.latency) * 1000, 0.0))

    def speed(self) -> Rows:
        """Get output tokens per second."""
        return self._daily(tps=_ratio(func.sum(Message.completion_tokens), func.sum(Message.latency)))

    def _daily(self, **counted: ColumnElement[Any]) -> Rows:
        day = func.date(at_zone(self.span.zone, Message.created_at))
        mine = [Message.app_id == self.app.id, Conversation.account_id.is_(None), Conversation.deleted_at.is_(None)]
        if self.span.since is not None:
            mine.append(Message.created_at >= self.span.since)
        if self.span.until is not None:
            mine.append(Message.created_at < self.span.until)
        columns = [column.label(name) for name, column in counted.items()]
        joined = select(day.label("date"), *columns).join(Conversation, Conversation.id == Message.conversation_id)
        if "rate" in counted:
            joined = joined.outerjoin(Feedback, _LIKED)
        rows = self.session.execute(joined.where(*mine).group_by(day).order_by(day)).mappings()
        return [dict(row) for row in rows]


def _ratio(above: ColumnElement[Any], below: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(cast(above, Float) / func.nullif(below, 0), 0.0)
