from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.access import chat_user
from treeline.conversations.errors import ConversationNotFound, MessageNotFound, NotChatApp
from treeline.conversations.naming.errors import NameMissing, SuggestionsDisabled
from treeline.conversations.naming.schemas import NewName, QuestionsOut
from treeline.conversations.naming.service import ConversationNaming
from treeline.conversations.owners import Team
from treeline.conversations.schemas import ConversationOut, OptionalUserQuery, UserQuery
from treeline.conversations.settings import AnswerSettings
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import Routes
from treeline.providers.errors import CompletionRequestError, ModelNotSupported, ProviderNotInitialized, QuotaExceeded

MODEL_REFUSALS = (ProviderNotInitialized, ModelNotSupported, QuotaExceeded, CompletionRequestError)
NAME_REFUSALS = (AppNotFound, NotChatApp, ConversationNotFound, NameMissing)
REFUSALS = (AppNotFound, MessageNotFound, SuggestionsDisabled, *MODEL_REFUSALS)

named = Routes(
    "conversation_names",
    "/v1/conversations/<uuid:conversation_id>/name",
    group="Conversations",
    access=APP_KEY,
    scope=key_app,
    needs="run",
)
suggested = Routes(
    "suggested", "/v1/messages/<uuid:message_id>/suggested", group="Chat", access=APP_KEY, scope=key_app, needs="run"
)
console_suggested = Routes(
    "console_suggested",
    "/console/api/apps/<uuid:app_id>/chat-messages/<uuid:message_id>/suggested-questions",
    group="Chat",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)


def naming() -> ConversationNaming:
    return ConversationNaming(current.settings(AnswerSettings))


@named.post("", can="edit", transactional=False, refusals=NAME_REFUSALS)
def name_conversation(app: App, conversation_id: UUID, query: OptionalUserQuery, body: NewName) -> ConversationOut:
    """Rename a conversation, or let the app's model name it."""
    with unit_of_work():
        owner = chat_user(app, body.user, query.user)
    return ConversationOut.of(naming().name(app, owner, conversation_id, body.name, bool(body.auto_generate)))


@suggested.get("", can="read", transactional=False, refusals=(*REFUSALS, NotChatApp))
def suggest_questions(app: App, message_id: UUID, query: UserQuery) -> QuestionsOut:
    """Get suggested follow-up questions from the app's model, if turned on in its config."""
    with unit_of_work():
        owner = chat_user(app, query.user)
    return QuestionsOut(data=naming().suggest(app, owner, message_id))


@console_suggested.get("", can="edit", transactional=False, refusals=REFUSALS)
def suggest_questions_to_members(app: App, message_id: UUID) -> QuestionsOut:
    """Get suggested follow-up questions from the app's model, if turned on in its config."""
    return QuestionsOut(data=naming().suggest(app, Team(), message_id))
