from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from treeline.apps.configs.types import fits
from treeline.conversations.models import ConversationVariable
from treeline.conversations.service import ConversationService
from treeline.conversations.variables.errors import VariableNotFound, WrongType
from treeline.kernel.clock import now

MOST = 1000


class VariableService:
    """The variables of conversations that are one owner's."""

    def __init__(self, conversations: ConversationService):
        self.session, self.conversations = conversations.session, conversations

    def page(
        self, conversation_id: UUID, *, last_id: UUID | None = None, limit: int = MOST, name: str | None = None
    ) -> tuple[list[ConversationVariable], bool]:
        """The oldest first, and whether there are more. Raises ConversationNotFound, VariableNotFound."""
        self.conversations.get(conversation_id)
        listed = select(ConversationVariable).where(ConversationVariable.conversation_id == conversation_id)
        if name is not None:
            listed = listed.where(ConversationVariable.name == name)
        order = (ConversationVariable.created_at, ConversationVariable.id)
        if last_id is not None:
            last = self._find(conversation_id, last_id)
            listed = listed.where(tuple_(*order) > (last.created_at, last.id))
        found = list(self.session.scalars(listed.order_by(*order).limit(limit + 1)))
        return found[:limit], len(found) > limit

    def change(self, conversation_id: UUID, variable_id: UUID, value: Any) -> ConversationVariable:
        """Raises ConversationNotFound, VariableNotFound, WrongType."""
        self.conversations.get(conversation_id, lock=True)
        variable = self._find(conversation_id, variable_id)
        if not fits(variable.value_type, value):
            raise WrongType(f"value: {variable.name} must be of type {variable.value_type}.")
        variable.value, variable.updated_at = value, now()
        return variable

    def _find(self, conversation_id: UUID, variable_id: UUID) -> ConversationVariable:
        this = (ConversationVariable.conversation_id == conversation_id, ConversationVariable.id == variable_id)
        variable = self.session.scalars(select(ConversationVariable).where(*this)).one_or_none()
        if variable is None:
            raise VariableNotFound
        return variable
