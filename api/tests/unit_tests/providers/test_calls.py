"""Calls put together: by the protocol, and as the servers send them that bend it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from treeline.providers.wire.calls import Calls

TOOLS = ["list", "listlist", "read_file", "search"]
ARGUMENTS = st.recursive(
    st.one_of(st.text(max_size=6), st.integers(-9, 9), st.none(), st.sampled_from(["{}", '{"a', "}", "\\", '"'])),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=5,
)
CALLS = st.lists(
    st.tuples(st.sampled_from(TOOLS), st.dictionaries(st.sampled_from("abc{"), ARGUMENTS, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


def made(chunks: list[list[dict[str, Any]]]) -> list[tuple[str, Any]]:
    calls = Calls(TOOLS)
    for chunk in chunks:
        calls.take(chunk)
    written = list(calls.written())
    ids = [each["id"] for each in written]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    return [(each["function"]["name"], json.loads(each["function"]["arguments"] or "{}")) for each in written]


@st.composite
def streams(draw: st.DrawFn) -> tuple[list[tuple[str, Any]], list[list[dict[str, Any]]]]:
    """What is called, and the chunks of a server with habits of its own."""
    calls = draw(CALLS)
    ids = draw(st.sampled_from(["once", "each", "fresh", "missing", "empty", "null", "same"]))
    indexes = draw(st.sampled_from(["right", "missing", "zero"]))
    names = draw(st.sampled_from(["once", "each"]))
    shape = draw(st.sampled_from(["pieces", "whole", "object", "together"]))
    interleaved = draw(st.booleans()) and indexes == "right"
    if ids == "same" or indexes != "right":
        # Twice the same, told the same way, is one that is repeated.
        calls = [each for at, each in enumerate(calls) if each not in calls[:at]]
    queues: list[list[dict[str, Any]]] = []
    for at, (name, arguments) in enumerate(calls):
        text = json.dumps(arguments, ensure_ascii=draw(st.booleans()))
        cuts = sorted(draw(st.lists(st.integers(1, max(1, len(text) - 1)), max_size=4))) if shape == "pieces" else []
        parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        parts = ["", *parts] if shape == "pieces" and draw(st.booleans()) else parts
        queue: list[dict[str, Any]] = []
        for number, part in enumerate(parts):
            first = number == 0
            function: dict[str, Any] = {"arguments": arguments if shape == "object" else part}
            if first or names == "each":
                function["name"] = name
            elif draw(st.booleans()):
                function["name"] = None
            delta: dict[str, Any] = {"function": function}
            if indexes != "missing":
                delta["index"] = at if indexes == "right" else 0
            if ids == "each" or (ids == "once" and first):
                delta["id"] = f"id{at}"
            elif ids == "fresh" and (first or names == "once"):
                delta["id"] = f"id{at}.{number}"
            elif ids in ("empty", "null"):
                delta["id"] = "" if ids == "empty" else None
            elif ids == "same":
                delta["id"] = "call_0"
            queue.append(delta)
        queues.append(queue)
    if shape == "together" and indexes != "zero":
        return calls, [[delta for queue in queues for delta in queue]]
    if not interleaved:
        return calls, [[delta] for queue in queues for delta in queue]
    chunks: list[list[dict[str, Any]]] = []
    while any(queues):
        queue = draw(st.sampled_from([each for each in queues if each]))
        chunks.append([queue.pop(0)])
    return calls, chunks


@given(streams())
def test_calls_are_what_the_server_meant(stream: tuple[list[tuple[str, Any]], list[list[dict[str, Any]]]]):
    calls, chunks = stream
    found = made(chunks)
    if all("index" in delta for chunk in chunks for delta in chunk):
        assert sorted(map(repr, found)) == sorted(map(repr, calls))
    else:
        assert found == calls


def test_no_arguments_names_in_parts_and_calls_without_a_name():
    piece = lambda index, **function: {"index": index, "function": function}  # noqa: E731
    assert made([[piece(0, name="list", arguments="")], [piece(0, name="list", arguments=None)]]) == [("list", {})]
    assert made([[piece(0, name="list"), piece(1, name="list")]]) == [("list", {}), ("list", {})]
    assert made([[piece(0, name="read_")], [piece(0, name="file", arguments="{}")]]) == [("read_file", {})]
    assert made([[piece(0, name="rea")], [piece(0, name="read_file", arguments="{}")]]) == [("read_file", {})]
    assert made([[{"name": "list"}], [{"name": "search", "arguments": ""}]]) == [("list", {}), ("search", {})]
    assert made([[piece(0, arguments='{"a": 1}')]]) == [("unnamed", {"a": 1})]
    assert made([[piece(0, name="list", arguments="{}")], [piece(0, arguments='{"a": 1}')]]) == [("list", {"a": 1})]
    assert made([[piece(0, name="", arguments="")], [{"index": 1}, {}]]) == []
    assert made([[piece(1, name=" search ", arguments="{}")], [piece(0, name="list")]]) == [
        ("list", {}),
        ("search", {}),
    ]
    two = [piece("0", name="list", arguments='{"a"'), piece(1.0, name="list", arguments='{"b"')]
    assert made([two, [piece(1.0, arguments=": 2}"), piece("0", arguments=": 1}")]]) == [
        ("list", {"a": 1}),
        ("list", {"b": 2}),
    ]
    so_far = ['{"a', '{"a": {"a"', '{"a": {"a": 1}}']
    assert made([[piece(0, name="list", arguments=each)] for each in so_far]) == [("list", {"a": {"a": 1}})]
    assert made([[piece(0, name="list", arguments=each)] for each in ('{"a": ', '{"a": 1}', "}")]) == [
        ("list", {"a": {"a": 1}})
    ]
    whole = {"index": 0, "id": "x", "function": {"name": "list", "arguments": '{"a": 1}'}}
    assert made([[whole], [whole]]) == [("list", {"a": 1})]


ODD = ARGUMENTS.map(lambda value: {"function": value, "id": value, "index": value, "name": value, "arguments": value})


@given(st.lists(st.lists(ODD, max_size=2), max_size=3))
def test_whatever_comes_is_no_bug(chunks: list[list[dict[str, Any]]]):
    calls = Calls(TOOLS)
    for chunk in chunks:
        calls.take(chunk)
    assert all(isinstance(each["function"]["name"], str) for each in calls.written())
