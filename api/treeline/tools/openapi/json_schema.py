"""Schemas of a document as the JSON Schema that a model gets: self-contained, small, without what only people read."""

import json
from collections.abc import Mapping
from typing import Any

from treeline.tools.openapi.references import References

MAX_BYTES = 32 * 1024
MAX_VALUES = 1500
MAX_DESCRIPTION = 1000
# Of one schema within another, where cycles and size don't end it before.
DEPTHS = (8, 4, 2, 1)

_KEPT = (
    *("type", "format", "title", "enum", "const", "default", "pattern", "required"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_SCHEMAS = ("items", "additionalProperties", "not")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")


class _TooMuch(Exception):
    pass


def json_schema(schema: Any, references: References, *, most: int = MAX_BYTES) -> dict[str, Any]:
    """At most `most` bytes; what is too deep or refers to itself is left open (`{}`), which allows anything.

    Raises Dangling.
    """
    reference = schema["$ref"] if isinstance(schema, dict) and list(schema) == ["$ref"] else None
    if not isinstance(reference, str):
        return _bounded(schema, references, most)
    key = (reference, most)
    if key not in references.made:
        references.made[key] = _bounded(schema, references, most)
    return references.made[key]


def _bounded(schema: Any, references: References, most: int) -> dict[str, Any]:
    for depth in DEPTHS:
        try:
            found = _Expansion(references).of(schema, depth, ())
        except _TooMuch:
            continue
        if len(json.dumps(found)) <= most:
            return found
    shape = references.resolved(schema).get("type") if isinstance(schema, dict) else None
    return {"type": shape} if isinstance(shape, str) else {}


class _Expansion:
    def __init__(self, references: References):
        self.references, self.count = references, 0

    def of(self, schema: Any, depth: int, within: tuple[str, ...]) -> dict[str, Any]:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _TooMuch
        # In 3.1 `true` and `false` are schemas too.
        if not isinstance(schema, dict):
            return {"not": {}} if schema is False else {}
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in within:
                return {}
            within = (*within, reference)
        found = self.references.resolved(schema)
        kept = {key: found[key] for key in _KEPT if key in found}
        _modernize(kept, found)
        if isinstance(found.get("description"), str):
            kept["description"] = found["description"][:MAX_DESCRIPTION]
        if depth > 0:
            self._add_inner(kept, found, depth - 1, within)
        return kept

    def _add_inner(self, kept: dict[str, Any], found: Mapping[str, Any], depth: int, within: tuple[str, ...]) -> None:
        properties = found.get("properties")
        if isinstance(properties, dict):
            kept["properties"] = {
                name: self.of(each, depth, within) for name, each in properties.items() if not self._read_only(each)
            }
            if isinstance(kept.get("required"), list):
                kept["required"] = [name for name in kept["required"] if name in kept["properties"]]
        for key in _SCHEMAS:
            if isinstance(found.get(key), dict | bool):
                given = found[key]
                kept[key] = given if isinstance(given, bool) else self.of(given, depth, within)
        for key in _LISTS:
            if isinstance(found.get(key), list):
                kept[key] = [self.of(each, depth, within) for each in found[key]]

    def _read_only(self, schema: Any) -> bool:
        return isinstance(schema, dict) and self.references.resolved(schema).get("readOnly") is True


def _modernize(kept: dict[str, Any], found: Mapping[str, Any]) -> None:
    """What 3.0 and Swagger 2 say otherwise than JSON Schema does now."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        # There a switch, here a bound.
        if isinstance(kept.get(exclusive), bool) and kept.pop(exclusive) and bound in kept:
            kept[exclusive] = kept.pop(bound)
    if not isinstance(kept.get("required"), list):
        kept.pop("required", None)
    if kept.get("type") == "file":
        kept["type"] = "string"
    if found.get("nullable") is True and isinstance(kept.get("type"), str):
        kept["type"] = [kept["type"], "null"]
        if isinstance(kept.get("enum"), list) and None not in kept["enum"]:
            kept["enum"] = [*kept["enum"], None]
