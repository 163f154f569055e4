"""Reading a version: trees, paths, bytes; as the draft is read, and never otherwise than it was published."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from treeline.apps.models import App
from treeline.assets.errors import NodeNotFound, NotAFolder
from treeline.assets.versions.errors import VersionNotFound
from treeline.assets.versions.reading import VersionReader, find_version
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp


@pytest.fixture
def published(tree: Tree) -> dict[str, str]:
    """A published and activated tree, whose draft has been emptied since."""
    made = tree.made(folder("skills", folder("pdf")), folder("empty"))
    ids = {name: node["id"] for name, node in made.items()}
    ids["SKILL.md"] = tree.ready_file("SKILL.md", "# pdf é".encode(), ids["pdf"])
    ids["bytes"] = tree.ready_file("bytes.bin", bytes(range(256)), ids["skills"])
    ids["nothing"] = tree.ready_file("nothing", b"")
    assert tree.post("/versions", json={}).status_code == 201
    assert tree.post("/versions/1/activate").status_code == 200
    top = [node["id"] for node in tree.read()["children"]]
    assert tree.post("/nodes/delete", json={"ids": top}).status_code == 200
    return ids


def test_the_tree_is_read_as_the_draft_is(tree: Tree):
    made = tree.made(folder("a", folder("b", file("x"), file("Y.tar.gz"))), file("z"), folder('q"\u2028.d'))
    tree.post(f"/nodes/{made['z']['id']}/reorder", json={"after_node_id": None})
    tree.post("/versions", json={})
    a = made["a"]["id"]
    for query in (
        "",
        "?format=flat",
        "?depth=1",
        f"?parent_id={a}",
        f"?parent_id={a}&depth=1&format=flat",
        "?parent_id=",
    ):
        draft, version = tree.get(f"/tree{query}").json, tree.get(f"/versions/1/tree{query}").json
        name = "nodes" if "flat" in query else "children"
        assert draft[name] == version[name] != [], query
        assert version["number"] == 1


def test_parents_that_are_none(tree: Tree, published: dict[str, str]):
    later = tree.folder("later")
    for parent, status, code in (
        (later, 404, "app_asset_parent_not_found"),
        (tree.app_id, 404, "app_asset_parent_not_found"),
        (published["SKILL.md"], 400, "app_asset_not_a_folder"),
    ):
        reply = tree.get(f"/versions/1/tree?parent_id={parent}")
        assert (reply.status_code, reply.json["code"]) == (status, code)


def test_nothing_is_sent_twice(tree: Tree, published: dict[str, str]):
    tag = tree.get("/versions/1").json["tree_hash"]
    reply = tree.get("/versions/1/tree")
    assert reply.headers["ETag"] == f'"{tag}"'
    for query in ("", "?format=flat"):
        same = tree.get(f"/versions/1/tree{query}", headers={"If-None-Match": f'"{tag}"'})
        assert (same.status_code, same.data) == (304, b"")
    assert tree.get("/versions/1/tree", headers={"If-None-Match": '"x"'}).status_code == 200


def test_active_is_told_from_another_version_with_the_same_files(tree: Tree):
    """Equal trees whose nodes have other ids."""
    first = tree.folder("a")
    tree.post("/versions", json={})
    tree.delete(f"/nodes/{first}")
    second = tree.folder("a")
    tree.post("/versions", json={})
    tree.post("/versions/1/activate")
    reply = tree.get("/versions/active/tree")
    assert (reply.json["children"][0]["id"], first != second) == (first, True)
    seen = {"If-None-Match": reply.headers["ETag"]}
    assert tree.get("/versions/active/tree", headers=seen).status_code == 304
    tree.post("/versions/2/activate")
    assert tree.get("/versions/active/tree", headers=seen).json["children"][0]["id"] == second


def test_by_path(tree: Tree, published: dict[str, str]):
    for version in ("1", "active"):
        node = tree.get(f"/versions/{version}/path/Skills/PDF/skill.md").json
        assert node == {
            "id": published["SKILL.md"],
            "node_type": "file",
            "name": "SKILL.md",
            "parent_id": published["pdf"],
            "order": 0,
            "path": "/skills/pdf/SKILL.md",
            "extension": "md",
            "size": 8,
            "status": "ready",
            "sha256": digest("# pdf é".encode()),
        }
    top = tree.get("/versions/1/path/skills").json
    assert (top["parent_id"], top["node_type"], top["sha256"]) == (None, "folder", None)


@pytest.mark.parametrize(
    "path",
    ["none", "skills/none", "skills/pdf/SKILL.md/x", "nothing/x", "skills//pdf", "..", "a\\b", "/".join("x" * 300)],
)
def test_paths_that_lead_nowhere(tree: Tree, published: dict[str, str], path: str):
    reply = tree.get(f"/versions/1/path/{path}")
    assert (reply.status_code, reply.json["code"]) == (404, "app_asset_node_not_found")


def test_text_and_bytes(tree: Tree, published: dict[str, str]):
    for version in ("1", "active"):
        base = f"/versions/{version}/files"
        text = tree.get(f"{base}/{published['SKILL.md']}").json
        assert text == {"content": "# pdf é", "sha256": digest("# pdf é".encode()), "size": 8}
        assert tree.get(f"{base}/{published['nothing']}").json["content"] == ""
        assert tree.get(f"{base}/{published['nothing']}/raw").data == b""
        raw = tree.get(f"{base}/{published['bytes']}/raw")
        assert (raw.data, raw.headers["Content-Length"]) == (bytes(range(256)), "256")
        assert "sandbox" in raw.headers["Content-Security-Policy"]
        part = tree.get(f"{base}/{published['bytes']}/raw", headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.data) == (206, bytes(range(10, 20)))
        assert tree.get(f"{base}/{published['bytes']}/raw", headers={"Range": "bytes=300-"}).status_code == 416
        same = tree.get(f"{base}/{published['bytes']}/raw", headers={"If-None-Match": raw.headers["ETag"]})
        assert same.status_code == 304


def test_files_that_are_not_to_be_read(
    tree: Tree, published: dict[str, str], flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch
):
    later = tree.ready_file("later", b"x")
    for node, path, status, code in (
        (published["bytes"], "", 415, "app_asset_not_text"),
        (published["skills"], "", 400, "app_asset_not_a_file"),
        (published["skills"], "/raw", 400, "app_asset_not_a_file"),
        (later, "", 404, "app_asset_node_not_found"),
        (later, "/raw", 404, "app_asset_node_not_found"),
        (tree.app_id, "", 404, "app_asset_node_not_found"),
    ):
        reply = tree.get(f"/versions/1/files/{node}{path}")
        assert (reply.status_code, reply.json["code"]) == (status, code)
    monkeypatch.setattr(flask_app.extensions["settings"], "asset_max_text_bytes", 7)
    assert tree.get(f"/versions/1/files/{published['SKILL.md']}").status_code == 413


def test_a_node_and_its_bytes_are_read_in_one_statement(tree: Tree, published: dict[str, str], queries: list[str]):
    queries.clear()
    assert tree.get(f"/versions/1/files/{published['SKILL.md']}").status_code == 200
    looking = [statement for statement in queries if "blobs" in statement or "asset_version_nodes" in statement]
    assert len(looking) == 1


def any_transaction() -> bool:
    """Of any session there is: bytes may be read in another thread than that of the request."""
    return any(session.in_transaction() for session in db.session.registry.registry.values())


class Watched:
    """A storage that notes whether a transaction is open while its bytes are read."""

    def __init__(self, objects: Any, is_open: Callable[[], bool]):
        self._objects, self._is_open, self.seen = objects, is_open, list[bool]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)

    def read(self, *args: Any) -> Iterator[bytes]:
        self.seen.append(self._is_open())
        return self._objects.read(*args)


def test_no_connection_is_held_while_bytes_are_read(tree: Tree, published: dict[str, str], flask_app: FlaskApp):
    out = list[int]()
    whole = flask_app.extensions["storage"]
    watched = flask_app.extensions["storage"] = Watched(whole, any_transaction)
    try:
        for path in (
            f"/versions/1/files/{published['SKILL.md']}",
            f"/versions/active/files/{published['bytes']}/raw",
            "/skills?version=1",
        ):
            out.append(tree.get(path).status_code)
    finally:
        flask_app.extensions["storage"] = whole
    assert (out, watched.seen) == ([200] * 3, [False] * 3)


# What other features read


@pytest.fixture
def reader(tree: Tree, published: dict[str, str], context: FlaskApp) -> Iterator[VersionReader]:
    with unit_of_work() as session:
        app = session.scalars(select(App).where(App.id == tree.app_id)).one()
        yield VersionReader(session, app.id, find_version(session, app, "active").version)


def test_a_reader_walks(reader: VersionReader):
    assert [node.path for node in reader.nodes()] == [
        "/skills",
        "/skills/pdf",
        "/skills/pdf/SKILL.md",
        "/skills/bytes.bin",
        "/empty",
        "/nothing",
    ]
    assert [node.name for node in reader.files()] == ["SKILL.md", "bytes.bin", "nothing"]
    for root in ("", "/"):
        children, total = reader.children(root)
        assert ([node.path for node in children], total) == (["/skills", "/empty", "/nothing"], 3)
        assert children[0].parent_id is None
    page, total = reader.children("/skills/", offset=1, limit=1)
    assert ([node.path for node in page], total) == (["/skills/bytes.bin"], 2)
    assert reader.children("empty") == ([], 0)
    with pytest.raises(NotAFolder):
        reader.children("nothing")
    with pytest.raises(NodeNotFound):
        reader.children("none")


def test_whatever_reads_many_rows_sees_that_a_version_has_gone(reader: VersionReader):
    """Deleted between two statements: not an empty tree, but none."""
    rows = "DELETE FROM asset_version_nodes"
    gone = "DELETE FROM asset_versions"

    def delete_now(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "FROM asset_version_nodes" in statement and not statement.startswith("DELETE"):
            connection.exec_driver_sql("UPDATE apps SET asset_version_id = NULL")
            connection.exec_driver_sql(rows)
            connection.exec_driver_sql(gone)

    connection = reader.session.connection()
    event.listen(connection, "before_cursor_execute", delete_now)
    try:
        for read in (reader.nodes, reader.items, reader.tree, lambda: reader.children("")):
            with pytest.raises(VersionNotFound):
                read()
    finally:
        event.remove(connection, "before_cursor_execute", delete_now)
