from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.conversations.errors import ConversationNotFound, MessageNotFound
from treeline.conversations.logs.access import span
from treeline.conversations.logs.schemas import LogEntryOut, LogMessageOut, LogMessagesOut, LogMessagesQuery, LogQuery
from treeline.conversations.logs.service import ConversationLogs, Wanted
from treeline.conversations.messages import MessageService
from treeline.conversations.owners import Team
from treeline.files.errors import BytesMissing
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.serving import serve_upload
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.paging import Page
from treeline.kernel.web import Routes

APP = "/console/api/apps/<uuid:app_id>"


def app_logs(app_id: UUID, can: str) -> ConversationLogs:
    return ConversationLogs(db.session, get_app(app_id, can))


chat_logs = Routes("chat_logs", f"{APP}/chat-conversations", group="Logs", access=CONSOLE_OR_TOKEN, scope=app_logs)
message_logs = Routes("message_logs", APP, group="Logs", access=CONSOLE_OR_TOKEN, scope=get_app)


@chat_logs.get("", can="read", refusals=[AppNotFound])
def list_logs(logs: ConversationLogs, query: LogQuery) -> Page[LogEntryOut]:
    """List the app's conversations of all users, most recently updated first."""
    since, until = span(query.start, query.end)
    wanted = Wanted(query.keyword.strip(), since, until, query.message_count_gte, query.sort_by)
    found, total = logs.page(wanted, offset=query.offset, limit=query.limit)
    return Page.of([LogEntryOut.of(entry) for entry in found], total, query)


@chat_logs.get("/<uuid:conversation_id>", can="read", refusals=[AppNotFound, ConversationNotFound])
def read_log(logs: ConversationLogs, conversation_id: UUID) -> LogEntryOut:
    """Get a conversation; its messages are at /chat-messages."""
    return LogEntryOut.of(logs.get(conversation_id))


@chat_logs.delete(
    "/<uuid:conversation_id>",
    can="edit",
    deed="conversation.delete",
    status=204,
    refusals=[AppNotFound, ConversationNotFound],
)
def delete_log(logs: ConversationLogs, conversation_id: UUID) -> None:
    """Delete a conversation, also for its end user. It disappears at once; its data is removed in the background."""
    logs.conversations.delete(conversation_id)


completion_logs = chat_logs.mirrored(
    "completion_logs", f"{APP}/completion-conversations", access=CONSOLE_OR_TOKEN, scope=app_logs
)


@message_logs.get("/chat-messages", can="read", refusals=[AppNotFound, ConversationNotFound, MessageNotFound])
def list_log_messages(app: App, query: LogMessagesQuery) -> LogMessagesOut:
    """List the newest messages of a conversation, or those before `first_id`; oldest first on each page."""
    service = MessageService(db.session, app, Team())
    said, more = service.page(query.conversation_id, first_id=query.first_id, limit=query.limit, prompts=True)
    return LogMessagesOut(data=[LogMessageOut.of(each) for each in said], limit=query.limit, has_more=more)


@message_logs.get("/messages/<uuid:message_id>", can="read", refusals=[AppNotFound, MessageNotFound])
def read_log_message(app: App, message_id: UUID) -> LogMessageOut:
    """Get a message with its details."""
    service = MessageService(db.session, app, Team())
    return LogMessageOut.of(service.whole([service.get(message_id)])[0])


@message_logs.get(
    "/message-files/<uuid:file_id>",
    can="read",
    transactional=False,
    refusals=[AppNotFound, UploadNotFound, BytesMissing],
)
def read_log_file(app: App, file_id: UUID) -> Response:
    """Download a file attached to a message, by its `id`. Supports Range and conditional requests."""
    with unit_of_work() as session:
        upload = MessageService(session, app, Team()).upload(file_id)
    return serve_upload(upload)
