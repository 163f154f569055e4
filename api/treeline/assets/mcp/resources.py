"""The files of the active version as resources: `treeline:///skills/pdf/SKILL.md`."""

import mimetypes
from base64 import b64encode
from typing import Any
from urllib.parse import quote, unquote

from treeline.assets.agents.errors import NoActiveVersion
from treeline.assets.agents.files import VersionFiles
from treeline.assets.agents.text import NotUtf8, whole_characters
from treeline.assets.mcp.protocol import INVALID_PARAMS, RESOURCE_NOT_FOUND, RpcFailure
from treeline.kernel.errors import ApiError

SCHEME = "treeline:///"
PAGE = 500
MAX_READ_BYTES = 1024 * 1024

TEMPLATES = [
    {
        "uriTemplate": f"{SCHEME}{{+path}}",
        "name": "file",
        "title": "A file of this app",
        "description": f"Reads a file of the active version by its path: up to {MAX_READ_BYTES} bytes, as text if it "
        "is UTF-8, otherwise as base64. The tool `read` reads larger text in parts.",
    }
]


def uri_of(path: str) -> str:
    return SCHEME + quote(path.lstrip("/"))


def path_of(uri: str) -> str | None:
    """None if it is no URI of ours."""
    if not uri.startswith(SCHEME):
        return None
    try:
        names = [unquote(name, errors="strict") for name in uri.removeprefix(SCHEME).split("/")]
    except UnicodeDecodeError:
        return None
    # A slash that was written %2F is part of a name, and no name has one.
    return None if any("/" in name for name in names) else "/".join(names)


def list_resources(files: VersionFiles, cursor: Any) -> dict[str, Any]:
    """One page of the files, in no particular order. Raises RpcFailure for a cursor that is not ours."""
    if cursor is not None and not isinstance(cursor, str):
        raise RpcFailure(INVALID_PARAMS, "cursor must be a string.")
    try:
        page, following = files.page(cursor or None, PAGE)
    except NoActiveVersion:
        return {"resources": []}
    except ApiError as error:
        raise RpcFailure(INVALID_PARAMS, error.message) from error
    resources = [_described(entry.path, entry.name) | {"size": entry.size} for entry in page]
    return {"resources": resources} | ({} if following is None else {"nextCursor": following})


def read_resource(files: VersionFiles, uri: Any) -> dict[str, Any]:
    """Raises RpcFailure."""
    path = path_of(uri) if isinstance(uri, str) else None
    if path is None:
        raise RpcFailure(RESOURCE_NOT_FOUND, f"File URIs start with {SCHEME}", {"uri": uri})
    try:
        stored = files.file(path)
    except ApiError as error:
        raise RpcFailure(RESOURCE_NOT_FOUND, error.message, {"uri": uri}) from error
    if stored.size > MAX_READ_BYTES:
        message = (
            f"{stored.path} has {stored.size} bytes; at most {MAX_READ_BYTES} can be read at once. Use the tool "
            "`read` to read it in parts."
        )
        raise RpcFailure(INVALID_PARAMS, message, {"uri": uri})
    data = files.read(stored, 0, stored.size)
    content = {key: value for key, value in _described(stored.path, stored.name).items() if key in ("uri", "mimeType")}
    try:
        content["text"] = whole_characters(data, first=True, last=True)[1]
    except NotUtf8:
        content["blob"] = b64encode(data).decode()
    return {"contents": [content]}


def _described(path: str, name: str) -> dict[str, Any]:
    kind = mimetypes.guess_type(name)[0]
    return {"uri": uri_of(path), "name": name, "title": path} | ({} if kind is None else {"mimeType": kind})
