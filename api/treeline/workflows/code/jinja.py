"""Jinja templates in a sandbox that also bounds what operators make. Loads nothing of the application."""

import json
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Characters or items that an operator makes.
MOST_MADE = 400_000
# Of numbers, when they are multiplied or raised.
_MAX_BITS = 4096
# Longer ones are compiled each time.
_CACHED_CHARACTERS = 20_000


class TemplateFailed(Exception):
    """`line`: of the template, if it is known."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.message, self.line = message, line


class _TooLarge(Exception):
    pass


class _TooLong(Exception):
    pass


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if _size(operator, left, right) > MOST_MADE:
            raise _TooLarge(f'the result of "{operator}" would be larger than {MOST_MADE:,} characters or items')
        return super().call_binop(context, operator, left, right)


def _size(operator: str, left: Any, right: Any) -> int:
    """Of what an operator would make, at most."""
    if operator == "%":
        widths = re.findall(r"\d+|\*", left) if isinstance(left, str) else ()
        return sum(10**9 if width == "*" or len(width) > 6 else int(width) for width in widths)
    sized = (str, list, tuple)
    if operator == "+":
        return len(left) + len(right) if isinstance(left, sized) and isinstance(right, sized) else 0
    if operator == "*":
        if isinstance(left, sized) or isinstance(right, sized):
            text, times = (left, right) if isinstance(left, sized) else (right, left)
            return len(text) * max(0, times) if isinstance(times, int) else 0
        return _bits(left) + _bits(right) if _bits(left) + _bits(right) > _MAX_BITS else 0
    bits = _bits(left) * abs(right) if isinstance(right, int | float) else 0
    return 10**9 if bits > _MAX_BITS else 0


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


@pass_context
def _as_text(context: Context, value: Any) -> Any:
    """Null is nothing, objects and arrays are JSON, as in all other texts.

    It takes the context so that nothing is worked out while a template is compiled.
    """
    if isinstance(value, dict | list):
        with suppress(TypeError, ValueError):
            return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


_ENVIRONMENT = _Environment(optimized=False, finalize=_as_text, autoescape=False, keep_trailing_newline=True)
_ENVIRONMENT.globals.pop("lipsum", None)


def compiled(source: str) -> tuple[Template, "Cost | None"]:
    """The template, and what it costs, if that can be told from its values alone. Raises TemplateFailed."""
    return _cached(source) if len(source) <= _CACHED_CHARACTERS else _compile(source)


def _compile(source: str) -> "tuple[Template, Cost | None]":
    try:
        return _ENVIRONMENT.from_string(source), _cost(_ENVIRONMENT.parse(source))
    except TemplateSyntaxError as error:
        raise TemplateFailed(error.message or "syntax error", error.lineno) from error
    except (TemplateError, RecursionError, SyntaxError, ValueError, OverflowError) as error:
        raise TemplateFailed(f"it cannot be compiled: {_reason(error)}") from error


_cached = lru_cache(maxsize=512)(_compile)


def render(source: str, values: Mapping[str, Any], most: int) -> str:
    """Raises TemplateFailed, also for more than so many characters; and MemoryError."""
    template, _ = compiled(source)
    try:
        return "".join(_up_to(most, template.generate(**values)))
    except MemoryError:
        raise
    except Exception as error:
        message = f"the output is longer than {most:,} characters" if isinstance(error, _TooLong) else _reason(error)
        raise TemplateFailed(message, _line(error)) from error


def _up_to(most: int, pieces: Iterable[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > most:
            raise _TooLong
        yield piece


def _reason(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return str(error)[:500] or type(error).__name__


def _line(error: BaseException) -> int | None:
    found = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in found if frame.f_code.co_filename == "<template>"]
    return lines[-1] if lines else None


# What takes time in proportion to the values that it is given.
_LINEAR: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem),
    *(nodes.Slice, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.If, nodes.CondExpr, nodes.For),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Neg, nodes.Pos, nodes.Concat, nodes.Test),
    *(nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Filter, nodes.Keyword),
)
# Filters that copy, and those that look at each item or letter by itself.
_QUICK = {
    *("abs", "capitalize", "count", "d", "default", "first", "float", "int", "last", "length", "lower", "round"),
    *("safe", "string", "trim", "upper"),
}
_SLOW = {
    *("e", "escape", "forceescape", "items", "join", "list", "max", "min", "reverse", "sort", "striptags", "title"),
    *("tojson", "truncate", "unique", "urlencode", "wordcount"),
}
_SLOW_TIMES = 100


@dataclass(frozen=True)
class Cost:
    """Nanoseconds for each byte of values and, if it loops, for each item of the longest; roughly, at worst."""

    each: int
    loops: bool
    multiplies: bool


def _cost(tree: nodes.Template) -> Cost | None:
    if not all(isinstance(node, _LINEAR) for node in _walk(tree)):
        return None
    if not all(_is_plain(each) for each in tree.find_all(nodes.Filter)):
        return None
    loops = list(tree.find_all(nodes.For))
    if any(loop.recursive or loop.find(nodes.For) for loop in loops):
        return None
    return Cost(_weigh(tree)[1], bool(loops), tree.find(nodes.Mul) is not None)


def _weigh(node: nodes.Node) -> tuple[int, int]:
    """How many nodes there are, and what they cost: an expression handles all that those below it made."""
    below = [_weigh(child) for child in node.iter_child_nodes()]
    count = 1 + sum(each for each, _ in below)
    times = _SLOW_TIMES if isinstance(node, nodes.Filter) and node.name in _SLOW else 1
    own = times * (count if isinstance(node, nodes.Expr) else 1)
    return count, own + sum(each for _, each in below)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.iter_child_nodes())


def _is_plain(node: nodes.Filter) -> bool:
    if node.name not in _QUICK | _SLOW or node.dyn_args is not None or node.dyn_kwargs is not None:
        return False
    given = [*node.args, *(each.value for each in node.kwargs)]
    return all(isinstance(each, nodes.Const) for each in given)
