"""The loop in which a model calls tools until it answers. It knows no database: its caller gets every step."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

from treeline.kernel.errors import ApiError
from treeline.kernel.text import clean
from treeline.providers.errors import CompletionRequestError, StepTooLarge
from treeline.providers.port import (
    MAX_ARGUMENT_BYTES,
    MAX_CALLS,
    Assistant,
    Completed,
    ModelRuntime,
    TextReplaced,
    ThoughtDelta,
    ToolCall,
    ToolResult,
    ToolSpec,
    Turn,
    Usage,
    User,
)
from treeline.tools.text import capped

MAX_OBSERVATION_BYTES = 32 * 1024
# For the last answer, when a limit has ended the steps.
LAST_SECONDS = 60
SHOWN_ARGUMENTS = 200
MAX_NAME = 64
# Of a thought that goes on, what there is is told when it has come to so much, and each time it has doubled.
THOUGHT_CHARACTERS = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one answer may cost: steps are answers of the model that call tools."""

    steps: int = 10
    seconds: float = 300
    tokens: int = 200_000


@dataclass(frozen=True)
class Thought:
    """One call of a tool, or, without a tool, what the model thought before it said something. Positions count from 1.

    `thought`: what was thought and said before the call; with `tokens` it is of the model's answer that made the call,
    and of several calls in one answer the first has them. `latency`: seconds, until the observation was there.
    """

    position: int
    thought: str
    tool: str
    tool_input: str
    observation: str
    tokens: int
    latency: float
    tool_labels: dict[str, Any]


def labels_of(tool: str) -> dict[str, Any]:
    """What people are shown for a tool's name, by language."""
    return {tool: {"en_US": tool}} if tool else {}


@dataclass(frozen=True)
class Answer:
    """`text` is all that `on_text` was given. `limit`: which limit ended it, in words."""

    text: str
    usage: Usage
    finish_reason: str | None
    limit: str | None


class Toolbox(Protocol):
    @property
    def specs(self) -> Sequence[ToolSpec]: ...

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        """What came of it, as text for the model. What the model may mend comes back as text too."""
        ...


async def converse(
    runtime: ModelRuntime,
    turns: Sequence[Turn],
    toolbox: Toolbox | None,
    limits: Limits,
    *,
    parameters: Mapping[str, Any] | None,
    on_text: Callable[[str], None],
    on_replaced: Callable[[str], None],
    on_thought: Callable[[Thought], Awaitable[None]],
) -> Answer:
    """Ask the model, do what it calls for, one call after another, and ask again until it answers.

    Without a toolbox this is one plain answer. `on_thought` hears of a thought while it goes on, of a call when it
    begins, with no observation, and again, at the same position, when its observation is there. `on_replaced` gets all
    of the text so far, in place of what it was before. At a limit the model is asked once more, without tools.

    Raises what the runtime raises, StepTooLarge before anything is called, and CompletionRequestError if the time is
    over and nothing was said. Cancelled, it ends at once; what was reported stands.
    """
    talk = _Talk(runtime, list(turns), toolbox, limits, parameters, on_text, on_replaced, on_thought)
    return await talk.run()


