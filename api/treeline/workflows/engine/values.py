"""Values of variables: their types, how they are read, and what they look like as text and as JSON.

In memory a value is a plain Python one: str, int, float, bool, dict, list, None, or a `File`. Nobody changes a value
that is in a scope: who needs another one makes it.
"""

import json
import math
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from treeline.workflows.engine.file import FILE, IDENTITY, File

ARRAYS = {f"array[{item}]": item for item in ("string", "number", "object", "boolean", "file", "any")}
TYPES = (
    *("string", "number", "integer", "float", "boolean", "object", "file", "secret"),
    *("array", *ARRAYS),
    *("any", "none"),
)
# As other versions and forms write them, in lower case.
_NAMES = {
    "string": "str text text-input paragraph select",
    "integer": "int",
    "float": "double",
    "boolean": "bool checkbox",
    "object": "dict json json_object",
    "array": "list",
    "array[string]": "array[str]",
    "array[number]": "array[integer] array[int] array[float]",
    "array[object]": "array[dict]",
    "array[boolean]": "array[bool]",
    "array[file]": "file-list",
    "none": "null",
}
_ALIASES = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}
# Deeper JSON is not read: what walks through values may then recurse.
MAX_DEPTH = 64
# Larger whole numbers have no float, and Python does not even write the largest as text.
_MAX_BITS = 1024

# Somebody's object that looks like a file's JSON: it must not come back as a file.
_QUOTED = "__object__"


class WrongValue(ValueError):
    """The message says what was given and what is accepted; it has no capital and no full stop."""


# Types


def type_named(name: str) -> str | None:
    """The type's own name for any of its names: "array[string]" for "Array[String]"; None if there is no such type."""
    plain = name.strip().lower()
    plain = _ALIASES.get(plain, plain)
    return plain if plain in TYPES else None


def type_of(value: Any) -> str:
    """An array is of what all its items are, nulls apart; an empty one of anything."""
    if isinstance(value, list):
        kinds = {_item_kind(item) for item in value if item is not None}
        return f"array[{kinds.pop()}]" if len(kinds) == 1 else "array[any]"
    return _kind(value)


def _kind(value: Any) -> str:
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    raise TypeError(f"{type(value).__name__} is no value of a variable")


_KINDS = (
    (str, "string"),
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (dict, "object"),
    (list, "array"),
    (File, "file"),
    (type(None), "none"),
)
_AS_ITEM = {"integer": "number", "float": "number", "array": "any"}


def _item_kind(value: Any) -> str:
    kind = _kind(value)
    return _AS_ITEM.get(kind, kind)


def is_number(value: Any) -> bool:
    """One that JSON can hold: no boolean, not infinite, not of hundreds of digits."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return value.bit_length() <= _MAX_BITS
    return isinstance(value, float) and math.isfinite(value)


_FITS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "secret": lambda value: isinstance(value, str),
    "number": is_number,
    "integer": lambda value: isinstance(value, int) and is_number(value),
    "float": is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "file": lambda value: isinstance(value, File),
    "array": lambda value: isinstance(value, list),
    "any": lambda value: True,
    "none": lambda value: value is None,
}


def fits(value: Any, declared: str) -> bool:
    """Whether it is of the type as it stands. Null fits any type, and may stand among an array's items."""
    if value is None:
        return True
    item = ARRAYS.get(declared)
    if item is None:
        return _FITS[declared](value)
    test = _FITS[item]
    return isinstance(value, list) and all(each is None or test(each) for each in value)


def problem_of(value: Any, *, depth: int, items: int, characters: int, path: str = "") -> str | None:
    """What about it is over these limits or no value at all; `path` is where it stands: "result.names[3]"."""
    if isinstance(value, str):
        return _too_many(path, len(value), characters, "characters")
    if isinstance(value, dict | list):
        if depth == 0:
            return f"{path} is nested too deep"
        if len(value) > items:
            return _too_many(path, len(value), items, "items")
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            return f"{path} has a key that is not text"
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            here = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
            found = problem_of(each, depth=depth - 1, items=items, characters=characters, path=here)
            if found:
                return found
        return None
    if value is None or isinstance(value, bool | File) or is_number(value):
        return None
    if isinstance(value, int | float):
        return f"{path} is a number that JSON cannot hold"
    return f"{path} is a {type(value).__name__}, which is not a value that variables can have"


def _too_many(path: str, count: int, limit: int, what: str) -> str | None:
    return f"{path} has {count:,} {what}; at most {limit:,} are allowed" if count > limit else None


# Reading what people and programs send


def coerce(value: Any, declared: str) -> Any:
    """The value as one of the type: "3" is the number 3, a JSON text an object. Null stays. Raises WrongValue."""
    if value is None or declared in ("any", "none"):
        return value
    if declared in ARRAYS or declared == "array":
        return _array(value, declared)
    return _COERCE[declared](value)


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    if is_number(value):
        return str(value)
    raise _wrong(value, "a text")


