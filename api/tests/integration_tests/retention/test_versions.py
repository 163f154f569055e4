"""Bytes that a version names stay, whatever becomes of the draft; they go after the last version that names them."""

from collections.abc import Callable
from uuid import UUID

from tests.integration_tests.assets.conftest import Tree, digest
from tests.integration_tests.retention.conftest import HOUR, Rows
from treeline.apps.models import App
from treeline.assets.versions.snapshots import Snapshots
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]
Stored = Callable[[], set[str]]


def test_a_version_keeps_its_bytes(tree: Tree, run: Run, rows: Rows, clock_travel: Travel, stored: Stored):
    node = tree.ready_file("a", b"published")
    tree.publish()
    tree.publish()
    tree.delete(f"/nodes/{node}")
    clock_travel(100 * HOUR)
    assert run() == {}
    clock_travel(0)
    assert tree.get(f"/versions/1/files/{node}").json["content"] == "published"
    assert tree.delete("/versions/1").status_code == 200
    clock_travel(25 * HOUR)
    assert run() == {}
    clock_travel(0)
    assert tree.delete("/versions/2").status_code == 200
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 1}
    clock_travel(50 * HOUR)
    assert run() == {"trashed_objects": 1}
    assert (stored(), rows("SELECT * FROM blobs")) == (set(), [])


def test_another_app_with_the_same_bytes_keeps_nothing(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    """Versions protect the bytes of their own app alone."""
    other = Tree(tree.person, tree.person.post("/apps", json={"name": "Other", "mode": "chat"}).json["id"])
    for each in (tree, other):
        node = each.ready_file("a", b"the same")
        if each is other:
            each.publish()
        each.delete(f"/nodes/{node}")
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 1}
    assert [str(app) for (app,) in rows("SELECT app_id FROM blobs")] == [other.app_id]


def test_what_was_restored_is_named_by_the_draft_again(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    node = tree.ready_file("a", b"bytes")
    tree.publish()
    tree.delete(f"/nodes/{node}")
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.delete("/versions/1").status_code == 200
    clock_travel(25 * HOUR)
    assert run() == {}
    assert rows("SELECT sha256 FROM blobs") == [(digest(b"bytes"),)]


def test_a_deleted_app_leaves_no_bytes(
    tree: Tree, rows: Rows, run_tasks: Callable[[], list[str]], stored: Stored, clock_travel: Travel
):
    node = tree.ready_file("a", b"bytes")
    tree.publish()
    tree.post("/versions/1/activate")
    tree.delete(f"/nodes/{node}")
    tree.person.delete(f"/apps/{tree.app_id}")
    assert run_tasks() == ["apps.remove"]
    assert (stored(), rows("SELECT * FROM blobs"), rows("SELECT * FROM asset_versions")) == (set(), [], [])


def test_the_copy_of_a_draft_that_was_tried(tree: Tree, run: Run, rows: Rows, clock_travel: Travel, context: FlaskApp):
    """It keeps the bytes of what was deleted since for a day, or as long as it is read."""
    node = tree.ready_file("a", b"tried")
    with unit_of_work() as session:
        app = session.get_one(App, UUID(tree.app_id))
        snapshot = Snapshots(session, app).take().id
    tree.delete(f"/nodes/{node}")
    values = {"run": new_id(), "app": tree.app_id, "version": snapshot}
    rows(
        "INSERT INTO runs (id, workspace_id, app_id, kind, status, input, asset_version_id, lease_token, total_tokens,"
        " created_at) SELECT :run, workspace_id, id, 'agent-chat', 'running', '{}', :version, 0, 0, now() FROM apps"
        " WHERE id = :app",
        **values,
    )
    clock_travel(25 * HOUR)
    assert run() == {}
    rows("UPDATE runs SET status = 'succeeded'")
    assert run() == {"draft_snapshots": 1, "unnamed_blobs": 1}
    assert rows("SELECT count(*) FROM asset_version_nodes") == [(0,)]
