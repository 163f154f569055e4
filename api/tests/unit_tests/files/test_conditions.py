"""Conditional and range requests against RFC 9110, written down a second time: every header beside every other."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from treeline.files.serving import serve
from treeline.kernel.errors import ApiError

TAG = "abc"
flask_app = Flask(__name__)

tags = st.sampled_from(
    [
        None,
        '"abc"',
        'W/"abc"',
        "*",
        '"x"',
        '"x", "abc"',
        '"x","y"',
        'W/"x", "abc"',
        '"a,b"',
        "",
        '"x"\t,\t"abc"',
        '"abc',
    ]
)
places = st.sampled_from(
    ["", "0", "1", "4", "9", "10", "11", "007", "5000", "9" * 30, "9" * 300, "-1", "a", "٣", "1_0", " "]
)
specs = st.builds("{}-{}".format, places, places)
ranges = st.none() | st.builds(
    lambda unit, specs, end: unit + ",".join(specs) + end,
    st.sampled_from(["bytes=", "bytes=", "Bytes=", "bytes= ", "bytes =", "items=", "bytes", ""]),
    st.lists(specs, max_size=2),
    st.sampled_from(["", "", ",", " ", ";"]),
)
if_ranges = st.sampled_from([None, None, '"abc"', 'W/"abc"', '"x"', "Wed, 21 Oct 2015 07:28:00 GMT", "*", "abc", ""])
dates = st.sampled_from([None, "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 21 Oct 2095 07:28:00 GMT", "rubbish"])
requests = st.fixed_dictionaries(
    {
        "If-Match": tags,
        "If-None-Match": tags,
        "Range": ranges,
        "If-Range": if_ranges,
        "If-Modified-Since": dates,
        "If-Unmodified-Since": dates,
    }
).map(lambda headers: {name: value for name, value in headers.items() if value is not None})


def by_the_rfc(method: str, headers: dict[str, str], size: int) -> tuple[int, tuple[int, int] | None]:
    """The status, and which bytes. Dates are not compared: a file has none."""
    listed = {name: re.findall(r'(W/)?"([^"]*)"', headers.get(name, "")) for name in ("If-Match", "If-None-Match")}
    wanted = headers.get("If-Match")
    if wanted is not None and wanted != "*" and ("", TAG) not in listed["If-Match"]:
        return 412, None
    if headers.get("If-None-Match") == "*" or TAG in [tag for _, tag in listed["If-None-Match"]]:
        return 304, None
    whole = 200, (0, size)
    asked = re.fullmatch(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*(?:,[ \t]*)?", headers.get("Range", ""), re.IGNORECASE)
    if method == "HEAD" or asked is None or headers.get("If-Range", f'"{TAG}"') != f'"{TAG}"':
        return whole
    first, last = asked.groups()
    if len(headers["Range"]) > 200 or not (first or last) or (first and last and int(last) < int(first)):
        return whole  # a Range may be ignored
    start = int(first) if first else size - min(int(last), size)
    stop = min(int(last) + 1, size) if first and last else size
    if not first and not size and int(last):
        return whole
    return (206, (start, stop)) if start < stop else (416, None)


@pytest.mark.parametrize("size", [0, 1, 10])
@given(st.sampled_from(["GET", "GET", "HEAD"]), requests)
@settings(max_examples=300)
def test_every_condition_beside_every_other(size: int, method: str, headers: dict[str, str]):
    read: list[tuple[int, int]] = []

    def chunks(at: int, length: int) -> Iterator[bytes]:
        read.append((at, at + length))
        return iter([b"x" * length])

    status, part = by_the_rfc(method, headers, size)
    with flask_app.test_request_context(method=method, headers=headers):
        if status in (412, 416):
            with pytest.raises(ApiError) as refused:
                serve("a.md", size, TAG, chunks)
            assert refused.value.status == status
            return
        reply = serve("a.md", size, TAG, chunks)
    assert reply.status_code == status
    assert reply.headers["ETag"] == f'"{TAG}"'
    assert read == ([part] if part and method == "GET" else [])
    if part is not None:
        start, stop = part
        assert reply.headers["Content-Length"] == str(stop - start)
        assert reply.headers.get("Content-Range") == (f"bytes {start}-{stop - 1}/{size}" if status == 206 else None)
