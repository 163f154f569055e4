"""A stored file as a response: ranges, validators, and nothing that a browser would run."""

import mimetypes
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from flask import Response, request

from treeline.files.conditions import asked_range, not_modified
from treeline.files.errors import RangeNotSatisfiable
from treeline.kernel.threads import with_context

# (start, length) -> bytes
ReadRange = Callable[[int, int], Iterator[bytes]]


def serve(name: str, size: int, sha256: str, read: ReadRange) -> Response:
    """The file, the part of it that Range asks for (206, 416), or 304. It is opened only where bytes are sent.

    Raises RangeNotSatisfiable, PreconditionFailed.
    """
    headers = {
        "ETag": f'"{sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": attachment(name),
        # Uploaded content never runs in the console's origin.
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    if (unchanged := not_modified(sha256, headers)) is not None:
        return unchanged
    headers["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    part = asked_range(sha256, size)
    start, stop = part or (0, size)
    if part is not None:
        if start >= stop:
            message = f"This file has {size} bytes: the range is outside the file."
            raise RangeNotSatisfiable(message, headers={"Content-Range": f"bytes */{size}"})
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    chunks = iter(()) if request.method == "HEAD" else read(start, stop - start)
    return streamed(chunks, 200 if part is None else 206, headers)


def streamed(chunks: Iterator[bytes], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Bytes as they come. The app is there to the end: what turns out to be missing on the way is noted."""
    return Response(with_context(chunks), status, headers, direct_passthrough=True)


def attachment(name: str) -> str:
    """Content-Disposition. A header holds ASCII: other names stand in it a second time, as RFC 6266 has it."""
    name = re.sub(r'[/\\"\x00-\x1f\x7f-\x9f]', "_", name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
