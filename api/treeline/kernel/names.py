"""Rules for all names that people see: a name must be visible and must not look like something else."""

import unicodedata

from treeline.kernel.validation import Problem, problem

# They turn the order of what follows, so that `exe.txt` and `txt.exe` look alike.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Nothing is drawn for these either, though Unicode counts them as letters, marks or symbols.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")


def unseen(name: str) -> Problem | None:
    """Why a name does not show what it is, or None if it does. What is empty is somebody else's business."""
    if name.isascii() and name.isprintable():
        return None
    if turning := next((char for char in name if char in _TURNING), None):
        return problem("name_directs", f"a name can't contain bidirectional control characters (U+{ord(turning):04X})")
    if all(map(_is_blank, name)):
        return problem("name_blank", "a name must have at least one visible character")
    return None


def turns(name: str) -> bool:
    return not _TURNING.isdisjoint(name)


def _is_blank(char: str) -> bool:
    if "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":  # variation selectors
        return True
    return char in _BLANK or unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def plain(text: str) -> str:
    """A text without what would turn it: for names that are made, not given."""
    return "".join(char for char in text if char not in _TURNING)
