"""Whatever anybody sends has a bound, and the bound is checked before any work is done on it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from tests.settings import settings_of
from treeline import create_app
from treeline.assets.draft.names import name_key, refusal
from treeline.conversations.naming.texts import name_in, questions_in
from treeline.kernel.addresses import checked_address
from treeline.kernel.schemas import MAX_QUERY_TEXT, MAX_TEXT, Body, ContractBody, Query
from treeline.kernel.web import JSON_BODY_BYTES, PUBLIC, PUBLIC_BODY_BYTES, Operation

# Nothing listens there: only what the app declares is looked at.
APP = create_app(
    settings_of(database_url="postgresql://127.0.0.1:1/none", redis_url="redis://127.0.0.1:1", secret_key="x" * 40)
)
APP.extensions["relay"].close()
OPERATIONS = APP.operations
# Lists without a bound of their own, and why.
COUNTED_ELSEWHERE = {
    "BatchIn.children": "read by msgspec; its bytes and nodes are settings",
    "BatchNodeIn.children": "likewise",
    "SyncIn.files": "likewise",
    "SyncIn.folders": "likewise",
    "KnowledgeSyncIn.files": "likewise",
}
# Objects with any keys: they are as they came, and as large as a body is.
ANYTHING = {
    "Retrieval.datasets": "kept for clients of the contract; must be empty",
    "RpcIn.params": "what a method takes is checked when the method is known",
}


def inputs() -> Iterator[type[BaseModel]]:
    for operation in OPERATIONS.values():
        for kind in (operation.documented_body, operation.query, operation.form):
            if kind is not None:
                yield kind


MODELS = sorted(set(inputs()), key=lambda kind: f"{kind.__module__}.{kind.__name__}")


def parts(kind: type[BaseModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a model and of those in it, with its schema: ("Model.field", …)."""
    schema = kind.model_json_schema(by_alias=False)
    for name, each in {kind.__name__: schema, **schema.get("$defs", {})}.items():
        for field, declared in each.get("properties", {}).items():
            yield f"{name}.{field}", declared


def variants(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema, its alternatives and what its items are."""
    yield schema
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from variants(each)
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from variants(inner)


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_each_list_has_a_bound(kind: type[BaseModel]):
    for place, declared in parts(kind):
        for schema in variants(declared):
            if schema.get("type") == "array" and place not in COUNTED_ELSEWHERE:
                assert schema.get("maxItems", 10**9) <= 10_000, place
            if schema.get("type") == "object" and "additionalProperties" in schema and place not in ANYTHING:
                assert schema.get("maxProperties", 10**9) <= 1000, place


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_each_text_has_a_bound(kind: type[BaseModel]):
    """Where a field says none, that of its base holds."""
    assert issubclass(kind, Body | ContractBody | Query)
    assert kind.model_config.get("str_max_length") == (MAX_QUERY_TEXT if issubclass(kind, Query) else MAX_TEXT)
    for place, declared in parts(kind):
        for schema in variants(declared):
            assert schema.get("maxLength", 0) <= JSON_BODY_BYTES, place


class Texts(Body):
    plain: str = ""
    either: str | int = ""
    many: list[str] = Field(default_factory=list)
    named: dict[str, str] = Field(default_factory=dict)


@pytest.mark.parametrize(
    "field", [{"plain": "x"}, {"either": "x"}, {"many": ["x"]}, {"named": {"a": "x"}}, {"named": {"x": ""}}]
)
def test_the_bound_of_the_base_holds_for_texts_anywhere(field: dict[str, Any]):
    assert Texts.model_validate_json(json.dumps(field).replace("x", "x" * MAX_TEXT))
    with pytest.raises(ValidationError, match="at most 100000 characters"):
        Texts.model_validate_json(json.dumps(field).replace("x", "x" * (MAX_TEXT + 1)))


def bodies_of_anyone() -> list[Operation]:
    return [each for each in OPERATIONS.values() if each.routes.access is PUBLIC]


@pytest.mark.parametrize("operation", bodies_of_anyone(), ids=lambda each: f"{each.method} {each.path}")
def test_what_anyone_may_send_is_short(operation: Operation):
    assert operation.max_body == PUBLIC_BODY_BYTES


@pytest.mark.parametrize("path", ["/console/api/login", "/console/api/setup", "/console/api/init"])
@pytest.mark.parametrize("length", [PUBLIC_BODY_BYTES + 1, 15_000_000])
def test_a_long_body_of_anyone_is_turned_away_unread(path: str, length: int):
    reply = APP.test_client().post(
        path,
        data=b"",
        content_type="application/json",
        # That much is announced; nothing of it needs to come.
        environ_overrides={"CONTENT_LENGTH": str(length)},
    )
    assert (reply.status_code, reply.json["code"]) == (413, "request_too_large")


# Work grows with the length, not with its square

LENGTH = 300_000
FILLS = ["a", "é", " ", "@", "1", "{{", "a.", "a@", "\u0301", "-", "\t \n", "```", "["]


def skeleton(schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    """Some value that a schema takes, or nearly."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return skeleton(schema[key][0], defs)
    if "const" in schema or "enum" in schema:
        return schema.get("const") or schema["enum"][0]
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        return {name: skeleton(each, defs) for name, each in schema.get("properties", {}).items() if name in needed}
    return {"array": [], "integer": 1, "number": 1, "boolean": True}.get(str(schema.get("type")), "1")


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    with suppress(ValueError):
        work()
    return time.process_time() - began


def assert_no_more_than_linear(work: Callable[[str], object], fill: str) -> None:
    """Processor time for a text four times as long: 4 times as much, and 16 times where it grows with the square."""
    short, long = fill * (LENGTH // len(fill)), fill * (4 * LENGTH // len(fill))
    # Below a few milliseconds there is nothing to compare.
    growth = [seconds(lambda: work(long)) / max(seconds(lambda: work(short)), 0.004)]
    while growth[-1] >= 10 and len(growth) < 4:
        growth.append(seconds(lambda: work(long)) / max(seconds(lambda: work(short)), 0.004))
    assert min(growth) < 10, growth


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_no_field_costs_more_than_its_length(kind: type[BaseModel]):
    schema = kind.model_json_schema()
    defs = schema.get("$defs", {})
    whole = skeleton(schema, defs)
    for field in schema.get("properties", {}):
        for fill in FILLS:

            def parse(text: str, field: str = field) -> object:
                return kind.model_validate({**whole, field: text})

            assert_no_more_than_linear(parse, fill)


@pytest.mark.parametrize(
    "work", [refusal, name_key, checked_address, name_in, questions_in], ids=lambda work: work.__name__
)
@pytest.mark.parametrize("fill", FILLS)
def test_no_reader_of_text_costs_more_than_its_length(work: Callable[[str], object], fill: str):
    assert_no_more_than_linear(lambda text: work(f"x{text}x"), fill)
