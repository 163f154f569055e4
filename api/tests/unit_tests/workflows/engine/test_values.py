import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.samples import values
from treeline.workflows.engine.values import (
    MAX_DEPTH,
    TYPES,
    File,
    WrongValue,
    as_json_text,
    as_markdown,
    as_text,
    coerce,
    fits,
    from_json,
    problem_of,
    read_json,
    size_of,
    to_json,
    type_named,
    type_of,
)

PHOTO = File(
    "f1", "image", "remote_url", "a [1].png", ".png", "image/png", 7, "https://files.example/a (1).png", related_id=None
)
REPORT = File("f2", "document", "local_file", "report.pdf", ".pdf", "application/pdf", 9, "/files/f2", "u2")
WITHIN = {"depth": 5, "items": 10, "characters": 100}


@given(values)
def test_what_is_written_as_json_is_read_back_as_it_was(value: Any):
    """Also objects that look like the JSON of a file: nobody's object becomes one."""
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


@given(values)
def test_each_value_has_one_of_the_types_and_fits_it(value: Any):
    assert type_of(value) in TYPES
    assert fits(value, type_of(value))
    assert fits(value, "any")


@given(values, st.sampled_from(TYPES))
def test_reading_a_value_as_a_type_gives_one_of_it_or_says_what_is_accepted(value: Any, declared: str):
    with suppress(WrongValue):
        assert declared == "none" or fits(coerce(value, declared), declared)


@given(values, st.sampled_from(TYPES))
def test_a_value_of_a_type_is_read_as_it_is(value: Any, declared: str):
    if fits(value, declared):
        assert coerce(value, declared) == value


@given(values)
def test_its_size_is_about_that_of_its_json(value: Any):
    assert size_of(value) >= 0
    assert as_text(value) is not None
    assert as_markdown(value) is not None


def test_a_file_as_clients_know_it():
    assert PHOTO.to_json() == {
        "dify_model_identity": "__dify__file__",
        "id": "f1",
        "type": "image",
        "transfer_method": "remote_url",
        "filename": "a [1].png",
        "extension": ".png",
        "mime_type": "image/png",
        "size": 7,
        "remote_url": "https://files.example/a (1).png",
        "related_id": None,
        "url": "https://files.example/a (1).png",
    }
    assert [from_json(to_json(each)) for each in (PHOTO, REPORT)] == [PHOTO, REPORT]
    assert from_json({"dify_model_identity": "__dify__file__"}) == File(None, "custom", "local_file")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("string", "string"),
        ("Array[String]", "array[string]"),
        ("array[integer]", "array[number]"),
        (" Integer ", "integer"),
        ("bool", "boolean"),
        ("json_object", "object"),
        ("file-list", "array[file]"),
        ("array[array]", None),
        ("", None),
    ],
)
def test_types_by_any_of_their_names(name: str, meant: str | None):
    assert type_named(name) == meant


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "none"),
        (True, "boolean"),
        (1, "integer"),
        (1.5, "float"),
        ({}, "object"),
        ([], "array[any]"),
        ([1, 2.5, None], "array[number]"),
        ([True, 1], "array[any]"),
        (["a", None], "array[string]"),
        ([None], "array[any]"),
        ([[1]], "array[any]"),
        ([PHOTO], "array[file]"),
    ],
)
def test_the_type_of_a_value(value: Any, name: str):
    assert type_of(value) == name


@pytest.mark.parametrize(
    ("value", "declared", "read"),
    [
        ("3", "number", 3),
        (" 3.5 ", "number", 3.5),
        (3, "string", "3"),
        ("3", "integer", 3),
        (3.0, "integer", 3),
        ("true", "boolean", True),
        (0, "boolean", False),
        ('{"a": [1]}', "object", {"a": [1]}),
        ('["1", 2]', "array[number]", [1, 2]),
        ("[]", "array", []),
        (None, "number", None),
        ([PHOTO], "array[file]", [PHOTO]),
    ],
)
def test_what_is_sent_is_read_by_its_type(value: Any, declared: str, read: Any):
    got = coerce(value, declared)
    assert (got, type(got)) == (read, type(read))


