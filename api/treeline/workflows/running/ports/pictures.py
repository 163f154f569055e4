"""Pictures, sounds and other files among what an MCP tool returns."""

import mimetypes
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from treeline.workflows.engine.file import File
from treeline.workflows.running.ports.files import Files

MAX_FILES = 20
UNKNOWN = "application/octet-stream"


async def kept_files(content: Sequence[Any], files: Files) -> tuple[File, ...]:
    found: list[File] = []
    for part in content:
        media_type, data = _bytes_of(part)
        if data is not None and len(found) < MAX_FILES:
            name = f"file-{len(found) + 1}{mimetypes.guess_extension(media_type) or ''}"
            found.append(await files.keep(name, media_type, data))
    return tuple(found)


def _bytes_of(part: Any) -> tuple[str, bytes | None]:
    media_type, data = getattr(part, "mime_type", None), None
    if part.type in ("image", "audio"):
        data = part.data
    elif part.type == "resource":
        data, media_type = getattr(part.resource, "blob", None), part.resource.mime_type
    try:
        return media_type or UNKNOWN, b64decode(data, validate=True) if data else None
    except ValueError:
        return UNKNOWN, None
