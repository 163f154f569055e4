"""Every operation, as the API's document describes it: requests that it would take, with places for ids in them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.integration_tests.walls.bodies import BODIES
from tests.integration_tests.walls.kinds import USER, Id, kind_of, word_of
from treeline.kernel.openapi import document
from treeline.kernel.web import FlaskApp, Operation

# In a request: ("path", "app_id"), ("query", "tag_ids"), ("body", "files", 0, "upload_file_id").
Place = tuple[str | int, ...]
Schema = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request, whole but for its ids; `tried`: which of these are tried with somebody else's."""

    template: dict[str, Any]
    tried: tuple[Place, ...]
    # What it has beside the least.
    name: str = ""

    @property
    def kinds(self) -> dict[Place, str]:
        found: dict[Place, str] = {}
        self.filled(lambda place, thing: found.setdefault(place, thing.kind))
        return {place: found[place] for place in self.tried}

    def filled(self, choose: Callable[[Place, Id], str]) -> dict[str, Any]:
        return _filled(self.template, (), choose)


@dataclass(frozen=True)
class Door:
    operation: Operation
    endpoint: str
    path: str
    described: dict[str, Any]
    schemas: dict[str, Schema]

    def __str__(self) -> str:
        return f"{self.operation.method} {self.path}"

    @property
    def access(self) -> str:
        return self.operation.routes.access.name

    @cached_property
    def asked(self) -> list[Asked]:
        """The least that it takes; the same with each id that may be added; and what is written down for it."""
        least = {"path": self._path(), "query": self._query(), "body": self._body()}
        more = [self._with_query(least, name) for name in self._other_ids_of_query(least)]
        more += [self._with_body(least, place) for place in self._other_ids_of_body(least)]
        more += [
            Asked({**least, "body": least["body"] | body}, tuple(_places(body, ("body",))), f"body {number}")
            for number, body in enumerate(self._written()[1:], 2)
        ]
        return [Asked(least, tuple(_places(least, ()))), *more]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Every place of an id, and what it is of: nothing where no row knows."""
        return [(_dotted(place), kind) for asked in self.asked for place, kind in asked.kinds.items()]

    def _id(self, place: Place) -> Id:
        return kind_of(f"{self} {_dotted(place)}")

    def _path(self) -> dict[str, Any]:
        return {one["name"]: self._parameter("path", one) for one in self._parameters("path")}

    def _query(self) -> dict[str, Any]:
        needed = {one["name"]: self._parameter("query", one) for one in self._parameters("query") if one["required"]}
        named = {"user": USER} if any(one["name"] == "user" for one in self._parameters("query")) else {}
        return needed | named

    def _parameters(self, where: str) -> list[dict[str, Any]]:
        return [one for one in self.described["parameters"] if one["in"] == where]

    def _parameter(self, where: str, one: dict[str, Any]) -> Any:
        place: Place = (where, one["name"])
        # In a path whatever is no word names something of somebody's, be it a number.
        named = where == "path" and word_of(f"{self} {_dotted(place)}") is None
        return self._id(place) if named else self._built(one["schema"], place)

    def _other_ids_of_query(self, least: dict[str, Any]) -> Iterator[str]:
        for one in self._parameters("query"):
            if one["name"] not in least["query"] and any(self._ids_in(one["schema"])):
                yield one["name"]

    def _with_query(self, least: dict[str, Any], name: str) -> Asked:
        place: Place = ("query", name)
        return Asked({**least, "query": {**least["query"], name: self._id(place)}}, (place,), _dotted(place))

    @cached_property
    def _body_schema(self) -> Schema | None:
        content = self.described.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def _written(self) -> list[Any]:
        written = BODIES.get(self.endpoint.removeprefix("v1_"), {})
        return written if isinstance(written, list) else [written]

    def _body(self) -> Any:
        if self._body_schema is None:
            return {}
        named = {"user": USER} if "user" in self._resolved(self._body_schema).get("properties", {}) else {}
        return {**self._built(self._body_schema, ("body",)), **named, **self._written()[0]}

    def _other_ids_of_body(self, least: dict[str, Any]) -> Iterator[Place]:
        if self._body_schema is not None:
            bodies = (least["body"], *self._written())
            there = {_dotted(place) for body in bodies for place in _places(body, ("body",))}
            for found in dict.fromkeys(self._ids_in(self._body_schema)):
                if _dotted(("body", *found)) not in there:
                    yield found

    def _with_body(self, least: dict[str, Any], found: Place) -> Asked:
        assert self._body_schema is not None
        built = self._built(self._body_schema, ("body",), found)
        name = found[0]
        return Asked(
            {**least, "body": {**least["body"], name: built[name]}}, (("body", *found),), _dotted(("body", *found))
        )

    def _resolved(self, schema: Schema) -> Schema:
        return self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def _ids_in(self, schema: Schema, seen: tuple[str, ...] = ()) -> Iterator[Place]:
        """Where ids may stand in what a schema takes."""
        if (name := schema.get("$ref")) in seen:
            return
        seen, schema = (*seen, name) if name else seen, self._resolved(schema)
        if schema.get("format") == "uuid":
            yield ()
        for each in _alternatives(schema):
            yield from self._ids_in(each, seen)
        for name, each in schema.get("properties", {}).items():
            yield from ((name, *rest) for rest in self._ids_in(each, seen))
        if "items" in schema:
            yield from ((0, *rest) for rest in self._ids_in(schema["items"], seen))

    def _built(self, schema: Schema, place: Place, wanted: Place | None = None) -> Any:
        """The least that a schema takes, with an id at `wanted` in it."""
        schema = self._resolved(schema)
        if alternatives := _alternatives(schema):
            fitting = [each for each in alternatives if wanted is None or wanted in set(self._ids_in(each))]
            some = [each for each in fitting if each.get("type") != "null"]
            return self._built((some or fitting)[0], place, wanted)
        if schema.get("format") == "uuid":
            return self._id(place)
        if "const" in schema or "enum" in schema:
            return schema["const"] if "const" in schema else schema["enum"][0]
        if schema.get("type") == "string" and (word := word_of(f"{self} {_dotted(place)}")) is not None:
            return word
        if schema.get("type") == "object":
            needed = {*schema.get("required", ()), *((wanted[0],) if wanted else ())}
            parts = {name: each for name, each in schema.get("properties", {}).items() if name in needed}
            return {
                name: self._built(each, (*place, name), wanted[1:] if wanted and wanted[0] == name else None)
                for name, each in parts.items()
            }
        if schema.get("type") == "array":
            least = [self._built(schema["items"], (*place, 0), wanted[1:] if wanted else None)]
            return least if wanted or schema.get("minItems") else []
        return _plain(schema)


def _plain(schema: Schema) -> Any:
    numbers = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}
    return numbers.get(str(schema.get("type")), "x" * max(1, schema.get("minLength", 1)))


def _alternatives(schema: Schema) -> list[Schema]:
    return next((schema[key] for key in ("anyOf", "oneOf", "allOf") if key in schema), [])


def _places(template: Any, at: Place) -> Iterator[Place]:
    if isinstance(template, Id):
        yield at
    elif isinstance(template, dict | list):
        for key, each in template.items() if isinstance(template, dict) else enumerate(template):
            yield from _places(each, (*at, key))


def _filled(template: Any, at: Place, choose: Callable[[Place, Id], str]) -> Any:
    if isinstance(template, Id):
        return choose(at, template)
    if isinstance(template, dict):
        return {key: _filled(each, (*at, key), choose) for key, each in template.items()}
    if isinstance(template, list):
        return [_filled(each, (*at, place), choose) for place, each in enumerate(template)]
    return template


def _dotted(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))


def doors(flask_app: FlaskApp) -> list[Door]:
    """All there are, in the order of their paths."""
    whole = document(flask_app)
    operations = {endpoint.replace(".", "_"): (endpoint, one) for endpoint, one in flask_app.operations.items()}
    found = [
        Door(operation, endpoint, path, described, whole["components"]["schemas"])
        for path, methods in whole["paths"].items()
        for described in methods.values()
        for endpoint, operation in [operations[described["operationId"]]]
    ]
    return sorted(found, key=lambda door: (re.sub(r"[{}]", "", door.path), door.operation.method))
