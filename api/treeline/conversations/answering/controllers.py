from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.configs.errors import AppUnavailable
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.answering.access import member_questions, stop_own, user_questions
from treeline.conversations.answering.errors import AnswerPending
from treeline.conversations.answering.replies import answer
from treeline.conversations.answering.schemas import (
    AnswerOut,
    StopIn,
    TriedChatIn,
    TriedCompletionIn,
    UserChatIn,
    UserCompletionIn,
)
from treeline.conversations.errors import ConversationNotFound, MessageNotFound, NotChatApp
from treeline.files.errors import BytesTooMany
from treeline.files.uploads.errors import UploadNotFound
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.providers.errors import CompletionRequestError, ModelNotSupported, ProviderNotInitialized, QuotaExceeded
from treeline.runs.errors import RunNotFound, TooManyRuns, VersionDeleted

MODEL_REFUSALS = (ProviderNotInitialized, ModelNotSupported, QuotaExceeded, CompletionRequestError)
REFUSALS = (
    AppNotFound,
    AppUnavailable,
    UploadNotFound,
    BytesTooMany,
    TooManyRuns,
    VersionDeleted,
    AnswerPending,
    *MODEL_REFUSALS,
)
CHAT_REFUSALS = (*REFUSALS, NotChatApp, ConversationNotFound, MessageNotFound)
STOP_REFUSALS = (AppNotFound, RunNotFound)

chats = Routes("chat", "/v1/chat-messages", group="Chat", access=APP_KEY, scope=key_app, needs="run")
completions = Routes("completion", "/v1/completion-messages", group="Chat", access=APP_KEY, scope=key_app, needs="run")
tried_chats = Routes(
    "tried_chat",
    "/console/api/apps/<uuid:app_id>/chat-messages",
    group="Chat",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)
tried_completions = Routes(
    "tried_completion",
    "/console/api/apps/<uuid:app_id>/completion-messages",
    group="Chat",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)


@chats.post("", can="edit", transactional=False, reply=AnswerOut, refusals=CHAT_REFUSALS)
def ask(app: App, body: UserChatIn) -> Response:
    """Send a message to a chat or agent app. With `response_mode` `streaming`, returns server-sent events."""
    return answer(app, lambda: user_questions(app, body.user).chat(body.question()), streaming=body.streaming)


@completions.post("", can="edit", transactional=False, reply=AnswerOut, refusals=REFUSALS)
def complete(app: App, body: UserCompletionIn) -> Response:
    """Create a completion. With `response_mode` `streaming`, returns server-sent events."""
    return answer(app, lambda: user_questions(app, body.user).complete(body.question()), streaming=body.streaming)


@chats.post("/<uuid:task_id>/stop", can="edit", transactional=False, refusals=STOP_REFUSALS)
def stop_chat(app: App, task_id: UUID, body: StopIn) -> Done:
    """Stop an answer. The part generated so far is kept; finished answers don't change."""
    stop_own(app, task_id, user=body.user)
    return DONE


@completions.post("/<uuid:task_id>/stop", can="edit", transactional=False, refusals=STOP_REFUSALS)
def stop_completion(app: App, task_id: UUID, body: StopIn) -> Done:
    """Stop an answer. The part generated so far is kept; finished answers don't change."""
    stop_own(app, task_id, user=body.user)
    return DONE


@tried_chats.post("", can="edit", transactional=False, reply=AnswerOut, refusals=CHAT_REFUSALS)
def try_chat(app: App, body: TriedChatIn) -> Response:
    """Test a chat or agent app, optionally with an unsaved `model_config` and any `asset_version`."""
    question = body.question(body.tried, body.asset_version)
    return answer(app, lambda: member_questions(app).chat(question), streaming=body.streaming)


@tried_completions.post("", can="edit", transactional=False, reply=AnswerOut, refusals=REFUSALS)
def try_completion(app: App, body: TriedCompletionIn) -> Response:
    """Test a completion app, optionally with an unsaved `model_config`."""
    return answer(app, lambda: member_questions(app).complete(body.question(body.tried)), streaming=body.streaming)


@tried_chats.post("/<uuid:task_id>/stop", can="edit", transactional=False, refusals=STOP_REFUSALS)
def stop_tried_chat(app: App, task_id: UUID) -> Done:
    """Stop an answer you requested."""
    stop_own(app, task_id)
    return DONE


@tried_completions.post("/<uuid:task_id>/stop", can="edit", transactional=False, refusals=STOP_REFUSALS)
def stop_tried_completion(app: App, task_id: UUID) -> Done:
    """Stop an answer you requested."""
    stop_own(app, task_id)
    return DONE
