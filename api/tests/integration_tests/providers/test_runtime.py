"""The runtime against a scripted provider, over real sockets and through the real libraries."""

import asyncio
import base64
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest

from tests.model_server import ModelServer
from tests.settings import settings_of
from treeline.kernel.errors import ApiError
from treeline.providers.errors import CompletionRequestError, ModelNotSupported, QuotaExceeded
from treeline.providers.kinds import Access
from treeline.providers.port import (
    Assistant,
    Attachment,
    Completed,
    Delta,
    System,
    TextReplaced,
    ThoughtDelta,
    ToolCall,
    ToolResult,
    ToolSpec,
    Usage,
    User,
)
from treeline.providers.runtime import ProviderRuntime

KEY = "sk-secret-of-alice"
LOCAL = settings_of(outbound_allowed_hosts=["127.0.0.1"])
GUARDED = settings_of()
OPENAI_LIKE = ("openai", "openai_api_compatible")
EVERY = (*OPENAI_LIKE, "anthropic", "google")
HELLO = (User("Hello there"),)
READ_FILE = ToolSpec("read_file", "Reads a file.", {"type": "object", "properties": {"path": {"type": "string"}}})
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


def runtime(server: ModelServer, provider: str = "openai_api_compatible", **more: Any) -> ProviderRuntime:
    url = server.base_url if provider in OPENAI_LIKE else server.url
    given = {"model": "scripted", "access": Access(url, KEY), "settings": LOCAL, **more}
    return ProviderRuntime(provider=provider, **given)


async def collected(stream: AsyncIterator[Delta | Completed]) -> list[Delta | Completed]:
    return [item async for item in stream]


def asked(model: ProviderRuntime, turns: Sequence[Any] = HELLO, **options: Any) -> tuple[str, Completed]:
    """The text as it was streamed, and the end."""
    items = asyncio.run(collected(model.stream(turns, **options)))
    end = items[-1]
    assert isinstance(end, Completed)
    text, thoughts = "", ""
    for item in items[:-1]:
        assert not isinstance(item, Completed)
        if isinstance(item, ThoughtDelta):
            thoughts += item.text
        else:
            text = item.text if isinstance(item, TextReplaced) else text + item.text
    assert thoughts == end.thoughts
    return text, end


@pytest.mark.parametrize("provider", EVERY)
def test_an_answer_comes_word_by_word_and_then_whole(server: ModelServer, provider: str):
    server.answer("One two three")
    text, end = asked(runtime(server, provider), [System("Be brief"), *HELLO])
    assert text == end.text == "One two three"
    assert end.finish_reason == "stop"
    assert end.usage == Usage(4, 3)
    assert [role for role, _ in server.requests[0].turns] == ["system", "user"]


@pytest.mark.parametrize("provider", EVERY)
def test_a_tool_is_called_and_its_result_answered(server: ModelServer, provider: str):
    server.call_tool("read_file", {"path": "a.txt"})
    _, end = asked(runtime(server, provider), tools=[READ_FILE])
    assert end.finish_reason in ("tool_call", "stop")
    (call,) = end.tool_calls
    assert (call.name, call.arguments.replace(" ", "")) == ("read_file", '{"path":"a.txt"}')
    turns = [*HELLO, Assistant("", (call,)), ToolResult(call.id, call.name, "what it says")]
    text, _ = asked(runtime(server, provider), turns, tools=[READ_FILE])
    assert "what it says" in text
    assert server.requests[1].turns[-1][0] == "tool"


@pytest.mark.parametrize("provider", EVERY)
def test_a_whole_answer(server: ModelServer, provider: str):
    end = asyncio.run(runtime(server, provider).complete(HELLO))
    assert end.text == "You said: Hello there"
    assert end.usage == Usage(2, 4)


@pytest.mark.parametrize("provider", EVERY)
def test_an_image_is_shown_as_bytes(server: ModelServer, provider: str):
    asked(runtime(server, provider), [User("What is this?", (Attachment("image/png", PIXEL),))])
    assert base64.b64encode(PIXEL).decode().rstrip("=") in str(server.requests[0].body).replace("_", "/").replace(
        "-", "+"
    )


