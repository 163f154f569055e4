import asyncio
import logging
from uuid import UUID

from sqlalchemy import select, update

from treeline.apps.configs.models import AppModelConfig
from treeline.apps.models import App
from treeline.conversations.messages import MessageService
from treeline.conversations.models import Conversation, Message
from treeline.conversations.naming import texts
from treeline.conversations.naming.errors import NameMissing, SuggestionsDisabled
from treeline.conversations.owners import Owner
from treeline.conversations.service import ConversationService
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.providers.errors import ProviderNotInitialized
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService
from treeline.settings import Settings

log = logging.getLogger(__name__)

# How far back the model looks for what may be asked next.
EXCHANGES = 3


class ConversationNaming:
    """Names, and questions that may come next. No transaction may be open: the model talks for a while."""

    def __init__(self, settings: Settings):
        self.settings = settings

    def name(self, app: App, owner: Owner, conversation_id: UUID, name: str | None, generate: bool) -> Conversation:
        """Give a conversation this name, or one that is made for it. Raises ConversationNotFound, NameMissing."""
        if not generate:
            if name is None:
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
        with unit_of_work() as session:
            app_id = session.scalar(select(Conversation.app_id).where(*this))
            if app_id is None:
                return
            first = session.scalars(
                select(Message)
                .where(Message.conversation_id == conversation_id)
                .order_by(Message.created_at, Message.id)
                .limit(1)
            ).one_or_none()
            runtime = self._runtime_or_none(session, app_id)
        if first is None:
            return
        name = self._asked(runtime, first) or texts.shortened(first.query)
        if name:
            with unit_of_work() as session:
                session.execute(update(Conversation).where(*this).values(name=name))

    def suggest(self, app: App, owner: Owner, message_id: UUID) -> list[str]:
        """What the user may ask after this message.

        Raises MessageNotFound, SuggestionsDisabled, and what a model raises.
        """
        with unit_of_work() as session:
            messages = MessageService(session, app, owner)
            said = messages.until(messages.get(message_id), EXCHANGES)
            config = _config_of(session, app.id)
            if not (config.get("suggested_questions_after_answer") or {}).get("enabled"):
                raise SuggestionsDisabled
            runtime = self._runtime(session, app.id)
        exchanges = [(each.query, each.answer) for each in said if each.answer]
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
            log.info("conversation %s is named after its question: %s", first.conversation_id, error)
            return ""
        return texts.name_in(reply.text)

    def _runtime_or_none(self, session: DbSession, app_id: UUID) -> ModelRuntime | None:
        try:
            return self._runtime(session, app_id)
        except ApiError as error:
            log.info("app %s has no model to name conversations with: %s", app_id, error)
            return None

    def _runtime(self, session: DbSession, app_id: UUID) -> ModelRuntime:
        """The app's model, or else the workspace's. Raises ProviderNotInitialized, ModelNotSupported."""
        app = session.get_one(App, app_id)
        providers = ProviderService(session, app.workspace_id, self.settings)
        model = _config_of(session, app_id).get("model") or {}
        chosen = (model.get("provider"), model.get("name"))
        provider, name = chosen if all(chosen) else providers.default("llm") or (None, None)
        if provider is None or name is None:
            raise ProviderNotInitialized
        return providers.runtime(provider, name)


def _config_of(session: DbSession, app_id: UUID) -> dict:
    current = select(AppModelConfig.config).join(App, App.model_config_id == AppModelConfig.id)
    return session.scalar(current.where(App.id == app_id)) or {}
