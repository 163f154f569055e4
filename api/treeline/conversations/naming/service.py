import asyncio
import logging
from uuid import UUID

from sqlalchemy import select, update

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.apps.models import App
from treeline.conversations.answering.choice import chosen_model
from treeline.conversations.answering.history import earlier
from treeline.conversations.messages import MessageService
from treeline.conversations.models import Conversation, Message
from treeline.conversations.naming import texts
from treeline.conversations.naming.errors import NameMissing, SuggestionsDisabled
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.conversations.settings import AnswerSettings
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.providers.port import ModelRuntime
from treeline.runs.storing import Within, stored_here

log = logging.getLogger(__name__)

# How far back the model looks for what may be asked next.
EXCHANGES = 3
# How long a name waits for a database that is away.
STORE_SECONDS = 30


class ConversationNaming:
    """Names, and questions that may come next. No transaction may be open: the model talks for a while."""

    def __init__(self, settings: AnswerSettings):
        self.settings = settings

    def name(self, app: App, owner: Owner, conversation_id: UUID, name: str | None, generate: bool) -> Conversation:
        """Give a conversation this name, or one that is made for it. Raises ConversationNotFound, NameMissing."""
        if not generate:
            if not name:
                raise NameMissing
            with unit_of_work() as session:
                return ConversationService(session, app, owner).rename(conversation_id, name)
        with unit_of_work() as session:
            before = ConversationService(session, app, owner).get(conversation_id).name
        self._name(conversation_id, before)
        with unit_of_work() as session:
            return ConversationService(session, app, owner).get(conversation_id)

    def name_new(self, conversation_id: UUID) -> None:
        """Name a conversation that has no name yet. Does nothing for one that has, or is gone."""
        self._name(conversation_id, "")

    def _name(self, conversation_id: UUID, before: str) -> None:
        """Name it unless, by then, its name is another than before: somebody has given it one meanwhile."""
        this = (Conversation.id == conversation_id, Conversation.deleted_at.is_(None), Conversation.name == before)

        def read(session: DbSession) -> tuple[Message, ModelRuntime | None] | None:
            app = session.scalars(select(App).join(Conversation, Conversation.app_id == App.id).where(*this)).first()
            said = select(Message).where(Message.conversation_id == conversation_id)
            first = session.scalars(said.order_by(Message.created_at, Message.id).limit(1)).one_or_none()
            return (first, self._runtime_or_none(session, app)) if app is not None and first is not None else None

        found = stored_here(Within(conversation_id, STORE_SECONDS), read)
        if found is None:
            return
        first, runtime = found
        name = self._asked(runtime, first) or texts.shortened(first.query)
        if name:
            # The model has been paid for it by now.
            named = update(Conversation).where(*this).values(name=name)
            stored_here(Within(conversation_id, STORE_SECONDS), lambda session: session.execute(named))

    def suggest(self, app: App, owner: Owner, message_id: UUID) -> list[str]:
        """What the user may ask after this message.

        Raises MessageNotFound, SuggestionsDisabled, and what a model raises.
        """
        with unit_of_work() as session:
            message = MessageService(session, app, owner).get(message_id)
            config = _config_of(session, app)
            if not config.suggested_questions_after_answer.enabled:
                raise SuggestionsDisabled
            runtime = self._runtime(session, app, config)
            exchanges = [(said.query, said.answer) for said in earlier(session, message.id)[-EXCHANGES:]]
        if not exchanges:
            return []
        return texts.questions_in(asyncio.run(runtime.complete(texts.question_turns(exchanges))).text)

    def _asked(self, runtime: ModelRuntime | None, first: Message) -> str:
        """What the model would call it; nothing where there is none, or it fails."""
        if runtime is None or not first.query:
            return ""
        try:
            reply = asyncio.run(runtime.complete(texts.name_turns(first.query, first.answer)))
        except ApiError as error:
            log.info("conversation %s named after its question, the model failed: %s", first.conversation_id, error)
            return ""
        return texts.name_in(reply.text)

    def _runtime_or_none(self, session: DbSession, app: App) -> ModelRuntime | None:
        try:
            return self._runtime(session, app, _config_of(session, app))
        except ApiError as error:
            log.info("app %s has no model to name conversations with: %s", app.id, error)
            return None

    def _runtime(self, session: DbSession, app: App, config: AppConfig) -> ModelRuntime:
        """The app's model, or else the workspace's. Raises ProviderNotInitialized, ModelNotSupported."""
        return chosen_model(session, app.workspace_id, config, self.settings, for_member=True)


def _config_of(session: DbSession, app: App) -> AppConfig:
    current = ConfigService(session, app).current()
    return AppConfig.of(current) if current else AppConfig()