def test_several_calls_at_once_and_calls_after_text(server: ModelServer):
    server.call_tools([("read_file", {"path": "a"}), ("read_file", {"path": "b"})], text="Let me look")
    text, end = asked(runtime(server), tools=[READ_FILE])
    assert text == "Let me look"
    assert [call.arguments for call in end.tool_calls] == ['{"path": "a"}', '{"path": "b"}']
    assert end.tool_calls[0].id != end.tool_calls[1].id


def test_arguments_that_are_no_json_arrive_as_they_are(server: ModelServer):
    server.call_tool("read_file", "{path: a")
    _, end = asked(runtime(server), tools=[READ_FILE])
    assert end.tool_calls[0].arguments == "{path: a"
    turns = [*HELLO, Assistant("", end.tool_calls), ToolResult(end.tool_calls[0].id, "read_file", "That is no JSON.")]
    assert asked(runtime(server), turns)[0] == "You said: That is no JSON."


def test_parameters_by_the_names_a_server_knows(server: ModelServer):
    given = {"temperature": 0.5, "top_p": 0.9, "max_tokens": 7, "stop": ["END"], "seed": 3, "presence_penalty": 0.1}
    given |= {"frequency_penalty": 0.2, "response_format": "json_object", "unknown": 1, "top_k": None}
    asked(runtime(server), parameters=given)
    asked(runtime(server, "openai"), parameters=given)
    compatible, openai = (heard.body for heard in server.requests)
    assert compatible["max_tokens"] == openai["max_completion_tokens"] == 7
    assert "max_completion_tokens" not in compatible
    for body in (compatible, openai):
        assert (body["temperature"], body["top_p"], body["seed"], body["stop"]) == (0.5, 0.9, 3, ["END"])
        assert (body["presence_penalty"], body["frequency_penalty"]) == (0.1, 0.2)
        assert body["response_format"] == {"type": "json_object"}
        assert "unknown" not in body


@pytest.mark.parametrize("provider", ["anthropic", "google"])
def test_parameters_that_a_provider_lacks_are_left_out(server: ModelServer, provider: str):
    given = {"max_tokens": 7, "seed": 3, "presence_penalty": 0.1, "response_format": "json_object", "stop": "END"}
    asked(runtime(server, provider), parameters=given)
    assert "7" in str(server.requests[0].body)


def test_tokens_are_estimated_where_a_server_does_not_count(server: ModelServer):
    server.tells_usage = False
    server.answer("x" * 10)
    assert asked(runtime(server), [User("y" * 8)])[1].usage == Usage(2, 3)


def test_embeddings(server: ModelServer):
    made = asyncio.run(runtime(server, model="scripted-embedding").embed(["a b", "c", "a b"]))
    assert made.vectors[0] == made.vectors[2] != made.vectors[1]
    assert len(made.vectors[0]) == 64
    assert made.usage == Usage(5)
    with pytest.raises(ModelNotSupported, match="Anthropic"):
        asyncio.run(runtime(server, "anthropic").embed(["a"]))


REFUSALS: list[tuple[int, type[ApiError], str]] = [
    (400, CompletionRequestError, "too long"),
    (401, CompletionRequestError, "rejected the API key"),
    (402, QuotaExceeded, "too long"),
    (404, ModelNotSupported, "scripted"),
    (429, QuotaExceeded, "too long"),
    (500, CompletionRequestError, "returned status 500: too long"),
    (503, CompletionRequestError, r"is overloaded \(503\): too long"),
]


@pytest.mark.parametrize("provider", EVERY)
@pytest.mark.parametrize(("status", "kind", "word"), REFUSALS)
def test_what_a_provider_refuses(server: ModelServer, provider: str, status: int, kind: type[ApiError], word: str):
    times = 3 if status in (429, 503) else 1
    for _ in range(times):
        server.fail(status, f"too long for {KEY}")
    with pytest.raises(kind, match=word) as refused:
        asked(runtime(server, provider, pauses=(0, 0)))
    assert KEY not in refused.value.message
    assert refused.value.__cause__ is None
    assert len(server.requests) == times


def test_a_wrong_key(server: ModelServer):
    with pytest.raises(CompletionRequestError, match="rejected the API key") as refused:
        asked(runtime(server, access=Access(server.base_url, "sk-wrong")))
    assert "sk-wrong" not in refused.value.message


