"""What can be wrong with what is sent: each kind has a code, and the console says it in each of its languages."""

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core._pydantic_core import list_all_errors

from treeline import create_app
from treeline.accounts.schemas import AccountName, WorkspaceName
from treeline.apps.schemas import AppName
from treeline.kernel.schemas import Seen
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

TREELINE = Path(__file__).parents[3] / "treeline"
LOCALES = Path(__file__).parents[4] / "web" / "src" / "i18n" / "locales"
# What can go wrong with each kind of schema that pydantic knows, and with each limit that it may have.
KINDS: dict[str, tuple[str, ...]] = {
    "str": ("string_type", "string_unicode"),
    "int": ("int_type", "int_parsing", "int_parsing_size", "int_from_float"),
    "float": ("float_type", "float_parsing", "finite_number"),
    "decimal": ("decimal_type", "decimal_parsing", "finite_number"),
    "bool": ("bool_type", "bool_parsing"),
    "uuid": ("uuid_type", "uuid_parsing"),
    "literal": ("literal_error",),
    "list": ("list_type",),
    "dict": ("dict_type",),
    "none": ("none_required",),
    "model": ("model_type", "model_attributes_type", "recursion_loop", "invalid_key", "json_invalid", "json_type"),
    "tagged-union": ("union_tag_invalid", "union_tag_not_found"),
}
NOTHING = {
    "with-info",
    "no-info",
    "any",
    "chain",
    "model-fields",
    "model-field",
    "nullable",
    "default",
    "definitions",
    "definition-ref",
    "union",
}
LIMITS = {
    "str": {"min_length": "string_too_short", "max_length": "string_too_long", "pattern": "string_pattern_mismatch"},
    "list": {"min_length": "too_short", "max_length": "too_long"},
    "dict": {"min_length": "too_short", "max_length": "too_long"},
}
BOUNDS = {"gt": "greater_than", "ge": "greater_than_equal", "lt": "less_than", "le": "less_than_equal"}


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> FlaskApp:
    return create_app(
        Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue]  pydantic-settings takes it
            database_url="postgresql://nobody@127.0.0.1:1/nothing",
            redis_url="redis://127.0.0.1:1/0",
            treeline_data=tmp_path_factory.mktemp("data"),
            storage_type="local",
        )
    )


def inputs(application: FlaskApp) -> set[type[BaseModel]]:
    found = ((each.documented_body, each.query, each.form) for each in application.operations.values())
    return {model for models in found for model in models if model is not None}


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema within one."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield value
        for name, inner in value.items():
            if name not in ("metadata", "serialization", "ref"):
                yield from schemas(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from schemas(inner)


def codes_of(schema: dict[str, Any]) -> set[str]:
    kind = schema["type"]
    if kind in NOTHING or kind.startswith("function-"):
        return set()
    assert kind in KINDS, f"a kind of schema that this test does not know: {kind}"
    limits = {code for limit, code in {**LIMITS.get(kind, {}), **BOUNDS}.items() if schema.get(limit) is not None}
    return {*KINDS[kind], *limits}


@cache
def own_codes() -> set[str]:
    """The kind that every `invalid(...)`, `problem(...)`, `NotTaken(...)` and `InvalidInput.at(...)` names."""
    found: set[str] = set()
    for path in TREELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id in ("invalid", "problem", "NotTaken"):
                found.add(str(constant(node.args[0])))
            elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "InvalidInput.at":
                found.add(str(constant(node.args[1])))
    return found


def constant(node: ast.AST) -> Any:
    assert isinstance(node, ast.Constant), ast.unparse(node)
    return node.value


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_console_has_words_for_all_of_it(application: FlaskApp, language: str):
    words: dict[str, str] = json.loads((LOCALES / f"{language}.json").read_text())["validation"]
    possible = {"missing", "extra_forbidden", *own_codes()}
    for model in inputs(application):
        for schema in schemas(model.__pydantic_core_schema__):
            possible |= codes_of(schema)
    assert len(possible) > 40
    assert possible - set(words) == set()
    assert set(own_codes()) >= {"email", "name_blank"}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_words_name_only_what_comes_with_the_error(language: str):
    words: dict[str, str] = json.loads((LOCALES / f"{language}.json").read_text())["validation"]
    known = {str(e["type"]): set(re.findall(r"{(\w+)}", e["message_template_python"])) for e in list_all_errors()}
    for code in set(words) & set(known):
        named = set(re.findall(r"\{\{(\w+)\}\}", words[code]))
        assert named <= known[code], code


WARNINGS = {"assets/draft/batch.py": 1, "assets/archives/reading.py": 1, "datasets/sources/listing.py": 1}


def test_no_detail_is_made_by_hand():
    """Each comes from `Problem.at`, so it has its type. A warning has none: it is shown as it is."""
    found: dict[str, int] = {}
    for path in TREELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                if {"path", "message"} <= keys and "type" not in keys:
                    where = path.relative_to(TREELINE).as_posix()
                    found[where] = found.get(where, 0) + 1
    assert found == WARNINGS


def test_no_schema_says_it_without_a_code():
    """A ValueError has one code, `value_error`, whatever it is about."""
    for path in sorted(TREELINE.rglob("*.py")):
        if path.name not in ("schemas.py", "parts.py", "fields.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                assert getattr(node.exc.func, "id", "") not in ("ValueError", "AssertionError"), f"{path}:{node.lineno}"


NAMES = [(AccountName, 30), (AppName, 40), (WorkspaceName, 100)]


@pytest.mark.parametrize(("kind", "longest"), NAMES)
@pytest.mark.parametrize("name", ["李明", "A", "é", "👩‍👩‍👧", "नमस्ते", "O'Neill", "مريم"])
def test_names_as_people_have_them(kind: Any, longest: int, name: str):
    assert TypeAdapter(kind).validate_python(name) == name
    assert TypeAdapter(kind).validate_python("名" * longest) == "名" * longest
    with pytest.raises(ValidationError, match="at most"):
        TypeAdapter(kind).validate_python("名" * (longest + 1))


@pytest.mark.parametrize(("kind", "_"), NAMES)
@given(st.text(st.characters(categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), max_size=20))
def test_names_that_nobody_can_see(kind: Any, _: int, name: str):
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(name)


@given(st.text(max_size=10), st.sampled_from("\u202a\u202d\u202e\u2066\u2069"), st.text(max_size=10))
def test_names_that_turn_the_text_around_them(before: str, mark: str, after: str):
    with pytest.raises(ValidationError, match="direction"):
        TypeAdapter(Seen).validate_python(f"{before}{mark}{after}")


@given(st.text(min_size=1, max_size=20).filter(lambda text: any(unicodedata.category(c)[0] in "LN" for c in text)))
def test_a_letter_or_a_digit_is_enough(name: str):
    hidden = {"\u115f", "\u1160", "\u3164", "\uffa0"}
    if all(c in hidden or unicodedata.category(c)[0] not in "LNPSM" for c in name):
        return
    if not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in name):
        assert TypeAdapter(Seen).validate_python(name) == name
