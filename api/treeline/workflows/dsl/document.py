"""Reads YAML into plain JSON values, with the line of each; whatever it is fed, in bounded time and memory.

The parser's events are read as they come: libyaml's loader would build the tree six times slower, without lines, as
deep as the text is nested, and with every alias written out.
"""

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import yaml

from treeline.workflows.dsl.report import BadImport, Path

MIB = 1024 * 1024
MAX_BYTES = 10 * MIB
# Longer whole numbers are kept as text: neither JSON nor anybody's graph has such.
MAX_DIGITS = 100

# A line, or for a mapping or sequence also those of what is in it.
Lines = Any

CORE = "tag:yaml.org,2002:"
_RESOLVERS = cast(dict[str, list[tuple[str, Any]]], yaml.SafeLoader.yaml_implicit_resolvers)
_TRUTH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


@dataclass(frozen=True)
class ReadLimits:
    """Of a document with its aliases written out."""

    size: int = MAX_BYTES
    depth: int = 64
    values: int = 1_000_000


@dataclass(frozen=True)
class Document:
    """`data`: mappings, lists, texts, numbers, booleans and nulls. No two places share a value."""

    data: Any
    lines: Lines

    def line_of(self, path: Path) -> int | None:
        """The line of a place, or of the nearest thing around it that the document has."""
        lines = self.lines
        for step in path:
            inside: Any = lines[1] if isinstance(lines, tuple) else ()
            known = step in inside if isinstance(inside, dict) else isinstance(step, int) and step < len(inside)
            if not known:
                break
            lines = inside[step]
        return lines[0] if isinstance(lines, tuple) else lines


