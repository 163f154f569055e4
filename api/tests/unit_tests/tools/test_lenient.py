"""What MCP servers send in place of nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp.types import CallToolResult, InitializeResult, ListToolsResult

from treeline.tools.mcp.lenient import mended, readable_type
from treeline.tools.mcp.tools import told_by

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ({"content": None}, "(nothing)"),
        ({}, "(nothing)"),
        ({"content": [], "isError": None, "structuredContent": None, "_meta": None}, "(nothing)"),
        ({"content": "plain"}, "plain"),
        ({"content": {"type": "text", "text": "one"}}, "one"),
        ({"content": [{"type": "text", "text": "a", "annotations": None, "_meta": None}]}, "a"),
        ({"content": [{"type": "text", "text": None}]}, "(nothing)"),
        ({"content": [{"type": "text", "text": 3}]}, "3"),
        ({"content": ["a", {"type": "text", "text": "b"}]}, "a\nb"),
        ({"content": [{"type": "video", "uri": "x"}]}, '{"type": "video", "uri": "x"}'),
        ({"content": None, "structuredContent": {"a": None}}, '{"a": null}'),
        ({"content": [{"type": "text", "text": "3 hits"}], "structuredContent": {"hits": 3}}, '3 hits\n{"hits": 3}'),
        ({"content": [{"type": "text", "text": '{ "hits": 3 }'}], "structuredContent": {"hits": 3}}, '{ "hits": 3 }'),
        ({"content": [{"type": "text", "text": "3"}], "structuredContent": {"result": 3}}, "3"),
        ({"content": [{"type": "text", "text": "x"}], "structuredContent": {"result": "x"}}, "x"),
        (
            {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
            | {"structuredContent": {"result": ["a", "b"]}},
            "a\nb",
        ),
        ({"content": [{"type": "text", "text": "no"}], "isError": True}, "Error: no"),
        ({"content": "no", "isError": "true"}, "Error: no"),
        ({"content": "yes", "isError": "perhaps", "_meta": [], "structuredContent": []}, "yes"),
        ({"content": "yes", "structuredContent": {}}, "yes"),
        ({"structuredContent": {}}, "{}"),
        ({"structuredContent": [1, 2]}, '{"result": [1, 2]}'),
        ({"content": "3", "structuredContent": 3}, "3"),
    ],
)
def test_results(result: dict[str, Any], told: str):
    assert told_by(CallToolResult.model_validate(mended(result))) == told


@pytest.mark.parametrize(
    ("tool", "schema"),
    [
        ({"name": "a"}, {"type": "object"}),
        ({"name": "a", "inputSchema": None, "description": None, "annotations": None}, {"type": "object"}),
        ({"name": "a", "inputSchema": [], "annotations": [], "outputSchema": []}, {"type": "object"}),
        (
            {"name": "a", "inputSchema": {"properties": {"b": {"default": None}}}},
            {"properties": {"b": {"default": None}}},
        ),
    ],
)
def test_tools(tool: dict[str, Any], schema: dict[str, Any]):
    listed = ListToolsResult.model_validate(mended({"tools": [tool, None, {"name": None}], "nextCursor": None}))
    assert [(each.name, each.input_schema) for each in listed.tools] == [("a", schema)]


@pytest.mark.parametrize(
    "field", ["description", "annotations", "outputSchema", "_meta", "title", "icons", "execution"]
)
@pytest.mark.parametrize("value", [5, "x", {"readOnlyHint": "perhaps"}, [1]])
def test_a_field_that_is_wrong_costs_no_tool(field: str, value: Any):
    tools = [{"name": "a", "inputSchema": {"required": ["x"]}, field: value}, {"name": "b"}]
    listed = ListToolsResult.model_validate(mended({"tools": tools}))
    assert [(each.name, each.input_schema) for each in listed.tools] == [
        ("a", {"required": ["x"]}),
        ("b", {"type": "object"}),
    ]


@pytest.mark.parametrize(
    ("cursor", "read"), [(None, None), (False, None), ({}, None), ([], None), ("", ""), (7, "7"), (0, "0"), ("x", "x")]
)
def test_cursors(cursor: Any, read: str | None):
    assert ListToolsResult.model_validate(mended({"tools": [], "nextCursor": cursor})).next_cursor == read


@pytest.mark.parametrize("nothing", [None, [], {}, "x", True])
def test_a_server_says_little_of_itself(nothing: Any):
    for said in (
        {"protocolVersion": "2025-06-18"},
        {"protocolVersion": None, "serverInfo": nothing},
        {"serverInfo": {"name": nothing}, "capabilities": nothing, "instructions": None},
        {"protocolVersion": "2025-06-18", "capabilities": {"tools": nothing, "prompts": nothing}},
    ):
        InitializeResult.model_validate(mended(said))


@pytest.mark.parametrize(
    "open_", ["", "text/plain; charset=utf-8", "application/problem+json", "application/octet-stream"]
)
def test_a_type_that_says_nothing_is_json(open_: str):
    assert readable_type(open_) == "application/json"
    for clear in ("text/event-stream", "text/html; charset=utf-8", "application/json; charset=utf-8"):
        assert readable_type(clear) == clear


def test_no_tools_at_all():
    assert ListToolsResult.model_validate(mended({"tools": None})).tools == []


PARTS = st.dictionaries(
    st.sampled_from(["type", "text", "data", "mimeType", "resource", "uri", "name", "annotations"]),
    st.sampled_from(["text", "image", "audio", "resource", "resource_link", "file:///x"]) | JSON,
)


@given(JSON | PARTS | st.lists(PARTS, max_size=3), JSON)
def test_any_content_is_read(content: Any, structured: Any):
    result: dict[str, Any] = {"content": content}
    result["structuredContent"] = structured
    assert told_by(CallToolResult.model_validate(mended(result)))
