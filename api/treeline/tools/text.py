"""Text of elsewhere, made fit for the database, for JSON and for a model."""

from typing import Any


def clean(value: Any) -> Any:
    """Text, or JSON with texts in it, as PostgreSQL takes it: no NUL, no half of a surrogate pair."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return value


def capped(text: str, most: int) -> str:
    """At most so many bytes of a text, with a note of what was cut."""
    data = text.encode()
    if len(data) <= most:
        return text
    kept = data[:most].decode(errors="ignore")
    return f"{kept}\n[Cut: {len(kept.encode())} of {len(data)} bytes are shown.]"
