from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.conversations.models import Conversation, Feedback, Message
from treeline.conversations.owners import Team
from treeline.conversations.service import SORTED_BY, ConversationService
from treeline.kernel.db import DbSession


@dataclass
class Ratings:
    like: int = 0
    dislike: int = 0


@dataclass
class Entry:
    """A conversation as the log shows it. `first`: its first message."""

    conversation: Conversation
    message_count: int = 0
    first: Message | None = None
    user_ratings: Ratings = field(default_factory=Ratings)
    member_ratings: Ratings = field(default_factory=Ratings)


@dataclass(frozen=True)
class Wanted:
    """Which conversations: each condition that is set must hold. `since` and `until` are of `column`."""

    keyword: str = ""
    since: datetime | None = None
    until: datetime | None = None
    message_count: int = 0
    sort_by: str = "-updated_at"

    @property
    def column(self) -> Any:
        return SORTED_BY[self.sort_by.lstrip("-")]

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(self.column >= self.since)
        if self.until is not None:
            found.append(self.column < self.until)
        if self.message_count > 0:
            said = select(func.count()).where(Message.conversation_id == Conversation.id)
            found.append(said.scalar_subquery() >= self.message_count)
        if self.keyword:
            found.append(_mentions(self.keyword))
        return found


class ConversationLogs:
    """Everybody's conversations of one app, for the team that builds it."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app
        self.conversations = ConversationService(session, app, Team())

    def page(self, wanted: Wanted, *, offset: int, limit: int) -> tuple[list[Entry], int]:
        """One page of them, and how many there are. A fixed number of queries."""
        conditions = (Conversation.app_id == self.app.id, Conversation.deleted_at.is_(None), *wanted.conditions)
        total = self.session.scalar(select(func.count()).select_from(Conversation).where(*conditions)) or 0
        listed = self._with_owner().where(*conditions)
        order = (wanted.column, Conversation.id)
        by = (column.desc() for column in order) if wanted.sort_by.startswith("-") else order
        return self._entries(self.session.scalars(listed.order_by(*by).offset(offset).limit(limit))), total

    def get(self, conversation_id: UUID) -> Entry:
        """Raises ConversationNotFound."""
        self.conversations.get(conversation_id)
        return self._entries(self.session.scalars(self._with_owner().where(Conversation.id == conversation_id)))[0]

    def _with_owner(self) -> Select[Any]:
        return select(Conversation).options(joinedload(Conversation.end_user), joinedload(Conversation.account))

    def _entries(self, conversations: Any) -> list[Entry]:
        entries = {conversation.id: Entry(conversation) for conversation in conversations.unique()}
        here = Message.conversation_id.in_(entries)
        counts = select(Message.conversation_id, func.count()).where(here).group_by(Message.conversation_id)
        for conversation_id, count in self.session.execute(counts):
            entries[conversation_id].message_count = count
        for message in self._first_messages(entries):
            entries[message.conversation_id].first = message
        given = (
            select(Message.conversation_id, Feedback.account_id.is_not(None), Feedback.rating, func.count())
            .join(Feedback, Feedback.message_id == Message.id)
            .where(here)
            .group_by(Message.conversation_id, Feedback.account_id.is_not(None), Feedback.rating)
        )
        for conversation_id, by_member, rating, count in self.session.execute(given):
            entry = entries[conversation_id]
            setattr(entry.member_ratings if by_member else entry.user_ratings, rating, count)
        return list(entries.values())

    def _first_messages(self, conversation_ids: Collection[UUID]) -> list[Message]:
        said = select(Message.id).where(Message.conversation_id == Conversation.id)
        first = said.order_by(Message.created_at, Message.id).limit(1).correlate(Conversation).scalar_subquery()
        ids = select(first).where(Conversation.id.in_(conversation_ids))
        return list(self.session.scalars(select(Message).where(Message.id.in_(ids))))


def _mentions(keyword: str) -> ColumnElement[bool]:
    """A conversation whose name, user, questions or answers have the keyword in them."""

    def has(column: Any) -> ColumnElement[bool]:
        return column.icontains(keyword, autoescape=True)

    said = select(Message.id).where(
        Message.conversation_id == Conversation.id, has(Message.query) | has(Message.answer)
    )
    user = select(EndUser.id).where(EndUser.id == Conversation.end_user_id, has(EndUser.session_id))
    return or_(has(Conversation.name), said.exists(), user.exists())
