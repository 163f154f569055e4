"""Patterns of paths, and files that are passed over by their names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.sources.patterns import chosen
from treeline.datasets.sources.unreadable import unreadable

PARTS = st.sampled_from(["a", "b", "ab", "a.md", "b.md"])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)
PATTERNS = st.lists(st.sampled_from(["a", "*", "**", "?", "*.md", "a*"]), min_size=2, max_size=5).map("/".join)


def as_regex(pattern: str) -> str:
    """The same by backtracking: for short patterns only."""
    out = ""
    for part in pattern.split("/"):
        name = re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        out += "(?:/[^/]+)*" if part == "**" else f"/{name}"
    return out


@given(PATHS, PATTERNS)
def test_it_is_what_a_regular_expression_says(path: str, pattern: str):
    assert chosen(path, [pattern], []) == bool(re.fullmatch(as_regex(pattern), f"/{path}"))


@pytest.mark.parametrize(
    ("pattern", "fits", "doesnt"),
    [
        ("*.md", ["a.md", "docs/deep/a.md"], ["a.txt", "a.md/b"]),
        ("docs/", ["docs/a.md", "docs/deep/a.md"], ["my/docs/a.md"]),
        ("/docs/*.md", ["docs/a.md"], ["docs/deep/a.md", "a.md"]),
        ("docs/**/*.md", ["docs/a.md", "docs/deep/er/a.md"], ["docs/a.txt", "other/a.md"]),
        ("**/drafts/**", ["drafts/a", "x/drafts/y/z"], ["draft/a"]),
        ("[ab].md", ["a.md", "x/b.md"], ["c.md"]),
    ],
)
def test_patterns_as_people_write_them(pattern: str, fits: list[str], doesnt: list[str]):
    assert [path for path in [*fits, *doesnt] if chosen(path, [pattern], [])] == fits
    assert [path for path in [*fits, *doesnt] if chosen(path, [], [pattern])] == doesnt


def test_no_pattern_takes_long():
    # Backtracking into each of them would take centuries.
    assert not chosen("/".join("a" * 60), ["/".join(["**", "a"] * 30) + "/b"], [])
    assert not chosen("a" * 250, ["*a" * 100 + "b"], [])


def test_files_without_text_are_passed_over():
    assert unreadable("guide.md", 1) is None
    assert unreadable("README", 1) is None
    assert [unreadable(path, 1) is not None for path in ("a.PNG", "deep/b.zip", "c.tar.gz", "d.mp4")] == [True] * 4
    for path, size, code in (
        ("a.md", 0, "file_empty"),
        ("a.md", 10**9, "file_too_large"),
        ("a.png", 1, "unsupported_file_type"),
    ):
        found = unreadable(path, size)
        assert found is not None
        assert found.code == code
