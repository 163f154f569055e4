"""A zip of several nodes of a tree."""

import io
from zipfile import ZipFile

from tests.integration_tests.assets.conftest import Tree, file, folder


def test_an_archive_of_several_nodes_has_them_where_they_are(tree: Tree):
    tree.made(folder("a", folder("b", file("x.md"), folder("c", file("x.md"))), file("x.md")), file("y.md"))
    nodes = {node["path"]: node["id"] for node in tree.nodes()}

    def members(*paths: str) -> list[str]:
        reply = tree.post("/archive", json={"ids": [nodes[path] for path in paths]})
        assert reply.status_code == 200, reply.json
        return ZipFile(io.BytesIO(reply.data)).namelist()

    assert members("/a/x.md", "/a/b/x.md") == ["x.md", "b/x.md"]
    assert members("/y.md", "/a/b/c") == ["y.md", "a/b/c/", "a/b/c/x.md"]
    # What lies inside another of them is there once.
    assert members("/a/b/c/x.md", "/a/b", "/a/b/x.md") == ["b/", "b/x.md", "b/c/", "b/c/x.md"]
    assert members("/a/b/c") == ["c/", "c/x.md"]
    assert tree.post("/archive", json={"ids": [nodes["/a"], tree.app_id]}).status_code == 404
    assert tree.post("/archive", json={"ids": []}).status_code == 400
