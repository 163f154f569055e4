"""What of texts a trace says: all, with parts masked, or nothing."""

import json
from collections.abc import Sequence
from typing import Any

import regex

MOST_CHARACTERS = 32_000
MASK = "[masked]"
# A pattern that takes longer is one that never ends.
SECONDS = 0.5
TOO_SLOW = "[left out: a masking pattern took too long]"


class Contents:
    """`mode`: "full", "masked" by the patterns, or "none"."""

    def __init__(self, mode: str, patterns: Sequence[str] = ()):
        self.mode = mode
        self.patterns = [regex.compile(each) for each in patterns] if mode == "masked" else []

    def text(self, value: Any) -> str | None:
        """None: it is left out. Texts stay as they are, the rest becomes JSON."""
        if self.mode == "none" or value is None or value in ("", [], {}):
            return None
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        # Masked first: half of what is cut may fit a pattern no more.
        try:
            for pattern in self.patterns:
                said = pattern.sub(MASK, said, timeout=SECONDS)
        except TimeoutError:
            return TOO_SLOW
        return said if len(said) <= MOST_CHARACTERS else f"{said[:MOST_CHARACTERS]}…"


def problem_of(pattern: str) -> str | None:
    """What is wrong with a pattern, if anything is."""
    try:
        if regex.compile(pattern).search("") is not None:
            return "it matches everywhere"
    except regex.error as error:
        return str(error)
    return None
