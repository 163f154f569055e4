"""What an HTTP node makes of a reply: a text, or a file."""

import mimetypes
import re
from typing import cast
from urllib.parse import unquote, urlsplit

from treeline.workflows.engine.file import File
from treeline.workflows.nodes.node import Context
from treeline.workflows.running.ports.files import Files
from treeline.workflows.running.ports.http import HttpReply

UNKNOWN = "application/octet-stream"
_TEXT = re.compile(r"text/.*|.*[/+](json|xml|yaml|x-yaml|javascript|x-www-form-urlencoded|ndjson|toml|sql|graphql|csv)")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_NAME = re.compile(r"filename\*=(?:UTF-8|utf-8)''([^;\s]+)|filename=\"([^\"]*)\"|filename=([^;\s]+)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


def media_type_of(reply: HttpReply) -> str:
    return reply.header("content-type").partition(";")[0].strip().lower()


def is_file(reply: HttpReply) -> bool:
    """Whether the server says so, or the bytes are no text."""
    disposition = reply.header("content-disposition").lower()
    if disposition.startswith("attachment") or "filename" in disposition:
        return True
    media_type = media_type_of(reply)
    if _TEXT.fullmatch(media_type):
        return False
    if media_type in ("", UNKNOWN):
        return _decoded(reply.body, "utf-8") is None or b"\0" in reply.body
    return media_type.split("/")[0] in ("image", "audio", "video", "font", "model", "application")


def text_of(reply: HttpReply) -> str:
    named = _CHARSET.search(reply.header("content-type"))
    text = _decoded(reply.body, named[1]) if named else None
    text = _decoded(reply.body, "utf-8-sig") if text is None else text
    return reply.body.decode("utf-8", "replace") if text is None else text


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (LookupError, ValueError):
        return None


async def file_of(context: Context, reply: HttpReply) -> File:
    media_type = media_type_of(reply) or UNKNOWN
    return await cast(Files, context.ports.files).keep(_name(reply, media_type), media_type, reply.body)


def _name(reply: HttpReply, media_type: str) -> str:
    said = _NAME.search(reply.header("content-disposition"))
    told = next((each for each in said.groups() if each), "") if said else urlsplit(reply.url).path
    name = _UNSEEN.sub("", unquote(told)).replace("\\", "/").rpartition("/")[2].strip()
    if name in ("", ".", ".."):
        name = "file"
    if "." not in name:
        name += mimetypes.guess_extension(media_type) or ""
    return name[-120:]
