"""Texts with variables in them: `{{#node.name.key#}}`, and nothing else: no expressions."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from treeline.workflows.engine.scopes import Lookup
from treeline.workflows.engine.step import Selector
from treeline.workflows.engine.values import as_text

# A text, or a selector in its place.
Part = str | Selector

# Names are in any script, and node ids may have dashes. What was read is never read again (`++`): linear time.
_REFERENCE = re.compile(r"\{\{#\s*+([^\s.#{}]++(?:\.[^\s.#{}]++)*+)\s*+#\}\}")
# Longer ones are parsed each time; the cache stays small.
_CACHED_CHARACTERS = 20_000


def parse(template: str) -> Sequence[Part]:
    """Its parts; `{{#context#}}` is the selector ("context",). What is no reference is text as it stands."""
    return _cached(template) if len(template) <= _CACHED_CHARACTERS else _parse(template)


def _parse(template: str) -> Sequence[Part]:
    # Texts and references take turns.
    pieces: list[str] = _REFERENCE.split(template)
    parts: list[Part] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            parts.append(tuple(piece.split(".")))
        elif piece:
            parts.append(piece)
    return tuple(parts)


_cached = lru_cache(maxsize=1024)(_parse)


def selectors(template: str) -> list[Selector]:
    """The variables that it names, each once, as they come."""
    return list(dict.fromkeys(part for part in parse(template) if isinstance(part, tuple)))


def render(template: str, scope: Lookup, as_text: Callable[[Any], str] = as_text) -> str:
    """The template with values in it; what is missing is an empty text."""
    if "{{#" not in template:
        return template
    return "".join(part if isinstance(part, str) else as_text(scope.get(part)) for part in parse(template))
