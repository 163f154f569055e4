"""Old conversations, if the operator has set how long to keep them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, false, select, true, update

from treeline.apps.models import App
from treeline.conversations.models import Conversation
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import BATCH, Finding, age_of


class OldConversations:
    """Deleted as if their users had done it: gone at once, and removed by the queue `conversation`."""

    kind = "old_conversations"

    def __init__(self, ages: Ages):
        self.age = ages.silent

    @property
    def why(self) -> str:
        if self.age is None:
            return "kept forever (CONVERSATIONS_KEPT_DAYS is not set)"
        return f"no messages for over {spoken(self.age)} (CONVERSATIONS_KEPT_DAYS)"

    def found(self) -> Iterator[Finding]:
        old = select(Conversation.id, Conversation.app_id, Conversation.updated_at)
        with unit_of_work() as session:
            rows = session.execute(old.join(App, App.id == Conversation.app_id).where(*self._old())).all()
        yield from (Finding(str(key), 0, str(app_id), age_of(at)) for key, app_id, at in rows)

    def run(self) -> int:
        deleted = 0
        while gone := self._delete_some():
            deleted += gone
        return deleted

    def _delete_some(self) -> int:
        with unit_of_work() as session:
            some = session.scalars(self._some(session)).all()
            # Who has said something meanwhile keeps it: the condition is looked at again.
            old = update(Conversation).where(among(Conversation.id, some), *self._old()).values(deleted_at=now())
            gone = session.scalars(old.returning(Conversation.id)).all()
            for conversation_id in gone:
                enqueue("conversations.remove", str(conversation_id))
        return len(gone)

    def _some(self, session: DbSession) -> Select[Any]:
        """Looked up app by app, for which there is an index: where that can be said."""
        mine = select(Conversation.id).where(Conversation.app_id == App.id, *self._old()).limit(BATCH)
        if is_mysql(session):
            return mine
        each = mine.lateral()
        return select(each.c.id).select_from(App).join(each, true()).limit(BATCH)

    def _old(self) -> list[Any]:
        if self.age is None:
            return [false()]
        return [Conversation.updated_at < now() - self.age, Conversation.deleted_at.is_(None)]
