from uuid import UUID

from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.access import conversations_of, messages_of
from treeline.conversations.errors import ConversationNotFound, MessageNotFound, NotChatApp
from treeline.conversations.schemas import (
    ConversationOut,
    ConversationsOut,
    ConversationsQuery,
    MessageOut,
    MessagesOut,
    MessagesQuery,
    OptionalUserQuery,
    UserBody,
)
from treeline.kernel.web import Routes

REFUSALS = (AppNotFound, NotChatApp, ConversationNotFound)

conversations = Routes(
    "conversations", "/v1/conversations", group="Conversations", access=APP_KEY, scope=key_app, needs="run"
)
messages = Routes("messages", "/v1/messages", group="Conversations", access=APP_KEY, scope=key_app, needs="run")


@conversations.get("", can="read", refusals=REFUSALS)
def list_conversations(app: App, query: ConversationsQuery) -> ConversationsOut:
    """List a user's conversations, most recently updated first."""
    found, more = conversations_of(app, query.user).page(
        last_id=query.last_id, limit=query.limit, sort_by=query.sort_by
    )
    data = [ConversationOut.of(conversation) for conversation in found]
    return ConversationsOut(data=data, limit=query.limit, has_more=more)


@conversations.delete("/<uuid:conversation_id>", can="edit", status=204, refusals=REFUSALS)
def delete_conversation(app: App, conversation_id: UUID, query: OptionalUserQuery, body: UserBody) -> None:
    """Delete a conversation. It disappears at once; its messages and files are removed in the background."""
    conversations_of(app, body.user, query.user).delete(conversation_id)


@messages.get("", can="read", refusals=(*REFUSALS, MessageNotFound))
def list_messages(app: App, query: MessagesQuery) -> MessagesOut:
    """List the newest messages of a conversation, or those before `first_id`; oldest first on each page."""
    service = messages_of(app, query.user)
    said, more = service.page(query.conversation_id, first_id=query.first_id, limit=query.limit)
    data = [MessageOut.of(each, service.owner) for each in said]
    return MessagesOut(data=data, limit=query.limit, has_more=more)
