"""References within a document (`#/components/…`), followed within bounds."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

MAX_HOPS = 50
# Of one document: each may be small, and a thousand operations with many of them are not.
MAX_STEPS = 200_000


class Dangling(ValueError):
    """A reference that leads nowhere, or to itself; the message says which."""


class References:
    def __init__(self, document: Mapping[str, Any]):
        self._document = document
        self._steps = 0
        # What was made of schemas that are only a reference, by reference and bound.
        self.made: dict[tuple[str, int], dict[str, Any]] = {}

    def resolved(self, value: Any) -> dict[str, Any]:
        """The object that a value is or refers to; what stands beside a reference and describes it goes before.

        Raises Dangling, also for what is no object.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise Dangling("the schemas of the document are too large together")
        beside: dict[str, Any] = {}
        hops = 0
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            hops += 1
            if hops > MAX_HOPS:
                raise Dangling(f"{reference[:200]} refers to itself")
            beside = {key: value[key] for key in ("description", "summary") if key in value} | beside
            value = self._at(reference)
        if not isinstance(value, dict):
            raise Dangling(f"an object was expected, but found {type(value).__name__}")
        return {**value, **beside} if beside else value

    def _at(self, reference: str) -> Any:
        value: Any = self._document
        for part in reference.split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                raise Dangling(f"{reference[:200]} doesn't exist in the document")
        return value
