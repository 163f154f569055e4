"""OpenAPI documents of every version, and what is none: read into one shape, within bounds."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from treeline.tools.openapi.arguments import Unusable
from treeline.tools.openapi.changes import changes_of
from treeline.tools.openapi.document import MAX_VALUES, read_document
from treeline.tools.openapi.errors import InvalidDocument
from treeline.tools.openapi.json_schema import MAX_BYTES, json_schema
from treeline.tools.openapi.operations import read_api, require_path
from treeline.tools.openapi.reading import read_text
from treeline.tools.openapi.references import References
from treeline.tools.openapi.servers import servers_of
from treeline.tools.openapi.shapes import Api, Operation

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
HEAD = "openapi: 3.0.0\npaths: {/a: {get: {}}}\n"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)
WORDS = ("$ref", "paths", "get", "/a", "/{b}", "parameters", "schema", "in", "path", "name", "b", "content", "type")
WORDS += (
    "requestBody",
    "application/json",
    "properties",
    "items",
    "#/paths",
    "#/x",
    "object",
    "servers",
    "url",
    "http://h",
)
PIECES = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.integers(0, 3) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=25,
)


def read(document: Any, url: str | None = None) -> Api:
    return read_text(json.dumps(document), url).api


def one(operation: dict[str, Any], path: str = "/a", **more: Any) -> Operation:
    operations = read({"openapi": "3.0.0", "paths": {path: {"post": operation}}, **more}).operations
    assert len(operations) == 1
    return operations[0]


def test_yaml_is_read_as_json_would_be():
    document = read_document(HEAD + "a: [no, yes, on, 2024-01-01, true, 1, 1.5, ~, x]\nb: {200: x, true: y}\n")
    assert document["a"] == ["no", "yes", "on", "2024-01-01", True, 1, 1.5, None, "x"]
    assert document["b"] == {"200": "x", "true": "y"}
    assert read_document("\ufeff" + HEAD) == read_document(HEAD)


def nested(depth: int) -> str:
    return HEAD + "x: " + "[" * depth + "]" * depth


TEN_TIMES = [(a, b, ",".join([f"*{a}"] * 10)) for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
BOMBS = {
    "aliases": HEAD + "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{many}]\n" for _, b, many in TEN_TIMES),
    "merge keys": HEAD + "a: &a {k: v}\n" + "".join(f"{b}: &{b}\n  <<: [{many}]\n" for _, b, many in TEN_TIMES),
    "tagged merge keys": HEAD + "a: &a {k: v}\nb: {!!merge <<: *a}\n",
    "itself": HEAD + "a: &a [*a]\n",
    "itself as a key": HEAD + "? &a {*a : x}\n: y\n",
    "depth": nested(150),
    "great depth": HEAD + "x: " + "[" * 1_900_000,
    "great depth of lists": "- " * 500_000,
    "great depth of keys": "? " * 500_000,
    "great depth of both": "x:\n" + "- ?\t" * 200_000,
    "great depth of JSON": '{"openapi": "3.0.0", "x": ' + "[" * 200_000,
    "blocks": HEAD + "\n".join(" " * depth + "x:" for depth in range(500)),
    "values": json.dumps({"openapi": "3.0.0", "x": [0] * MAX_VALUES}),
    "python": HEAD + "x: !!python/object/apply:os.system [id]",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_rejected(bomb: str):
    with pytest.raises(InvalidDocument):
        read_document(BOMBS[bomb])


@given(st.text(max_size=200) | ANYTHING.map(json.dumps) | PIECES.map(str))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_rejected_in_words(text: str):
    for each in (text, HEAD + "x: " + text):
        try:
            document = read_document(each)
        except InvalidDocument:
            continue
        assert json.loads(json.dumps(document, allow_nan=False)) == document


@given(st.sampled_from([{"openapi": "3.0.0"}, {"openapi": "3.1.0"}, {"swagger": "2.0"}]), PIECES, PIECES, PIECES)
@settings(max_examples=250, deadline=None)
def test_any_document_is_read_or_rejected_in_words(version: Any, operation: Any, item: Any, rest: Any):
    """Whatever stands where: it is an Api, or an InvalidDocument; never an error of another kind."""
    item = item if isinstance(item, dict) else {}
    rest = rest if isinstance(rest, dict) else {}
    try:
        api = read({**rest, **version, "paths": {"/a": {**item, "post": operation}, "/{b}": operation}}, "http://h/x")
    except InvalidDocument:
        return
    for each in api.operations:
        assert NAME.fullmatch(each.name)
        Draft202012Validator.check_schema(each.input_schema)
        assert Operation.model_validate(json.loads(each.model_dump_json())) == each


@pytest.mark.parametrize("reference", ["other.yaml#/a", "http://x/y", "file:///etc/passwd", "../x", "#anchor"])
def test_references_to_elsewhere_are_rejected(reference: str):
    document = {"openapi": "3.1.0", "paths": {"/a": {"get": {"x": [{"$ref": reference}]}}}}
    with pytest.raises(InvalidDocument, match=r"#/paths//a/get/x/0/\$ref.*outside"):
        read(document)


def test_what_only_looks_like_a_reference_is_none():
    schema = {"type": "object", "properties": {"$ref": {"type": "string"}}, "example": {"$ref": "http://x/"}}
    body = {"content": {"application/json": {"schema": schema}}}
    assert (
        "_ref" in str(one({"requestBody": body}).input_schema)
        or "ref" in one({"requestBody": body}).input_schema["properties"]
    )


def test_what_cant_be_used_is_skipped_with_a_reason():
    loop = {"a": {"$ref": "#/components/parameters/b"}, "b": {"$ref": "#/components/parameters/a"}}
    api = read(
        {
            "openapi": "3.0.0",
            "components": {"parameters": loop},
            "paths": {
                "/ok": {"get": {}},
                "/none": {"get": {"parameters": [{"$ref": "#/components/parameters/none"}]}},
                "/loop": {"get": {"parameters": [{"$ref": "#/components/parameters/a"}]}},
                "/{open}": {"get": {}},
                "/xml": {"post": {"requestBody": {"content": {"application/xml": {}}}}},
                "/../up": {"get": {}},
            },
        }
    )
    assert [each.path for each in api.operations] == ["/ok"]
    reasons = {each.operation: each.reason for each in api.skipped}
    for operation, says in (
        ("GET /none", "doesn't exist"),
        ("GET /loop", "refers to itself"),
        ("GET /{open}", "not declared"),
        ("POST /xml", "application/xml"),
        ("GET /../up", ".."),
    ):
        assert says in reasons[operation]


def test_too_many_operations_are_rejected():
    with pytest.raises(InvalidDocument, match="1,000"):
        read({"openapi": "3.0.0", "paths": {f"/{index}": {"get": {}} for index in range(1001)}})


EDGES = st.tuples(st.sampled_from(["properties", "items", "anyOf", "allOf"]), st.sampled_from("abcdef"))


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(EDGES, max_size=6), min_size=6))
@settings(max_examples=40, deadline=None)
def test_schemas_that_refer_to_each_other_become_small_ones(graph: dict[str, list[tuple[str, str]]]):
    """Any graph of references, cycles too: no reference is left, it is valid, and it is no larger than its bound."""
    schemas: dict[str, Any] = {name: {"type": "object"} for name in "abcdef"}
    for name, edges in graph.items():
        for index, (kind, to) in enumerate(edges):
            inner = {"$ref": f"#/{to}"}
            if kind == "items":
                schemas[name]["items"] = inner
            elif kind == "properties":
                schemas[name].setdefault("properties", {})[f"p{index}"] = inner
            else:
                schemas[name].setdefault(kind, []).append(inner)
    found = json_schema({"$ref": "#/a"}, References(schemas))
    assert len(json.dumps(found)) <= MAX_BYTES
    assert "$ref" not in json.dumps(found)
    Draft202012Validator.check_schema(found)
    assert found["type"] == "object"


def test_a_schema_that_grows_is_cut():
    """20 levels of 10 references each."""
    schemas = {
        f"s{level}": {"properties": {f"p{i}": {"$ref": f"#/s{level + 1}"} for i in range(10)}} for level in range(20)
    }
    found = json_schema({"$ref": "#/s0"}, References({**schemas, "s20": {"type": "string"}}))
    assert set(found["properties"]) == {f"p{i}" for i in range(10)}
    assert len(json.dumps(found)) <= MAX_BYTES


def test_schemas_that_are_large_together_are_bounded():
    """A thousand operations, each with a small body of its own that grows."""
    names = [f"s{index}" for index in range(30)]
    schemas: dict[str, Any] = {
        name: {
            "anyOf": [
                {"properties": {each: {"$ref": f"#/components/schemas/{each}"} for each in names}},
                {"title": name},
            ]
        }
        for name in names
    }
    paths: dict[str, Any] = {}
    for index in range(1000):
        schema = {"title": str(index), "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}
        paths[f"/{index}"] = {"put": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}
    api = read({"openapi": "3.0.0", "paths": paths, "components": {"schemas": schemas}})
    assert len(api.operations) < len(paths)
    assert "too large together" in api.skipped[-1].reason


def test_schemas_are_told_as_json_schema_has_them_now():
    given = {
        "type": "integer", "nullable": True, "minimum": 1, "exclusiveMinimum": True, "maximum": 9,
        "exclusiveMaximum": False, "example": 3, "xml": {}, "x-y": 1, "discriminator": {}, "enum": [2, 3],
    }  # fmt: skip
    assert json_schema(given, References({})) == {
        "type": ["integer", "null"],
        "exclusiveMinimum": 1,
        "maximum": 9,
        "enum": [2, 3, None],
    }


def test_the_fields_of_a_body_are_arguments_where_they_can_be():
    ship = {
        "type": "object",
        "required": ["name", "id"],
        "properties": {"name": {}, "a[b]": {}, "id": {"readOnly": True}},
    }
    body = {"required": True, "content": {"application/json": {"schema": ship}}}
    told = one({"requestBody": body})
    assert told.input_schema["required"] == ["name"]
    assert told.body is not None
    assert told.body.fields == {"name": "name", "a_b": "a[b]"}
    # With a parameter of the same name they stay together.
    told = one({"requestBody": body, "parameters": [{"name": "name", "in": "query"}]})
    assert list(told.input_schema["properties"]) == ["name", "body"]
    assert told.body is not None
    assert told.body.fields is None
    # What is optional as a whole needs none of its fields.
    assert "required" not in one({"requestBody": {**body, "required": False}}).input_schema


WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=8), st.lists(WORD, max_size=5))
@settings(max_examples=100, deadline=None)
def test_names_are_taken_by_models_and_unique(ids: list[str], parameters: list[str]):
    declared = [{"name": name, "in": "query"} for name in parameters]
    paths = {f"/{index}": {"get": {"operationId": each, "parameters": declared}} for index, each in enumerate(ids)}
    api = read({"openapi": "3.1.0", "paths": paths})
    names = [operation.name for operation in api.operations]
    assert len(set(names)) == len(ids)
    assert all(map(NAME.fullmatch, names))
    for operation in api.operations:
        assert all(map(NAME.fullmatch, operation.input_schema["properties"]))
        assert [each.wire for each in operation.parameters] == list(dict.fromkeys(parameters))
        assert {each.name for each in operation.parameters} == set(operation.input_schema["properties"])


VARIABLES = {name: {"default": value} for name, value in (("s", "https"), ("h", "a.b"), ("p", "8443"), ("up", "../.."))}
VARIABLES["n"] = {"enum": [2]}  # pyright: ignore[reportArgumentType]  what documents have


@pytest.mark.parametrize(
    ("given", "source", "expected"),
    [
        (None, "https://h/docs/openapi.json", ["https://h"]),
        (None, None, []),
        ([{"url": "/v1/"}], "https://h/docs/openapi.json", ["https://h/v1"]),
        ([{"url": "v1"}], "https://h/docs/openapi.json", ["https://h/docs/v1"]),
        ([{"url": "//other/x"}], "https://h/", ["https://other/x"]),
        ([{"url": "/v1"}, {"url": "https://x"}], None, ["https://x"]),
        ([{"url": "{s}://{h}:{p}/v{n}", "variables": VARIABLES}], None, ["https://a.b:8443/v2"]),
        ([{"url": "https://{tenant}.x"}, {"url": "https://x/{up}", "variables": VARIABLES}], None, []),
        ([{"url": "ftp://x"}, {"url": "https://u:p@x"}, {"url": "https://x?a=b"}, {"url": 1}, "x"], None, []),
    ],
)  # fmt: skip
def test_servers_are_complete_urls(given: Any, source: str | None, expected: list[str]):
    assert [server.url for server in servers_of(given, source)] == expected


@pytest.mark.parametrize("path", ["a", "/a?b", "/a#b", "/a b", "/../b", "/a/.", "/a\\b", "/" + "x" * 1000])
def test_paths_that_would_lead_elsewhere(path: str):
    with pytest.raises(Unusable):
        require_path(path)


def test_a_server_that_a_person_gave_is_theirs():
    api = read({"openapi": "3.0.0", "paths": {"/a": {"get": {}}}, "servers": [{"url": "https://h"}]})
    assert changes_of(api, "https://mine", True, [], api.operations) == []
    changed = changes_of(api, "https://was", False, [], api.operations)
    assert [(each.before, each.after) for each in changed] == [("https://was", "https://h")]


def test_read_api_names_what_it_was_given():
    with pytest.raises(InvalidDocument, match="no operation of the document can be used"):
        read_api({"openapi": "3.0.0", "paths": {"/a": {"get": 1}}}, None)
