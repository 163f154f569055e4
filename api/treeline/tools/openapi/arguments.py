"""The parameters and the body of an operation as one object of arguments, as a model gets them."""

import re
from collections.abc import Container, Mapping
from typing import Any

from treeline.tools.openapi.json_schema import json_schema
from treeline.tools.openapi.references import References
from treeline.tools.openapi.shapes import FORM, JSON, MULTIPART, Parameter, RequestBody, is_json

MAX_FIELDS = 50
MAX_NAME = 60
# These belong to the connection, or say who asks.
_NOT_PARAMETERS = {
    *("accept", "authorization", "connection", "content-length", "content-type", "cookie", "expect", "host"),
    *("keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"),
}
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}


class Unusable(ValueError):
    """Why an operation can't be a tool."""


class Arguments:
    """The parameters and the body of an operation as one object of arguments."""

    def __init__(self, references: References):
        self.references = references
        self.parameters: list[Parameter] = []
        self.properties: dict[str, Any] = {}
        self.required: list[str] = []

    @property
    def schema(self) -> dict[str, Any]:
        required = {"required": self.required} if self.required else {}
        return {"type": "object", "properties": self.properties, **required, "additionalProperties": False}

    def add_parameter(self, given: Mapping[str, Any], path: str) -> None:
        place, wire = given.get("in"), given.get("name")
        if place not in _STYLES or not isinstance(wire, str) or not wire:
            raise Unusable(f"a parameter must have a name and stand in path, query, header or cookie, not {place!r}")
        if place == "header" and wire.lower() in _NOT_PARAMETERS:
            return
        if place == "path" and f"{{{wire}}}" not in path:
            return
        if place in ("header", "cookie") and not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", wire):
            raise Unusable(f"{wire[:100]!r} can't be the name of a {place}")
        style = given.get("style", _STYLES[place][0])
        if style not in _STYLES[place]:
            raise Unusable(f"the parameter {wire} has the style {style!r}, which {place} parameters can't have")
        content = given.get("content")
        schema = given.get("schema")
        if isinstance(content, dict) and content:
            media_type, inner = next(iter(content.items()))
            if not is_json(media_type):
                raise Unusable(f"the parameter {wire} is sent as {media_type}, which is not supported")
            schema = inner.get("schema") if isinstance(inner, dict) else None
        shown = json_schema(schema or {}, self.references, most=8 * 1024)
        name = self._name(wire, place)
        required = place == "path" or given.get("required") is True
        self._add(name, shown, given.get("description"), required)
        self.parameters.append(
            Parameter(
                name=name,
                wire=wire,
                place=place,
                required=required,
                style=style,
                explode=given["explode"] if isinstance(given.get("explode"), bool) else style in ("form", "deepObject"),
                allow_reserved=given.get("allowReserved") is True,
                as_json=bool(content),
            )
        )

    def add_body(self, given: Any) -> RequestBody | None:
        if given is None:
            return None
        body = self.references.resolved(given)
        content = body.get("content")
        media_type = _chosen(content) if isinstance(content, dict) else None
        if not isinstance(content, dict) or media_type is None:
            offered = ", ".join(list(content)[:5]) if isinstance(content, dict) else "nothing"
            raise Unusable(f"its body is {offered}; supported are JSON, forms and plain text")
        inner = content[media_type] if isinstance(content[media_type], dict) else {}
        schema = json_schema(inner.get("schema") or {}, self.references)
        required = body.get("required") is True
        fields = self._fields(schema, required)
        if fields is None:
            if media_type in (FORM, MULTIPART) and not schema.get("type"):
                schema = {"type": "object", **schema}
            name = self._name("body", "body")
            if name != "body":
                raise Unusable("a parameter is called body, and so is its body")
            self._add("body", schema, body.get("description"), required)
        joined = _joined(inner.get("encoding")) if media_type in (FORM, MULTIPART) else {}
        return RequestBody(media_type=media_type, required=required, fields=fields, joined=joined)

    def _fields(self, schema: Mapping[str, Any], required: bool) -> dict[str, str] | None:
        """The properties of an object as arguments of their own, if that can be done."""
        properties = schema.get("properties")
        if not properties or len(properties) > MAX_FIELDS or any(key in schema for key in ("anyOf", "oneOf", "allOf")):
            return None
        fields: dict[str, str] = {}
        for wire in properties:
            if fitting(wire) in self.properties or fitting(wire) in fields:
                return None
            fields[fitting(wire)] = wire
        needed = set(schema.get("required", ())) if required else set()
        for name, wire in fields.items():
            self._add(name, properties[wire], None, wire in needed)
        return fields

    def _add(self, name: str, schema: Mapping[str, Any], description: Any, required: bool) -> None:
        if isinstance(description, str) and description:
            schema = {**schema, "description": description[:1000]}
        self.properties[name] = dict(schema)
        if required:
            self.required.append(name)

    def _name(self, wire: str, place: str) -> str:
        name = fitting(wire)
        return name if name not in self.properties else unique(f"{name[:50]}_{place}", self.properties)


def fitting(name: str) -> str:
    """As models take names: [a-zA-Z0-9_-]{1,64}."""
    return re.sub(r"[^a-zA-Z0-9_-]+", "_", name).strip("_")[:64] or "_"


def unique(name: str, taken: Container[str]) -> str:
    count, free = 1, name
    while free in taken:
        count += 1
        free = f"{name[:MAX_NAME]}_{count}"
    return free


def _chosen(content: Mapping[str, Any]) -> str | None:
    """Of the media types that an operation takes the one that is sent."""
    plain = {each: each.split(";")[0].strip().lower() for each in content}
    for fits in (
        lambda each: each == JSON,
        is_json,
        lambda each: each == FORM,
        lambda each: each == MULTIPART,
        lambda each: each in ("*/*", "application/*"),
        lambda each: each.startswith("text/"),
    ):
        found = next((given for given, each in plain.items() if fits(each)), None)
        if found is not None:
            return found
    return None


_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


def _joined(encoding: Any) -> dict[str, str]:
    given = encoding.items() if isinstance(encoding, dict) else ()
    return {
        name: _SEPARATORS.get(str(each.get("style", "form")), ",")
        for name, each in given
        if isinstance(each, dict) and each.get("explode") is False
    }
