"""The variables of a conversation, as a run changes them: stored together with the steps that did."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update

from treeline.conversations.models import ConversationVariable
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.workflows.engine.values import to_json


class Conversation:
    """`id` None: the run has none, and its variables end with it."""

    def __init__(self, conversation_id: UUID | None):
        self.id = conversation_id
        self._changed: dict[str, Any] = {}

    def assign(self, name: str, value: Any) -> None:
        self._changed[name] = value

    def take(self) -> dict[str, Any]:
        changed, self._changed = self._changed, {}
        return changed

    def put_back(self, changed: Mapping[str, Any]) -> None:
        self._changed = {**changed, **self._changed}

    def write(self, session: DbSession, changed: Mapping[str, Any]) -> None:
        if self.id is None:
            return
        for name, value in changed.items():
            own = (ConversationVariable.conversation_id == self.id, ConversationVariable.name == name)
            session.execute(update(ConversationVariable).where(*own).values(value=to_json(value), updated_at=now()))
