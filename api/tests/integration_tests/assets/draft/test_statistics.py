"""A new installation: PostgreSQL looked at the tables while they were nearly empty, and plans as if they still were.

Then every plan that is not led by an index compares all nodes with all. 20,000 nodes take such a plan minutes, and a
good one some tenths of a second: the time-out between the two is no measurement.
"""

from collections.abc import Callable

from sqlalchemy import text

from tests.integration_tests.assets.conftest import Tree, file, folder
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

NODES = 20_000


def test_plans_made_for_empty_tables_do_not_scan(tree: Tree, context: FlaskApp):
    small = tree.folder("small")
    with unit_of_work() as session:
        session.execute(text("ANALYZE asset_nodes"))
        session.execute(text("ANALYZE asset_trees"))
        session.execute(text("SET statement_timeout = '10s'"))
    # The plans of foreign keys are made now, and kept by the connection.
    for _ in range(7):
        tree.made(folder("x", file("y")), parent_id=small)
        tree.delete(f"/nodes/{tree.get('/path/small/x').json['id']}")
    wide = [folder(f"d{i}", *(file(f"f{j}") for j in range(NODES // 200))) for i in range(100)]
    flat = [file(f"g{i}") for i in range(NODES // 2)]
    big = tree.made(folder("big", *wide, *flat))["big"]["id"]
    assert tree.batch(folder("big", *wide, *flat), on_conflict="merge").status_code == 201
    assert len(tree.get(f"/tree?parent_id={big}&format=flat").json["nodes"]) == NODES + 100
    assert tree.get("/path/big/d7/f7").status_code == 200
    assert tree.get("/search?q=f7").json["total"] > 100
    assert tree.post("/nodes/copy", json={"ids": [big], "parent_id": small}).status_code == 201
    assert tree.post("/nodes/move", json={"ids": [big], "parent_id": small, "after_node_id": None}).status_code == 409
    assert tree.post(f"/nodes/{big}/rename", json={"name": "other"}).status_code == 200
    assert tree.post("/nodes/move", json={"ids": [big], "parent_id": small, "after_node_id": None}).status_code == 200
    assert tree.delete(f"/nodes/{big}").status_code == 200
    assert tree.post("/nodes/delete", json={"ids": [small]}).status_code == 200
    assert tree.read()["children"] == []


def test_versions_are_as_quick_on_a_new_installation(tree: Tree, context: FlaskApp, run_tasks: Callable[[], list[str]]):
    tree.made(folder("first"))
    tree.publish()
    with unit_of_work() as session:
        for table in ("asset_nodes", "asset_versions", "asset_version_nodes", "blobs"):
            session.execute(text(f"ANALYZE {table}"))
        session.execute(text("SET statement_timeout = '10s'"))
    wide = [folder(f"d{i}", *(file(f"f{j}") for j in range(NODES // 200))) for i in range(100)]
    tree.made(folder("big", *wide, *(file(f"g{i}") for i in range(NODES // 2))))
    tree.publish()
    before = tree.nodes()
    tree.post(f"/nodes/{tree.get('/path/big/d7').json['id']}/move", json={"parent_id": None})
    tree.delete(f"/nodes/{tree.get('/path/big').json['id']}")
    assert tree.get("/versions/2/path/big/d7/f7").status_code == 200
    assert tree.get("/versions/2/diff?against=draft").json["totals"]["added"] > NODES // 2
    assert tree.get("/skills?version=2").json["total"] == 0
    assert tree.post("/versions/2/restore").status_code == 200
    assert tree.nodes() == before == tree.nodes(2)
    tree.publish()
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.delete("/versions/2").status_code == 200
    assert tree.post("/versions/3/restore").status_code == 200
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    assert run_tasks() == ["apps.remove"]
