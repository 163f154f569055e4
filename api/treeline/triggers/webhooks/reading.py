"""What a request to a webhook tells, and all that is wrong with it. Pure: bytes in, JSON out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from treeline.kernel.addresses import checked_address
from treeline.kernel.text import clean
from treeline.kernel.validation import Problem, problem
from treeline.workflows.engine.values import WrongValue, coerce, read_json
from treeline.workflows.nodes.webhook import (
    BINARY,
    FORM,
    JSON,
    MULTIPART,
    RAW,
    SECRET_HEADERS,
    WebhookData,
    WebhookField,
    read_field,
)
from treeline.workflows.starting.files import REMOTE, TYPES, is_file

MASK = "***"
# Not stored unless the node names them.
_SECRET = re.compile(r"token|secret|password|passwd|api[-_]?key|auth|signature", re.IGNORECASE)
FILES = ("file", "array[file]")
# The one part of a body that is a file as a whole.
WHOLE = ""


@dataclass(frozen=True)
class Part:
    """A file in a request. `field`: the form's, or WHOLE."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """A request, as it came. Header names are in lower case; `form`: fields of either kind of form."""

    method: str
    content_type: str
    charset: str
    headers: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    body: bytes
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Sequence[Part] = ()


@dataclass(frozen=True)
class Told:
    """`content`: what is stored, without its files. `wanted`: files that the node declares."""

    content: dict[str, Any]
    problems: list[dict[str, Any]]
    wanted: Sequence[Part] = ()


def told_by(data: WebhookData, received: Received) -> Told:
    problems = [*_of_manner(data, received)]
    body: Any = None
    if not problems:
        body, wrong = _body(data, received)
        problems += [wrong.at("body")] if wrong else []
    content = {
        "method": received.method,
        "content_type": received.content_type,
        "headers": masked(received.headers, {each.name.lower() for each in data.headers}),
        "query_params": {name: _one_or_all(values) for name, values in received.query.items()},
        "body": body,
    }
    wanted = [part for part in received.files if _takes(data, part)]
    if not problems:
        problems += _of_values(data, clean(content), wanted)
    return Told(clean(content), problems, wanted)