@pytest.mark.parametrize("provider", EVERY)
def test_a_connection_that_breaks_in_the_middle(server: ModelServer, provider: str):
    server.break_after(3)
    seen: list[Any] = []

    async def listen() -> None:
        async for item in runtime(server, provider).stream(HELLO):
            seen.append(item)  # noqa: PERF401  broken off on the way

    with pytest.raises(CompletionRequestError, match="closed the connection"):
        asyncio.run(listen())
    assert "".join(item.text for item in seen) == "One two three"


@pytest.mark.parametrize("provider", EVERY)
def test_an_address_of_our_own_network_is_refused(server: ModelServer, provider: str):
    with pytest.raises(CompletionRequestError, match="OUTBOUND_ALLOWED_HOSTS"):
        asked(runtime(server, provider, settings=GUARDED))
    with pytest.raises(CompletionRequestError, match="OUTBOUND_ALLOWED_HOSTS"):
        asyncio.run(runtime(server, provider, settings=GUARDED).complete(HELLO))
    assert server.requests == []


def test_nobody_there():
    with ModelServer() as server:
        pass
    with pytest.raises(CompletionRequestError, match="Can't connect to"):
        asked(runtime(server))


def test_what_is_no_answer_at_all(server: ModelServer):
    with pytest.raises((CompletionRequestError, ModelNotSupported)):
        asked(runtime(server, access=Access(f"{server.url}/elsewhere", KEY)))


@pytest.mark.parametrize("provider", EVERY)
def test_cancelling_closes_the_connection(server: ModelServer, provider: str):
    hold = server.hold(after=1)

    async def begin_and_cancel() -> None:
        task = asyncio.create_task(collected(runtime(server, provider).stream(HELLO)))
        await asyncio.to_thread(hold.reached.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # While the loop still runs: it is not its end that closes the connection.
        assert await asyncio.to_thread(server.hung_up.wait, 5)

    asyncio.run(begin_and_cancel())


def test_who_stops_listening_closes_the_connection(server: ModelServer):
    server.hold(after=2)

    async def listen_once() -> None:
        async with aclosing(runtime(server).stream(HELLO)) as stream:  # pyright: ignore[reportArgumentType]  a generator, in truth
            async for _ in stream:
                break
        assert await asyncio.to_thread(server.hung_up.wait, 5)

    asyncio.run(listen_once())


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_many_threads_each_with_a_loop_of_its_own(server: ModelServer):
    gate = threading.Barrier(8)

    def one(number: int) -> str:
        gate.wait()
        return "".join(asked(runtime(server), [User(f"{number} {turn}")])[0] for turn in range(3))

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(one, range(8)))
    assert said == ["".join(f"You said: {number} {turn}" for turn in range(3)) for number in range(8)]


def test_many_streams_in_one_loop(server: ModelServer):
    server.slow(0.01)

    async def all_at_once() -> list[list[Any]]:
        model = runtime(server)
        return await asyncio.gather(*(collected(model.stream([User(str(number))])) for number in range(20)))

    assert [items[-1].text for items in asyncio.run(all_at_once())] == [f"You said: {n}" for n in range(20)]


def test_a_text_is_shown_as_text(server: ModelServer):
    asked(runtime(server), [User("Sum up", (Attachment("text/plain", b"Once upon a time"),))])
    assert "Once upon a time" in str(server.requests[0].body)


def test_prices(server: ModelServer):
    usage = Usage(1_000_000, 500_000)
    known = runtime(server, "openai", model="gpt-4o-mini").price(usage)
    assert known.prompt_unit_price == known.prompt_price > 0
    assert known.total == known.prompt_unit_price + known.completion_unit_price / 2
    assert runtime(server).price(usage).total == 0
    own = runtime(server, properties={"input_price": "0.5", "output_price": 2, "currency": "EUR"}).price(usage)
    assert (own.total, own.currency) == (Decimal("1.5"), "EUR")


def test_a_representation_shows_no_key(server: ModelServer):
    assert KEY not in repr(runtime(server))
    assert KEY not in repr(Access(server.base_url, KEY))


def test_a_call_that_names_no_tool_result_is_history_too(server: ModelServer):
    turns = [*HELLO, Assistant("I looked", (ToolCall("c1", "read_file", ""),)), ToolResult("c1", "read_file", "x")]
    asked(runtime(server), turns)
    assert server.requests[0].body["messages"][1]["tool_calls"][0]["function"]["arguments"] == "{}"