@dataclass
class _Talk:
    runtime: ModelRuntime
    turns: list[Turn]
    toolbox: Toolbox | None
    limits: Limits
    parameters: Mapping[str, Any] | None
    on_text: Callable[[str], None]
    on_replaced: Callable[[str], None]
    on_thought: Callable[[Thought], Awaitable[None]]
    said: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    calls: int = 0

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.limits.seconds

    async def run(self) -> Answer:
        tools = tuple(self.toolbox.specs) if self.toolbox else ()
        step, limit = 0, None
        while True:
            began = time.monotonic()
            completed = await self._ask([] if limit else tools, _Pondering(self.calls + 1, began, self.on_thought))
            if completed is None:
                if not self.said:
                    raise CompletionRequestError(f"{self.runtime.provider} didn't respond within {self._over_time()}.")
                return self._answer("limit", limit or self._over_time())
            if limit or not tools or not completed.tool_calls:
                return self._answer("limit" if limit else completed.finish_reason, limit)
            step += 1
            await self._step(completed, began, tools)
            limit = self._limit(step)
            if limit:
                self.turns = _retold(self.turns, limit)
                self.deadline = max(self.deadline, time.monotonic() + LAST_SECONDS)

    async def _ask(self, tools: Sequence[ToolSpec], pondering: "_Pondering") -> Completed | None:
        """None: the time was over before the answer was."""
        timeout = asyncio.timeout(self.deadline - time.monotonic())
        try:
            async with timeout:
                completed = await self._listen(tools, pondering)
        except TimeoutError:
            if not timeout.expired():
                raise
            return None
        finally:
            await pondering.tell()
        if completed is None:
            raise RuntimeError(f"{self.runtime.provider} ended a stream without saying so.")
        self.usage += completed.usage
        if completed.thoughts and not completed.tool_calls:
            await pondering.tell(completed.usage.prompt_tokens + completed.usage.completion_tokens)
        return completed

    async def _listen(self, tools: Sequence[ToolSpec], pondering: "_Pondering") -> Completed | None:
        completed, start = None, len(self.said)
        answer = self.runtime.stream(self.turns, tools=tools, parameters=self.parameters)
        async with aclosing(cast(Any, answer)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Completed):
                    completed = piece
                elif isinstance(piece, ThoughtDelta):
                    await pondering.take(clean(piece.text))
                elif isinstance(piece, TextReplaced):
                    del self.said[start:]
                    self.said += [self._paragraph(start) + clean(piece.text)] if piece.text else []
                    self.on_replaced("".join(self.said))
                elif piece.text:
                    await pondering.tell()
                    self._say(self._paragraph(start) + clean(piece.text))
        return completed

    def _paragraph(self, start: int) -> str:
        """What was said before a call and what is said after it are paragraphs of one text."""
        return "\n\n" if start and len(self.said) == start else ""

    def _say(self, text: str) -> None:
        if text:
            self.said.append(text)
            self.on_text(text)

    async def _step(self, completed: Completed, began: float, tools: Sequence[ToolSpec]) -> None:
        """Carry out what one answer calls for. The model gets its own calls back as far as they can be read."""
        _require_few(completed.tool_calls)
        parsed = [_arguments(call.arguments) for call in completed.tool_calls]
        calls = tuple(
            ToolCall(call.id, _name(call), "{}" if isinstance(given, str) else json.dumps(given))
            for call, given in zip(completed.tool_calls, parsed, strict=True)
        )
        text, thoughts = clean(completed.text), clean(completed.thoughts).strip()
        self.turns.append(Assistant(text, calls, completed.kept))
        thought = "\n\n".join(each for each in (thoughts, text) if each)
        tokens = completed.usage.prompt_tokens + completed.usage.completion_tokens
        for call, given in zip(completed.tool_calls, parsed, strict=True):
            self.calls += 1
            name, written = _name(call), clean(call.arguments)
            begun = Thought(self.calls, thought, name, written, "", tokens, 0.0, labels_of(name))
            await self.on_thought(begun)
            observation = capped(clean(await self._observe(call, given, tools)), MAX_OBSERVATION_BYTES)
            await self.on_thought(replace(begun, observation=observation, latency=time.monotonic() - began))
            self.turns.append(ToolResult(call.id, name, observation))
            thought, tokens, began = "", 0, time.monotonic()

    async def _observe(self, call: ToolCall, given: dict[str, Any] | str, tools: Sequence[ToolSpec]) -> str:
        names = [tool.name for tool in tools]
        if self.toolbox is None or call.name not in names:
            return f"Unknown tool {_name(call)}. Available tools: {', '.join(names)}."
        if isinstance(given, str):
            return given
        left = self.deadline - time.monotonic()
        if left <= 0:
            return "Not called: time limit reached."
        timeout = asyncio.timeout(left)
        try:
            async with timeout:
                return await self.toolbox.call(call.name, given)
        except ApiError as error:
            return error.message
        except Exception as error:
            if isinstance(error, TimeoutError) and timeout.expired():
                return "Canceled: time limit reached."
            log.exception("tool %s failed", call.name)
            return f"The tool failed: {type(error).__name__}."

    def _limit(self, steps: int) -> str | None:
        if time.monotonic() >= self.deadline:
            return self._over_time()
        if self.usage.prompt_tokens + self.usage.completion_tokens >= self.limits.tokens:
            return f"the limit of {self.limits.tokens} tokens"
        if steps < self.limits.steps:
            return None
        return "the limit of one step" if self.limits.steps == 1 else f"the limit of {self.limits.steps} steps"

    def _over_time(self) -> str:
        return f"the limit of {self.limits.seconds:g} seconds"

    def _answer(self, finish_reason: str | None, limit: str | None) -> Answer:
        return Answer("".join(self.said), self.usage, finish_reason, limit)


