"""Bodies of requests, in both shapes that graphs have: a text, or a list of items."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, cast
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from treeline.kernel.settings import MIB
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed, Selector
from treeline.workflows.engine.templates import parse, selectors
from treeline.workflows.engine.values import as_json_text, dumps, is_number
from treeline.workflows.nodes.http.fields import Fields, fields_of
from treeline.workflows.nodes.node import Context
from treeline.workflows.running.ports.files import Files
from treeline.workflows.running.ports.http import Part

MAX_BODY_BYTES = 32 * MIB


class BodyItem(BaseModel):
    model_config = ConfigDict(extra="allow")

    key: str | None = ""
    type: str | None = "text"
    value: str | None = ""
    file: list[str] | None = None


class Body(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: Literal["none", "form-data", "x-www-form-urlencoded", "raw-text", "json", "binary"] = "none"
    data: list[BodyItem] | str | None = None

    @property
    def items(self) -> list[BodyItem]:
        return self.data if isinstance(self.data, list) else []

    @property
    def text(self) -> str:
        return self.data if isinstance(self.data, str) else next((item.value or "" for item in self.items), "")


@dataclass(frozen=True)
class SentBody:
    content: bytes | None = field(default=None, repr=False)
    media_type: str | None = None
    form: tuple[Part, ...] = ()


def templates_of(body: Body) -> tuple[list[str], list[Selector]]:
    """The templates in a body, and the files that it names."""
    texts = [body.data] if isinstance(body.data, str) else []
    texts += [text for item in body.items for text in (item.key or "", item.value or "")]
    return texts, [tuple(item.file) for item in body.items if item.file]


async def body_of(context: Context, body: Body) -> SentBody:
    """Raises NodeFailed."""
    sent = await _made(context, body)
    size = len(sent.content or b"") + sum(len(part.content) for part in sent.form)
    if size > MAX_BODY_BYTES:
        raise NodeFailed("http_body_too_large", f"The body has {size} bytes; the limit is {MAX_BODY_BYTES}.")
    return sent


async def _made(context: Context, body: Body) -> SentBody:
    match body.type:
        case "raw-text":
            return SentBody(context.text(body.text).encode(errors="replace"), "text/plain; charset=utf-8")
        case "json":
            return SentBody(json_body(context, body.text).encode(errors="replace"), "application/json")
        case "x-www-form-urlencoded":
            encoded = urlencode(_fields(context, body), errors="replace")
            return SentBody(encoded.encode(), "application/x-www-form-urlencoded")
        case "form-data":
            return SentBody(form=tuple([part async for part in _parts(context, body)]))
        case "binary":
            return await _binary(context, body)
        case _:
            return SentBody()


def _fields(context: Context, body: Body) -> Fields:
    if isinstance(body.data, str):
        return fields_of(context, body.data)
    named = ((context.text(item.key or "").strip(), item) for item in body.items)
    return [(name, context.text(item.value or "")) for name, item in named if name]


async def _parts(context: Context, body: Body) -> AsyncIterator[Part]:
    if isinstance(body.data, str):
        for name, value in fields_of(context, body.data):
            yield Part(name, value.encode(errors="replace"))
        return
    for item in body.items:
        name = context.text(item.key or "").strip()
        if name and item.type == "file":
            for file in _files(context, item):
                content = await _bytes(context, file)
                yield Part(name, content, file.name or "file", file.mime_type or "application/octet-stream")
        elif name:
            yield Part(name, context.text(item.value or "").encode(errors="replace"))


async def _binary(context: Context, body: Body) -> SentBody:
    files = [file for item in body.items for file in _files(context, item)]
    if len(files) != 1:
        raise NodeFailed("http_invalid_body", f"A binary body is one file; {len(files)} were given.")
    content = await _bytes(context, files[0])
    return SentBody(content, files[0].mime_type or "application/octet-stream")


def _files(context: Context, item: BodyItem) -> Iterator[File]:
    selector = item.file or next(iter(selectors(item.value or "")), None)
    value = context.value(selector) if selector else None
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, File):
            yield each
        elif each is not None:
            raise NodeFailed("http_invalid_body", f"{'.'.join(selector or ())} is not a file.")


async def _bytes(context: Context, file: File) -> bytes:
    return await cast(Files, context.ports.files).read(file, MAX_BODY_BYTES)


def json_body(context: Context, template: str) -> str:
    """The template as JSON, with values as they fit where they stand: within quotes their text, escaped; elsewhere as
    JSON, and a text that is JSON as it is. No value can end the string that it stands in.
    """
    made, quoted = list[str](), False
    for piece in parse(template):
        if isinstance(piece, str):
            made.append(piece)
            quoted = _ends_quoted(piece, quoted)
        else:
            value = context.value(piece)
            made.append(_within(value) if quoted else _bare(value))
    text = "".join(made).strip()
    if not text:
        return ""
    try:
        # Line breaks within quotes are common in such templates.
        value = json.loads(text, strict=False, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        near = text[max(0, error.pos - 20) : error.pos + 20] if isinstance(error, json.JSONDecodeError) else ""
        where = f" near {near!r}" if near else ""
        raise NodeFailed("http_invalid_json", f"The body is not valid JSON: {error}{where}.") from error
    return dumps(value)


def _within(value: Any) -> str:
    return json.dumps(as_json_text(value), ensure_ascii=False)[1:-1]


def _bare(value: Any) -> str:
    if isinstance(value, str):
        try:
            json.loads(value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return dumps(value)
        return value
    return dumps(value) if value is None or isinstance(value, bool | dict | list | File) or is_number(value) else "null"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _ends_quoted(text: str, quoted: bool) -> bool:
    """Whether what follows the text stands within quotes."""
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
    return quoted
