from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from treeline.apps.models import App
from treeline.conversations.errors import ConversationNotFound
from treeline.conversations.models import Conversation
from treeline.conversations.owners import Owner
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue

SORTED_BY = {"created_at": Conversation.created_at, "updated_at": Conversation.updated_at}


class ConversationService:
    """The conversations of one app that are one owner's."""

    def __init__(self, session: DbSession, app: App, owner: Owner):
        self.session, self.app, self.owner = session, app, owner

    def get(self, conversation_id: UUID, *, lock: bool = False) -> Conversation:
        """Raises ConversationNotFound.

        `lock`: for whoever adds a message. Until the commit it is not deleted; what was added is removed with it.
        """
        found = self._mine().where(Conversation.id == conversation_id)
        if lock:
            found = found.with_for_update(key_share=True)
        conversation = self.session.scalars(found).one_or_none()
        if conversation is None:
            raise ConversationNotFound
        return conversation

    def page(self, *, last_id: UUID | None, limit: int, sort_by: str) -> tuple[list[Conversation], bool]:
        """Those that come after `last_id`, and whether there are more. `sort_by`: a key of SORTED_BY, - in front.

        Raises ConversationNotFound for the last_id.
        """
        column, ascending = SORTED_BY[sort_by.lstrip("-")], not sort_by.startswith("-")
        order = tuple_(column, Conversation.id)
        listed = self._mine()
        if last_id is not None:
            last = self.get(last_id)
            here = tuple_(getattr(last, column.key), last.id)
            listed = listed.where(order > here if ascending else order < here)
        by = (column, Conversation.id) if ascending else (column.desc(), Conversation.id.desc())
        found = list(self.session.scalars(listed.order_by(*by).limit(limit + 1)))
        return found[:limit], len(found) > limit

    def rename(self, conversation_id: UUID, name: str) -> Conversation:
        """Raises ConversationNotFound."""
        conversation = self.get(conversation_id, lock=True)
        conversation.name = name
        return conversation

    def delete(self, conversation_id: UUID) -> None:
        """Gone for everyone once this is committed; what belongs to it is removed by the queue `conversation`."""
        conversation = self.get(conversation_id, lock=True)
        conversation.deleted_at = now()
        enqueue("conversations.remove", str(conversation.id))

    def _mine(self) -> Select[Any]:
        here = (Conversation.app_id == self.app.id, Conversation.deleted_at.is_(None))
        return select(Conversation).where(*here, self.owner.conversations)
