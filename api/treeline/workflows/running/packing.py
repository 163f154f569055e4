"""Values as rows hold them: what is large stands once a run in `workflow_values`, and rows name it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from treeline.workflows.engine.file import IDENTITY
from treeline.workflows.engine.values import from_json, to_json, type_of

# Bytes of JSON: beyond these a value stands in a row of its own.
LARGE = 8 * 1024
PREVIEW = 1000
KEY = "$value"

Raw = msgspec.Raw


@dataclass(frozen=True)
class Large:
    digest: str
    data: bytes


@dataclass
class Packing:
    """Of one run: what it has packed before is not written again."""

    known: set[str] = field(default_factory=set)
    fresh: list[Large] = field(default_factory=list)
    # What `size_of` has packed, until it is asked for: values are not encoded twice.
    _made: dict[int, Raw] = field(default_factory=dict[int, Raw])
    _size: int = 0

    def size_of(self, values: Mapping[str, Any]) -> int:
        """Bytes of JSON. The same object is packed next."""
        self._size = 0
        self._made = {id(values): self._pack(values)}
        return self._size

    def packed(self, values: Mapping[str, Any] | None) -> Raw | None:
        """As JSON, the large ones by name."""
        if values is None:
            return None
        return self._made.pop(id(values), None) or self._pack(values)

    def _pack(self, values: Mapping[str, Any]) -> Raw:
        return Raw(_ENCODER.encode({name: self._one(value) for name, value in values.items()}))

    def _one(self, value: Any) -> Raw:
        data = encoded(value)
        self._size += len(data)
        # What looks like the name of one would be taken for it.
        if len(data) <= LARGE and not _is_large(value):
            return Raw(data)
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.known:
            self.known.add(digest)
            self.fresh.append(Large(digest, data))
        kind = type_of(value)
        preview = data[:PREVIEW].decode(errors="ignore")
        return Raw(encoded({KEY: {"digest": digest, "size": len(data), "type": kind, "preview": preview}}))

    def take(self) -> list[Large]:
        taken, self.fresh = self.fresh, []
        return taken


def unpacked(values: Any, load: Callable[[str], Any]) -> Any:
    """The values of a row. `load` gives the JSON of a large one by its hash."""
    if not isinstance(values, dict):
        return from_json(values)
    return {name: from_json(load(_digest(value)) if _is_large(value) else value) for name, value in values.items()}


def names_of(values: Any) -> list[str]:
    """The hashes that a row names."""
    return [_digest(value) for value in values.values() if _is_large(value)] if isinstance(values, dict) else []


def whole(values: Any, load: Callable[[str], Any]) -> Any:
    """As `previewed`, with the large values in full. `load` gives the JSON of one by its hash."""
    if not isinstance(values, dict):
        return values
    return {name: load(_digest(value)) if _is_large(value) else value for name, value in values.items()}


def previewed(values: Any) -> Any:
    """For lists and events: large values by the beginning of their text."""
    if not isinstance(values, dict):
        return values
    return {name: value[KEY]["preview"] + "…" if _is_large(value) else value for name, value in values.items()}


def _is_large(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get(KEY), dict)


def _digest(value: Any) -> str:
    return value[KEY]["digest"]


def encoded(value: Any) -> bytes:
    """JSON that PostgreSQL stores, and from which `from_json` makes the value again. What PostgreSQL has no characters
    for, NUL and lone surrogates, is left out or replaced."""
    try:
        data = _ENCODER.encode(value)
    except (UnicodeEncodeError, TypeError, ValueError, msgspec.MsgspecError):
        return _ENCODER.encode(_storable(to_json(value)))
    # Files, and what only looks like one of these, go the slow way, and come out as they were.
    if any(sign in data for sign in _SLOW):
        return _ENCODER.encode(_storable(to_json(value)))
    return data


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {_storable(str(key)): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value


def _hook(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no value")


_SLOW = (b"\\u0000", b'"transfer_method"', IDENTITY.encode())
_ENCODER = msgspec.json.Encoder(enc_hook=_hook, decimal_format="string")