def read(text: str, limits: ReadLimits = ReadLimits()) -> Document:
    """Raises BadImport, with the line, for what is not one YAML document within the limits."""
    # A character is at most four bytes: most texts need not be encoded to be measured.
    most = limits.size
    if len(text) > most or (len(text) > most // 4 and len(text.encode(errors="replace")) > most):
        raise BadImport.at(None, "too_large", "The document is larger than 10 MB.", "up to 10 MB")
    try:
        # One that is read from a file may begin with it.
        return _Builder(limits).build(yaml.parse(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadImport.at(mark.line + 1 if mark else None, "not_yaml", f"Not valid YAML: {error.problem}.") from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise BadImport.at(None, "not_yaml", "Not valid YAML: it contains control characters.") from error


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not come yet."""

    value: Any
    lines: Any
    line: int
    anchor: str | None
    height: int = 0
    weight: int = 1
    values: int = 1
    key: str | None = None
    key_line: int = 0
    # What `<<` brought; the mapping's own keys win.
    merged: dict[str, tuple[Any, Lines]] | None = None


@dataclass(slots=True)
class _Finished:
    value: Any
    lines: Lines
    # With its aliases written out: how many levels it has, how many characters and how many values.
    height: int = 0
    weight: int = 1
    values: int = 1


@dataclass
class _Builder:
    limits: ReadLimits
    stack: list[_Open] = field(default_factory=list[_Open])
    anchors: dict[str, _Finished] = field(default_factory=dict[str, _Finished])
    root: _Finished | None = None
    values: int = 0
    weight: int = 0

    def build(self, events: Iterator[Any]) -> Document:
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._begin,
        }
        for event in events:
            if handler := handlers.get(type(event)):
                handler(event)
        if self.root is None:
            raise BadImport.at(1, "not_an_app", "The document is empty.", "an app exported as YAML")
        return Document(self.root.value, self.root.lines)

    def _begin(self, event: Any) -> None:
        if self.root is not None:
            raise BadImport.at(_line(event), "not_yaml", "A second document begins here.", "one document")

    def _scalar(self, event: Any) -> None:
        line = _line(event)
        if "\0" in event.value:
            raise BadImport.at(line, "text_nul", "Text can't contain NUL characters.")
        weight = len(event.value) + 1
        self._count(line, weight)
        opened = self.stack[-1] if self.stack else None
        if opened is not None and opened.key is None and type(opened.value) is dict:
            self._key(opened, event, line)
            opened.weight += weight
            opened.values += 1
            return
        finished = _Finished(_value(event, line), line, 0, weight)
        if event.anchor:
            self.anchors[event.anchor] = finished
        self._add(finished, line)

    def _key(self, opened: _Open, event: Any, line: int) -> None:
        # As it is written: `on: x` is the key "on", not true.
        key = event.value
        if key in opened.value:
            first = opened.lines[key]
            first = first[0] if isinstance(first, tuple) else first
            raise BadImport.at(
                line, "duplicate_key", f"The key {key:.100} is already on line {first}.", "each key once"
            )
        opened.key, opened.key_line = key, line

    def _mapping(self, event: Any) -> None:
        self._open(event, {}, {})

    def _sequence(self, event: Any) -> None:
        self._open(event, [], [])

    def _open(self, event: Any, value: Any, lines: Any) -> None:
        line = _line(event)
        self._count(line, 1)
        self._no_key(line)
        self._check_depth(line, 1)
        if event.tag and event.tag not in (f"{CORE}map", f"{CORE}seq"):
            raise _tagged(event, line)
        if event.anchor:
            # Until its end comes, nothing can refer to it.
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Open(value, lines, line, event.anchor))

    def _end(self, _: Any) -> None:
        opened = self.stack.pop()
        if opened.merged is not None:
            merged = {key: each for key, each in opened.merged.items() if key not in opened.value}
            opened.value = {key: each[0] for key, each in merged.items()} | opened.value
            opened.lines = {key: each[1] for key, each in merged.items()} | opened.lines
        finished = _Finished(opened.value, (opened.line, opened.lines), opened.height + 1, opened.weight)
        finished.values = opened.values
        if opened.anchor:
            self.anchors[opened.anchor] = finished
        self._add(finished, opened.line)

    def _alias(self, event: Any) -> None:
        line = _line(event)
        self._no_key(line)
        known = self.anchors.get(event.anchor)
        if known is None:
            raise BadImport.at(line, "unknown_alias", f"Nothing before this line is named &{event.anchor:.100}.")
        self._check_depth(line, known.height)
        self._count(line, known.weight, known.values)
        # A copy: what is changed in one place stays what it is in the other.
        self._add(replace(known, value=copy.deepcopy(known.value)), line)

    def _add(self, finished: _Finished, line: int) -> None:
        if not self.stack:
            self.root = finished
            return
        opened = self.stack[-1]
        opened.height = max(opened.height, finished.height)
        opened.weight += finished.weight
        opened.values += finished.values
        if opened.key is None:
            opened.value.append(finished.value)
            opened.lines.append(finished.lines)
            return
        key, opened.key = opened.key, None
        if key == "<<" and isinstance(finished.value, (dict, list)):
            self._merge(opened, finished, line)
            return
        opened.value[key] = finished.value
        inside = finished.lines[1] if isinstance(finished.lines, tuple) else None
        opened.lines[key] = opened.key_line if inside is None else (opened.key_line, inside)

    def _merge(self, opened: _Open, finished: _Finished, line: int) -> None:
        many = finished.value if isinstance(finished.value, list) else [finished.value]
        lines = finished.lines[1] if isinstance(finished.value, list) else [finished.lines]
        opened.merged = {} if opened.merged is None else opened.merged
        for each, inside in zip(many, lines, strict=True):
            if not isinstance(each, dict):
                raise BadImport.at(line, "bad_merge", "<< takes a mapping or a list of mappings.", "<<: *name")
            for key, value in each.items():
                opened.merged.setdefault(key, (value, inside[1][key]))

    def _no_key(self, line: int) -> None:
        opened = self.stack[-1] if self.stack else None
        if opened is not None and opened.key is None and type(opened.value) is dict:
            raise BadImport.at(line, "key_not_text", "A key must be text.", "text")

    def _check_depth(self, line: int, more: int) -> None:
        most = self.limits.depth
        if len(self.stack) + more > most:
            raise BadImport.at(line, "too_deep", f"Nested more than {most} levels deep.", f"up to {most} levels")

    def _count(self, line: int, weight: int, values: int = 1) -> None:
        """Without aliases, a document is never heavier than its text is long."""
        self.values += values
        self.weight += weight
        if self.weight > self.limits.size:
            raise BadImport.at(line, "too_large", "With its aliases written out, this is larger than 10 MB.", "10 MB")
        if self.values > self.limits.values:
            most = f"{self.limits.values:,} values"
            raise BadImport.at(line, "too_large", f"More than {most}.", f"up to {most}")


def _line(event: Any) -> int:
    return event.start_mark.line + 1


def _tagged(event: Any, line: int) -> BadImport:
    return BadImport.at(line, "bad_tag", f"The tag {event.tag:.100} is not supported.", "plain YAML without tags")


def _value(event: Any, line: int) -> Any:
    plain, _ = event.implicit
    if plain:
        return resolved(event.value)
    if event.tag in (None, "!", f"{CORE}str"):
        return event.value
    value = resolved(event.value)
    kinds = {f"{CORE}int": int, f"{CORE}float": (int, float), f"{CORE}bool": bool, f"{CORE}null": type(None)}
    if event.tag not in kinds or not isinstance(value, kinds[event.tag]):
        raise _tagged(event, line)
    return value


def resolved(text: str) -> Any:
    """What a text without quotes is, by the rules that such files are written by (YAML 1.1, as PyYAML has it).

    Dates, times and numbers that JSON does not have stay text.
    """
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return _resolved(tag, text)
    return text


def _resolved(tag: str, text: str) -> Any:
    if tag == f"{CORE}null":
        return None
    if tag == f"{CORE}bool":
        return _TRUTH[text.lower()]
    digits = text.replace("_", "")
    if tag not in (f"{CORE}int", f"{CORE}float") or ":" in digits or len(digits) > MAX_DIGITS:
        return text
    if tag == f"{CORE}int":
        return _whole(digits)
    try:
        number = float(digits)
    except ValueError:  # .inf and .nan
        return text
    return number if math.isfinite(number) else text


def _whole(digits: str) -> int:
    bare = digits.lstrip("+-").lower()
    base = {"0b": 2, "0x": 16}.get(bare[:2], 8 if bare[0] == "0" and len(bare) > 1 else 10)
    value = int(bare.removeprefix("0b").removeprefix("0x"), base)
    return -value if digits[0] == "-" else value
