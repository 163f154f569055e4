"""Asking: a question is fully validated, saved with its run, and left to a worker."""

from uuid import UUID

from sqlalchemy import select

from treeline.apps.configs.errors import AppUnavailable
from treeline.apps.models import App
from treeline.conversations.access import CHAT_MODES
from treeline.conversations.answering.answerers import Answerer, Asking, Prepared, Question, answerer_of
from treeline.conversations.answering.given import message_files
from treeline.conversations.answering.history import newest
from treeline.conversations.errors import MessageNotFound, NotChatApp
from treeline.conversations.models import Conversation, ConversationVariable, Message
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.conversations.settings import AnswerSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.runs.service import RunService


class AnswerService:
    """Questions to one app by one owner. What is asked is given back as the id of the run that answers it."""

    def __init__(self, session: DbSession, app: App, owner: Owner, settings: AnswerSettings):
        self.session, self.app, self.owner = session, app, owner
        self.asking = Asking(session, app, owner, settings)

    def chat(self, question: Question) -> UUID:
        """Raises NotChatApp, and what `_ask` raises; ConversationNotFound, MessageNotFound for what it continues."""
        if self.app.mode not in CHAT_MODES:
            raise NotChatApp(self.app.mode)
        answerer = answerer_of(self.app.mode)
        if answerer is None:
            raise AppUnavailable(f"Apps in {self.app.mode} mode are not supported yet. Use a chat or agent-chat app.")
        conversation = None
        if question.conversation_id is not None:
            conversations = ConversationService(self.session, self.app, self.owner)
            conversation = conversations.get(question.conversation_id, lock=True)
        return self._ask(answerer, question, conversation, self._parent(question, conversation))

    def complete(self, question: Question) -> UUID:
        """Raises AppUnavailable for other apps, and what `_ask` raises."""
        answerer = answerer_of(self.app.mode)
        if answerer is None or self.app.mode != "completion":
            raise AppUnavailable(f"This app is in {self.app.mode} mode; /completion-messages is for completion apps.")
        return self._ask(answerer, question, None, None)

    def _parent(self, question: Question, conversation: Conversation | None) -> UUID | None:
        if conversation is None:
            if question.parent_message_id is not None:
                raise MessageNotFound("parent_message_id: a new conversation has no messages yet; omit it.")
            return None
        if question.parent_message_id is None:
            return newest(self.session, conversation.id)
        here = (Message.id == question.parent_message_id, Message.conversation_id == conversation.id)
        if self.session.scalar(select(Message.id).where(*here)) is None:
            raise MessageNotFound(
                f"parent_message_id: message {question.parent_message_id} not found in this conversation."
            )
        return question.parent_message_id

    def _ask(
        self, answerer: Answerer, question: Question, conversation: Conversation | None, parent_id: UUID | None
    ) -> UUID:
        """Raises what the answerer does, InvalidInput, UploadNotFound, TooManyRuns, VersionDeleted.

        Nothing is written before it is known that it can be answered.
        """
        prepared = answerer.prepare(self.asking, question, conversation)
        files = message_files(self.session, self.app, self.owner, prepared.files, question.files)
        run = RunService(self.session, self.app).start(
            self.app.mode,
            prepared.run,
            end_user_id=self.owner.end_user_id,
            account_id=self.owner.account_id,
            model_config_id=prepared.model_config_id,
            asset_version_id=prepared.asset_version_id,
        )
        conversation = conversation or self._begin(prepared)
        conversation.updated_at = now()
        message = Message(
            app_id=self.app.id,
            conversation_id=conversation.id,
            parent_message_id=parent_id,
            run_id=run.id,
            inputs=prepared.inputs,
            query=question.query,
        )
        self.session.add(message)
        self.session.flush()
        for file in files:
            file.message_id = message.id
            self.session.add(file)
        answerer.begun(self.asking, run, message)
        return run.id

    def _begin(self, prepared: Prepared) -> Conversation:
        conversation = Conversation(
            id=new_id(),
            app_id=self.app.id,
            mode=self.app.mode,
            inputs=prepared.inputs,
            introduction=prepared.introduction,
            end_user_id=self.owner.end_user_id,
            account_id=self.owner.account_id,
        )
        self.session.add(conversation)
        # What belongs to it refers to it.
        self.session.flush()
        for each in prepared.variables:
            self.session.add(ConversationVariable(conversation_id=conversation.id, **each))
        return conversation
