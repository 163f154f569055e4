"""The form of an app and its prompt, for whatever is filled in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.apps.configs.inputs import check_inputs, render
from treeline.apps.configs.schemas import AppConfig, FormField
from treeline.kernel.errors import InvalidInput

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True)


def form(*fields: dict[str, Any]) -> list[FormField]:
    return AppConfig.model_validate({"user_input_form": list(fields)}).user_input_form


def checked(field: dict[str, Any], value: Any) -> Any:
    return check_inputs(form(field), {"it": value})["it"]


def text(**more: Any) -> dict[str, Any]:
    return {"text-input": {"variable": "it", "label": "It", **more}}


def test_what_nobody_asked_for_is_left_out():
    assert check_inputs(form(text()), {"it": "a", "other": "b"}) == {"it": "a"}
    assert check_inputs(form(), {"it": "a"}) == {}


@pytest.mark.parametrize("given", [None, ""])
def test_what_is_left_empty(given: Any):
    assert checked(text(), given) == ""
    assert checked(text(default="here"), given) == "here"
    assert checked(text(default="here", required=True), given) == "here"
    with pytest.raises(InvalidInput, match="is required"):
        checked(text(required=True), given)
    with pytest.raises(InvalidInput):
        check_inputs(form(text(required=True)), {})


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        (text(max_length=3), "four", "at most 3"),
        (text(), 3, "must be text"),
        (text(), ["a"], "must be text"),
        (text(), "a\0b", "NUL"),
        ({"select": {"variable": "it", "options": ["a", "b"]}}, "c", "must be one of a, b"),
        ({"number": {"variable": "it"}}, "three", "must be a number"),
        ({"number": {"variable": "it"}}, True, "must be a number"),
        ({"number": {"variable": "it"}}, "nan", "must be a number"),
        ({"number": {"variable": "it"}}, 10**400, "must be a number"),
        ({"checkbox": {"variable": "it"}}, "yes", "must be true or false"),
        ({"checkbox": {"variable": "it"}}, [], "must be true or false"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(field: dict[str, Any], value: Any, why: str):
    with pytest.raises(InvalidInput, match=f"inputs.it .*{why}") as refused:
        checked(field, value)
    (detail,) = refused.value.details or []
    assert detail["path"] == "inputs.it"
    assert refused.value.message == f"inputs.it {detail['message']}."
    assert detail["type"]


def test_what_fits():
    assert checked({"number": {"variable": "it"}}, "3") == 3
    assert checked({"number": {"variable": "it"}}, 2.5) == 2.5
    assert checked({"checkbox": {"variable": "it"}}, "true") is True
    assert checked({"checkbox": {"variable": "it"}}, None) is False
    assert checked({"select": {"variable": "it", "options": ["a"]}}, "a") == "a"


@given(st.dictionaries(NAMES, st.text()), st.lists(st.one_of(NAMES, st.text())))
def test_values_are_put_in_as_they_are(values: dict[str, str], pieces: list[str]):
    plain = [piece for piece in pieces if "{" not in piece and "}" not in piece]
    template = "".join(f"{{{{{piece}}}}}" if piece in values else piece for piece in plain)
    assert render(template, values) == "".join(values.get(piece, piece) for piece in plain)


@given(st.text(), st.dictionaries(NAMES, st.text()))
def test_any_template_is_rendered(template: str, values: dict[str, str]):
    render(template, values)


def test_a_value_is_no_template():
    assert render("{{a}} {{ b }}", {"a": "{{b}}", "b": "{{a}}"}) == "{{b}} {{a}}"
    assert render("{{unknown}} {{a.b}} {a}", {"a": "x"}) == "{{unknown}} {{a.b}} {a}"
    assert render("{{a}}{{b}}{{c}}", {"a": True, "b": None, "c": 3}) == "true3"