def _number(value: Any) -> int | float:
    if is_number(value):
        return value
    if isinstance(value, str):
        number = _read_number(value)
        if number is not None:
            return number
    raise _wrong(value, "a number")


def _read_number(text: str) -> int | float | None:
    if len(text) > 400 or "_" in text:
        return None
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        return number if is_number(number) else None
    return None


def _integer(value: Any) -> int:
    number = _number(value)
    if isinstance(number, float) and not number.is_integer():
        raise _wrong(value, "a whole number")
    return int(number)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return value == 1
    known = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(value, str) and value.strip().lower() in known:
        return known[value.strip().lower()]
    raise _wrong(value, "true or false")


def _object(value: Any) -> dict[str, Any]:
    read = _from_text(value) if isinstance(value, str) else value
    if not isinstance(read, dict):
        raise _wrong(value, "an object")
    return _readable(read)


def _array(value: Any, declared: str) -> list[Any]:
    read = _from_text(value) if isinstance(value, str) else value
    if not isinstance(read, list):
        raise _wrong(value, "an array")
    item = ARRAYS.get(declared, "any")
    try:
        return _readable([coerce(each, item) for each in read])
    except WrongValue as error:
        raise WrongValue(f"one of the items is of another type: {error}") from error


def _file(value: Any) -> File:
    if isinstance(value, File):
        return value
    raise _wrong(value, "a file")


_COERCE: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "secret": _string,
    "number": _number,
    "integer": _integer,
    "float": _number,
    "boolean": _boolean,
    "object": _object,
    "file": _file,
}


def _from_text(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        return None


def read_json(text: str) -> Any:
    """Raises ValueError for what is no JSON, nested too deep, or has numbers that JSON does not know."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return _readable(value)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _readable(value: Any) -> Any:
    fault = _fault(value, MAX_DEPTH)
    if fault:
        raise WrongValue(fault)
    return value


def _fault(value: Any, levels: int) -> str | None:
    if isinstance(value, dict | list):
        if levels == 0:
            return f"it is nested deeper than {MAX_DEPTH} levels"
        below: Iterable[Any] = value.values() if isinstance(value, dict) else value
        return next(filter(None, (_fault(each, levels - 1) for each in below)), None)
    if isinstance(value, int | float) and not isinstance(value, bool) and not is_number(value):
        return "it has a number that is too large"
    return None


def _wrong(value: Any, accepted: str) -> WrongValue:
    return WrongValue(f"{described(value)} was given; {accepted} is accepted")


def described(value: Any) -> str:
    """For messages: short, with its type."""
    if isinstance(value, str):
        short = value if len(value) <= 40 else f"{value[:40]}…"
        return f'the text "{short}"'
    if isinstance(value, bool | int | float) and (isinstance(value, bool) or is_number(value)):
        return f"{type_of(value)} {json.dumps(value)}"
    names = {dict: "an object", list: "an array", File: "a file", type(None): "null"}
    return names.get(type(value), f"a {type(value).__name__}")


# As text


def as_text(value: Any) -> str:
    """In prompts, templates and addresses. Null and files are nothing."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, File) or _is_files(value):
        return ""
    return dumps(value) if isinstance(value, dict | list) else str(value)


def as_json_text(value: Any) -> str:
    """Within the text of a JSON body: as `as_text`, but `true` instead of `True`."""
    return json.dumps(value) if isinstance(value, bool) else as_text(value)


def as_markdown(value: Any) -> str:
    """In answers, for people."""
    if isinstance(value, File):
        return value.link
    if _is_files(value):
        return "\n".join(file.link for file in value)
    if isinstance(value, list):
        return "\n".join(f"- {as_text(item)}" for item in value)
    if isinstance(value, dict):
        return dumps(value, indent=2)
    return as_text(value)


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, File) for each in value)


# As JSON


def to_json(value: Any) -> Any:
    """Plain JSON, from which `from_json` makes the same value."""
    if isinstance(value, File):
        return value.to_json()
    if isinstance(value, dict):
        plain = {key: to_json(each) for key, each in value.items()}
        return {IDENTITY: _QUOTED, "value": plain} if IDENTITY in plain else plain
    if isinstance(value, list):
        return [to_json(each) for each in value]
    return value


def from_json(data: Any) -> Any:
    if isinstance(data, dict):
        identity = data.get(IDENTITY)
        if identity == FILE:
            return File.from_json(data)
        plain = data["value"] if identity == _QUOTED else data
        return {key: from_json(each) for key, each in plain.items()}
    if isinstance(data, list):
        return [from_json(each) for each in data]
    return data


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON to read, in the letters of its language."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=to_json)


def size_of(value: Any) -> int:
    """Bytes, about as JSON."""
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode(errors="surrogatepass"))
    try:
        return len(msgspec.json.encode(value))
    except (UnicodeEncodeError, OverflowError, TypeError, msgspec.MsgspecError):
        return len(dumps(value).encode(errors="surrogatepass"))
