"""What a SKILL.md must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.skills.rules import MAX_BYTES, MAX_FRONT_MATTER, body_of, read_skill


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


NULLS = ["", "~", "null", "Null", "NULL", "# to be written", "null  # to be written"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the first line must be ---"),
        ("# Title\n---\nname: pdf\n---\n", 1, "the first line must be ---"),
        ("---\nname: pdf\ndescription: d\n", 1, "not closed"),
        ("---\nname: pdf\ndescription: d\n ---\n", 1, "not closed"),
        (b"---\nname: pdf\ndescription: \xff\n---\n", 3, "must be UTF-8"),
        ("---\nname: pdf\ndescription: a: b\n---\n", 3, "not valid YAML"),
        ("---\nname: pdf\n\tdescription: x\n---\n", 3, "not valid YAML"),
        ("---\n- name\n---\n", 2, "keys and values"),
        ("---\n---\n", 2, "keys and values"),
        ("---\ndescription: d\n---\n", None, "name is missing"),
        ("---\nname: pdf\n---\n", None, "description is missing"),
        (skill(name=7), 2, "name must be text"),
        (skill(name="true"), 2, "name must be text"),
        *((skill(name=null), 2, "name is missing") for null in NULLS),
        *((skill(description=null), 3, "description is missing") for null in NULLS),
        ("---\nname: pdf\ndescription: d\n...\n", 4, "ends with a line of ..., not of ---"),
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
        (skill(more="x: &a 1\ny: *a\n"), 5, "aliases are not supported"),
        (skill(more=f"x: {'[' * 5000}\n"), None, "not valid YAML"),
        (skill(more=f"x: {'y' * MAX_FRONT_MATTER}\n"), 1, "at most 65536"),
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
    assert (line, "is not in a folder" in message) == (2, True)


def test_merges_that_name_each_other_do_not_grow():
    bomb = "a: &a {x: 1}\n" + "".join(
        f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 20)}]}}\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    # Refused at the first alias, in its line: what would grow is never composed.
    ((line, message),) = told(skill(more=bomb))
    assert (line, "aliases" in message) == (5, True)


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


# What cannot stand unquoted in YAML, and what YAML takes for something else than text.
LOOSE = [
    "a: b",
    "Use when: the user asks: about PDFs",
    "[Beta] Reads PDFs",
    "{name} is filled in",
    "@team asks for this",
    "`pdf` files",
    "%PDF files",
    "*every* page",
    "& more",
    "- reads",
    "? asks",
    '"Quoted" and more',
    "'tis odd",
    '"never closed',
    "> not a block: really",
    "| nor: this",
    "\tReads: PDFs",
    "7",
    "true",
    "2024-01-01",
    "[a, b]",
    "x: !!timestamp y",
]


@pytest.mark.parametrize("text", LOOSE)
@pytest.mark.parametrize("key", ["name", "description"])
def test_loosely_written_text_is_read_and_reported(key: str, text: str):
    found = read_skill(skill(**{key: text}).encode(), "pdf")
    assert (found.name if key == "name" else found.description) == text.strip()
    assert (found.description if key == "name" else found.name) == ("Reads PDFs." if key == "name" else "pdf")
    assert found.problems


line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


@given(line)
def test_any_line_of_text_is_read(text: str):
    found = read_skill(skill(description=f"x{text}x").encode(), "pdf")
    assert found.name == "pdf"
    assert found.description


@given(line.filter(lambda text: "#" not in text), line)
def test_what_is_no_yaml_is_taken_as_it_stands(before: str, after: str):
    text = f"x{before}: {after}x"
    found = read_skill(skill(description=text).encode(), "pdf")
    assert found.problems
    assert (found.name, found.description) == ("pdf", text[:1024])


@pytest.mark.parametrize(
    "broken", ["x: [", "x: *a", "x: !!timestamp y", "x: a: b", "x: &a b: c", "metadata: {a: b: c}"]
)
def test_one_broken_key_takes_no_other_with_it(broken: str):
    found = read_skill(skill(description="|\n  Two\n  lines.", more=broken + "\n").encode(), "pdf")
    assert (found.name, found.description) == ("pdf", "Two\nlines.\n")
    assert found.problems


@pytest.mark.parametrize(
    ("front", "read"),
    [
        ("description: Use: a\n  and b\n  : c", "Use: a and b : c"),
        ("description: |\n  Use: a\n\n  and b\nx: [", "Use: a\n\nand b\n"),
        ("description: >-\n  Use: a\n  and b\nx: [", "Use: a and b"),
        ('description: "Use: a"\nx: [', "Use: a"),
        ("'description': Use: a", "Use: a"),
        ("Description: Use", "Use"),
        ("DESCRIPTION: Use: a", "Use: a"),
        ("{name: x, description: Use}", "Use"),
    ],
)
def test_ways_to_write_it(front: str, read: str):
    found = read_skill(f"---\nname: pdf\n{front}\n---\n".encode(), "pdf")
    assert read_skill(f"---\n{front}\n---\n".encode(), "pdf").description == read
    assert found.description == read or front.startswith("{")


@pytest.mark.parametrize("null", NULLS)
@pytest.mark.parametrize("broken", ["", "x: a: b\n"])
def test_a_key_without_a_value_is_absent(null: str, broken: str):
    found = read_skill(skill(name=null, description=null, more=broken).encode(), "pdf")
    assert (found.name, found.description) == (None, None)
    assert [problem.kind for problem in found.problems] == ["yaml"] * bool(broken) + ["missing"] * 2


@given(st.sampled_from([" ", "  ", "      ", "\t"]), st.sampled_from(["Reads PDFs.", "Use: a: b", "[x", "7"]))
def test_front_matter_that_is_indented_as_a_whole(indent: str, description: str):
    front = f"license: MIT\nname: pdf\ndescription: {description}\nmetadata:\n  name: other\n"
    indented = "".join(f"{indent}{line}\n" for line in front.splitlines())
    plain, found = (read_skill(f"---\n{text}---\nBody".encode(), "pdf") for text in (front, indented))
    assert (found.name, found.description) == (plain.name, plain.description) == ("pdf", description)
    named, plainly = ({(problem.kind, problem.line) for problem in skill.problems} for skill in (found, plain))
    # A tab is no indentation in YAML, which says so of the first line.
    assert named == plainly if indent != "\t" else plainly - {("yaml", 4)} | {("yaml", 2)}


BODY = "# Title\n\nkey: value\n- text"


@pytest.mark.parametrize("description", ["Reads PDFs.", "Use: a: b"])
@pytest.mark.parametrize(
    ("begin", "end", "kinds"),
    [
        ("---\n", "---\n", []),
        ("---\n", "...\n\n", ["front_end"]),
        ("---\n", "\n", ["front_open"]),
        ("---\n", " ---\n", ["front_open"]),
        ("---\n", "----\n", ["front_open"]),
        ("---\n", "- - -\n", ["front_open"]),
        (" ---\n", "---\n", ["front_missing"]),
        ("", "---\n", ["front_missing"]),
        ("", "...\n", ["front_missing", "front_end"]),
        ("", "\n", ["front_missing"]),
        ("\n\n---\n", "---\n", ["front_missing"]),
        ("<!-- Copyright -->\n\n---\n", "---\n", ["front_missing"]),
    ],
)
def test_fences_that_are_not_as_they_should_be(begin: str, end: str, kinds: list[str], description: str):
    text = f"{begin}name: pdf\ndescription: {description}\n\nlicense: MIT\n{end}{BODY}\n"
    found = read_skill(text.encode(), "pdf")
    assert (found.name, found.description) == ("pdf", description)
    assert [problem.kind for problem in found.problems if problem.kind != "yaml"] == kinds
    assert body_of(text).endswith(BODY)
    assert "name: pdf" not in body_of(text)


@pytest.mark.parametrize("colon", [":", " :", "：", " ： "])
@pytest.mark.parametrize("description", ["Reads", "Use: a: b"])
def test_a_colon_that_yaml_does_not_know(colon: str, description: str):
    found = read_skill(
        f"---\nname{colon}pdf\nDescription{colon}{description}\nallowed-tools: Read\n---\n".encode(), "pdf"
    )
    assert (found.name, found.description, found.allowed_tools) == ("pdf", description, ["Read"])
    assert found.problems


@pytest.mark.parametrize("written", ["x\0y\x1b[0mz", '"x\\0y\\x1b[0mz"', '"x\\0y\\e[0mz"'])
def test_control_characters_reach_nobody(written: str):
    assert read_skill(skill(description=written).encode(), "pdf").description == "x\ufffdy\ufffd[0mz"


def test_marks_in_front_are_none_of_the_text():
    assert told("\ufeff\ufeff" + skill()) == []


@pytest.mark.parametrize("text", ["---\n# Title\n\nText", "# Title\n---\nText: this\n---\nMore", "\n---\nText\n\nx: y"])
def test_a_rule_is_no_front_matter(text: str):
    """A line of --- is also how Markdown draws a rule."""
    assert (read_skill(text.encode(), "pdf").name, body_of(text)) == (None, text.strip())


@pytest.mark.parametrize("line", ["---", "", "name: a", "x: y", "---\n\n", "...", " ---"])
def test_many_lines_are_read_in_one_go(line: str):
    text = "---\nname: pdf\n" + f"{line}\n" * (MAX_BYTES // (len(line) + 1)) + "x: y"
    assert told(text)
    assert body_of(f"x{text}") is not None


def test_empty_lines_before_the_front_matter_are_reported_only():
    found = read_skill(("\n \n" + skill()).encode(), "pdf")
    assert (found.name, found.description) == ("pdf", "Reads PDFs.")
    assert [(problem.line, "first line" in problem.message) for problem in found.problems] == [(1, True)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_body_is_what_follows(newline: str):
    text = skill().replace("\n", newline)
    assert body_of("\ufeff" + text) == "# The rest is free\n---"
    assert body_of("\n" + text) == "# The rest is free\n---"
    assert body_of("No front matter") == "No front matter"
    assert told(text) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Read Write", ["Read", "Write"]),
        ("Read, Write", ["Read", "Write"]),
        ("\n  - Read\n  - Bash(git: *)", ["Read", "Bash(git: *)"]),
        ("[Read, @x]", ["Read", "@x"]),
        ("Bash(git add *) Read", ["Bash(git add *)", "Read"]),
        ("Bash(git:*) Bash(jq:*)", ["Bash(git:*)", "Bash(jq:*)"]),
        ("\n  - Bash(git:*)\n  - Read", ["Bash(git:*)", "Read"]),
        ("[Read, Write]", ["Read", "Write"]),
        ("[7, Read]", ["Read"]),
        ("", []),
    ],
)
def test_tools_that_it_expects(written: str, read: list[str]):
    assert read_skill(skill(more=f"allowed-tools: {written}\n").encode(), "pdf").allowed_tools == read


@pytest.mark.parametrize(
    ("more", "chosen"),
    [
        ("disable-model-invocation: true\n", False),
        ("disable-model-invocation: yes\n", False),
        ('disable-model-invocation: "true"\n', False),
        ("disable-model-invocation: True # people only\n", False),
        ("disable-model-invocation: true\nx: [\n", False),
        ("disable-model-invocation: false\n", True),
        ("disable-model-invocation:\n", True),
        ("", True),
    ],
)
def test_whether_a_model_may_choose_it(more: str, chosen: bool):
    assert read_skill(skill(more=more).encode(), "pdf").model_invocation is chosen


@pytest.mark.parametrize("key", ["name", "description", "compatibility", "allowed-tools", "disable-model-invocation"])
@pytest.mark.parametrize("value", ["0x" + "f" * 5000, "[0x" + "f" * 5000 + "]", "{a: [b]}", "2001-01-01", "!!set {a}"])
def test_any_value_of_yaml_can_be_read(key: str, value: str):
    found = read_skill(f"---\nname: pdf\ndescription: d\n{key}: {value}\n---\n".encode(), "pdf")
    assert found.model_invocation


def test_what_it_needs_has_a_bound():
    found = read_skill(skill(more=f"compatibility: {'c' * 501}\n").encode(), "pdf")
    assert (found.compatibility, [problem.line for problem in found.problems]) == ("c" * 500, [4])
    assert read_skill(skill(more="compatibility: Needs: git\n").encode(), "pdf").compatibility == "Needs: git"


@pytest.mark.parametrize("said", ["true", "'true'", '"True"', "'true' # not by itself", "yes", "on", "TRUE # x"])
@pytest.mark.parametrize("loose", ["", "x: a: b\n"])
def test_a_skill_that_no_model_may_choose(said: str, loose: str):
    found = read_skill(skill(more=f"disable-model-invocation: {said}\n{loose}").encode(), "pdf")
    assert not found.model_invocation
    assert not read_skill(
        b"---\n{name: pdf, description: d, disable-model-invocation: true}\n---\n", "pdf"
    ).model_invocation


@pytest.mark.parametrize("said", ["", "~", "null", "# nothing", "null # nothing"])
@pytest.mark.parametrize("key", ["compatibility", "allowed-tools", "disable-model-invocation"])
def test_nothing_said_of_its_use_is_no_problem(key: str, said: str):
    found = read_skill(skill(more=f"{key}: {said}\n").encode(), "pdf")
    assert (found.compatibility, found.allowed_tools, found.model_invocation, found.problems) == (None, [], True, [])