def given_values(data: WebhookData, content: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of each variable that the node declares, not yet read as its type; and the whole request."""
    values: dict[str, Any] = {}
    for each, found in _found(data, content):
        if found is not None or each.variable not in values:
            values[each.variable] = found
    whole = {name: content.get(name) for name in ("method", "headers", "query_params", "body")}
    return {**values, RAW: whole}


def masked(headers: Mapping[str, str], declared: set[str]) -> dict[str, str]:
    """Headers as they are stored: what proves who somebody is stays out, unless the node asks for it."""

    def is_secret(name: str) -> bool:
        return name in SECRET_HEADERS or (name not in declared and _SECRET.search(name) is not None)

    return {name: MASK if is_secret(name) else value for name, value in headers.items()}


def _of_manner(data: WebhookData, received: Received) -> Iterator[dict[str, Any]]:
    if received.method != data.method:
        accepted = problem("webhook_method", f"this webhook takes {data.method} requests", accepted=data.method)
        yield accepted.at("method")
    if received.body and received.content_type != data.content_type:
        said = f"this webhook takes the content type {data.content_type}"
        yield problem("webhook_content_type", said, accepted=data.content_type).at("content_type")


def _body(data: WebhookData, received: Received) -> tuple[Any, Problem | None]:
    kind = data.content_type
    if kind in (FORM, MULTIPART):
        fields = {name: _one_or_all(values) for name, values in received.form.items()}
        others = [part for part in received.files if not _takes(data, part)]
        return {**fields, **{part.field: _noted(part) for part in others}}, None
    if kind == BINARY:
        return {"size": len(received.body)} if received.body else None, None
    try:
        text = received.body.decode("utf-8-sig" if received.charset in ("", "utf-8", "utf8") else received.charset)
    except (LookupError, UnicodeDecodeError):
        said = f"the body is no text in {received.charset or 'utf-8'}"
        return None, problem("webhook_charset", said, charset=received.charset or "utf-8")
    if kind != JSON:
        return text or None, None
    try:
        body = read_json(text) if text.strip() else None
    except ValueError as error:
        return None, problem("webhook_json", f"the body is no valid JSON: {error}", reason=str(error))
    if data.body and body is not None and not isinstance(body, dict):
        return None, problem("webhook_object", "the body must be a JSON object, for its fields are named")
    return body, None


def _of_values(data: WebhookData, content: Mapping[str, Any], wanted: Sequence[Part]) -> Iterator[dict[str, Any]]:
    parts = {part.field for part in wanted}
    places = [*(["headers"] * len(data.headers)), *(["params"] * len(data.params)), *(["body"] * len(data.body))]
    for place, (each, found) in zip(places, _found(data, content), strict=True):
        if each.value_type in FILES and place == "body" and (WHOLE in parts or each.name in parts):
            continue
        wrong = _of_value(each, found)
        if wrong is not None:
            yield wrong.at(f"{place}.{each.name}")


def _of_value(declared: WebhookField, found: Any) -> Problem | None:
    if declared.value_type not in FILES or found is None:
        several = found if isinstance(found, list) else [found]
        # Whoever starts runs would take it for one.
        if any(is_file(each) for each in several):
            return problem("wrong_type", f"{declared.name}: a file was given.", accepted=declared.value_type)
        return read_field(declared, found)[1]
    try:
        several = coerce(found, "array[object]" if declared.value_type == "array[file]" else "object")
    except WrongValue:
        several = None
    files = several if isinstance(several, list) else [several]
    if all(_is_address(each) for each in files):
        return None
    return problem("wrong_type", f"{declared.name}: a file is accepted.", accepted=declared.value_type)


def _is_address(value: Any) -> bool:
    """A file that lies elsewhere; those of ours come in forms only."""
    if not is_file(value) or value["transfer_method"] != REMOTE or value["type"] not in TYPES:
        return False
    try:
        return bool(checked_address(str(value.get("url") or "")))
    except ValueError:
        return False


def _found(data: WebhookData, content: Mapping[str, Any]) -> Iterator[tuple[WebhookField, Any]]:
    """Each field with what is told of it: headers, parameters, and fields of the body, in this order."""
    headers, query, body = content.get("headers") or {}, content.get("query_params") or {}, content.get("body")
    files: Mapping[str, Any] = content.get("files") or {}
    for each in data.headers:
        yield each, headers.get(each.name.lower())
    for each in data.params:
        yield each, _of_texts(each, query.get(each.name))
    by_name = data.content_type in (JSON, FORM, MULTIPART)
    for each in data.body:
        if each.value_type in FILES and (own := files.get(each.name if by_name else WHOLE)):
            yield each, own if each.value_type == "array[file]" else own[0]
        elif not by_name:
            # Of a text, each field is the whole.
            yield each, body if isinstance(body, str) else None
        else:
            found = body.get(each.name) if isinstance(body, dict) else None
            yield each, found if data.content_type == JSON else _of_texts(each, found)


def _of_texts(declared: WebhookField, value: Any) -> Any:
    """A query and a form have texts only: what is sent once may be meant as a list of one, and where one is wanted, the
    first counts. JSON says what it means.
    """
    if not declared.value_type.startswith("array"):
        return value[0] if isinstance(value, list) else value
    return [value] if isinstance(value, str) and not value.lstrip().startswith("[") else value


def _one_or_all(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _takes(data: WebhookData, part: Part) -> bool:
    fields = [each for each in data.body if each.value_type in FILES]
    return any(part.field in (WHOLE, each.name) for each in fields)


def _noted(part: Part) -> dict[str, Any]:
    return {"filename": part.name, "content_type": part.media_type, "size": len(part.content)}
