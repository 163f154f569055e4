import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from treeline.kernel.errors import NotFound
from treeline.providers.errors import StepTooLarge
from treeline.providers.port import (
    MAX_ARGUMENT_BYTES,
    MAX_CALLS,
    Assistant,
    Completed,
    Embeddings,
    Price,
    TextDelta,
    ToolCall,
    ToolResult,
    ToolSpec,
    Turn,
    Usage,
    User,
)
from treeline.tools.loop import (
    MAX_OBSERVATION_BYTES,
    Answer,
    Limits,
    Thought,
    Toolbox,
    converse,
)

QUESTION = User("How large is the moon?")


def said(text: str, *calls: tuple[str, str], tokens: int = 10, finish: str = "stop") -> Completed:
    made = tuple(ToolCall(f"call{index}", name, arguments) for index, (name, arguments) in enumerate(calls))
    return Completed(text, made, Usage(tokens - 1, 1), "tool_call" if calls else finish)


class Scripted:
    """A model that says what it was given, a word at a time, and notes what it was asked."""

    provider = model = account = "scripted"
    context_size = None

    def __init__(self, *answers: Completed):
        self.answers = list(answers)
        self.asked: list[tuple[list[Turn], list[str]]] = []
        # One event after so many items given out: where a test cancels.
        self.pauses_at: int | None = None
        self.paused = asyncio.Event()
        self.closed = 0

    async def stream(
        self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec] = (), parameters: Mapping[str, Any] | None = None
    ) -> AsyncIterator[TextDelta | Completed]:
        self.asked.append((list(turns), [tool.name for tool in tools]))
        answer = self.answers.pop(0)
        try:
            for word in answer.text.split(" ") if answer.text else []:
                yield TextDelta(word + " ")
                await self._pause()
            yield answer
        finally:
            self.closed += 1

    async def _pause(self) -> None:
        if self.pauses_at is not None:
            self.pauses_at -= 1
            if self.pauses_at <= 0:
                self.paused.set()
                await asyncio.Event().wait()
        await asyncio.sleep(0)

    async def complete(self, turns: Sequence[Turn], *, parameters: Mapping[str, Any] | None = None) -> Completed:
        raise NotImplementedError

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        raise NotImplementedError

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        raise NotImplementedError

    def price(self, usage: Usage) -> Price:
        return Price()


class Box:
    def __init__(self):
        self.specs = [ToolSpec(name, name, {"type": "object"}) for name in ("look", "fail", "refuse", "hang", "flood")]
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.hanging = asyncio.Event()

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        self.calls.append((name, arguments))
        if name == "fail":
            raise ZeroDivisionError
        if name == "refuse":
            raise NotFound("There is no moon.")
        if name == "hang":
            self.hanging.set()
            await asyncio.Event().wait()
        return "é" * MAX_OBSERVATION_BYTES if name == "flood" else f"{name} saw {json.dumps(arguments)}\0"


class Heard:
    def __init__(self, model: Scripted, box: Toolbox | None, limits: Limits | None = None):
        self.model, self.box, self.limits = model, box, limits or Limits()
        self.texts: list[str] = []
        self.replaced: list[str] = []
        self.thoughts: list[Thought] = []

    async def converse(self) -> Answer:
        return await converse(
            self.model,
            [QUESTION],
            self.box,
            self.limits,
            parameters=None,
            on_text=self.texts.append,
            on_replaced=self.replaced.append,
            on_thought=self._hear,
        )

    async def _hear(self, thought: Thought) -> None:
        self.thoughts.append(thought)

    @property
    def observations(self) -> list[str]:
        return [thought.observation for thought in self.thoughts[1::2]]


def heard(*answers: Completed, limits: Limits | None = None, box: Toolbox | None = None) -> tuple[Heard, Answer]:
    listener = Heard(Scripted(*answers), box or Box(), limits)
    return listener, asyncio.run(listener.converse())


def test_without_tools_it_is_one_plain_answer():
    listener = Heard(Scripted(said("Quite large", finish="length")), None)
    answer = asyncio.run(listener.converse())
    assert answer == Answer("Quite large ", Usage(9, 1), "length", None)
    assert listener.texts == ["Quite ", "large "]
    assert listener.model.asked == [([QUESTION], [])]


def test_calls_are_carried_out_until_the_model_answers():
    listener, answer = heard(
        said("I look", ("look", '{"at": "moon"}'), ("look", "")), said("", ("look", "{}"), tokens=5), said("Large")
    )
    assert answer == Answer("I look \n\nLarge ", Usage(22, 3), "stop", None)
    assert "".join(listener.texts) == answer.text
    begun, ended = listener.thoughts[::2], listener.thoughts[1::2]
    assert [thought.position for thought in begun] == [thought.position for thought in ended] == [1, 2, 3]
    assert all(thought.observation == "" for thought in begun)
    assert listener.observations == ['look saw {"at": "moon"}\ufffd', "look saw {}\ufffd", "look saw {}\ufffd"]
    assert [(thought.thought, thought.tokens) for thought in ended] == [("I look", 10), ("", 0), ("", 5)]
    assert begun[0].tool_input == '{"at": "moon"}'
    assert begun[0].tool_labels == {"look": {"en_US": "look"}}
    turns, tools = listener.model.asked[1]
    calls = (ToolCall("call0", "look", '{"at": "moon"}'), ToolCall("call1", "look", "{}"))
    results = [ToolResult(f"call{index}", "look", listener.observations[index]) for index in (0, 1)]
    assert turns == [QUESTION, Assistant("I look", calls), *results]
    assert "look" in tools


