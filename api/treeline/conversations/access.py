from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.conversations.errors import NotChatApp
from treeline.conversations.messages import MessageService
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import problem

# Of a completion app each answer stands alone.
CHAT_MODES = ("chat", "agent-chat", "advanced-chat")


def end_user(app: App, *named: str | None) -> Owner:
    """The end user of an app's key: the first name given. Raises InvalidInput where none is."""
    if not any(named):
        message = "user: required; send the end user the messages were sent with"
        raise InvalidInput(message, [problem("missing", "Field required").at("user")])
    return _owner(app, *named)


def chat_user(app: App, *named: str | None) -> Owner:
    """The same, of an app that chats, where nobody need be named. Raises NotChatApp."""
    if app.mode not in CHAT_MODES:
        raise NotChatApp(app.mode)
    return _owner(app, *named)


def _owner(app: App, *named: str | None) -> Owner:
    """Questions are asked by somebody: whoever is not named, or has never asked, owns nothing."""
    name = next((each for each in named if each), None)
    known = EndUserService(db.session, app).find(name) if name else None
    return Owner(end_user_id=known.id if known else None)


def conversations_of(app: App, *named: str | None) -> ConversationService:
    return ConversationService(db.session, app, chat_user(app, *named))


def messages_of(app: App, *named: str | None) -> MessageService:
    return MessageService(db.session, app, chat_user(app, *named))
