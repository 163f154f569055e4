"""An app's files are a source: its draft, or the version that is active."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Person, Program
from tests.integration_tests.assets.conftest import Tree, folder, publish
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.sources.conftest import Pushes
from treeline.kernel.web import FlaskApp

SourceOf = Callable[..., Any]


@pytest.fixture
def tree(alice: Person) -> Tree:
    app_id = alice.post("/apps", json={"name": "Harbour", "mode": "agent-chat"}).json["id"]
    tree = Tree(alice, app_id)
    docs = tree.made(folder("docs", folder("drafts")))
    tree.ready_file("tides.md", b"High tide at noon.", docs["docs"]["id"])
    tree.ready_file("idea.md", b"Only an idea.", docs["drafts"]["id"])
    tree.ready_file("pilot.md", b"The pilot is Anna.")
    return tree


def poll(flask_app: FlaskApp) -> None:
    flask_app.extensions["celery"].tasks["datasets.poll_sources"]()


@pytest.fixture
def polled(flask_app: FlaskApp, run_tasks: Callable[[], list[str]]) -> Callable[[], list[str]]:
    """What a minute brings: the tasks that it led to."""

    def run() -> list[str]:
        poll(flask_app)
        return run_tasks()

    return run


def last(shelf: Shelf, source: Any) -> Any:
    return shelf.alice.get(f"{shelf.path}/sources/{source['id']}").json["last_sync"]


def test_a_draft_is_synced_and_what_changes_follows_by_itself(
    shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf, polled: Callable[[], list[str]]
):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft", folder="harbour")
    assert (source["name"], source["app_name"], source["auto_sync"]) == ("Harbour", "Harbour", True)
    shelf.run_tasks()
    assert set(pushes.tree()) == {"harbour/docs/tides.md", "harbour/docs/drafts/idea.md", "harbour/pilot.md"}
    assert shelf.found("pilot") == ["The pilot is Anna."]
    assert polled() == []
    tree.ready_file("rope.md", b"Ropes are blue.")
    assert "datasets.sync" in polled()
    assert shelf.found("ropes") == ["Ropes are blue."]
    done = last(shelf, source)
    assert (done["state"], done["began_by"], done["added"], done["unchanged"]) == ("completed", "change", 1, 3)
    assert polled() == []


def test_a_file_without_bytes_is_synced_when_they_are_there(
    pushes: Pushes, shelf: Shelf, tree: Tree, source_of: SourceOf, polled: Callable[[], list[str]]
):
    source_of(kind="asset_tree", app_id=tree.app_id, tree="draft")
    shelf.run_tasks()
    node = tree.made({"name": "late.md", "node_type": "file", "size": 5})["late.md"]
    polled()
    assert len(pushes.tree()) == 3
    tree.send(node, b"Late.")
    polled()
    assert shelf.found("late") == ["Late."]


def test_an_active_version_is_synced_and_the_draft_is_not(
    shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf, polled: Callable[[], list[str]]
):
    source = source_of(kind="asset_tree", app_id=tree.app_id, path="docs", exclude=["drafts/"])
    shelf.run_tasks()
    assert (last(shelf, source)["error_code"], pushes.tree()) == ("source_unavailable", {})
    publish(tree)
    polled()
    assert set(pushes.tree()) == {"tides.md"}
    tree.ready_file("rope.md", b"Ropes are blue.")
    assert polled() == []


def test_patterns_and_folders_choose_and_a_change_of_them_moves(
    shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf
):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft", include=["docs/**"])
    shelf.run_tasks()
    assert set(pushes.tree()) == {"docs/tides.md", "docs/drafts/idea.md"}
    ids = {each["id"] for each in pushes.tree().values()}
    path = f"{shelf.path}/sources/{source['id']}"
    shelf.alice.patch(path, json={"path": "docs", "include": []})
    planned = shelf.alice.post(f"{path}/sync", json={"dry_run": True}).json["plan"]
    assert planned["changes"]["moved"] == [
        {"before": "docs/drafts/idea.md", "after": "drafts/idea.md"},
        {"before": "docs/tides.md", "after": "tides.md"},
    ]
    shelf.alice.post(f"{path}/sync", json={})
    shelf.run_tasks()
    assert last(shelf, source)["moved"] == 2
    assert {each["id"] for each in pushes.tree().values()} == ids


def test_a_large_loss_waits_for_somebody_and_is_not_tried_each_minute(
    shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf, polled: Callable[[], list[str]]
):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft")
    shelf.run_tasks()
    ids = [node["id"] for node in tree.nodes() if node["path"] == "/docs"]
    tree.post("/nodes/delete", json={"ids": ids})
    polled()
    assert (last(shelf, source)["state"], last(shelf, source)["error_code"]) == ("error", "sync_would_delete")
    assert len(pushes.tree()) == 3
    assert polled() == []
    path = f"{shelf.path}/sources/{source['id']}"
    assert shelf.alice.post(f"{path}/sync", json={"dry_run": True}).json["plan"]["needs_confirmation"]
    shelf.alice.post(f"{path}/sync", json={"confirm": True})
    shelf.run_tasks()
    assert set(pushes.tree()) == {"pilot.md"}
    assert [each["state"] for each in shelf.alice.get(f"{path}/syncs").json["data"]] == [
        "completed",
        "error",
        "completed",
    ]


def test_what_is_missing_may_be_kept(shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft", on_missing="keep")
    shelf.run_tasks()
    ids = [node["id"] for node in tree.nodes() if node["path"] == "/docs"]
    tree.post("/nodes/delete", json={"ids": ids})
    shelf.alice.post(f"{shelf.path}/sources/{source['id']}/sync", json={})
    shelf.run_tasks()
    assert (last(shelf, source)["kept"], len(pushes.tree())) == (2, 3)


def test_citations_outlive_the_app(
    shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf, polled: Callable[[], list[str]]
):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft")
    shelf.run_tasks()
    document = pushes.tree()["pilot.md"]["id"]
    assert shelf.alice.delete(f"/apps/{tree.app_id}").status_code == 204
    # Before its data is removed, and after that.
    shelf.alice.post(f"{shelf.path}/sources/{source['id']}/sync", json={"confirm": True})
    shelf.run_tasks()
    assert last(shelf, source)["error_code"] == "source_unavailable"
    polled()
    shelf.alice.post(f"{shelf.path}/sources/{source['id']}/sync", json={"confirm": True})
    shelf.run_tasks()
    assert last(shelf, source)["error_code"] == "source_unavailable"
    assert shelf.alice.get(f"{shelf.path}/sources/{source['id']}").json["app_name"] is None
    assert shelf.found("pilot") == ["The pilot is Anna."]
    text = shelf.alice.get(f"{shelf.path}/documents/{document}/text").json["text"]
    original = shelf.alice.get(f"{shelf.path}/documents/{document}/original").data
    assert (text.strip(), original) == ("The pilot is Anna.", b"The pilot is Anna.")


def test_a_dry_run_makes_no_source(shelf: Shelf, alice: Person, tree: Tree):
    values = {"kind": "asset_tree", "app_id": tree.app_id, "tree": "draft", "dry_run": True}
    reply = alice.post(f"{shelf.path}/sources", json=values)
    assert reply.status_code == 201
    assert reply.json["plan"]["changes"]["added"] == ["docs/drafts/idea.md", "docs/tides.md", "pilot.md"]
    assert alice.get(f"{shelf.path}/sources").json["data"] == []


def test_a_source_goes_and_its_documents_stay_or_go(shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf):
    first = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft", path="docs", folder="kept")
    second = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft", path="docs", folder="gone")
    shelf.run_tasks()
    assert shelf.alice.delete(f"{shelf.path}/sources/{first['id']}").status_code == 204
    assert shelf.alice.delete(f"{shelf.path}/sources/{second['id']}?documents=delete").status_code == 204
    assert set(pushes.tree()) == {"kept/drafts/idea.md", "kept/tides.md"}
    assert {each["source_id"] for each in pushes.tree().values()} == {None}
    assert shelf.alice.get(f"{shelf.path}/sources").json["data"] == []


def test_an_archived_document_is_left_alone(shelf: Shelf, pushes: Pushes, tree: Tree, source_of: SourceOf):
    source = source_of(kind="asset_tree", app_id=tree.app_id, tree="draft")
    shelf.run_tasks()
    ids = [pushes.tree()["pilot.md"]["id"]]
    shelf.alice.patch(f"{shelf.path}/documents/status/archive", json={"document_ids": ids})
    node = next(each["id"] for each in tree.nodes() if each["path"] == "/pilot.md")
    tree.post("/nodes/delete", json={"ids": [node]})
    shelf.alice.post(f"{shelf.path}/sources/{source['id']}/sync", json={"confirm": True})
    shelf.run_tasks()
    assert last(shelf, source)["state"] == "completed"
    assert "pilot.md" in pushes.tree()


def test_who_may_not_read_the_app_cannot_make_it_a_source(
    shelf: Shelf, tree: Tree, cast: Any, key_of: Callable[..., Program]
):
    values = {"kind": "asset_tree", "app_id": tree.app_id}
    hers = cast.mallory.post("/datasets", json={"name": "Hers"}).json["id"]
    reply = cast.mallory.post(f"/datasets/{hers}/sources", json=values)
    assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
    reply = shelf.key.post(f"{shelf.path}/sources", json=values)
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "source_for_members")


@pytest.mark.parametrize("kind", ["website_crawl", "notion_import", "ftp"])
def test_other_kinds_say_what_to_use_instead(shelf: Shelf, kind: str):
    reply = shelf.alice.post(f"{shelf.path}/sources", json={"kind": kind})
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "source_unsupported")
    assert "url_list" in reply.json["message"]


def test_crawled_pages_as_documents_name_the_url_list(shelf: Shelf):
    data_source = {"info_list": {"data_source_type": "website_crawl"}}
    reply = shelf.alice.post(f"{shelf.path}/documents", json={"data_source": data_source})
    assert reply.status_code == 400
    assert "url_list" in reply.json["message"]
