"""Which events carry an answer's text, and where: deltas, which are merged, and those that replace all of it so far."""

from collections.abc import Mapping
from typing import Any

# Where the text stands: in the event itself, or in its data.
DELTAS: dict[str, tuple[str, ...]] = {
    "message": ("answer",),
    "agent_message": ("answer",),
    "text_chunk": ("data", "text"),
}
REPLACED: dict[str, tuple[str, ...]] = {"message_replace": ("answer",), "text_replace": ("data", "text")}
REPLACES = {"message": "message_replace", "agent_message": "message_replace", "text_chunk": "text_replace"}


def delta_of(event: Mapping[str, Any]) -> str | None:
    """The text of a delta; None for any other event."""
    return _found(event, DELTAS.get(event["event"]))


def replacing(event: Mapping[str, Any]) -> str | None:
    """The text that takes the place of all before it; None for any other event."""
    return _found(event, REPLACED.get(event["event"]))


def with_text(delta: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The same delta with another text."""
    return _put(delta, DELTAS[delta["event"]], text)


def replacement(delta: str, always: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The event that replaces what deltas of this name have said."""
    event = {"event": REPLACES[delta], **always}
    if REPLACED[event["event"]] == ("answer",):
        return {**event, "answer": text, "reason": "thought"}
    return {**event, "data": {"text": text}}


def alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two deltas differ in their texts alone."""
    return first["event"] == second["event"] and with_text(first, "") == with_text(second, "")


def text_after(text: str, event: Mapping[str, Any]) -> str:
    whole = replacing(event)
    return text + (delta_of(event) or "") if whole is None else whole


def _found(event: Mapping[str, Any], path: tuple[str, ...] | None) -> str | None:
    if path is None:
        return None
    found: Any = event
    for name in path:
        found = found[name]
    return found


def _put(event: Mapping[str, Any], path: tuple[str, ...], text: str) -> dict[str, Any]:
    if len(path) == 1:
        return {**event, path[0]: text}
    return {**event, path[0]: _put(event[path[0]], path[1:], text)}