@pytest.mark.parametrize(
    ("call", "observed"),
    [
        (("look", '{"at": '), "The arguments are not valid JSON"),
        (("look", "[1]"), "must be a JSON object: [1]"),
        (("look", "[" * 100_000), "The arguments are not valid JSON"),
        (("look", '{"at": NaN}'), "NaN is no JSON"),
        (("fly to it", "{}"), "Unknown tool fly_to_it. Available tools"),
        (("fly", "{}"), "Unknown tool fly. Available tools: look, fail"),
        (("fail", "{}"), "The tool failed: ZeroDivisionError."),
        (("refuse", "{}"), "There is no moon."),
    ],
    ids=["half JSON", "a list", "a deep list", "no number", "no name", "unknown", "a bug", "a refusal"],
)
def test_what_goes_wrong_is_told_to_the_model(call: tuple[str, str], observed: str):
    listener, answer = heard(said("", call), said("Sorry"))
    assert observed in listener.observations[0]
    assert len(listener.observations[0]) < 400
    assert answer.text == "Sorry "
    assert answer.limit is None
    sent = listener.model.asked[1][0][1]
    assert isinstance(sent, Assistant)
    # The model's provider never gets arguments that are not an object.
    assert sent.tool_calls[0].arguments == "{}"


def test_an_observation_has_a_bound():
    listener, _ = heard(said("", ("flood", "{}")), said("Wet"))
    text, _, note = listener.observations[0].rpartition("\n")
    assert len(text.encode()) == MAX_OBSERVATION_BYTES
    assert note == f"[Cut: {MAX_OBSERVATION_BYTES} of {2 * MAX_OBSERVATION_BYTES} bytes are shown.]"


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(steps=2), "the limit of 2 steps"),
        (Limits(tokens=15), "the limit of 15 tokens"),
    ],
    ids=["steps", "tokens"],
)
def test_at_a_limit_the_model_answers_with_what_it_has(limits: Limits, limit: str):
    again = said("More", ("look", "{}"))
    listener, answer = heard(again, again, said("Large", ("look", "{}")), limits=limits)
    assert answer.limit == limit
    assert answer.text.endswith("Large ")
    assert len(listener.observations) == 2
    turns, tools = listener.model.asked[2]
    assert tools == []
    # Calls and results are told as text: some providers take them only beside tools.
    assert not any(isinstance(turn, ToolResult) or (isinstance(turn, Assistant) and turn.tool_calls) for turn in turns)
    assert "look saw {}" in str(turns)
    assert limit in str(turns[-1])


def test_a_tool_that_hangs_is_broken_off_and_the_model_asked_once_more():
    answers = said("", ("hang", "{}"), ("look", "{}")), said("Nothing found")
    listener, answer = heard(*answers, limits=Limits(seconds=0.1))
    assert listener.observations == ["Canceled: time limit reached.", "Not called: time limit reached."]
    assert (answer.text, answer.limit) == ("Nothing found ", "the limit of 0.1 seconds")


def test_an_answer_that_takes_too_long_ends_with_what_there_is():
    async def run() -> tuple[Answer, Scripted]:
        model = Scripted(said("One two three"))
        model.pauses_at = 2
        return await Heard(model, Box(), Limits(seconds=0.1)).converse(), model

    answer, model = asyncio.run(run())
    assert (answer.text, answer.limit) == ("One two ", "the limit of 0.1 seconds")
    assert model.closed == 1


def test_cancelled_while_the_model_talks_everything_said_is_known_and_the_stream_is_closed():
    async def cancelled_after(words: int) -> Heard:
        model = Scripted(said("One two", ("look", "{}")), said("three four"))
        model.pauses_at = words
        listener = Heard(model, Box())
        task = asyncio.create_task(listener.converse())
        await model.paused.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert model.closed == len(model.asked)
        return listener

    whole = ["One ", "two ", "\n\nthree ", "four "]
    for words in (1, 2, 3, 4):
        listener = asyncio.run(cancelled_after(words))
        assert listener.texts == whole[:words]
        assert len(listener.thoughts) == (2 if words > 2 else 0)


def test_cancelled_while_a_tool_works_the_step_is_known():
    async def run() -> list[Thought]:
        box = Box()
        listener = Heard(Scripted(said("", ("look", "{}"), ("hang", "{}"))), box)
        task = asyncio.create_task(listener.converse())
        await box.hanging.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return listener.thoughts

    thoughts = asyncio.run(run())
    assert [(thought.position, thought.tool) for thought in thoughts] == [(1, "look"), (1, "look"), (2, "hang")]


def test_what_the_runtime_raises_passes_through():
    class Broken(Scripted):
        async def stream(self, *_: Any, **__: Any) -> AsyncIterator[TextDelta | Completed]:
            yield TextDelta("One")
            raise TimeoutError("of the model, not of ours")

    listener = Heard(Broken(), None)
    with pytest.raises(TimeoutError, match="of the model"):
        asyncio.run(listener.converse())
    assert listener.texts == ["One"]


@pytest.mark.parametrize(
    ("calls", "named"),
    [
        ([("look", "{}")] * (MAX_CALLS + 1), f"{MAX_CALLS + 1} tools at once"),
        ([("look", '"%s"' % ("x" * (MAX_ARGUMENT_BYTES // 2)))] * 2, "bytes"),
        ([("look", "é" * (MAX_ARGUMENT_BYTES // 2 + 1))], "bytes"),
    ],
)
def test_a_step_that_is_too_large_ends_before_anything_is_called(calls: list[tuple[str, str]], named: str):
    box = Box()
    listener = Heard(Scripted(said("Well", *calls), said("never said")), box)
    with pytest.raises(StepTooLarge, match=named):
        asyncio.run(listener.converse())
    assert (listener.texts, listener.thoughts, box.calls) == (["Well "], [], [])
