"""Makes external text safe for the database, for JSON and for a model."""

import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(value: Any) -> Any:
    """Text, or JSON with texts in it, as PostgreSQL takes it: no NUL; halves of surrogate pairs joined or replaced."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return value


def _text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
