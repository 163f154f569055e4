"""A stored file as a response: ranges, validators, and nothing that a browser would run."""

import mimetypes
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from flask import Response, request

from treeline.files.errors import RangeNotSatisfiable
from treeline.kernel.threads import with_context

# (start, length) -> bytes
ReadRange = Callable[[int, int], Iterator[bytes]]


def serve(name: str, size: int, sha256: str, read: ReadRange) -> Response:
    """The file, the part of it that Range asks for (206, 416), or 304. It is opened only where bytes are sent."""
    headers = {
        "ETag": f'"{sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": attachment(name),
        # Uploaded content never runs in the console's origin.
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    if request.if_none_match.contains(sha256):
        return Response(status=304, headers=headers)
    headers["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    start, stop, status = 0, size, 200
    if _asks_for_one_range(sha256):
        part = request.range.range_for_length(size) if request.range else None
        if part is None:
            message = f"This file has {size} bytes: the range lies outside."
            raise RangeNotSatisfiable(message, headers={"Content-Range": f"bytes */{size}"})
        start, stop = part
        status = 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    return streamed(read(start, stop - start), status, headers)


def streamed(chunks: Iterator[bytes], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Bytes as they come. The app is there to the end: what turns out to be missing on the way is noted."""
    return Response(with_context(chunks), status, headers, direct_passthrough=True)


def _asks_for_one_range(sha256: str) -> bool:
    """Several ranges are answered with the whole file, as RFC 9110 allows; so is a stale If-Range."""
    asked, condition = request.range, request.if_range
    if condition.date is not None or condition.etag not in (None, sha256):
        return False
    return _asks_for_no_bytes() if asked is None else asked.units == "bytes" and len(asked.ranges) == 1


def _asks_for_no_bytes() -> bool:
    """The last 0 of them, which Werkzeug takes for no range at all."""
    return re.fullmatch(r"bytes=-0+", request.headers.get("Range", "")) is not None


def attachment(name: str) -> str:
    """Content-Disposition. A header holds ASCII: other names stand in it a second time, as RFC 6266 has it."""
    name = re.sub(r'[/\\"\x00-\x1f\x7f-\x9f]', "_", name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
