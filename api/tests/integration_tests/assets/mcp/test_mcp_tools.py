"""The tools and resources of MCP: what they show, where they go on, what they refuse."""

from base64 import b64decode
from typing import Any

import pytest

from tests.integration_tests.assets.conftest import BINARY, SKILL, Agent, Tree, publish
from treeline.assets.agents import searching, tools
from treeline.assets.mcp import resources


def test_the_tools_say_their_limits(agent: Agent):
    described = {tool["name"]: tool for tool in agent.result("tools/list")["tools"]}
    assert set(described) == {"list", "read", "search"}
    for name, limits in (("list", ["1000"]), ("read", ["256 KiB"]), ("search", ["50", "1024 KiB", "2000", "32 MiB"])):
        assert all(limit in described[name]["description"] for limit in limits)
        assert described[name]["inputSchema"]["type"] == "object"
        assert described[name]["annotations"]["readOnlyHint"] is True


def test_without_an_active_version_it_is_said(agent: Agent, tree: Tree):
    tree.ready_file("a.txt", b"a")
    for name, arguments in (("list", {}), ("read", {"path": "/a.txt"}), ("search", {"query": "a"})):
        assert "no active version" in agent.refused(name, **arguments)
    assert agent.result("resources/list") == {"resources": []}
    assert "no active version" in agent.error("resources/read", uri="treeline:///a.txt")["message"]


def test_list(published: Agent):
    top = published.ok("list")
    assert (top["path"], top["total"], top["next_cursor"]) == ("/", 3, None)
    assert [(e["path"], e["type"], e["size"]) for e in top["entries"]] == [
        ("/skills", "folder", 0),
        ("/data", "folder", 0),
        ("/empty.txt", "file", 0),
    ]
    for path in ("/skills/pdf", "skills/pdf", "/SKILLS/pdf/"):
        assert [e["name"] for e in published.ok("list", path=path)["entries"]] == ["SKILL.md"]
    assert "/nowhere" in published.refused("list", path="/nowhere")
    assert published.refused("list", path="/empty.txt")


def test_list_goes_on(published: Agent):
    names: list[str] = []
    cursor = None
    while True:
        part = published.ok("list", limit=2, **({"cursor": cursor} if cursor else {}))
        names += [entry["name"] for entry in part["entries"]]
        cursor = part["next_cursor"]
        if cursor is None:
            break
    assert names == ["skills", "data", "empty.txt"]


def test_a_cursor_is_good_for_its_version(published: Agent, tree: Tree):
    cursor = published.ok("list", limit=1)["next_cursor"]
    assert published.ok("list", cursor=cursor)["entries"][0]["name"] == "data"
    for bad in ("x", "1:x", "1:-1", ":1", "2:1", "1:99999999999"):
        assert "cursor" in published.refused("list", cursor=bad)
    publish(tree)
    assert "cursor" in published.refused("list", cursor=cursor)
    assert "cursor" in published.refused("search", query="x", cursor=cursor)


def test_read(published: Agent):
    result = published.call("read", path="/skills/pdf/SKILL.md")
    assert result == {"content": [{"type": "text", "text": SKILL}]}
    assert published.ok("read", path="/empty.txt") == {"content": [{"type": "text", "text": ""}]}
    for path, says in (
        ("/data/picture.png", "not UTF-8"),
        ("/data", "folder"),
        ("/none.txt", "Nothing found at /none.txt"),
    ):
        assert says in published.refused("read", path=path)
    assert "offset 5000 is past the end" in published.refused("read", path="/skills/pdf/SKILL.md", offset=5000)


def test_read_in_parts(published: Agent):
    data, text, offset = SKILL.encode(), "", 0
    for _ in range(100):
        content = published.ok("read", path="/skills/pdf/SKILL.md", offset=offset, limit=5)["content"]
        text += content[0]["text"]
        offset += len(content[0]["text"].encode())
        if offset == len(data):
            assert "Go on" not in content[1]["text"]
            break
        assert f"Continue with offset={offset}." in content[1]["text"]
    assert text == SKILL


def test_a_large_text_is_bounded(agent: Agent, tree: Tree):
    data = ("ä" * 200_000 + "\nneedle\n").encode()
    tree.ready_file("large.txt", data)
    publish(tree)
    result = agent.ok("read", path="large.txt")
    assert len(result["content"][0]["text"].encode()) <= tools.MAX_READ_BYTES
    assert agent.refused("read", path="large.txt", limit=tools.MAX_READ_BYTES + 1).startswith("limit")
    (hit,) = agent.ok("search", query="NEEDLE")["hits"]
    assert hit["line"] == 2
    assert agent.ok("read", path=hit["path"], offset=hit["offset"])["content"][0]["text"] == "needle\n"


def test_search(published: Agent):
    found = published.ok("search", query="äpfel")
    assert [(hit["path"], hit["line"]) for hit in found["hits"]] == [("/skills/pdf/SKILL.md", 4)]
    assert found["hits"][0]["text"] == "Fill in forms, read Äpfel."
    assert (found["files_searched"], found["files_skipped"], found["next_cursor"]) == (3, 1, None)
    assert [hit["path"] for hit in published.ok("search", query="PDF", where="names")["hits"]] == ["/skills/pdf"]
    assert published.ok("search", query="äpfel", path="/data")["hits"] == []
    assert published.ok("search", query="Second line", path="data")["hits"][0]["text"] == "Second LINE"
    assert published.refused("search", query="x", path="/none")
    assert published.refused("search", query="x", path="/empty.txt")


