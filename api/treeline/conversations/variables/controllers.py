from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.access import conversations_of
from treeline.conversations.errors import ConversationNotFound, NotChatApp
from treeline.conversations.owners import Team
from treeline.conversations.schemas import OptionalUserQuery
from treeline.conversations.service import ConversationService
from treeline.conversations.variables.errors import VariableNotFound, WrongType
from treeline.conversations.variables.schemas import (
    AllVariablesOut,
    MemberVariablesQuery,
    NewValue,
    VariableOut,
    VariablesOut,
    VariablesQuery,
)
from treeline.conversations.variables.service import VariableService
from treeline.kernel.db import db
from treeline.kernel.web import Routes

REFUSALS = (AppNotFound, NotChatApp, ConversationNotFound, VariableNotFound)

variables = Routes(
    "variables",
    "/v1/conversations/<uuid:conversation_id>/variables",
    group="Conversations",
    access=APP_KEY,
    scope=key_app,
    needs="run",
)
console_variables = Routes(
    "console_variables",
    "/console/api/apps/<uuid:app_id>",
    group="Conversations",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
)


@variables.get("", can="read", refusals=REFUSALS)
def list_variables(app: App, conversation_id: UUID, query: VariablesQuery) -> VariablesOut:
    """List the variables of a conversation, oldest first."""
    service = VariableService(conversations_of(app, query.user))
    found, more = service.page(conversation_id, last_id=query.last_id, limit=query.limit, name=query.variable_name)
    data = [VariableOut.model_validate(variable) for variable in found]
    return VariablesOut(data=data, limit=query.limit, has_more=more)


@variables.put("/<uuid:variable_id>", can="edit", refusals=(*REFUSALS, WrongType))
def change_variable(
    app: App, conversation_id: UUID, variable_id: UUID, query: OptionalUserQuery, body: NewValue
) -> VariableOut:
    """Change the value of a variable. It must have the variable's type."""
    service = VariableService(conversations_of(app, body.user, query.user))
    return VariableOut.model_validate(service.change(conversation_id, variable_id, body.value))


@console_variables.get("/conversation-variables", can="read", refusals=[AppNotFound, ConversationNotFound])
def list_all_variables(app: App, query: MemberVariablesQuery) -> AllVariablesOut:
    """List the variables of any end user's conversation."""
    conversations = ConversationService(db.session, app, Team())
    found, _ = VariableService(conversations).page(query.conversation_id)
    return AllVariablesOut(data=[VariableOut.model_validate(variable) for variable in found])
