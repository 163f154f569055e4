"""A form and the variables of a conversation, as a config declares them: what each may be and may begin with."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from treeline.apps.configs.fields import FormField, NotTaken
from treeline.apps.configs.inputs import check_inputs
from treeline.apps.configs.schemas import AppConfig, DeclaredVariable
from treeline.apps.configs.types import fits, nothing
from treeline.kernel.errors import InvalidInput

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
TYPES = ["string", "number", "boolean", "object", "array[string]", "array[number]", "array[object]"]


def field(kind: str, **more: Any) -> FormField:
    return FormField.model_validate({kind: {"variable": "it", **more}})


FIELDS = [
    field("text-input", max_length=5),
    field("paragraph"),
    field("paragraph", required=True),
    field("select", options=["a", "b"]),
    field("number", default=3),
    field("checkbox", default="true"),
]


@given(st.sampled_from(FIELDS), JSON)
def test_anything_is_taken_or_refused(form_field: FormField, value: Any):
    """What is taken can be stored, and is taken again as it is."""
    try:
        taken = check_inputs([form_field], {"it": value})
    except InvalidInput as refusal:
        assert refusal.message.startswith("inputs.it ")  # noqa: PT017  either outcome is right
        return
    assert "\0" not in str(taken["it"])
    json.dumps(taken, allow_nan=False)
    assert check_inputs([form_field], taken) == taken


@given(st.integers(min_value=-(10**300), max_value=10**300))
def test_whole_numbers_stay_whole(number: int):
    assert field("number").value(number) == field("number").value(str(number)) == number
    assert isinstance(field("number").value(number), int)


def test_an_option_may_be_longer_than_a_text():
    assert field("select", options=["long enough"], max_length=3).value("long enough") == "long enough"


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("select", {"options": ["a"], "default": "z"}, "default must be one of a"),
        ("number", {"default": "three"}, "default must be a number"),
        ("checkbox", {"default": "yes"}, "default must be true or false"),
        ("text-input", {"default": 3}, "default must be text"),
        ("paragraph", {"default": "four", "max_length": 3}, "default can have at most 3 characters"),
        ("file", {}, "files are attached to messages"),
        ("file-list", {}, "files are attached to messages"),
    ],
)
def test_a_field_that_nobody_could_leave_empty_is_refused(kind: str, more: dict[str, Any], why: str):
    with pytest.raises(ValidationError, match=why):
        field(kind, **more)


@pytest.mark.parametrize("several", [{"select": {}, "number": {}}, {}, "x", {"number": 3}])
def test_a_field_has_one_kind(several: Any):
    with pytest.raises(ValidationError, match="one key, the field type"):
        FormField.model_validate(several)


def test_a_field_says_what_it_needs():
    with pytest.raises(NotTaken, match="is required"):
        field("number", required=True).value("")
    assert field("number", required=True, default=0).value(None) == 0
    assert field("checkbox", required=True).value(False) is False


@pytest.mark.parametrize("value_type", TYPES)
def test_a_variable_begins_with_something_of_its_type(value_type: str):
    assert fits(value_type, nothing(value_type))
    assert DeclaredVariable.model_validate({"name": "it", "value_type": value_type}).value == nothing(value_type)


@given(st.sampled_from(TYPES), JSON.filter(lambda value: value is not None))
def test_a_variable_of_another_type_is_refused(value_type: str, value: Any):
    declared = {"name": "it", "value_type": value_type, "value": value}
    try:
        assert DeclaredVariable.model_validate(declared).value == value
    except ValidationError as error:
        assert any(why in str(error) for why in (f"of type {value_type}", "NUL", "finite"))  # noqa: PT017  either outcome is right
    else:
        assert fits(value_type, value)


@pytest.mark.parametrize("name", ["text_to_speech", "dataset_configs"])
@pytest.mark.parametrize("rest", ["\0", {"a": ["\0"]}, float("inf")])
def test_what_is_kept_unread_can_be_stored(name: str, rest: Any):
    with pytest.raises(ValidationError):
        AppConfig.model_validate({name: {"voice": rest}})


def test_what_is_stored_is_read_as_it_was():
    config = AppConfig.model_validate(
        {
            "model": {"provider": "p", "name": "m", "completion_params": {"stop": [], "seed": None}},
            "user_input_form": [each.wrapped() for each in (FIELDS[0],)],
            "conversation_variables": [{"name": "a", "value_type": "array[number]", "value": [1, 2.5]}],
            "text_to_speech": {"enabled": False, "voice": "x"},
            "speech_to_text": None,
        }
    )
    assert AppConfig.model_validate_json(json.dumps(config.as_sent())) == config
