"""What a SKILL.md must be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.skills.rules import MAX_FRONT_MATTER, read_skill


def told(text: str | bytes, folder: str = "pdf") -> list[tuple[int | None, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(problem.line, problem.message) for problem in read_skill(data, folder).problems]


def skill(name: object = "pdf", description: object = "Reads PDFs.", more: str = "") -> str:
    return f"---\nname: {name}\ndescription: {description}\n{more}---\n\n# The rest is free\n---\n"


def test_it_works():
    found = read_skill(skill().encode(), "pdf")
    assert (found.name, found.description, found.problems) == ("pdf", "Reads PDFs.", [])


@pytest.mark.parametrize(
    "text",
    [
        skill().replace("\n", "\r\n"),
        "\ufeff" + skill(),
        skill(more="license: MIT\nmetadata:\n  author: us\n  version: 1.0\nallowed-tools: Read Write\nx-own: [1, 2]\n"),
        skill(description="|\n  Two\n  lines.\n"),
        skill(description='"' + "d" * 1024 + '"'),
        "--- \nname: pdf\ndescription: d\n---",
    ],
)
def test_what_is_taken(text: str):
    assert told(text) == []


@pytest.mark.parametrize("name", ["a", "0", "a" * 64, "a-b-c", "1-2"])
def test_good_names(name: str):
    assert told(skill(f'"{name}"'), name) == []


@pytest.mark.parametrize("name", ["A", "é", "a_b", "a b", "-a", "a-", "a--b", "a.b"])
def test_bad_names(name: str):
    ((line, message),) = told(skill(f'"{name}"'), name)
    assert (line, "a-z, 0-9" in message) == (2, True)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the first line must be ---"),
        ("# Title\n---\nname: pdf\n---\n", 1, "the first line must be ---"),
        ("---\nname: pdf\ndescription: d\n", 1, "never closed"),
        ("---\nname: pdf\ndescription: d\n ---\n", 1, "never closed"),
        (b"---\nname: pdf\ndescription: \xff\n---\n", 3, "not UTF-8"),
        ("---\nname: pdf\ndescription: a: b\n---\n", 3, "not valid YAML"),
        ("---\nname: pdf\n\tdescription: x\n---\n", 3, "not valid YAML"),
        ("---\n- name\n---\n", 2, "keys and values"),
        ("---\n---\n", 2, "keys and values"),
        ("---\ndescription: d\n---\n", None, "name is missing"),
        ("---\nname: pdf\n---\n", None, "description is missing"),
        (skill(name=7), 2, "name must be text"),
        (skill(name="true"), 2, "name must be text"),
        (skill(name=""), 2, "name must be text"),
        (skill(name="2024-01-01"), 2, "name must be text"),
        (skill(description="[a, b]"), 3, "description must be text"),
        (skill(description='"  "'), 3, "description is empty"),
        (skill(description="d" * 1025), 3, "at most 1024"),
        (skill(name="other"), 2, "the folder's name, pdf"),
        (skill(name="a" * 65), 2, "1 to 64"),
        (skill(name='"\\ud800"'), 2, "surrogate"),
        (skill(more="x: !!timestamp y\n"), None, "not valid YAML"),
        (skill(more="x: 2024-13-45\n"), None, "not valid YAML"),
        (skill(more="x: !!python/object/apply:os.system [ls]\n"), 4, "not valid YAML"),
        (skill(more="x: &a 1\ny: *a\n"), 5, "aliases are not taken"),
        (skill(more=f"x: {'[' * 5000}\n"), None, "not valid YAML"),
        (skill(more=f"x: {'y' * MAX_FRONT_MATTER}\n"), 1, "more than 65536"),
    ],
)
def test_what_is_wrong(text: str | bytes, line: int | None, words: str):
    problems = told(text)
    assert any(words in message and at == line for at, message in problems), problems


def test_all_problems_are_named():
    assert [line for line, _ in told("---\nname: Other Name\ndescription: ''\n---\n")] == [2, 2, 3]
    assert [message for _, message in told("---\nlicense: MIT\n---\n")] == ["name is missing", "description is missing"]


def test_what_is_wrong_is_shown_all_the_same():
    found = read_skill(skill(name="Other").encode(), "pdf")
    assert (found.name, found.description) == ("Other", "Reads PDFs.")


def test_what_is_shown_has_a_bound():
    found = read_skill(skill(name="n" * 5000, description="d" * 5000).encode(), "pdf")
    assert (found.name, found.description, len(found.problems)) == ("n" * 64, "d" * 1024, 3)


def test_at_the_top():
    ((line, message),) = told(skill(), "")
    assert (line, "lies in none" in message) == (2, True)


def test_merges_that_name_each_other_do_not_grow():
    bomb = "a: &a {x: 1}\n" + "".join(
        f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 20)}]}}\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    began = time.perf_counter()
    assert any("aliases" in message for _, message in told(skill(more=bomb)))
    assert time.perf_counter() - began < 5


@given(
    st.text()
    | st.text().map(lambda text: f"---\n{text}\n---\n")
    | st.text().map(lambda text: skill(more=f"x: {text}\n"))
)
def test_any_text_is_answered(text: str):
    for _, message in told(text.encode("utf-8", "surrogatepass")):
        assert message


@given(st.binary(max_size=200).map(lambda data: b"---\n" + data + b"\n---\n"))
def test_any_bytes_are_answered(data: bytes):
    assert told(data) is not None


TOKENS = "a : - [ ] { } ! ? ' | > &x *x <<: 0x 1 _ ~ !!int !!timestamp !!bool !!float !!set !!omap !!pairs !!binary"
pieces = st.lists(st.sampled_from([*TOKENS.split(" "), " ", "\n"]), max_size=25)


@given(pieces.map("".join))
def test_any_yaml_is_answered(text: str):
    assert told(f"---\n{text}\n---\n")