@pytest.mark.parametrize(
    ("value", "declared", "said"),
    [
        ("three", "number", 'the text "three" was given; a number is accepted'),
        (True, "number", "boolean true was given; a number is accepted"),
        ("nan", "number", 'the text "nan" was given; a number is accepted'),
        ("1_000", "number", 'the text "1_000" was given; a number is accepted'),
        ("1e999", "number", 'the text "1e999" was given; a number is accepted'),
        ("9" * 399, "number", f'the text "{"9" * 40}…" was given; a number is accepted'),
        (3.5, "integer", "float 3.5 was given; a whole number is accepted"),
        (2, "boolean", "integer 2 was given; true or false is accepted"),
        (True, "string", "boolean true was given; a text is accepted"),
        ("[1]", "object", 'the text "[1]" was given; an object is accepted'),
        ('{"a": NaN}', "object", 'the text "{"a": NaN}" was given; an object is accepted'),
        ('{"a": 1e999}', "object", 'the text "{"a": 1e999}" was given; an object is accepted'),
        ({"a": float("inf")}, "object", "it has a number that is too large"),
        (["x"], "array[number]", "one of the items is of another type"),
        ({"dify_model_identity": "__dify__file__"}, "file", "an object was given; a file is accepted"),
    ],
)
def test_what_does_not_fit_is_named(value: Any, declared: str, said: str):
    with pytest.raises(WrongValue) as refused:
        coerce(value, declared)
    assert said in str(refused.value)


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 900, 100_000])
def test_json_that_is_nested_too_deep_is_not_read(levels: int):
    text = "[" * levels + "]" * levels
    with pytest.raises(ValueError, match="nested"):
        read_json(text)
    with pytest.raises(WrongValue):
        coerce(text, "array")


@pytest.mark.parametrize(
    ("value", "text", "in_json", "markdown"),
    [
        (None, "", "", ""),
        (True, "True", "true", "True"),
        (3.0, "3.0", "3.0", "3.0"),
        ({"a": "ü", "b": True}, '{"a": "ü", "b": true}', '{"a": "ü", "b": true}', '{\n  "a": "ü",\n  "b": true\n}'),
        (["a", {"b": 1}], '["a", {"b": 1}]', '["a", {"b": 1}]', '- a\n- {"b": 1}'),
        ([], "[]", "[]", ""),
        (PHOTO, "", "", "![a \\[1\\].png](https://files.example/a%20%281%29.png)"),
        ([REPORT, REPORT], "", "", "[report.pdf](/files/f2)\n[report.pdf](/files/f2)"),
    ],
)
def test_values_as_text(value: Any, text: str, in_json: str, markdown: str):
    assert (as_text(value), as_json_text(value), as_markdown(value)) == (text, in_json, markdown)


def test_a_file_within_an_object_is_its_json():
    assert json.loads(as_text({"file": REPORT})) == {"file": REPORT.to_json()}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x" * 101, "result has 101 characters; at most 100 are allowed"),
        ([0] * 11, "result has 11 items; at most 10 are allowed"),
        ({"a": [["x" * 101]]}, "result.a[0][0] has 101 characters; at most 100 are allowed"),
        ([[[[[[]]]]]], "result[0][0][0][0][0] is nested too deep"),
        ({"a": float("nan")}, "result.a is a number that JSON cannot hold"),
        (10**400, "result is a number that JSON cannot hold"),
        ({1: "a"}, "result has a key that is not text"),
        ((1, 2), "result is a tuple, which is not a value that variables can have"),
        ([PHOTO, None, True, 1.5, {"a": "b"}], None),
    ],
)
def test_what_is_over_a_limit_is_named_by_its_place(value: Any, said: str | None):
    assert problem_of(value, **WITHIN, path="result") == said
