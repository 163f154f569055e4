"""Asking: a question is fully validated, saved with its run, and left to a worker."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.configs.errors import AppUnavailable
from treeline.apps.configs.inputs import check_inputs, render
from treeline.apps.configs.models import AppModelConfig
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.models import App
from treeline.conversations.answering.choice import chosen_model
from treeline.conversations.answering.given import GivenFile, message_files
from treeline.conversations.answering.history import newest
from treeline.conversations.answering.prompt import completion_prompt
from treeline.conversations.answering.trying import TriedFiles, tried_files
from treeline.conversations.errors import MessageNotFound, NotChatApp
from treeline.conversations.models import Conversation, ConversationVariable, Message
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.conversations.settings import AnswerSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.ids import new_id
from treeline.runs.service import RunService

CHATS = ("chat", "agent-chat")


@dataclass(frozen=True)
class Question:
    """`tried`: a config that is not saved; `asset_version`: which files are read. Both are for who builds the app."""

    query: str
    inputs: dict[str, Any]
    files: list[GivenFile] = field(default_factory=list[GivenFile])
    conversation_id: UUID | None = None
    parent_message_id: UUID | None = None
    auto_generate_name: bool = True
    tried: AppConfig | None = None
    asset_version: str | None = None


class AnswerService:
    """Questions to one app by one owner. What is asked is given back as the id of the run that answers it."""

    def __init__(self, session: DbSession, app: App, owner: Owner, settings: AnswerSettings):
        self.session, self.app, self.owner, self.settings = session, app, owner, settings

    def chat(self, question: Question) -> UUID:
        """Raises NotChatApp, and what `_ask` raises; ConversationNotFound, MessageNotFound for what it continues."""
        if self.app.mode not in CHATS:
            if self.app.mode == "advanced-chat":
                raise AppUnavailable("Apps in advanced-chat mode are not supported yet. Use a chat or agent-chat app.")
            raise NotChatApp(self.app.mode)
        conversation = None
        if question.conversation_id is not None:
            conversations = ConversationService(self.session, self.app, self.owner)
            conversation = conversations.get(question.conversation_id, lock=True)
        return self._ask(question, conversation, self._parent(question, conversation))

    def complete(self, question: Question) -> UUID:
        """Raises AppUnavailable for other apps, and what `_ask` raises."""
        if self.app.mode != "completion":
            raise AppUnavailable(f"This app is in {self.app.mode} mode; /completion-messages is for completion apps.")
        return self._ask(question, None, None)

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

    def _ask(self, question: Question, conversation: Conversation | None, parent_id: UUID | None) -> UUID:
        """Raises AppUnavailable, ProviderNotInitialized, ModelNotSupported, InvalidInput, UploadNotFound, TooManyRuns,
        VersionDeleted.

        Nothing is written before the provider is known to be there.
        """
        # The tree is locked before the app's row, as by whoever activates a version.
        tried = self._tried_files(question)
        row = self._config(question.tried)
        config = AppConfig.of(row)
        chosen_model(self.session, self.app.workspace_id, config, self.settings, for_member=self._for_member)
        # A conversation keeps the inputs that it began with.
        inputs = conversation.inputs if conversation else check_inputs(config.user_input_form, question.inputs)
        self._require_something(question, config, inputs)
        files = message_files(self.session, self.app, self.owner, config.file_upload, question.files)
        run = RunService(self.session, self.app).start(
            self.app.mode,
            {"auto_generate_name": question.auto_generate_name, **({"asset_version": tried.name} if tried else {})},
            end_user_id=self.owner.end_user_id,
            account_id=self.owner.account_id,
            model_config_id=row.id,
            asset_version_id=tried.version_id if tried else row.asset_version_id or self.app.asset_version_id,
        )
        conversation = conversation or self._begin(config, inputs)
        conversation.updated_at = now()
        message = Message(
            app_id=self.app.id,
            conversation_id=conversation.id,
            parent_message_id=parent_id,
            run_id=run.id,
            inputs=inputs,
            query=question.query,
        )
        self.session.add(message)
        self.session.flush()
        for file in files:
            file.message_id = message.id
            self.session.add(file)
        return run.id

    def _tried_files(self, question: Question) -> TriedFiles | None:
        """None: those of the config. Only agents read any."""
        if question.asset_version is None or self.app.mode != "agent-chat":
            return None
        return tried_files(self.session, self.app, question.asset_version, self.owner.account_id)

    @property
    def _for_member(self) -> bool:
        return self.owner.account_id is not None

    def _config(self, tried: AppConfig | None) -> AppModelConfig:
        configs = ConfigService(self.session, self.app)
        if tried is not None:
            return self._kept(tried) or configs.keep(tried, self.owner.account_id)
        current = configs.current()
        if current is None:
            raise AppUnavailable(
                "This app isn't configured yet. Publish a configuration in its Studio."
                if self._for_member
                else "This app isn't ready yet. Please contact the app's owner."
            )
        return current

    def _kept(self, tried: AppConfig) -> AppModelConfig | None:
        """One that says the same: whoever tries a config asks more than once."""
        equal = (AppModelConfig.app_id == self.app.id, AppModelConfig.config == tried.as_sent())
        same = select(AppModelConfig).where(*equal).order_by(AppModelConfig.id.desc()).limit(1)
        row = self.session.scalars(same).one_or_none()
        # The version that it was pinned to may have been deleted.
        return row if row and (tried.asset_version is None) == (row.asset_version_id is None) else None

    def _require_something(self, question: Question, config: AppConfig, inputs: dict[str, Any]) -> None:
        asks = self.app.mode in CHATS or completion_prompt(config.pre_prompt, inputs, question.query)
        if not asks and not question.files:
            message = "empty: the app has no prompt, so the message can't be empty."
            raise InvalidInput.at("query", "nothing_asked", message)

    def _begin(self, config: AppConfig, inputs: dict[str, Any]) -> Conversation:
        conversation = Conversation(
            id=new_id(),
            app_id=self.app.id,
            mode=self.app.mode,
            inputs=inputs,
            introduction=render(config.opening_statement, inputs),
            end_user_id=self.owner.end_user_id,
            account_id=self.owner.account_id,
        )
        self.session.add(conversation)
        # What belongs to it refers to it.
        self.session.flush()
        for each in config.conversation_variables:
            variable = ConversationVariable(conversation_id=conversation.id, **each.model_dump())
            self.session.add(variable)
        return conversation
