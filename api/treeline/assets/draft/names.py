"""Names of files and folders: which are rejected, and when two names are the same."""

import re
import unicodedata

from treeline.kernel.names import unseen
from treeline.kernel.validation import Problem, problem

MAX_NAME_BYTES = 255

# Printable ASCII without separators, no space at either end, no dot at the end: nearly every name there is.
_ORDINARY = re.compile(r"(?:[!-.0-\[\]-~][ -.0-\[\]-~]{0,253})?[!-\-0-\[\]-~]")
_FORBIDDEN = re.compile(r"[/\\\x00-\x1f\x7f-\x9f]")
_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}


def refusal(name: str) -> Problem | None:
    """Why this cannot be the name of a node, or None if it can."""
    if _ORDINARY.fullmatch(name):
        return None
    return impossible(name) or unseen(name)


def impossible(name: str) -> Problem | None:
    """Why no node can have this name, not even an old one: some that are no longer taken still stand in trees."""
    if not name:
        return problem("name_blank", "a name must have at least one character")
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return problem("string_unicode", "a name must be valid Unicode: this one contains an unpaired surrogate")
    if size > MAX_NAME_BYTES:
        message = f"a name can have at most {MAX_NAME_BYTES} bytes in UTF-8: this one has {size}"
        return problem("name_long", message, most=MAX_NAME_BYTES, size=size)
    if found := _FORBIDDEN.search(name):
        character = _spoken(found.group())
        return problem("name_character", f"a name can't contain {character}", character=character)
    if name in (".", ".."):
        return problem("name_dots", f"{name!r} is not a valid name")
    if name != name.strip():
        return problem("name_spaces", "a name can't start or end with whitespace")
    if name.endswith("."):
        return problem("name_ends_with_dot", "a name can't end with a dot")
    return None


def name_key(name: str) -> str:
    """Two names are one where their keys are equal: `README.md` and `readme.md`, an NFC and an NFD spelling."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def reserved_on_windows(name: str) -> bool:
    """Such a name is taken, but cannot be checked out on Windows."""
    return name.partition(".")[0].lower() in _WINDOWS


def extension(name: str) -> str:
    """What follows the last dot; a leading dot makes a hidden file, not an extension."""
    stem, dot, last = name.rpartition(".")
    return last if dot and stem else ""


def _spoken(character: str) -> str:
    return f"{character!r}" if character in "/\\" else f"control character (U+{ord(character):04X})"
