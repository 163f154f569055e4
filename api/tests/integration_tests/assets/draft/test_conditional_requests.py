"""Ranges and conditional requests on every route that serves bytes, against the rules of RFC 9110 written down anew."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import program
from tests.integration_tests.assets.conftest import Tree

SIZES = (0, 1, 1024)
OTHER = '"another"'


class Expected(NamedTuple):
    status: int
    body: bytes = b""
    content_range: str | None = None


# The rules, in the order of section 13.2.2. They share nothing with the code: tags are taken apart by hand.


def tags(value: str) -> Iterator[tuple[bool, str]]:
    """(weak, opaque tag with its quotes) of a list; a comma may stand in a tag."""
    at = 0
    while (start := value.find('"', at)) >= 0:
        end = value.index('"', start + 1)
        yield value[:start].endswith("W/"), value[start : end + 1]
        at = end + 1


def ranges(value: str) -> list[tuple[int | None, int | None]] | None:
    """(first, last) of each; None for what is no list of byte ranges."""
    unit, equals, listed = value.partition("=")
    if unit.lower() != "bytes" or not equals:
        return None
    found: list[tuple[int | None, int | None]] = []
    for item in listed.split(","):
        if not item.strip(" \t"):
            continue
        first, dash, last = item.strip(" \t").partition("-")
        if (
            not dash
            or not (first or last)
            or not all(not each or (each.isascii() and each.isdigit()) for each in (first, last))
        ):
            return None
        if first and last and int(first) > int(last):
            return None
        found.append((int(first) if first else None, int(last) if last else None))
    return found or None


def expected(method: str, headers: dict[str, str], etag: str | None, data: bytes) -> Expected:
    if "If-Match" in headers:
        value = headers["If-Match"]
        if value != "*" and (False, etag) not in list(tags(value)):
            return Expected(412)
    if "If-None-Match" in headers:
        value = headers["If-None-Match"]
        if value == "*" or etag in [tag for _, tag in tags(value)]:
            return Expected(304)
    whole = Expected(200, data)
    asked = ranges(headers["Range"]) if "Range" in headers and method == "GET" else None
    if asked is None or len(asked) > 1 or headers.get("If-Range", etag) != etag:
        return whole
    ((first, last),) = asked
    size = len(data)
    if first is None:
        assert last is not None
        if last == 0:
            return Expected(416, content_range=f"bytes */{size}")
        if size == 0:
            return whole
        first, last = max(size - last, 0), size - 1
    if first >= size:
        return Expected(416, content_range=f"bytes */{size}")
    last = size - 1 if last is None else min(last, size - 1)
    return Expected(206, data[first : last + 1], f"bytes {first}-{last}/{size}")


def test_the_rules_are_those_of_the_examples():
    data = bytes(range(256)) * 4
    for value, status, length in (
        ("bytes=-5000", 206, 1024),
        ("bytes=0-", 206, 1024),
        ("bytes=1023-", 206, 1),
        ("bytes=1024-", 416, 0),
        ("bytes=-0", 416, 0),
        ("bytes=5-4", 200, 1024),
        ("bytes=0-0,-1", 200, 1024),
    ):
        found = expected("GET", {"Range": value}, '"x"', data)
        assert (found.status, len(found.body)) == (status, length)
    assert expected("GET", {"If-Match": 'W/"x"'}, '"x"', data).status == 412
    assert expected("GET", {"If-None-Match": '"a,b", W/"x"'}, '"x"', data).status == 304


numbers = st.sampled_from(
    ["", "0", "00", "1", "5", "1022", "1023", "1024", "1025", "5000", "9" * 30, "x", "-1", "+1", "٣"]
)
specs = st.builds(lambda first, last: f"{first}-{last}", numbers, numbers) | st.sampled_from(
    ["", " ", "5", "--5", "0x1-2"]
)
asked_ranges = st.builds(
    lambda unit, listed, between: unit + between.join(listed),
    st.sampled_from(["bytes=", "bytes=", "bytes=", "Bytes=", "bytes =", "bytes", "lines=", "=", "bytes=\t"]),
    st.lists(specs, min_size=1, max_size=3) | st.lists(specs, min_size=1, max_size=1),
    st.sampled_from([",", " , "]),
)
# "{}" stands for the tag that the representation has.
tag_lists = st.lists(st.sampled_from(["{}", "W/{}", OTHER, f"W/{OTHER}", '"a,b"', '""']), min_size=1, max_size=3).map(
    ", ".join
) | st.just("*")
if_ranges = st.sampled_from(["{}", "W/{}", OTHER, "Sun, 06 Nov 1994 08:49:37 GMT", "*", "nonsense", "{}, {}"])
requests = st.fixed_dictionaries(
    {}, optional={"Range": asked_ranges, "If-Range": if_ranges, "If-None-Match": tag_lists, "If-Match": tag_lists}
)


@pytest.fixture
def routes(tree: Tree) -> dict[str, tuple[Any, str, bytes]]:
    """(client, address, bytes) of a file of each size, of each kind of address."""
    found: dict[str, tuple[Any, str, bytes]] = {}
    ids: dict[int, str] = {}
    for size in SIZES:
        data = (bytes(range(256)) * 4)[:size]
        ids[size] = tree.ready_file(f"{size}.bin", data)
        client = tree.person.client
        link = tree.get(f"/files/{ids[size]}/download-url").json["download_url"]
        found[f"raw {size}"] = tree, f"/files/{ids[size]}/raw", data
        found[f"link {size}"] = client, link.removeprefix("http://localhost"), data
        found[f"version {size}"] = tree, f"/versions/1/files/{ids[size]}/raw", data
    assert tree.post("/versions", json={}).status_code == 201
    chat = tree.person.post("/apps", json={"name": "A chat", "mode": "chat"}).json["id"]
    key = program(tree.person, chat)
    data = bytes(range(256)) * 4
    form = {"file": (BytesIO(data), "f.txt"), "user": "ann"}
    made = key.post("/v1/files/upload", data=form, content_type="multipart/form-data").json
    found["upload"] = key, f"/v1/files/{made['id']}/preview", data
    found["shown"] = tree.person.client, made["preview_url"].removeprefix("http://localhost"), data
    return found


def test_every_route_keeps_to_the_rules(routes: dict[str, tuple[Any, str, bytes]]):
    etags = {name: client.get(path).headers["ETag"] for name, (client, path, _) in routes.items()}

    @settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(sorted(routes)), requests)
    @example("raw 1024", {"Range": "bytes=-5000"})
    @example("link 1024", {"Range": "bytes=1024-"})
    @example("version 0", {"Range": "bytes=-1"})
    @example("version 0", {"Range": "bytes=0-"})
    @example("shown", {"Range": "bytes=1-2", "If-Range": "{}"})
    @example("upload", {"Range": "bytes=1-2", "If-Range": "W/{}"})
    @example("raw 1024", {"If-None-Match": '"a,b", W/{}', "Range": "bytes=5000-"})
    def keeps_to_them(name: str, wanted: dict[str, str]):
        client, path, data = routes[name]
        headers = {header: value.replace("{}", etags[name]) for header, value in wanted.items()}
        rule = expected("GET", headers, etags[name], data)
        reply = client.get(path, headers=headers)
        assert (reply.status_code, reply.headers.get("Content-Range")) == (rule.status, rule.content_range)
        if rule.status in (200, 206):
            assert (reply.data, reply.headers["Content-Length"]) == (rule.body, str(len(rule.body)))
        elif rule.status == 304:
            assert (reply.data, reply.headers["ETag"]) == (b"", etags[name])
        else:
            assert reply.json["status"] == rule.status

    keeps_to_them()


def test_head_has_no_ranges_and_no_body(tree: Tree):
    path = f"{tree.base}/files/{tree.ready_file('f', b'bytes')}/raw"
    etag = tree.person.get(path).headers["ETag"]
    for headers, status in (
        ({}, 200),
        ({"Range": "bytes=1-2"}, 200),
        ({"Range": "bytes=9-"}, 200),
        ({"If-None-Match": etag}, 304),
        ({"If-Match": OTHER}, 412),
    ):
        reply = tree.person.client.head(f"/console/api{path}", headers=headers)
        assert (reply.status_code, reply.data) == (status, b"")
        if status == 200:
            assert reply.headers["Content-Length"] == "5"


def test_trees_keep_to_the_rules(tree: Tree):
    tree.ready_file("f", b"bytes")
    assert tree.post("/versions", json={}).status_code == 201
    assert tree.post("/versions/1/activate").status_code == 200
    for path in ("/tree", "/versions/1/tree", "/versions/active/tree"):
        etag = tree.get(path).headers["ETag"]
        for wanted in ({"If-None-Match": f'"a,b", W/{etag}'}, {"If-None-Match": OTHER}, {"If-None-Match": "*"}):
            for more in ({}, {"If-Match": etag}, {"If-Match": f"W/{etag}"}, {"If-Match": "*"}, {"Range": "bytes=0-1"}):
                headers = wanted | more
                reply = tree.get(path, headers=headers)
                assert reply.status_code == expected("HEAD", headers, etag, b"").status
                if reply.status_code == 304:
                    assert reply.headers["ETag"] == etag
