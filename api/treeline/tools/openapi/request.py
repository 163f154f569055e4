"""An operation and its arguments as a request: where each goes, in the style that the document says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from treeline.tools.openapi.shapes import FORM, MULTIPART, Operation, Parameter, RequestBody, is_json

MAX_URL = 16_000
# What may stand in a query beside letters and digits, where a parameter says that it is not encoded.
_RESERVED = ":/?@!$'()*,;[]"


class BadArguments(ValueError):
    """What is wrong with the arguments, for whoever chose them."""


@dataclass
class Prepared:
    """`target`: path and query, to be added to a server's URL. `parts`: of a multipart form."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    content: bytes | None = None
    parts: list[tuple[str, bytes]] = field(default_factory=list)


def prepare(operation: Operation, arguments: Mapping[str, Any]) -> Prepared:
    """Raises BadArguments: one is missing, unknown, or can't be sent."""
    _require_known(operation, arguments)
    path, query = operation.path, list[str]()
    prepared = Prepared(operation.method, "")
    for parameter in operation.parameters:
        value = arguments.get(parameter.name)
        if value is None:
            continue
        if parameter.as_json:
            value = json.dumps(value, ensure_ascii=False)
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.wire}}}", _in_path(parameter, value))
        elif parameter.place == "query":
            query += _in_query(parameter, value)
        elif parameter.place == "cookie":
            # Encoded as in a query: a cookie's value can't have semicolons, commas or spaces.
            prepared.cookies += _in_query(parameter, value)
        else:
            prepared.headers[parameter.wire] = _in_header(parameter, value)
    _require_straight(path)
    prepared.target = path + (f"?{'&'.join(query)}" if query else "")
    if len(prepared.target) > MAX_URL:
        raise BadArguments(f"The arguments make a URL of more than {MAX_URL:,} characters.")
    if operation.body is not None:
        _add_body(prepared, operation.body, arguments)
    return prepared


def _require_known(operation: Operation, arguments: Mapping[str, Any]) -> None:
    known = operation.input_schema.get("properties", {})
    unknown = sorted(set(arguments) - set(known))
    if unknown:
        names = ", ".join(known) or "none"
        raise BadArguments(f"Unknown arguments: {', '.join(unknown)[:300]}. {operation.name} takes: {names[:2000]}.")
    missing = [name for name in operation.input_schema.get("required", ()) if arguments.get(name) is None]
    nullable = [name for name in missing if name in arguments and _in_body(operation.body, name)]
    if len(missing) > len(nullable):
        raise BadArguments(f"Missing arguments: {', '.join(name for name in missing if name not in nullable)}.")


def _in_body(body: RequestBody | None, name: str) -> bool:
    return body is not None and body.fields is not None and name in body.fields


def _require_straight(path: str) -> None:
    """Clients and servers resolve dots, so that an argument could choose another operation."""
    if any(segment in (".", "..") for segment in path.split("/")):
        raise BadArguments("A part of the path can't be . or .. only.")


def _text(value: Any) -> str:
    """One value: as in JSON, but texts without quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _quoted(value: Any, safe: str = "") -> str:
    return quote(_text(value), safe=safe, errors="replace")


def _pairs(value: Mapping[str, Any], safe: str = "") -> list[tuple[str, str]]:
    return [(_quoted(key, safe), _quoted(each, safe)) for key, each in value.items() if each is not None]


def _in_path(parameter: Parameter, value: Any) -> str:
    name = quote(parameter.wire, safe="")
    prefix, separator = {"label": (".", "."), "matrix": (";", ";")}.get(parameter.style, ("", ","))
    named = f"{name}=" if parameter.style == "matrix" else ""
    if isinstance(value, Mapping) and value:
        pairs = _pairs(value)
        if parameter.explode:
            return prefix + separator.join(f"{key}={each}" for key, each in pairs)
        joined = ",".join(part for pair in pairs for part in pair)
    elif isinstance(value, list) and value:
        items = [_quoted(each) for each in value]
        if parameter.explode:
            return prefix + separator.join(named + each for each in items)
        joined = ",".join(items)
    else:
        joined = "" if isinstance(value, list | Mapping) else _quoted(value)
    if not joined:
        raise BadArguments(f"{parameter.name} is part of the path and can't be empty.")
    return prefix + named + joined


def _in_query(parameter: Parameter, value: Any) -> list[str]:
    name, safe = quote(parameter.wire, safe="[]"), _RESERVED if parameter.allow_reserved else ""
    if isinstance(value, Mapping):
        pairs = _pairs(value, safe)
        if parameter.style == "deepObject":
            return [f"{name}[{key}]={each}" for key, each in pairs]
        if parameter.explode and parameter.style == "form":
            return [f"{key}={each}" for key, each in pairs]
        items = [part for pair in pairs for part in pair]
    elif isinstance(value, list):
        items = [_quoted(each, safe) for each in value]
        if parameter.style == "deepObject":
            return [f"{name}[{index}]={each}" for index, each in enumerate(items)]
        if parameter.explode:
            return [f"{name}={each}" for each in items]
    else:
        return [f"{name}={_quoted(value, safe)}"]
    if not items:
        return []
    separator = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}.get(parameter.style, ",")
    return [f"{name}={separator.join(items)}"]


def _in_header(parameter: Parameter, value: Any) -> str:
    if isinstance(value, Mapping):
        equals = "=" if parameter.explode else ","
        text = ",".join(f"{_text(key)}{equals}{_text(each)}" for key, each in value.items())
    else:
        text = ",".join(map(_text, value)) if isinstance(value, list) else _text(value)
    text = text.strip()
    if not text.isascii() or not (text.isprintable() or not text) or len(text) > 8000:
        raise BadArguments(f"{parameter.name} is sent as a header: printable ASCII, at most 8,000 characters.")
    return text


def _add_body(prepared: Prepared, body: RequestBody, arguments: Mapping[str, Any]) -> None:
    if body.fields is None:
        if arguments.get("body") is None:
            return
        value = arguments["body"]
    else:
        value = {wire: arguments[name] for name, wire in body.fields.items() if name in arguments}
        if not value and not body.required:
            return
    media_type = body.media_type.split(";")[0].strip().lower()
    if media_type in (FORM, MULTIPART):
        _add_form(prepared, body, media_type, value)
        return
    if is_json(media_type) or not media_type.startswith("text/"):
        sent = body.media_type if is_json(media_type) else "application/json"
        prepared.content = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    else:
        sent = f"{media_type}; charset=utf-8"
        prepared.content = _text(value).encode(errors="replace")
    prepared.headers["Content-Type"] = sent


def _add_form(prepared: Prepared, body: RequestBody, media_type: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise BadArguments("body is a form: an object of fields.")
    fields: list[tuple[str, str]] = []
    for name, each in value.items():
        if name in body.joined and isinstance(each, list):
            fields.append((name, body.joined[name].join(map(_text, each))))
        elif isinstance(each, list) and not any(isinstance(item, list | Mapping) for item in each):
            fields += [(name, _text(item)) for item in each]
        elif each is not None:
            fields.append((name, _text(each)))
    if media_type == FORM:
        prepared.content, prepared.headers["Content-Type"] = urlencode(fields, errors="replace").encode(), FORM
        return
    prepared.parts = [(name, text.encode(errors="replace")) for name, text in fields]
