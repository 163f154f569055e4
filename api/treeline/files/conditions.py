"""Conditional and range requests by RFC 9110, sections 13 and 14, for what has an entity tag and no date."""

import re

from flask import Response, request

from treeline.files.errors import PreconditionFailed

_RANGES = re.compile(r"bytes=(.*)", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]*)-([0-9]*)")
# A Range may always be ignored: one so long that its numbers cost something is.
_MAX_RANGE_CHARS = 200


def not_modified(tag: str | None, headers: dict[str, str]) -> Response | None:
    """304 where the client has what it asks for; None where it has to be sent.

    `tag`: strong, without its quotes; None where there is none at the moment. Dates are not compared: there are none.
    Raises PreconditionFailed.
    """
    wanted, known = request.if_match, request.if_none_match
    if "If-Match" in request.headers and not (wanted.star_tag or (tag is not None and wanted.contains(tag))):
        raise PreconditionFailed
    if known.star_tag or (tag is not None and known.contains_weak(tag)):
        return Response(status=304, headers=headers)
    return None


def asked_range(tag: str, size: int) -> tuple[int, int] | None:
    """The one range that is asked for, as (start, stop); None where all of it is to be sent.

    All of it: for HEAD, for several ranges, for what is not understood, and where If-Range names something else.
    A range that cannot be had is empty.
    """
    found = _RANGES.fullmatch(request.headers.get("Range", "").strip(" \t"))
    if request.method != "GET" or found is None or len(found[1]) > _MAX_RANGE_CHARS:
        return None
    if request.headers.get("If-Range", f'"{tag}"').strip(" \t") != f'"{tag}"':
        return None
    specs = [spec for item in found[1].split(",") if (spec := item.strip(" \t"))]
    one = _RANGE.fullmatch(specs[0]) if len(specs) == 1 else None
    return None if one is None else _placed(one[1], one[2], size)


def _placed(first: str, last: str, size: int) -> tuple[int, int] | None:
    if first:
        if last and int(last) < int(first):
            return None
        start = min(int(first), size)
        return start, min(int(last) + 1, size) if last else size
    if not last or (size == 0 and int(last)):  # the last bytes of nothing: no 206 could say where they are
        return None
    return max(size - int(last), 0), size
