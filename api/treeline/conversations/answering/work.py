"""Everything an answer needs, read in one transaction: plain values, so no connection is held afterwards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from treeline.apps.configs.models import AppModelConfig
from treeline.apps.configs.schemas import AgentMode, AppConfig
from treeline.apps.models import App
from treeline.conversations.answering.choice import chosen_model
from treeline.conversations.answering.events import COMPLETION, common
from treeline.conversations.answering.files import Sent, sent, shown
from treeline.conversations.answering.history import earlier
from treeline.conversations.answering.knowledge import Knowledge, knowledge_of
from treeline.conversations.answering.prompt import chat_prompt, completion_prompt
from treeline.conversations.answering.turns import Exchange, budget_of, question, tokens_of, turns_of
from treeline.conversations.models import Conversation, ConversationVariable, Message, MessageFile
from treeline.conversations.settings import AnswerSettings
from treeline.datasets.settings import DatasetSettings
from treeline.files.links import Links
from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.kernel.settings import MIB
from treeline.kernel.storage import Storage
from treeline.providers.port import ModelRuntime, Turn
from treeline.runs.executors import RunHandle
from treeline.tools.loop import Limits
from treeline.tools.toolbox import Granted, toolbox_for

# Of files that came with earlier questions: they are held in memory, and sent once more with each question.
PAST_FILE_BYTES = 20 * MIB


@dataclass(frozen=True)
class Past:
    """A question that was answered before, and its files."""

    query: str
    answer: str
    files: tuple[Sent, ...]


@dataclass(frozen=True)
class Work:
    """`common`: what every event says. `past`: the newest first. `granted`: what an agent's tools are made of."""

    conversation_id: UUID
    message_id: UUID
    common: dict[str, Any]
    runtime: ModelRuntime
    parameters: dict[str, Any]
    budget: int
    instructions: str
    query: str
    files: tuple[Sent, ...]
    past: Sequence[Past]
    granted: Granted | None
    limits: Limits
    is_to_be_named: bool
    knowledge: Knowledge | None = None

    def turns(self, storage: Storage, told: str) -> list[Turn]:
        """What the model is told. `told`: what the tools have to say. Reads files: no transaction may be open."""
        instructions = "\n\n".join(text for text in (self.instructions, told) if text)
        left = self.budget - tokens_of(instructions) - tokens_of(self.query)
        asked = question(self.query, shown(self.files, storage, left))
        # Looked at only as far back as there is room: files are read for it.
        before = (Exchange(past.query, past.answer, shown(past.files, storage, left)) for past in self.past)
        return turns_of(instructions, before, asked, self.budget)


def read_work(session: DbSession, run: RunHandle, settings: AnswerSettings) -> Work:
    """Raises ProviderNotInitialized, ModelNotSupported: what was there when it was asked may be gone."""
    message = session.scalars(select(Message).where(Message.run_id == run.id)).one()
    conversation = session.scalars(select(Conversation).where(Conversation.id == message.conversation_id)).one()
    app = session.scalars(select(App).where(App.id == run.app_id)).one()
    row = session.scalars(select(AppModelConfig).where(AppModelConfig.id == run.model_config_id)).one()
    config = AppConfig.of(row)
    runtime = chosen_model(session, run.workspace_id, config, settings, for_member=run.account_id is not None)
    parameters = config.model.completion_params if config.model else {}
    instructions, query = _prompt(session, run.kind, config.pre_prompt, message)
    message.model_provider, message.model = runtime.provider, runtime.model
    chain = earlier(session, message.parent_message_id)
    files = _files(session, [message.id, *(each.id for each in chain)], app, settings)
    mode, longest = config.agent_mode, parameters.get("max_tokens")
    return Work(
        conversation_id=conversation.id,
        message_id=message.id,
        common=common(run.kind, message),
        runtime=runtime,
        parameters=parameters,
        budget=budget_of(runtime.context_size, longest if isinstance(longest, int) else None),
        instructions=instructions,
        query=query,
        files=files[message.id],
        past=_past(chain, files),
        granted=_granted(session, app, run, mode, settings),
        limits=Limits(mode.max_iteration, mode.max_seconds, mode.max_tokens),
        is_to_be_named=run.kind != COMPLETION and not conversation.name and bool(run.input.get("auto_generate_name")),
        knowledge=knowledge_of(config, run, message, runtime, current.settings(DatasetSettings)),
    )


def _past(chain: Sequence[Message], files: Mapping[UUID, tuple[Sent, ...]]) -> list[Past]:
    """The newest first; the files of the older ones are left out where all together are large."""
    past: list[Past] = []
    room = PAST_FILE_BYTES
    for message in reversed(chain):
        room -= sum(file.size for file in files[message.id])
        past.append(Past(message.query, message.answer, files[message.id] if room >= 0 else ()))
    return past


def _prompt(session: DbSession, kind: str, template: str, message: Message) -> tuple[str, str]:
    """The instructions and the question."""
    declared = select(ConversationVariable).where(ConversationVariable.conversation_id == message.conversation_id)
    values = {each.name: each.value for each in session.scalars(declared)} | message.inputs
    if kind == COMPLETION:
        return "", completion_prompt(template, values, message.query)
    return chat_prompt(template, values), message.query


def _files(
    session: DbSession, message_ids: Sequence[UUID], app: App, settings: AnswerSettings
) -> defaultdict[UUID, tuple[Sent, ...]]:
    # A worker knows no origin: without FILES_URL its links begin with a slash.
    links = Links(settings, "")
    rows = select(MessageFile).where(MessageFile.message_id.in_(message_ids)).options(joinedload(MessageFile.upload))
    found: defaultdict[UUID, tuple[Sent, ...]] = defaultdict(tuple)
    for row in session.scalars(rows.order_by(MessageFile.created_at, MessageFile.id)):
        if row.url is not None or row.upload is not None:
            found[row.message_id] += (sent(row, app.id, links),)
    return found


def _granted(session: DbSession, app: App, run: RunHandle, mode: AgentMode, settings: AnswerSettings) -> Granted | None:
    if run.kind != "agent-chat" or not mode.enabled:
        return None
    tools = [tool.model_dump() for tool in mode.tools]
    own = {"assets": mode.assets, "skills": mode.skills}
    return toolbox_for(session, app, run.asset_version_id, tools, settings, **own)
