"""Names, from a corpus of those that have broken file systems, and by property."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.draft.names import extension, name_key, refusal, reserved_on_windows
from treeline.kernel.names import unseen

TAKEN = [
    "a",
    "README.md",
    ".gitignore",
    ".a",
    "a b",
    "a.b.c",
    "...a",
    "-rf",
    "~",
    "$HOME",
    "100%",
    "con",
    "aux.c",
    "COM1.txt",
    "日本語.md",
    "Ünïcödé",
    "e\u0301.txt",
    "\u00e9.txt",
    "😀.png",
    "👩‍👩‍👧",
    "ﬀ",
    "İstanbul",
    "ẞ",
    "עברית",
    "a" * 255,
    "é" * 127,
    "a\u200bb",
    "a;b&c|d`e'f\"g<h>i?j*k:l",
    "{{x}}",
    "__proto__",
    "null",
]
REFUSED = [
    "",
    ".",
    "..",
    "...",
    "a.",
    " ",
    " a",
    "a ",
    "\u00a0a",
    "a\u3000",
    "a\u2003",
    "a/b",
    "/",
    "a\\b",
    "..\\..",
    "a\0",
    "\0",
    "a\nb",
    "a\tb",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "a\x9fb",
    "\ud800",
    "a\udfff",
    "a" * 256,
    "é" * 128,
    "😀" * 64,
]


@pytest.mark.parametrize("name", TAKEN)
def test_names_that_are_taken(name: str):
    assert refusal(name) is None


@pytest.mark.parametrize("name", REFUSED, ids=ascii)
def test_names_that_are_refused_with_a_reason(name: str):
    assert refusal(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("README.md", "readme.md"),
        ("e\u0301", "\u00e9"),
        ("E\u0301.TXT", "\u00e9.txt"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ﬁle", "FILE"),
        ("\u212b", "\u00e5"),
    ],
)
def test_names_that_are_one(one: str, other: str):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("a.txt", "a.md"), ("e", "é"), ("a-b", "a_b"), ("ı", "i")])
def test_names_that_are_two(one: str, other: str):
    assert name_key(one) != name_key(other)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_spelling_and_case_do_not_make_another_name(name: str):
    for form in ("NFC", "NFD"):
        assert name_key(unicodedata.normalize(form, name)) == name_key(name)
    if name.isascii():
        assert name_key(name.upper()) == name_key(name.lower())


@given(st.text(max_size=300))
def test_the_short_cut_refuses_what_the_rules_refuse(name: str):
    """The one-regex answer for ordinary names agrees with the rules spelled out."""
    encodable = not any("\ud800" <= character <= "\udfff" for character in name)
    allowed = (
        encodable
        and 1 <= len(name.encode()) <= 255
        and not any(character in "/\\" or unicodedata.category(character) == "Cc" for character in name)
        and name == name.strip()
        and not name.endswith(".")
        and unseen(name) is None
    )
    assert (refusal(name) is None) == allowed


@given(st.from_regex(r"[ -~]{1,20}", fullmatch=True))
def test_what_copy_would_escape_is_refused(name: str):
    if refusal(name) is None:
        assert not set(name) & set("\\\t\n\r\b\f\v")


@pytest.mark.parametrize("name", ["con", "CON", "aux.c", "Nul.tar.gz", "com1", "LPT9.txt"])
def test_windows_reserves(name: str):
    assert reserved_on_windows(name)


@pytest.mark.parametrize("name", ["console", "com0", "com10", "a.con", "_aux"])
def test_windows_does_not_reserve(name: str):
    assert not reserved_on_windows(name)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.md", "md"), ("a.tar.gz", "gz"), (".gitignore", ""), ("Makefile", ""), (".a.b", "b")]
)
def test_extension(name: str, expected: str):
    assert extension(name) == expected
