"""What nodes that ask a model have in common: their settings, what the model is told, and what it cost."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, field_validator

from treeline.conversations.answering.turns import (
    ATTACHMENT_TOKENS,
    Shown,
    budget_of,
    question,
    tokens_of,
)
from treeline.conversations.answering.usage import usage_json
from treeline.kernel.text import clean
from treeline.providers.port import Assistant, Completed, ModelRuntime, System, ToolSpec, Turn, User
from treeline.providers.port import Usage as Tokens
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed, Selector, Usage
from treeline.workflows.nodes.node import Context
from treeline.workflows.running.ports.chat_models import Models
from treeline.workflows.running.ports.files import Files
from treeline.workflows.running.ports.memory import Before, Memory

QUERY: Selector = ("sys", "query")
FILES: Selector = ("sys", "files")
# As many as a chat app remembers.
MAX_EXCHANGES = 200
# Of what is kept of a prompt for people to see.
SHOWN_CHARACTERS = 100_000
# Of a new node: the workspace's default.
NEW_MODEL: Mapping[str, Any] = {"provider": "", "name": "", "mode": "chat", "completion_params": {}}


class Configured(BaseModel):
    model_config = ConfigDict(extra="allow")


class ModelChoice(Configured):
    provider: str = ""
    name: str = ""
    mode: str | None = "chat"
    completion_params: dict[str, Any] = Field(default_factory=dict)

    @field_validator("completion_params", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return {} if value is None else value


class Window(Configured):
    enabled: bool = False
    size: int | None = None


class MemoryData(Configured):
    window: Window | None = None
    query_prompt_template: str | None = None

    @property
    def most(self) -> int | None:
        return self.window.size if self.window and self.window.enabled else None


class VisionConfigs(Configured):
    variable_selector: list[str] | None = None
    detail: str | None = None


class Vision(Configured):
    enabled: bool = False
    configs: VisionConfigs | None = None

    @property
    def selector(self) -> Selector | None:
        if not self.enabled:
            return None
        return tuple(self.configs.variable_selector or FILES) if self.configs else FILES


@dataclass(frozen=True)
class Asked:
    """A model, and when it was first asked."""

    model: ModelRuntime
    parameters: Mapping[str, Any]
    began: float

    @property
    def budget(self) -> int:
        longest = self.parameters.get("max_tokens")
        return budget_of(self.model.context_size, longest if isinstance(longest, int) else None)

    def usage(self, tokens: Tokens) -> tuple[Usage, dict[str, Any]]:
        """For the engine, and as `usage` among the outputs."""
        price, latency = self.model.price(tokens), time.monotonic() - self.began
        count = (tokens.prompt_tokens, tokens.completion_tokens)
        unit_prices = (price.prompt_unit_price, price.completion_unit_price)
        told = usage_json(count, unit_prices, price.total, price.currency, latency)
        return Usage(*count, price.total, price.currency, latency), told

    def process_data(self, turns: Sequence[Turn], told: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "model_mode": "chat",
            "model_provider": self.model.provider,
            "model_name": self.model.model,
            "prompts": shown_prompts(turns),
            "usage": told,
            **more,
        }


async def asked(context: Context, choice: ModelChoice) -> Asked:
    """Raises NodeFailed."""
    model = await cast(Models, context.ports.models).chat(choice.provider, choice.name)
    return Asked(model, dict(choice.completion_params), time.monotonic())


def files_in(value: Any) -> list[File]:
    each = value if isinstance(value, list) else [value]
    return [file for file in each if isinstance(file, File)]


async def shown_files(context: Context, files: Sequence[File], tokens: int) -> tuple[Shown, ...]:
    return await cast(Files, context.ports.files).shown(files, tokens) if files else ()


async def remembered(context: Context, memory: MemoryData | None, tokens: int) -> list[Before]:
    """As many exchanges as fit, the oldest first."""
    if memory is None:
        return []
    most = MAX_EXCHANGES if memory.most is None else min(max(memory.most, 0), MAX_EXCHANGES)
    kept: list[Before] = []
    for before in await cast(Memory, context.ports.memory).newest(most):
        tokens -= tokens_of(before.query) + tokens_of(before.answer)
        if tokens < 0:
            break
        kept.insert(0, before)
    return kept


async def question_turns(
    context: Context, about: Asked, task: str, question: str, memory: MemoryData | None, vision: Vision | None
) -> list[Turn]:
    """A task, what was said before, and a question with its files."""
    told: list[Turn] = [System(task), User(question)]
    left = about.budget - cost_of(told)
    before = as_turns(await remembered(context, memory, left))
    files = files_in(context.value(vision.selector)) if vision and vision.selector else []
    shown = await shown_files(context, files, max(0, left - cost_of(before)))
    return with_files([told[0], *before, told[1]], shown)


def as_turns(exchanges: Iterable[Before]) -> list[Turn]:
    return [turn for each in exchanges for turn in (User(each.query), Assistant(each.answer))]


def cost_of(turns: Iterable[Turn]) -> int:
    """Tokens, estimated on the high side."""
    told = [turn for turn in turns if isinstance(turn, System | User | Assistant)]
    attachments = sum(len(turn.attachments) for turn in told if isinstance(turn, User))
    return sum(tokens_of(turn.text) for turn in told) + attachments * ATTACHMENT_TOKENS


def with_files(turns: Sequence[Turn], shown: Sequence[Shown]) -> list[Turn]:
    """The files come with the last question."""
    if not shown:
        return list(turns)
    told = list(turns)
    at = next((at for at in range(len(told) - 1, -1, -1) if isinstance(told[at], User)), None)
    last = told.pop(at) if at is not None else User("")
    text = last.text if isinstance(last, User) else ""
    before = last.attachments if isinstance(last, User) else ()
    asked = question(text, shown)
    told.insert(len(told) if at is None else at, User(asked.text, (*before, *asked.attachments)))
    return told


def answerable(turns: Sequence[Turn]) -> list[Turn]:
    """Without empty turns. Some models answer only a question: where there is none, the last instructions are it.

    Raises NodeFailed if nothing is left.
    """
    told = [turn for turn in turns if not isinstance(turn, System | User | Assistant) or _says(turn)]
    if not told:
        raise NodeFailed("no_prompt", "The prompt is empty: write one, or check the variables that it is made of.")
    if all(isinstance(turn, System) for turn in told):
        last = told[-1]
        told[-1] = User(last.text if isinstance(last, System) else "")
    return told


def _says(turn: System | User | Assistant) -> bool:
    return bool(turn.text.strip()) or (isinstance(turn, User) and bool(turn.attachments))


def shown_prompts(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """For people: {role, text}, files by their number."""
    found: list[dict[str, Any]] = []
    for turn in turns:
        if isinstance(turn, System | User | Assistant):
            text = clean(turn.text)
            text = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}\n[Cut here.]"
            files = len(turn.attachments) if isinstance(turn, User) else 0
            found.append({"role": type(turn).__name__.lower(), "text": text, **({"files": files} if files else {})})
    return found


async def completed(context: Context, about: Asked, turns: Sequence[Turn], tools: Sequence[ToolSpec] = ()) -> Completed:
    """The whole answer, within the run's time. Raises NodeFailed."""
    seconds = max(1.0, context.seconds_left)
    try:
        async with (
            asyncio.timeout(seconds),
            aclosing(cast(Any, about.model.stream(turns, tools=tools, parameters=about.parameters))) as pieces,
        ):
            found = [piece async for piece in pieces if isinstance(piece, Completed)]
    except TimeoutError as error:
        told = f"{about.model.provider} didn't respond within the {seconds:g} seconds that the run has left."
        raise NodeFailed("completion_request_error", told) from error
    return found[-1]
