"""The variables of a conversation, as a run changes them: stored together with the steps that did."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from treeline.conversations.models import ConversationVariable
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.workflows.engine.values import to_json


class Conversation:
    """`id` None: the run has none, and its variables end with it."""

    def __init__(self, conversation_id: UUID | None, types: Mapping[str, str]):
        self.id, self.types = conversation_id, types
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
            row = {"id": new_id(), "conversation_id": self.id, "name": name, "value_type": self.types.get(name, "any")}
            new = {"value": to_json(value), "updated_at": now()}
            written = insert(ConversationVariable).values(**row, **new, description="", created_at=now())
            # One that was declared after the conversation began has no row yet.
            session.execute(written.on_conflict_do_update(index_elements=["conversation_id", "name"], set_=new))