def test_search_goes_on(agent: Agent, tree: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(searching, "SCAN_FILES", 3)
    for number in range(8):
        tree.ready_file(f"{number}.txt", b"hay needle" if number % 2 else b"hay")
    publish(tree)
    found, answers, cursor = [], 0, None
    while answers == 0 or cursor:
        part = agent.ok("search", query="needle", **({"cursor": cursor} if cursor else {}))
        found += [hit["path"] for hit in part["hits"]]
        cursor, answers = part["next_cursor"], answers + 1
    assert found == ["/1.txt", "/3.txt", "/5.txt", "/7.txt"]
    assert answers == 3


@pytest.mark.parametrize(
    ("name", "arguments", "names"),
    [
        ("list", {"path": 7}, "path"),
        ("list", {"limit": 0}, "limit"),
        ("list", {"limit": 1001}, "limit"),
        ("list", {"depth": 1}, "depth"),
        ("list", [1], "arguments"),
        ("list", "x", "arguments"),
        ("read", {}, "path"),
        ("read", {"path": "/a\0"}, "path"),
        ("read", {"path": "/a", "offset": -1}, "offset"),
        ("search", {}, "query"),
        ("search", {"query": ""}, "query"),
        ("search", {"query": "   "}, "query"),
        ("search", {"query": "a\nb"}, "query"),
        ("search", {"query": "x" * 201}, "query"),
        ("search", {"query": "x", "where": "here"}, "where"),
    ],
)
def test_wrong_arguments_are_named_to_the_model(published: Agent, name: str, arguments: Any, names: str):
    result = published.result("tools/call", name=name, arguments=arguments)
    assert result["isError"] is True
    assert result["content"][0]["text"].startswith(names)


def test_models_write_numbers_as_text(published: Agent):
    assert len(published.ok("list", limit="2")["entries"]) == 2


@pytest.mark.parametrize("name", ["write", "", None, 7])
def test_an_unknown_tool(published: Agent, name: Any):
    assert published.error("tools/call", name=name)["code"] == -32602


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/../../etc/passwd",
        "/skills/../skills/pdf/SKILL.md",
        "/etc/passwd",
        "file:///etc/passwd",
        "..\\..\\x",
        "%2e%2e/x",
        "/skills//pdf/SKILL.md",
        "/skills/pdf/./SKILL.md",
        "~",
        "a" * 20_001,
    ],
)
def test_no_path_leaves_the_tree(published: Agent, path: str):
    for name in ("read", "list"):
        assert published.refused(name, path=path)
    assert published.refused("search", query="x", path=path)
    assert published.error("resources/read", uri=f"treeline:///{path}")["code"] == -32002


def test_resources(published: Agent):
    (template,) = published.result("resources/templates/list")["resourceTemplates"]
    assert template["uriTemplate"] == "treeline:///{+path}"
    listed = {one["title"]: one for one in published.result("resources/list")["resources"]}
    assert set(listed) == {"/skills/pdf/SKILL.md", "/data/notes Ä.txt", "/data/picture.png", "/empty.txt"}
    notes = listed["/data/notes Ä.txt"]
    assert notes == {
        "uri": "treeline:///data/notes%20%C3%84.txt",
        "name": "notes Ä.txt",
        "title": "/data/notes Ä.txt",
        "mimeType": "text/plain",
        "size": 19,
    }
    (content,) = published.result("resources/read", uri=notes["uri"])["contents"]
    assert content == {"uri": notes["uri"], "mimeType": "text/plain", "text": "plain\r\nSecond LINE\n"}
    (content,) = published.result("resources/read", uri=listed["/data/picture.png"]["uri"])["contents"]
    assert (content["mimeType"], b64decode(content["blob"])) == ("image/png", BINARY)


def test_resources_go_on(published: Agent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("treeline.assets.mcp.resources.PAGE", 3)
    first = published.result("resources/list")
    second = published.result("resources/list", cursor=first["nextCursor"])
    assert (len(first["resources"]), len(second["resources"]), "nextCursor" in second) == (3, 1, False)
    assert len({one["uri"] for one in first["resources"] + second["resources"]}) == 4
    for absent in (None, ""):
        assert published.result("resources/list", cursor=absent) == first
    for bad in ("x", "1:x", "2:", 7):
        assert published.error("resources/list", cursor=bad)["code"] == -32602


def test_a_resource_that_is_not_there(published: Agent):
    for uri in (
        "treeline:///none",
        "treeline:///data",
        "file:///etc/passwd",
        "treeline:///data%2Fpicture.png",
        "",
        None,
    ):
        error = published.error("resources/read", uri=uri)
        assert (error["code"], error["data"]) == (-32002, {"uri": uri})


def test_a_resource_that_is_too_large(agent: Agent, tree: Tree):
    tree.ready_file("large.bin", b"x" * (resources.MAX_READ_BYTES + 1))
    publish(tree)
    error = agent.error("resources/read", uri="treeline:///large.bin")
    assert error["code"] == -32602
    assert str(resources.MAX_READ_BYTES) in error["message"]


@pytest.mark.parametrize("nothing", [None, [], {}, {"path": None}, {"path": "", "limit": None, "cursor": ""}])
def test_what_stands_for_nothing_is_nothing(published: Agent, nothing: Any):
    given = published.result("tools/call", name="list", arguments=nothing)
    assert given == published.result("tools/call", name="list")
    assert not given.get("isError")
    failed = published.result("tools/call", name="read", arguments={"path": None})
    assert failed["isError"]