class _Pondering:
    """What the model thinks before one answer: told as it grows, and whole at the end, whatever the end is."""

    def __init__(self, position: int, began: float, on_thought: Callable[[Thought], Awaitable[None]]):
        self.position, self.began, self.on_thought = position, began, on_thought
        self.pieces: list[str] = []
        self.size, self.told, self.next = 0, 0, THOUGHT_CHARACTERS

    async def take(self, text: str) -> None:
        self.pieces.append(text)
        self.size += len(text)
        if self.size >= self.next:
            await self.tell()

    async def tell(self, tokens: int = 0) -> None:
        """Nothing, if all of it has been told."""
        if self.size == self.told and not tokens:
            return
        self.told, self.next = self.size, max(2 * self.size, THOUGHT_CHARACTERS)
        thought, latency = "".join(self.pieces).strip(), time.monotonic() - self.began
        if thought:
            await self.on_thought(Thought(self.position, thought, "", "", "", tokens, latency, {}))


def _require_few(calls: Sequence[ToolCall]) -> None:
    if len(calls) > MAX_CALLS:
        raise StepTooLarge(f"The model called {len(calls)} tools at once; the limit is {MAX_CALLS}.")
    size = sum(len(call.arguments.encode(errors="replace")) for call in calls)
    if size > MAX_ARGUMENT_BYTES:
        most = f"the limit is {MAX_ARGUMENT_BYTES}"
        raise StepTooLarge(f"The arguments of the model's tool calls have {size} bytes; {most}.")


def _name(call: ToolCall) -> str:
    """The name as providers take it back, also of a tool that the model has made up."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", call.name)[:MAX_NAME] or "_"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _arguments(text: str) -> dict[str, Any] | str:
    """The arguments of a call, or what is wrong with them."""
    try:
        given = json.loads(text.strip() or "{}", parse_constant=_refuse)
        # Some models write the object as a string once more.
        given = clean(json.loads(given.strip() or "{}", parse_constant=_refuse) if isinstance(given, str) else given)
    except (ValueError, RecursionError) as error:
        return f"The arguments are not valid JSON ({error}): {text[:SHOWN_ARGUMENTS]}"
    if given is None:
        return {}
    return given if isinstance(given, dict) else f"The arguments must be a JSON object: {text[:SHOWN_ARGUMENTS]}"


def _retold(turns: Sequence[Turn], limit: str) -> list[Turn]:
    """The turns with calls and results as plain text: some models take them only together with tools."""
    told: list[Turn] = []
    for turn in turns:
        if isinstance(turn, Assistant) and turn.tool_calls:
            calls = [f"[called {call.name} with {call.arguments}]" for call in turn.tool_calls]
            told.append(Assistant("\n".join([turn.text, *calls] if turn.text else calls)))
        elif isinstance(turn, ToolResult):
            told.append(User(f"[{turn.name} returned]\n{turn.content}"))
        else:
            told.append(turn)
    return [*told, User(f"You can't call any more tools: you reached {limit}. Answer now with what you have.")]
