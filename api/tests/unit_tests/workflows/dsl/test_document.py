"""YAML as it is read: its values, its lines, and everything that is not taken."""

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.dsl.app_files import NAMES, text_of
from treeline.workflows.dsl.document import MAX_BYTES, ReadLimits, read, resolved
from treeline.workflows.dsl.report import BadImport


@pytest.mark.parametrize("name", NAMES)
def test_values_are_those_that_such_files_are_written_with(name: str):
    assert read(text_of(name)).data == texts_as_keys(yaml.safe_load(text_of(name)))


def texts_as_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): texts_as_keys(each) for key, each in value.items()}
    return [texts_as_keys(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_each_value_has_the_line_that_it_stands_on(name: str):
    document, lines = read(text_of(name)), text_of(name).splitlines()
    checked = 0

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        nonlocal checked
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            line = document.line_of((*path, step))
            assert line is not None
            if isinstance(step, str):
                checked += 1
                assert step in lines[line - 1], path
            if isinstance(each, (dict, list)):
                walk(each, (*path, step))

    walk(document.data, ())
    assert checked > 10


def test_what_is_not_there_has_the_line_of_what_is_around_it():
    document = read("a: 1\nb:\n  c: 2\n")
    assert [document.line_of(path) for path in ((), ("b",), ("b", "c"), ("b", "d"), ("b", 3), ("x",))] == [
        1,
        2,
        3,
        2,
        2,
        1,
    ]


SCALARS = ["", "~", "null", "yes", "No", "on", "1", "-12", "0x1F", "017", "08", "1_000", "1.5", "1e3", "1.0e+3", "abc"]
TEXTS = ["12:30", "2024-01-01", ".nan", ".inf", "1.0e+400", "9" * 101, "<<", "="]


@pytest.mark.parametrize("text", SCALARS)
def test_plain_texts_are_what_pyyaml_reads(text: str):
    assert resolved(text) == yaml.safe_load(f"[{text}]")[0] if text else resolved(text) is None


@pytest.mark.parametrize("text", TEXTS)
def test_what_json_does_not_have_stays_text(text: str):
    assert resolved(text) == text


NOT_TAKEN = [
    ("a: 1\nb: 2\na: 3", "duplicate_key", 3),
    ("a:\n  - b\n - c", "not_yaml", 3),
    ("a: b: c", "not_yaml", 1),
    ("a: 1\n---\nb: 2", "not_yaml", 2),
    ("a: *nobody", "unknown_alias", 1),
    ("a: &me [*me]", "unknown_alias", 1),
    ("a: !!python/object/apply:os.system [x]", "bad_tag", 1),
    ("a: !secret x", "bad_tag", 1),
    ("a: !!int x", "bad_tag", 1),
    ("? [a, b]\n: c", "key_not_text", 1),
    ("? {a: b}\n: c", "key_not_text", 1),
    ("a: &x 1\n*x : 2", "key_not_text", 2),
    ('a: "x\\0y"', "text_nul", 1),
    ("a: \x07", "not_yaml", None),
    ("a: \ud800", "not_yaml", None),
    ("<<: [1]", "bad_merge", 1),
    ("", "not_an_app", 1),
    ("# nothing", "not_an_app", 1),
    ("x: " + "[" * 80 + "]" * 80, "too_deep", 1),
    ("x: " + "{a: " * 80 + "1" + "}" * 80, "too_deep", 1),
    ("x: y" * (MAX_BYTES // 4 + 1), "too_large", None),
    ("é" * (MAX_BYTES // 2 + 1), "too_large", None),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), NOT_TAKEN, ids=[f"{each[1]}-{n}" for n, each in enumerate(NOT_TAKEN)]
)
def test_what_is_not_taken_is_named_with_its_line(text: str, code: str, line: int | None):
    with pytest.raises(BadImport) as caught:
        read(text)
    assert (caught.value.code, caught.value.findings[0].line) == (code, line)
    assert len(str(caught.value)) < 500


def test_the_limit_of_depth_is_exact():
    inner = ReadLimits().depth - 1
    assert read("x: " + "[" * inner + "]" * inner).data
    with pytest.raises(BadImport, match="64 levels"):
        read("x: " + "[" * (inner + 1) + "]" * (inner + 1))


def test_aliases_are_copies_and_count_as_what_they_stand_for():
    data = read("a: &a {x: [1]}\nb: *a\nc: {<<: *a, y: 2}\nd: {x: 0, <<: *a}").data
    assert data == {"a": {"x": [1]}, "b": {"x": [1]}, "c": {"x": [1], "y": 2}, "d": {"x": 0}}
    assert data["a"]["x"] is not data["b"]["x"]


def bomb(leaf: str, levels: int) -> str:
    """Each level is nine times the one before."""
    lines = [f"a0: &a0 {leaf}"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        bomb("[x]", 40),
        bomb("[]", 40),
        bomb("{}", 40),
        bomb("x" * 10_000, 3),
        "a: &a " + "y" * 10_000 + "\n" + "\n".join(f"b{n}: *a" for n in range(20)),
        "[" + "[]," * 10_000 + "]",
    ],
    ids=["lists", "empty-lists", "empty-mappings", "text", "many-references", "many-values"],
)
def test_a_document_is_never_larger_than_its_limit_when_written_out(text: str):
    with pytest.raises(BadImport) as caught:
        read(text, ReadLimits(size=100_000, values=10_000))
    assert caught.value.code == "too_large"


def test_depth_counts_through_aliases():
    steps = [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 9)]
    with pytest.raises(BadImport) as caught:
        read("\n".join(["a0: &a0 x", *steps]))
    assert (caught.value.code, caught.value.findings[0].line) == ("too_deep", 8)


@given(st.text(max_size=200))
def test_any_text_is_read_or_not_taken(text: str):
    with suppress(BadImport):
        read(text)
