"""Uploads that were never finished."""

from collections.abc import Callable

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from tests.integration_tests.retention.conftest import HOUR, Rows

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]
STATE = "SELECT revision, node_count, pending_count, total_size FROM asset_trees WHERE app_id = :app_id"


def test_new_files_go_after_a_day(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    made = tree.made(folder("d", file("came", b"abc"), file("never", 70)), file("nor this", 7, sha256=digest(b"x")))
    assert tree.send(made["came"], b"abc").status_code == 204
    ((revision, nodes, pending, size),) = rows(STATE, app_id=tree.app_id)
    assert (nodes, pending, size) == (4, 2, 80)
    clock_travel(24 * HOUR - 5)
    assert run() == {}
    clock_travel(24 * HOUR + 1)
    assert run() == {"unfinished_files": 2}
    assert rows(STATE, app_id=tree.app_id) == [(revision + 1, 2, 0, 3)]
    left = rows("SELECT name, sha256 FROM asset_nodes WHERE app_id = :id AND parent_id IS NOT NULL", id=tree.app_id)
    assert sorted(left) == [("came", digest(b"abc")), ("d", None)]
    assert run() == {}


def test_who_asked_for_fresh_links_has_time_again(tree: Tree, run: Run, clock_travel: Travel):
    node = tree.made(file("a", b"abc"))["a"]
    clock_travel(20 * HOUR)
    assert tree.person.log_in().status_code == 200
    assert tree.post("/uploads", json={}).status_code == 200
    clock_travel(40 * HOUR)
    assert run() == {}
    clock_travel(45 * HOUR)
    assert run() == {"unfinished_files": 1}
    clock_travel(0)
    assert tree.send(node, b"abc").json["code"] == "app_asset_node_not_found"


def test_a_file_keeps_its_content_when_the_new_never_comes(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    tree.ready_file("a", b"old content")
    assert tree.batch(file("a", 3), on_conflict="merge").status_code == 201
    before = rows(STATE, app_id=tree.app_id)
    awaited = "SELECT upload_size FROM asset_nodes WHERE upload_id IS NOT NULL"
    assert rows(awaited) == [(3,)]
    clock_travel(24 * HOUR - 5)
    assert run() == {}
    clock_travel(24 * HOUR + 1)
    assert run() == {"unfinished_replacements": 1}
    assert (rows(awaited), rows(STATE, app_id=tree.app_id)) == ([], before)
    clock_travel(0)
    assert tree.get(f"/files/{tree.read()['children'][0]['id']}").json["content"] == "old content"
    assert run() == {}


def test_many_apps_and_many_files(alice: Person, tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    other = Tree(alice, alice.post("/apps", json={"name": "Other", "mode": "chat"}).json["id"])
    for each in (tree, other):
        each.made(folder("d", *(file(f"f{i}", 10) for i in range(1300))))
    clock_travel(24 * HOUR + 1)
    assert run() == {"unfinished_files": 2600}
    # Two batches: the tree was free between them.
    assert rows(STATE, app_id=tree.app_id) == rows(STATE, app_id=other.app_id) == [(3, 1, 0, 0)]


def test_a_deleted_app_is_left_to_its_removal(
    tree: Tree, run: Run, clock_travel: Travel, run_tasks: Callable[[], list[str]]
):
    tree.made(file("never", 3))
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    clock_travel(24 * HOUR + 1)
    assert run() == {}
    assert run_tasks() == ["apps.remove"]


def test_lists_of_packs_go_after_a_day(tree: Tree, rows: Rows, run: Run, clock_travel: Travel):
    tree.made(file("a", 3))
    clock_travel(23 * HOUR)
    run()
    assert len(rows("SELECT id FROM pack_lists")) == 1
    clock_travel(25 * HOUR)
    run()
    assert rows("SELECT id FROM pack_lists") == []
