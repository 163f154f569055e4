"""References within a document (`#/components/…`), followed within bounds."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

MAX_HOPS = 50


class Dangling(ValueError):
    """A reference that leads nowhere, or to itself; the message says which."""


class References:
    def __init__(self, document: Mapping[str, Any]):
        self._document = document

    def resolved(self, value: Any) -> dict[str, Any]:
        """The object that a value is or refers to; what stands beside a reference and describes it goes before.

        Raises Dangling, also for what is no object.
        """
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
