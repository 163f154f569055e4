"""An OpenAPI document from text: JSON or YAML, as plain JSON values within bounds."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import yaml

from treeline.kernel.text import clean
from treeline.tools.openapi.errors import InvalidDocument

MAX_BYTES = 5_000_000
# Reading YAML takes some thirty times as long.
MAX_YAML_BYTES = 2_000_000
MAX_DEPTH = 100
MAX_VALUES = 400_000
# Larger numbers are kept as text: nothing that is read later has to take them.
_MOST = 2**63
_UNREADABLE = (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
# What stands under these is of the document's readers, and no part of the API.
_NOT_READ = ("example", "examples", "default", "enum", "const")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Yaml(_Loader):
    """Scalars as YAML 1.2 and JSON have them: `no` is a text, and so is a date."""

    yaml_implicit_resolvers = {  # noqa: RUF012  the library's name
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("null", "int", "float")]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }

    def flatten_mapping(self, node: Any) -> None:
        """No merge keys: a few that name each other grow beyond any memory."""


_Yaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read_document(text: str) -> dict[str, Any]:
    """Raises InvalidDocument: not JSON or YAML, too large, no OpenAPI of a version that is known, or $refs outside."""
    size = len(text.encode(errors="replace"))
    if size > MAX_BYTES:
        raise InvalidDocument(f"The document is too large: {size:,} bytes; the limit is {MAX_BYTES:,}.")
    loaded = _Plain().of(_loaded(text.lstrip("\ufeff")), 0)
    if not isinstance(loaded, dict):
        raise InvalidDocument(f"The document must be an object with openapi or swagger in it. It is {_kind(loaded)}.")
    require_version(loaded)
    require_own_references(loaded)
    return loaded


def require_version(document: Mapping[str, Any]) -> None:
    version = document.get("openapi", document.get("swagger"))
    accepted = "Accepted: openapi 3.0.x, openapi 3.1.x, swagger 2.0"
    if version is None:
        raise InvalidDocument(f"The document doesn't say its version: no openapi or swagger in it. {accepted}.")
    known = ("3.0", "3.1") if "openapi" in document else ("2.0",)
    if not isinstance(version, str | float) or not str(version).startswith(known):
        raise InvalidDocument(f"Version {str(version)[:20]} is not supported. {accepted}.")


def require_own_references(document: Mapping[str, Any]) -> None:
    """Raises InvalidDocument for a $ref that is not of this document: nothing else is ever fetched for it."""
    pending: list[tuple[Any, str]] = [(document, "#")]
    while pending:
        value, place = pending.pop()
        if isinstance(value, list):
            pending += [(each, f"{place}/{index}") for index, each in enumerate(value)]
        elif isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and not (reference == "#" or reference.startswith("#/")):
                raise InvalidDocument(
                    f"{place}/$ref: {reference[:200]} is outside this document. Only references within it "
                    "(#/…) are supported: put everything into one document."
                )
            pending += [(each, f"{place}/{key}") for key, each in value.items() if key not in _NOT_READ]


def _loaded(text: str) -> Any:
    if not text.strip():
        raise InvalidDocument("The document is empty.")
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except RecursionError as error:
            raise InvalidDocument(f"The document is nested deeper than {MAX_DEPTH} levels.") from error
        except ValueError as error:
            # YAML may be written with braces too.
            try:
                return _yaml(text)
            except InvalidDocument:
                raise InvalidDocument(f"The document is not valid JSON: {error}.") from error
    return _yaml(text)


def _yaml(text: str) -> Any:
    """Aliases come back as the same object many times: whatever walks over it counts each of them."""
    size = len(text.encode(errors="replace"))
    if size > MAX_YAML_BYTES:
        raise InvalidDocument(
            f"The document is too large: {size:,} bytes of YAML; the limit is {MAX_YAML_BYTES:,}. JSON can have "
            f"{MAX_BYTES:,}."
        )
    _require_shallow(text)
    try:
        return yaml.load(text, Loader=_Yaml)  # noqa: S506  a SafeLoader
    except _UNREADABLE as error:
        said = " ".join(str(error).split())[:300]
        raise InvalidDocument(f"The document is neither JSON nor YAML: {said}.") from error


def _require_shallow(text: str) -> None:
    """Before it is parsed: the parser's time grows with the square of the depth, and at some depth it crashes.

    Brackets within texts count too, of which there may be ten times as many as any document is deep. Without brackets
    a line is deep by its marks, and lines below each other by more and more indentation, which the size bounds.
    """
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > 10 * MAX_DEPTH:
            break
    if depth > 10 * MAX_DEPTH or re.search(rf"(?:[-?:][ \t]+){{{MAX_DEPTH}}}", text):
        raise InvalidDocument(f"The document is nested deeper than {MAX_DEPTH} levels.")


class _Plain:
    """Values as JSON and PostgreSQL take them. YAML also has dates, sets, bytes, and keys that are no texts."""

    def __init__(self) -> None:
        self.count = 0

    def of(self, value: Any, depth: int) -> Any:
        self.count += 1
        if depth > MAX_DEPTH:
            raise InvalidDocument(f"The document is nested deeper than {MAX_DEPTH} levels.")
        if self.count > MAX_VALUES:
            raise InvalidDocument(f"The document has more than {MAX_VALUES:,} values.")
        if isinstance(value, dict):
            return {self._key(key): self.of(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self.of(each, depth + 1) for each in value]
        if isinstance(value, str):
            return clean(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and -_MOST < value < _MOST:
            return value
        if isinstance(value, float) and math.isfinite(value):
            return value
        return hex(value) if isinstance(value, int) else clean(str(value)[:1000])

    def _key(self, key: Any) -> str:
        if isinstance(key, bool) or key is None:
            return json.dumps(key)
        return clean(key) if isinstance(key, str) else self.of(str(key)[:1000], 0)


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", type(None): "empty"}.get(type(value), "a value")
