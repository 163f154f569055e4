"""Modules that Python code may import beside those that the interpreter has: plain functions, run in this process."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib import parse

import pydantic_monty as monty

# Of all texts in one call: here no limit of the interpreter holds.
MOST_CHARACTERS = 1_000_000
MOST_VALUES = 10_000
# For people who look for another one; there may be more.
AVAILABLE = (
    "asyncio",
    "base64",
    "binascii",
    "bisect",
    "collections",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "os",
    "pathlib",
    "random",
    "re",
    "sys",
    "time",
    "typing",
    "unicodedata",
    "urllib.parse",
)


def quote(string: str, safe: str = "/") -> str:
    return parse.quote(string, safe)


def quote_plus(string: str, safe: str = "") -> str:
    return parse.quote_plus(string, safe)


def unquote(string: str) -> str:
    return parse.unquote(string)


def unquote_plus(string: str) -> str:
    return parse.unquote_plus(string)


def urlencode(query: Any, doseq: bool = False) -> str:
    return parse.urlencode(query, doseq)


def urljoin(base: str, url: str) -> str:
    return parse.urljoin(base, url)


def urlparse(url: str) -> Any:
    return parse.urlparse(url)


def urlsplit(url: str) -> Any:
    return parse.urlsplit(url)


def parse_qs(qs: str, keep_blank_values: bool = False) -> dict[str, list[str]]:
    return parse.parse_qs(qs, keep_blank_values)


def parse_qsl(qs: str, keep_blank_values: bool = False) -> list[tuple[str, str]]:
    return parse.parse_qsl(qs, keep_blank_values)


_PARSE = (quote, quote_plus, unquote, unquote_plus, urlencode, urljoin, urlparse, urlsplit, parse_qs, parse_qsl)


def modules(seconds: float) -> dict[str, Callable[[], monty.ExternalModule]]:
    """For one session. The interpreter's clock stands still while they work: from now on they have so long."""
    until = time.monotonic() + seconds

    def urllib() -> monty.ExternalModule:
        functions = {function.__name__: _bounded(function, until) for function in _PARSE}
        return monty.ExternalModule({"parse": monty.ExternalModule(functions)})

    return {"urllib": urllib}


def _bounded(function: Callable[..., Any], until: float) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        if time.monotonic() > until:
            raise TimeoutError("the code took too long (CODE_EXECUTION_TIMEOUT)")
        _require_small(function.__name__, [*args, *named.values()])
        return function(*args, **named)

    return call


def _require_small(name: str, work: list[Any]) -> None:
    characters = values = 0
    # However often something stands in what is given: no further than to the limit.
    while work:
        value = work.pop()
        values += 1
        if isinstance(value, str):
            characters += len(value)
        elif isinstance(value, Mapping):
            work += [*value, *value.values()]
        elif isinstance(value, list | tuple):
            work += value
        if characters > MOST_CHARACTERS or values > MOST_VALUES:
            limits = f"{MOST_CHARACTERS:,} characters and {MOST_VALUES:,} values"
            raise ValueError(f"{name} takes at most {limits}")
