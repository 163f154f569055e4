"""Jinja templates of nodes.

What takes time in proportion to its values is rendered at once; what may take longer, such as nested loops and macros,
in a process with limits, which ends with its time.
"""

from collections.abc import Mapping
from typing import Any

from treeline.workflows.code import jinja
from treeline.workflows.code.children import Busy, OutOfMemory, OutOfTime, work
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.engine.values import size_of
from treeline.workflows.nodes.node import Limits

_SETTING = "TEMPLATE_TRANSFORM_MAX_LENGTH"
# Longer ones are not even compiled here.
_SHORT = 20_000
_MOST_NANOSECONDS = 300_000_000
# What a step costs with values of no size.
_STEP_BYTES = 100
_CHILD_BYTES = 64 * 1024 * 1024


def plain(value: Any) -> Any:
    """Without live objects: files as objects, with their attributes by either name."""
    if isinstance(value, File):
        return {**value.to_json(), "name": value.name}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def render(source: str, values: Mapping[str, Any], limits: Limits) -> str:
    """Plain values only. Raises NodeFailed."""
    most = limits.template_characters
    if len(source) > most:
        raise NodeFailed("template_too_large", f"The template is longer than {most:,} characters ({_SETTING}).")
    try:
        return (
            jinja.render(source, values, most) if _is_light(source, values) else _rendered_apart(source, values, limits)
        )
    except jinja.TemplateFailed as error:
        place = f"line {error.line}: " if error.line else ""
        setting = f" ({_SETTING})" if "longer than" in error.message else ""
        raise NodeFailed(
            "template_error", f"The template cannot be rendered: {place}{error.message}{setting}."
        ) from error


def problem_of(source: str) -> str | None:
    """What is wrong with a template's syntax. A long one is compiled only when it runs."""
    if len(source) > _SHORT:
        return None
    try:
        jinja.compiled(source)
    except jinja.TemplateFailed as error:
        return f"Line {error.line or 1}: {error.message}"
    return None


def _is_light(source: str, values: Mapping[str, Any]) -> bool:
    if len(source) > _SHORT:
        return False
    _, cost = jinja.compiled(source)
    if cost is None:
        return False
    size = max(_STEP_BYTES, size_of(dict(values)), jinja.MOST_MADE if cost.multiplies else 0)
    return cost.each * size * (_longest(values) if cost.loops else 1) <= _MOST_NANOSECONDS


def _longest(value: Any) -> int:
    """What a loop over any of it goes through at most."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, Mapping | list):
        return 1
    below = value.values() if isinstance(value, Mapping) else value
    return max(len(value), 1, *map(_longest, below))


def _rendered_apart(source: str, values: Mapping[str, Any], limits: Limits) -> str:
    request = {"source": source, "values": dict(values), "most": limits.template_characters}
    seconds = limits.template_seconds
    try:
        reply = work("template", request, seconds, _CHILD_BYTES)
    except OutOfTime as error:
        message = f"The template took longer than {seconds:g} seconds, the limit of one template."
        raise NodeFailed("template_timeout", message) from error
    except OutOfMemory as error:
        message = f"The template took more than {_CHILD_BYTES >> 20} MiB of memory, the limit of one template."
        raise NodeFailed("template_memory", message) from error
    except Busy as error:
        message = "Too many other templates are being rendered. Try again."
        raise NodeFailed("template_busy", message, retryable=True) from error
    if "text" not in reply:
        raise jinja.TemplateFailed(reply["message"], reply.get("line"))
    return reply["text"]
