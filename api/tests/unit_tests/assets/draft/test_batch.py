"""The rules of a batch, against a plain model and with everything that must be refused."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.draft.batch import Arrival, Limits, check, parse
from treeline.assets.draft.names import name_key, refusal
from treeline.assets.draft.postgres import copy_rows
from treeline.assets.draft.service import fill_urls
from treeline.assets.errors import InvalidBatch, TooDeep, TooManyNodes
from treeline.kernel.errors import ApiError

names = st.one_of(
    st.sampled_from(["a", "A", "b", "README.md", "readme.MD", "e\u0301", "\u00e9", "..", "a/b", "", "con"]),
    st.text(max_size=6),
)
Batches = st.SearchStrategy[list[dict[str, Any]]]


def batches_of(names: st.SearchStrategy[str], least_size: int, siblings: Callable[..., Batches]) -> Batches:
    files = st.fixed_dictionaries(
        {"name": names, "node_type": st.just("file"), "size": st.integers(least_size, 5)},
        optional={"id": st.text(max_size=3), "upload_url": st.just("http://x"), "children": st.just([])},
    )
    trees = st.recursive(
        files,
        lambda inner: st.fixed_dictionaries(
            {"name": names, "node_type": st.just("folder"), "children": siblings(inner, max_size=4)}
        ),
        max_leaves=12,
    )
    return siblings(trees, max_size=4)


batches = batches_of(names, -1, st.lists)


def key_of(node: dict[str, Any]) -> str:
    return name_key(node["name"])


good_names = names.filter(lambda name: refusal(name) is None)
good_batches = batches_of(good_names, 0, partial(st.lists, unique_by=key_of)).filter(bool)


def flat(
    children: list[dict[str, Any]], where: str = "children", depth: int = 0
) -> Iterator[tuple[str, dict[str, Any], int]]:
    for index, node in enumerate(children):
        place = f"{where}[{index}]"
        yield place, node, depth
        yield from flat(node.get("children", []), f"{place}.children", depth + 1)


def bad_places(children: list[dict[str, Any]]) -> set[str]:
    """The model: every place that must be named, worked out the plain way."""
    bad = {"children"} if not children else set()
    seen: set[tuple[str, str]] = set()
    for place, node, _ in flat(children):
        folder = place.rpartition("[")[0]
        if refusal(node["name"]) or (folder, name_key(node["name"])) in seen:
            bad.add(f"{place}.name")
        seen.add((folder, name_key(node["name"])))
        if node["node_type"] == "file" and node["size"] < 0:
            bad.add(f"{place}.size")
    return bad


def encodable(children: list[dict[str, Any]]) -> bool:
    return all(c < "\ud800" or c > "\udfff" for _, node, _ in flat(children) for c in node["name"])


@given(batches.filter(encodable))
def test_a_batch_is_taken_or_every_bad_place_is_named(children: list[dict[str, Any]]):
    body = parse(json.dumps({"children": children}).encode())
    bad = bad_places(children)
    if bad:
        with pytest.raises(InvalidBatch) as refused:
            check(body.children, Limits())
        assert {problem["path"] for problem in refused.value.details or []} == bad
        return
    batch = check(body.children, Limits())
    nodes = list(flat(children))
    assert batch.nodes == len(nodes)
    assert batch.total_size == sum(node.get("size", 0) for _, node, _ in nodes)
    assert batch.depth == max((depth + 1 for _, node, depth in nodes if node["node_type"] == "folder"), default=0)


@given(good_batches.filter(encodable))
def test_rows_say_what_the_batch_says(children: list[dict[str, Any]]):
    batch = check(parse(json.dumps({"children": children}).encode()).children, Limits())
    arrival = Arrival(uuid4(), uuid4(), 7, uuid4(), {}, None, datetime.now(UTC))
    rows = [line.split("\t") for line in "".join(copy_rows(batch, arrival)).splitlines()]
    by_id = {row[0]: row for row in rows}

    def path(row: list[str]) -> str:
        return (path(by_id[row[2]]) if row[2] in by_id else "") + "/" + row[3]

    def expected(nodes: list[dict[str, Any]], prefix: str, start: int) -> Iterator[tuple[str, str, int]]:
        for position, node in enumerate(nodes, start):
            yield f"{prefix}/{node['name']}", node["node_type"], position
            yield from expected(node.get("children", []), f"{prefix}/{node['name']}", 0)

    assert len(by_id) == len(rows)
    assert all(UUID(row[0]).version == 7 for row in rows)
    assert sorted((path(row), row[5], int(row[6])) for row in rows) == sorted(expected(children, "", 7))
    assert all(row[2] == str(arrival.parent_id) for row in rows if path(row).count("/") == 1)


def test_a_file_without_its_bytes_waits_and_gets_a_url():
    here, empty = hashlib.sha256(b"here").hexdigest(), hashlib.sha256().hexdigest()
    batch = check(
        parse(
            json.dumps(
                {
                    "children": [
                        {"name": "waits", "node_type": "file", "size": 3, "upload_url": "ignored"},
                        {"name": "here", "node_type": "file", "size": 4, "sha256": here},
                        {"name": "empty", "node_type": "file", "size": 0},
                        {"name": "folder", "node_type": "folder", "id": "ignored"},
                    ]
                }
            ).encode()
        ).children,
        Limits(),
    )
    arrival = Arrival(uuid4(), uuid4(), 0, uuid4(), {here: 4, empty: 0}, None, datetime.now(UTC))
    rows = [line.split("\t") for line in "".join(copy_rows(batch, arrival)).splitlines()]
    fill_urls(batch, lambda node_id, _: f"http://files/token/{node_id}")
    assert [row[8] for row in rows] == [r"\N", here, empty, r"\N"]
    assert [row[9] != r"\N" for row in rows] == [True, False, False, False]
    assert batch.children[0].upload_url == f"http://files/token/{batch.children[0].id}"
    assert all(not isinstance(node.upload_url, str) for node in batch.children[1:])


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"name": "d", "node_type": "folder", "children": []}
    for _ in range(depth - 1):
        node = {"name": "d", "node_type": "folder", "children": [node]}
    return {"children": [node]}


def test_folders_nest_64_deep_and_not_65():
    assert check(parse(json.dumps(nested(64)).encode()).children, Limits()).depth == 64
    with pytest.raises(TooDeep):
        check(parse(json.dumps(nested(65)).encode()).children, Limits())


@pytest.mark.parametrize("depth", [400, 600, 50_000])
def test_a_depth_that_breaks_parsers_is_a_refusal(depth: int):
    data = b'{"children":[' + b'{"name":"d","node_type":"folder","children":[' * depth + b"]}" * depth + b"]}"
    with pytest.raises(TooDeep):
        check(parse(data).children, Limits())


def test_a_batch_has_100_000_nodes_and_not_one_more():
    children = [{"name": f"{i}", "node_type": "file"} for i in range(100_001)]
    with pytest.raises(TooManyNodes):
        check(parse(json.dumps({"children": children}).encode()).children, Limits())
    assert check(parse(json.dumps({"children": children[1:]}).encode()).children, Limits()).nodes == 100_000


def file(**changes: Any) -> dict[str, Any]:
    return {"name": "f", "node_type": "file", "size": 1} | changes


def folder(*children: Any, **changes: Any) -> dict[str, Any]:
    return {"name": "d", "node_type": "folder", "children": list(children)} | changes


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "children"),
        ({"children": {}}, "children"),
        ({"children": []}, "children"),
        ({"children": [file()], "nope": 1}, ""),
        ({"children": [file()], "on_conflict": "panic"}, "on_conflict"),
        ({"children": [file()], "parent_id": "nope"}, "parent_id"),
        ({"children": [file()], "parent_id": 3}, "parent_id"),
        ({"children": [3]}, "children[0]"),
        ({"children": [None]}, "children[0]"),
        ({"children": [file(name=3)]}, "children[0].name"),
        ({"children": [{"name": "f"}]}, "children[0]"),
        ({"children": [file(node_type="link")]}, "children[0].node_type"),
        ({"children": [file(size="1")]}, "children[0].size"),
        ({"children": [file(size=1.0)]}, "children[0].size"),
        ({"children": [file(size=True)]}, "children[0].size"),
        ({"children": [file(size=None)]}, "children[0].size"),
        ({"children": [file(size=-1)]}, "children[0].size"),
        ({"children": [file(size=10**30)]}, "children[0].size"),
        ({"children": [file(extra=1)]}, "children[0]"),
        ({"children": [file(sha256="A" * 64)]}, "children[0].sha256"),
        ({"children": [file(sha256="")]}, "children[0].sha256"),
        ({"children": [file(size=0, sha256="a" * 64)]}, "children[0].sha256"),
        ({"children": [file(sha256="a" * 64), file(name="g", size=2, sha256="a" * 64)]}, "children[1].sha256"),
        ({"children": [file(children=[file()])]}, "children[0].children"),
        ({"children": [folder(children=None)]}, "children[0].children"),
        ({"children": [file(), folder(folder(file(name="a/b")))]}, "children[1].children[0].children[0].name"),
        ({"children": [file(), folder(folder(file(size="x")))]}, "children[1].children[0].children[0].size"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(body: Any, path: str):
    def read() -> None:
        wanted = parse(json.dumps(body).encode())
        assert wanted.parent is None
        check(wanted.children, Limits())

    with pytest.raises(ApiError) as refused:
        read()
    assert refused.value.status == 400
    assert [problem["path"] for problem in refused.value.details or []] == [path]


def test_every_node_of_a_wrong_shape_is_named():
    body = {"children": [file(size="1"), folder(file(name=None), 7), file(node_type="x")]}
    with pytest.raises(InvalidBatch) as refused:
        parse(json.dumps(body).encode())
    assert {problem["path"] for problem in refused.value.details or []} == {
        "children[0].size",
        "children[1].children[0].name",
        "children[1].children[1]",
        "children[2].node_type",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"children":[]} x',
        b'{"children":[{"name":"\\ud800","node_type":"file"}]}',
        b"NaN",
    ],
)
def test_what_is_not_json_is_refused(data: bytes):
    with pytest.raises(InvalidBatch):
        parse(data)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_parser(data: bytes):
    with pytest.raises(ApiError):
        check(parse(b'{"children":[' + data).children, Limits())


def test_windows_names_are_taken_with_a_warning():
    batch = check(parse(json.dumps({"children": [folder(file(name="aux.c"))]}).encode()).children, Limits())
    assert [warning["path"] for warning in batch.warnings] == ["children[0].children[0].name"]
