"""What providers stream, as they really do: ends, thoughts, tokens, and what they want back. Over real sockets."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration_tests.providers.test_runtime import HELLO, KEY, READ_FILE, asked, runtime
from tests.model_dialects import event
from tests.model_server import ModelServer
from treeline.providers.errors import CompletionRequestError, StepTooLarge
from treeline.providers.port import MAX_CALLS, Assistant, ToolResult, Usage

DONE = b"data: [DONE]\n\n"
WORDS = {"content": "Half an"}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> bytes:
    """Of OpenAI's protocol."""
    return event({"choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish}], **more})


def claude(kind: str, **data: Any) -> bytes:
    return event({"type": kind, **data}, kind)


def block(index: int, started: dict[str, Any], *deltas: dict[str, Any]) -> bytes:
    grown = b"".join(claude("content_block_delta", index=index, delta=delta) for delta in deltas)
    return claude("content_block_start", index=index, content_block=started) + grown


def stopped(reason: str | None = "end_turn", **usage: Any) -> bytes:
    return claude("message_delta", delta={"stop_reason": reason}, usage=usage)


def gemini(*parts: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": list(parts)}}
    return event({"candidates": [{**candidate, **({"finishReason": finish} if finish else {})}], **more})


def several(index: int, finish: str | None, **delta: Any) -> bytes:
    """Of one of several answers."""
    return event({"choices": [{"index": index, "delta": delta, "finish_reason": finish}]})


STARTED = claude("message_start", message={"id": "m", "usage": {"input_tokens": 25, "output_tokens": 1}})
SAID = block(0, {"type": "text", "text": ""}, {"type": "text_delta", "text": "Half an"})

WHOLE: list[tuple[str, list[bytes], str | None]] = [
    ("openai", [chunk(WORDS), chunk({}, "stop"), DONE], "stop"),
    ("openai", [chunk(WORDS), chunk({}, "stop")], "stop"),
    ("openai", [chunk(WORDS, "stop")], "stop"),
    ("openai", [chunk(WORDS), chunk({}, "length")], "length"),
    ("openai", [chunk(WORDS), chunk({}, "eos")], "stop"),
    ("openai", [chunk(WORDS), chunk({}, "tool_calls")], "tool_call"),
    ("openai", [chunk(WORDS), DONE], None),
    ("openai", [chunk(WORDS, ""), chunk({}, "null"), b"data: [DONE]"], None),
    ("openai", [chunk(WORDS), chunk({}, "stop").rstrip()], "stop"),
    ("openai", [b": ping\n\n", chunk(WORDS), b"data:\n\n", chunk({}, "stop")], "stop"),
    ("openai", [chunk(WORDS), chunk({}, "stop")[:-1]], "stop"),
    ("openai", [chunk(WORDS)[:-1], chunk({}, "stop")[:-1], DONE[:-1]], "stop"),
    ("openai", [chunk(WORDS)[:-1], chunk({}, "stop")], "stop"),
    ("openai", [chunk(WORDS)[6:-1], chunk({}, "stop")[6:-2]], "stop"),
    ("openai", [chunk(WORDS), b"data: [done]\n\n"], None),
    (
        "openai",
        [event({"choices": [None, {"index": 1, "delta": WORDS}]}), several(2, "no"), several(1, "stop")],
        "stop",
    ),
    ("openai", [several(0, None, **WORDS), several(1, "length", content="no"), several(0, "stop")], "stop"),
    ("openai", [chunk({"content": "Half"}), event({"choices": [{"message": WORDS, "finish_reason": "stop"}]})], "stop"),
    ("openai", [event({"choices": [{"message": {"content": each}}]}) for each in ("Half", " an")] + [DONE], None),
    ("openai", [chunk({"content": {"type": "text", "text": "Half an"}}), DONE], None),
    ("openai", [chunk(WORDS), DONE, chunk({"content": " more"})], None),
    ("anthropic", [STARTED, SAID, stopped(), claude("message_stop")], "stop"),
    ("anthropic", [STARTED, SAID, stopped("max_tokens")], "length"),
    ("anthropic", [STARTED, claude("ping"), SAID, claude("message_stop")], None),
    ("google", [gemini({"text": "Half"}), gemini({"text": " an"}, finish="STOP")], "stop"),
    ("google", [gemini({"text": "Half an"}), gemini(finish="MAX_TOKENS")], "length"),
    (
        "google",
        [
            event({"candidates": [{"index": at, "content": {"parts": [{"text": "Half an"}]}} for at in (0, 1)]}),
            event({"candidates": [{"index": 1, "finishReason": "MAX_TOKENS"}]}),
            event({"candidates": [{"index": 0, "finishReason": "STOP"}]}),
        ],
        "stop",
    ),
    ("anthropic", [STARTED, SAID, DONE], None),
]


@pytest.mark.parametrize(("provider", "pieces", "finish"), WHOLE)
@pytest.mark.parametrize("breaks", [False, True], ids=["closed", "broken"])
def test_an_answer_that_says_that_it_is_over_is_whole(
    server: ModelServer, provider: str, pieces: list[bytes], finish: str | None, breaks: bool
):
    ends_with_the_connection = not pieces[-1].endswith(b"\n\n")
    server.send(*pieces, breaks=breaks and not ends_with_the_connection)
    text, end = asked(runtime(server, provider))
    assert (text, end.text, end.finish_reason) == ("Half an", "Half an", finish)


FILTER, CUT, FAILED = "because of its content filter", "before it was complete", "couldn't finish"
NOT_WHOLE: list[tuple[str, list[bytes], str]] = [
    ("openai", [chunk(WORDS)], CUT),
    ("openai", [chunk(WORDS, "null")], CUT),
    ("openai", [chunk(WORDS), b'data: {"choices": [{"del'], CUT),
    ("openai", [chunk({"tool_calls": [{"index": 0, "id": "a", "function": {"name": "read_file"}}]})], CUT),
    ("openai", [chunk(WORDS), chunk({}, "content_filter"), DONE], FILTER),
    ("openai", [chunk(WORDS), chunk({}, "error"), DONE], FAILED),
    ("openai", [chunk(WORDS), chunk({}, "insufficient_system_resource")], FAILED),
    ("openai", [chunk(WORDS), event({"error": {"message": "GPU lost", "code": 502}})], "GPU lost"),
    ("openai", [chunk(WORDS), event({"error": "GPU lost"})], "GPU lost"),
    ("openai", [chunk(WORDS), event({"object": "error", "message": "GPU lost"})], "GPU lost"),
    ("openai", [chunk(WORDS), b"event: error\ndata: GPU lost\n\n"], "GPU lost"),
    ("openai", [chunk(WORDS), b"data: <oops>\n\n"], "invalid response: <oops>"),
    ("openai", [], "empty response"),
    ("openai", [DONE], "empty response"),
    ("openai", [b": ping\n\n", b"event: ping\n\n"], "empty response"),
    ("openai", [b"<!doctype html><title>Log in</title>"], r"a web page \(Log in\). Check the URL"),
    ("openai", [b'{"error": {"message": "GPU lost"}}'], "GPU lost"),
    ("openai", [b'{"detail": "GPU lost"}'], "GPU lost"),
    ("openai", [b"{half"], "invalid response: {half"),
    ("openai", [b"Service down"], "invalid response: Service down"),
    ("openai", [chunk(WORDS), event({"code": 500, "msg": "GPU lost"})], "status 500: GPU lost"),
    ("openai", [chunk(WORDS), event({"detail": "GPU lost"})], "GPU lost"),
    ("openai", [event({"choices": None, "base_resp": {"status_code": 1004, "status_msg": "GPU lost"}})], "GPU lost"),
    ("openai", [chunk(WORDS)[:-1], b'data: {"choices": [{"del'], CUT),
    ("openai", [chunk(WORDS)[6:-1], b'{"choices": [{"del'], CUT),
    ("google", [gemini({"text": "Half an"}), event({"message": "GPU lost"})], "GPU lost"),
    ("anthropic", [STARTED, event({"detail": "GPU lost"})], "GPU lost"),
    ("anthropic", [STARTED, SAID], CUT),
    ("anthropic", [STARTED, SAID, stopped("refusal")], FILTER),
    ("anthropic", [STARTED, SAID, claude("error", error={"type": "api_error", "message": "GPU lost"})], "GPU lost"),
    ("anthropic", [STARTED, claude("ping")], "empty response"),
    ("google", [gemini({"text": "Half an"})], CUT),
    ("google", [gemini({"text": "Half an"}, finish="SAFETY")], FILTER),
    ("google", [gemini(finish="MALFORMED_FUNCTION_CALL")], FAILED),
    ("google", [event({"promptFeedback": {"blockReason": "OTHER"}})], FILTER),
    ("google", [gemini({"text": "Half an"}), event({"error": {"code": 500, "message": "GPU lost"}})], "GPU lost"),
    ("google", [], "empty response"),
]


@pytest.mark.parametrize(("provider", "pieces", "reason"), NOT_WHOLE)
def test_an_answer_that_is_not_whole_is_an_error_with_its_reason(
    server: ModelServer, provider: str, pieces: list[bytes], reason: str
):
    server.send(*pieces)
    with pytest.raises(CompletionRequestError, match=reason):
        asked(runtime(server, provider))


def test_a_server_that_does_not_stream(server: ModelServer):
    call = {"id": "a", "function": {"name": "read_file", "arguments": {"path": "x"}}}
    message = {"content": "Half an", "reasoning_content": "hm", "tool_calls": [call]}
    whole = {"choices": [{"message": message}], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    server.send(json.dumps(whole).encode(), content_type="application/json")
    text, end = asked(runtime(server), tools=[READ_FILE])
    assert (text, end.thoughts, end.usage) == ("Half an", "hm", Usage(3, 2))
    assert [(call.name, json.loads(call.arguments)) for call in end.tool_calls] == [("read_file", {"path": "x"})]


def used(asked: Any, said: Any) -> dict[str, Any]:
    return {"usage": {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": 0}}


COUNTED: list[tuple[str, list[bytes], Usage]] = [
    ("openai", [chunk({"content": "x"}, **used(5000, at)) for at in range(1, 60)], Usage(5000, 59)),
    ("openai", [chunk({"content": "x"}), chunk({}, "stop"), event({"choices": [], **used(5000, 60)})], Usage(5000, 60)),
    ("openai", [chunk({"content": "x"}, **used(5, 1)), chunk({}, "stop", **used(0, 0))], Usage(5, 1)),
    ("openai", [event({"choices": [{"delta": {"content": "x"}, **used(5, 1)}]})], Usage(5, 1)),
    ("openai", [chunk({"content": "x"}, x_groq=used(5, 1))], Usage(5, 1)),
    ("openai", [chunk({"content": "x"}, usage=None)], Usage(3, 1)),
    ("openai", [chunk({"content": "x"}, usage="many")], Usage(3, 1)),
    ("openai", [chunk({"content": "x"}, **used(2**40, 10**30))], Usage(1_000_000_000, 0)),
    ("openai", [chunk({"content": "x"}, **used(-5, 7.9))], Usage(0, 7)),
    ("openai", [chunk({"content": "x"}, **used("12", None))], Usage(12, 0)),
    ("openai", [chunk({"content": "x"}, **used("12.0", " 3 "))], Usage(12, 3)),
    ("openai", [chunk({"content": "x"}, **used(5, 0)), chunk({}, **used(0, 7))], Usage(5, 7)),
    ("openai", [chunk({"content": "x"}, usage={"prompt_tokens": 5, "total_tokens": 12})], Usage(5, 7)),
    ("openai", [chunk({"content": "x"}, usage={"completion_tokens": 7, "total_tokens": 12})], Usage(5, 7)),
    ("openai", [chunk({"content": "x"}, usage={"total_tokens": at}) for at in (5, 12)], Usage(11, 1)),
    ("openai", [chunk({"content": "x"}, usage={"input_tokens": 5, "output_tokens": 7})], Usage(5, 7)),
    ("openai", [b'data: {"choices": [{"delta": {"content": "x"}}], "usage": {"prompt_tokens": NaN}}\n\n'], Usage(3, 1)),
    ("anthropic", [STARTED, SAID, *(stopped(output_tokens=at) for at in (2, 5, 9))], Usage(25, 9)),
    ("anthropic", [STARTED, SAID, stopped(output_tokens=9, input_tokens=40)], Usage(40, 9)),
    ("anthropic", [STARTED, SAID, stopped(output_tokens=9, input_tokens=0, cache_read_input_tokens=5)], Usage(30, 9)),
    (
        "google",
        [
            gemini({"text": "x"}, usageMetadata={"promptTokenCount": 9, "candidatesTokenCount": at})
            for at in range(1, 9)
        ],
        Usage(9, 8),
    ),
    ("google", [gemini({"text": "x"}, usageMetadata={"promptTokenCount": 9, "thoughtsTokenCount": 6})], Usage(9, 6)),
    (
        "google",
        [gemini({"text": "x"}, usageMetadata={"promptTokenCount": 2**50, "candidatesTokenCount": -1})],
        Usage(1_000_000_000, 0),
    ),
]


@pytest.mark.parametrize(("provider", "pieces", "usage"), COUNTED)
def test_tokens_are_counted_by_the_protocols_rules(
    server: ModelServer, provider: str, pieces: list[bytes], usage: Usage
):
    end = {"openai": DONE, "anthropic": claude("message_stop"), "google": gemini(finish="STOP")}[provider]
    server.send(*pieces, end)
    assert asked(runtime(server, provider))[1].usage == usage


def test_thoughts_come_apart_from_the_answer_whatever_the_provider_calls_them(server: ModelServer):
    thinking = {"type": "thinking", "thinking": "h"}
    parts = [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}, {"type": "text", "text": "Fine."}]
    end = chunk({}, "stop")
    streams: list[tuple[str, list[bytes]]] = [
        ("openai", [chunk({"content": piece}) for piece in ("<thi", "nk>h", "m</th", "ink>\n", "\nFine.")] + [end]),
        (
            "openai",
            [chunk({"reasoning_content": "h"}), chunk({"reasoning_content": "m"}), chunk({"content": "Fine."}, "stop")],
        ),
        ("openai", [chunk({"reasoning": "hm", "reasoning_content": "hm"}), chunk({"content": "Fine."}, "stop")]),
        (
            "openai",
            [
                chunk({"reasoning_details": [{"type": "reasoning.text", "text": "hm"}]}),
                chunk({"content": "Fine."}, "stop"),
            ],
        ),
        ("openai", [chunk({"content": parts}, "stop")]),
        ("openai", [chunk({"thinking": "hm"}), chunk({"content": "Fine."}, "stop")]),
        ("openai", [chunk({"reasoning": {"content": "hm"}}), chunk({"content": "Fine."}, "stop")]),
        (
            "anthropic",
            [
                STARTED,
                block(0, thinking, {"type": "thinking_delta", "thinking": "m"}),
                block(1, {"type": "text", "text": "Fine."}),
                stopped(),
            ],
        ),
        ("google", [gemini({"text": "hm", "thought": True}), gemini({"text": "Fine."}, finish="STOP")]),
        ("anthropic", [STARTED, block(0, {"type": "text", "text": "<think>hm</think>Fine."}), stopped()]),
        ("google", [gemini({"text": "<think>hm"}), gemini({"text": "</think>Fine."}, finish="STOP")]),
    ]
    for provider, pieces in streams:
        server.send(*pieces)
        text, made = asked(runtime(server, provider))
        assert (text, made.text, made.thoughts) == ("Fine.", "Fine.", "hm"), pieces


def sent_back(server: ModelServer, provider: str, *pieces: bytes) -> Any:
    """The turn of the model as it goes back with the result of its call."""
    server.requests.clear()
    server.send(*pieces)
    model = runtime(server, provider)
    _, end = asked(model, tools=[READ_FILE])
    (call,) = end.tool_calls
    turns = [*HELLO, Assistant(end.text, (call,), end.kept), ToolResult(call.id, call.name, "found")]
    assert asked(model, turns, tools=[READ_FILE])[0]
    body = server.requests[1].body
    return (body.get("messages") or body["contents"])[1]


CALL = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "read_file", "arguments": "{}"}}]}


def test_what_a_provider_wants_back_with_a_result_goes_back(server: ModelServer):
    for name in ("reasoning_content", "reasoning"):
        turn = sent_back(
            server, "openai_api_compatible", chunk({name: "h"}), chunk({name: "m"}), chunk(CALL, "tool_calls")
        )
        assert turn[name] == "hm"
        assert turn["tool_calls"][0]["id"] == "a"
    raw = "<think>hm</think>\nLooking"
    turn = sent_back(server, "openai_api_compatible", chunk({"content": raw}), chunk(CALL, "tool_calls"))
    assert turn["content"] == raw
    detail = {"type": "reasoning.text", "index": 0, "format": "anthropic-claude-v1"}
    hidden = {"type": "reasoning.encrypted", "index": 1, "data": "c2VjcmV0"}
    turn = sent_back(
        server,
        "openai_api_compatible",
        chunk({"reasoning": "h", "reasoning_details": [{**detail, "text": "h"}]}),
        chunk({"reasoning": "m", "reasoning_details": [{**detail, "text": "m", "signature": "s"}, hidden]}),
        chunk(CALL, "tool_calls"),
    )
    assert turn["reasoning_details"] == [{**detail, "text": "hm", "signature": "s"}, hidden]
    assert "reasoning" not in turn
    signed = {"google": {"thought_signature": "c2ln"}}
    call = {"tool_calls": [{**CALL["tool_calls"][0], "extra_content": signed}]}
    turn = sent_back(server, "openai_api_compatible", chunk(call, "tool_calls"))
    assert turn["tool_calls"][0]["extra_content"] == signed


def test_claude_and_gemini_get_their_signatures_back(server: ModelServer):
    turn = sent_back(
        server,
        "anthropic",
        STARTED,
        block(
            0,
            {"type": "thinking", "thinking": ""},
            {"type": "thinking_delta", "thinking": "hm"},
            {"type": "signature_delta", "signature": "c2ln"},
        ),
        block(1, {"type": "redacted_thinking", "data": "aGlk"}),
        block(
            2,
            {"type": "tool_use", "id": "t1", "name": "read_file", "input": {}},
            {"type": "input_json_delta", "partial_json": '{"path": '},
            {"type": "input_json_delta", "partial_json": '"x"}'},
        ),
        stopped("tool_use"),
    )
    thinking, hidden, call = turn["content"]
    assert (thinking["thinking"], thinking["signature"]) == ("hm", "c2ln")
    assert hidden == {"type": "redacted_thinking", "data": "aGlk"}
    assert (call["id"], call["name"], call["input"]) == ("t1", "read_file", {"path": "x"})
    part = {"functionCall": {"name": "read_file", "args": {"path": "x"}}, "thoughtSignature": "c2ln"}
    turn = sent_back(server, "google", gemini({"text": "hm", "thought": True}), gemini(part, finish="STOP"))
    assert [each.get("thoughtSignature") for each in turn["parts"] if "functionCall" in each] == ["c2ln"]


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google"])
def test_what_cannot_be_stored_is_made_storable(server: ModelServer, provider: str):
    def streamed(*words: str) -> list[bytes]:
        if provider == "openai":
            return [*(chunk({"content": word, "reasoning_content": word}) for word in words), DONE]
        if provider == "google":
            thoughts = [gemini({"text": word, "thought": True}) for word in words]
            return [*thoughts, *(gemini({"text": word}) for word in words), gemini(finish="STOP")]
        blocks = [
            block(0, {"type": "thinking", "thinking": ""}, *({"type": "thinking_delta", "thinking": w} for w in words))
        ]
        blocks.append(block(1, {"type": "text", "text": ""}, *({"type": "text_delta", "text": word} for word in words)))
        return [STARTED, *blocks, stopped()]

    server.send(*streamed("a\0b \ud83d", "\ude00 \udc00", " \ud800"))
    text, end = asked(runtime(server, provider))
    assert text == end.text == end.thoughts == "a\ufffdb 😀 \ufffd \ufffd"
    server.send(*(piece.replace(b"@", b"\xff") for piece in streamed("a@b")))
    assert asked(runtime(server, provider))[0] == "a\ufffdb"


def test_names_ids_and_arguments_of_calls_are_storable_too(server: ModelServer):
    calls = [
        {"index": at, "id": "same", "function": {"name": "n\0" * 500, "arguments": '{"a": "\ud800"}'}} for at in (0, 1)
    ]
    server.send(chunk({"tool_calls": calls}, "tool_calls"))
    _, end = asked(runtime(server), tools=[READ_FILE])
    assert len({call.id for call in end.tool_calls}) == 2
    for call in end.tool_calls:
        assert len(call.name) <= 256
        assert "\0" not in call.name
        assert (call.id + call.name + call.arguments).encode()


def calls_of(provider: str, count: int, size: int = 0) -> list[bytes]:
    arguments = {"path": "x" * size}
    if provider == "google":
        call = {"functionCall": {"name": "read_file", "args": arguments}}
        return [*(gemini(call) for _ in range(count)), gemini(finish="STOP")]
    if provider == "anthropic":
        blocks = [{"type": "tool_use", "id": f"t{at}", "name": "read_file", "input": arguments} for at in range(count)]
        return [STARTED, *(block(at, each) for at, each in enumerate(blocks)), stopped("tool_use")]
    function = {"name": "read_file", "arguments": json.dumps(arguments)}
    calls = [{"index": at, "id": f"t{at}", "function": function} for at in range(count)]
    return [*(chunk({"tool_calls": [each]}) for each in calls), chunk({}, "tool_calls")]


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google"])
def test_more_calls_than_a_step_takes_end_the_answer_before_they_are_read(server: ModelServer, provider: str):
    server.send(*calls_of(provider, MAX_CALLS))
    assert len(asked(runtime(server, provider), tools=[READ_FILE])[1].tool_calls) == MAX_CALLS
    server.send(*calls_of(provider, 3000))
    with pytest.raises(StepTooLarge, match=f"more than {MAX_CALLS} tools at once"):
        asked(runtime(server, provider), tools=[READ_FILE])


def test_more_arguments_than_a_step_takes_end_the_answer_too(server: ModelServer):
    server.send(*calls_of("openai", 1, 20_000_000))
    with pytest.raises(StepTooLarge, match="arguments of the model's tool calls exceed"):
        asked(runtime(server), tools=[READ_FILE])
