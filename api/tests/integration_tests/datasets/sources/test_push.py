"""A folder is pushed into a knowledge base: only what is new is sent, read and indexed."""

import struct
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from tests.conftest import Person, Program
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL
from tests.integration_tests.datasets.sources.conftest import Pushes, digest, listed
from tests.model_server import ModelServer
from treeline.datasets.models import Document
from treeline.datasets.sources import contents
from treeline.datasets.sources.models import DatasetContent, DatasetPackList
from treeline.kernel import clock
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.storage import new_key
from treeline.kernel.web import FlaskApp

FILES = {"README.md": "The river Mur.", "docs/a.md": "Alder trees.", "docs/deep/b.md": "Birch trees.", "logo.png": "?"}


def test_a_folder_becomes_documents(pushes: Pushes):
    done = pushes.push(FILES, folder="guides")
    assert pushes.counts(done) == {"added": 3, "skipped": 1}
    assert done["problems"] == [
        {"path": "logo.png", "code": "unsupported_file_type", "message": "an image, which has no text to extract"}
    ]
    tree = pushes.tree()
    assert set(tree) == {"guides/README.md", "guides/docs/a.md", "guides/docs/deep/b.md"}
    assert {each["display_status"] for each in tree.values()} == {"available"}
    assert pushes.shelf.found("birch") == ["Birch trees."]
    source = pushes.person.get(f"{pushes.path}/sources").json["data"][0]
    assert (source["kind"], source["folder"], source["document_count"]) == ("push", "guides", 3)
    assert (source["last_sync"]["state"], source["last_sync"]["added"]) == ("completed", 3)


def test_a_thousand_unchanged_files_again_are_nothing(
    pushes: Pushes, stored: Callable[[], set[str]], context: FlaskApp
):
    pushes.push({"first.md": "The first text."})
    files = {"first.md": "The first text."} | {f"folder {at % 7}/{at}.md": f"Text number {at}." for at in range(999)}
    # As if they had been pushed with it: a thousand objects would take a while.
    with unit_of_work() as session:
        first = session.scalars(select(Document).where(Document.source_key == "first.md")).one()
        own = {"workspace_id": first.workspace_id, "dataset_id": first.dataset_id, "source_id": first.source_id}
        for at, (path, text) in enumerate(files.items()):
            if path != "first.md":
                session.add(
                    Document(
                        **own,
                        position=at + 1,
                        folder=path.rpartition("/")[0],
                        name=path.rpartition("/")[2],
                        source_key=path,
                        content_hash=digest(text),
                        size=len(text),
                        storage_key=new_key(),
                        batch="b",
                        generation=1,
                        indexing_status="completed",
                    )
                )
    sent, objects, before = pushes.sent, stored(), pushes.tree()
    assert len(before) == 1000
    again = pushes.call(files).json
    assert pushes.counts(again) == {"unchanged": 1000}
    # No bytes, no object, no work, and no document that was looked at anew.
    assert (pushes.sent, stored(), pushes.shelf.run_tasks(), pushes.tree()) == (sent, objects, [], before)
    moved = pushes.call({f"moved/{path}": text for path, text in files.items()}).json
    assert pushes.counts(moved) == {"moved": 1000}
    assert (pushes.sent, stored(), pushes.shelf.run_tasks()) == (sent, objects, [])


def test_a_moved_file_keeps_its_segments(pushes: Pushes, stored: Callable[[], set[str]]):
    pushes.push(FILES)
    before = pushes.tree()["docs/deep/b.md"]
    segments = pushes.shelf.segments(before["id"])
    sent, objects = pushes.sent, stored()
    moved = {**FILES, "other/c.md": FILES["docs/deep/b.md"]}
    del moved["docs/deep/b.md"]
    assert pushes.counts(pushes.push(moved)) == {"moved": 1, "unchanged": 2, "skipped": 1}
    after = pushes.tree()["other/c.md"]
    assert (after["id"], pushes.sent, stored()) == (before["id"], sent, objects)
    assert pushes.shelf.segments(after["id"]) == segments
    assert pushes.counts(pushes.push(moved)) == {"unchanged": 3, "skipped": 1}


def embedded(server: ModelServer) -> int:
    return sum(len(heard.body["input"]) for heard in server.requests if "input" in heard.body)


def test_one_paragraph_changed_is_three_embeddings_at_most_and_a_move_none(
    alice: Person,
    server: ModelServer,
    knowledge: Callable[..., Any],
    key_of: Callable[..., Program],
    run_tasks: Callable[[], list[str]],
):
    model = {"embedding_model": MODEL, "embedding_model_provider": "openai_api_compatible"}
    dataset = knowledge("Vectors", permission="all_team_members", indexing_technique="high_quality", **model)
    pushes = Pushes(Shelf(alice, key_of(), run_tasks, dataset))
    paragraphs = [f"## Part {at}\n\n" + f"Sentence of part {at} about rivers. " * 30 for at in range(40)]
    files = {"long.md": "\n\n".join(paragraphs), "short.md": "A short text."}
    pushes.push(files)
    first = embedded(server)
    assert first > 40
    paragraphs[20] = "## Part 20\n\n" + "Now it is about lakes. " * 30
    files["long.md"] = "\n\n".join(paragraphs)
    assert pushes.counts(pushes.push(files)) == {"changed": 1, "unchanged": 1}
    assert 1 <= embedded(server) - first <= 3
    second = embedded(server)
    pushes.push({f"moved/{path}": text for path, text in files.items()})
    assert set(pushes.tree()) == {"moved/long.md", "moved/short.md"}
    assert embedded(server) == second


def test_a_changed_file_answers_with_its_old_text_until_it_is_indexed(pushes: Pushes):
    pushes.push(FILES)
    files = {**FILES, "docs/a.md": "Ash trees."}
    reply = pushes.call(files)
    pushes.send(reply.json["upload"], files)
    assert pushes.call(files).json["changed"] == 1
    assert pushes.tree()["docs/a.md"]["is_updating"]
    assert pushes.shelf.found("alder") == ["Alder trees."]
    pushes.shelf.run_tasks()
    assert (pushes.shelf.found("alder"), pushes.shelf.found("ash")) == ([], ["Ash trees."])


def test_what_is_gone_is_kept_unless_it_is_to_be_deleted(pushes: Pushes, kept: Callable[[], set[str]]):
    before = kept()
    pushes.push(FILES)
    left = {path: text for path, text in FILES.items() if path != "docs/a.md"}
    assert pushes.counts(pushes.push(left)) == {"kept": 1, "unchanged": 2, "skipped": 1}
    assert pushes.shelf.found("alder") == ["Alder trees."]
    assert pushes.counts(pushes.push(left, delete_extraneous=True)) == {"removed": 1, "unchanged": 2, "skipped": 1}
    assert pushes.shelf.found("alder") == []
    # A file and a text each.
    assert len(kept() - before) == 4


def test_a_large_loss_wants_to_be_confirmed(pushes: Pushes):
    pushes.push(FILES)
    few = {"README.md": FILES["README.md"]}
    planned = pushes.call(few, delete_extraneous=True, dry_run=True).json
    assert planned["needs_confirmation"]
    assert planned["changes"]["removed"] == ["docs/a.md", "docs/deep/b.md"]
    reply = pushes.call(few, delete_extraneous=True)
    assert (reply.status_code, reply.json["code"]) == (409, "sync_would_delete")
    assert len(pushes.tree()) == 3
    assert pushes.push(few, delete_extraneous=True, confirm=True)["removed"] == 2
    assert set(pushes.tree()) == {"README.md"}


def test_a_large_loss_is_told_before_anything_is_sent(pushes: Pushes):
    pushes.push(FILES)
    reply = pushes.call({"new.md": "New."}, delete_extraneous=True)
    assert reply.json["code"] == "sync_would_delete"


def test_a_dry_run_changes_nothing(pushes: Pushes):
    planned = pushes.call(FILES, dry_run=True)
    assert planned.status_code == 200
    assert planned.json["changes"]["added"] == ["README.md", "docs/a.md", "docs/deep/b.md"]
    assert {each["sha256"] for each in planned.json["missing"]} == {
        digest(text) for path, text in FILES.items() if path != "logo.png"
    }
    assert pushes.tree() == {}
    assert pushes.person.get(f"{pushes.path}/sources").json["data"] == []


def test_two_folders_are_two_sources_and_documents_of_others_stay(pushes: Pushes):
    pushes.shelf.add("mine.md", "Mine.")
    pushes.push({"a.md": "One."}, folder="one")
    pushes.push({"a.md": "Two."}, folder="two/deep/")
    pushes.push({"b.md": "Other."}, folder="/one", delete_extraneous=True, confirm=True)
    assert set(pushes.tree()) == {"mine.md", "one/b.md", "two/deep/a.md"}
    assert set(pushes.tree("two")) == {"two/deep/a.md"}


def test_equal_files_have_bytes_of_their_own(pushes: Pushes, kept: Callable[[], set[str]]):
    """So that one can go, and the other still be read."""
    pushes.push({"a.md": "Same.", "b.md": "Same."})
    pushes.push({"b.md": "Same.", "c.md": "Else."}, delete_extraneous=True)
    kept()
    document = pushes.tree()["b.md"]["id"]
    reply = pushes.person.get(f"{pushes.path}/documents/{document}/original")
    assert (reply.status_code, reply.data) == (200, b"Same.")


def test_bytes_that_the_storage_has_lost_are_asked_for_again(pushes: Pushes, flask_app: FlaskApp):
    pushes.push({"a.md": "Once."})
    storage = flask_app.extensions["storage"]
    for key, _ in list(storage.list(clock.now())):
        storage.delete(key)
    reply = pushes.call({"a.md": "Once.", "b.md": "Once."})
    assert (reply.status_code, reply.json["upload"]["missing"]) == (409, [digest("Once.")])
    assert pushes.counts(pushes.push({"a.md": "Once.", "b.md": "Once."})) == {"added": 1, "unchanged": 1}


def test_packs_are_verified_file_by_file(pushes: Pushes):
    files = {"a.md": "First text.", "b.md": "Other text.", "c.md": "Third."}
    upload = pushes.call(files).json["upload"]

    def pack(*frames: tuple[int, bytes]) -> Any:
        body = b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in frames)
        return pushes.person.client.put(upload["pack_url"], data=body)

    by_hash = {digest(text): text.encode() for text in files.values()}
    wanted = [by_hash[each] for each in upload["missing"]]
    at = wanted.index(b"First text.")
    others = [index for index in range(3) if index != at]
    reply = pack((at, b"Wrong text."), (others[0], b"?"), (others[1], wanted[others[1]]))
    assert reply.json["ready"] == 1
    assert [each["index"] for each in reply.json["failed"]] == sorted((at, others[0]))
    # Cut off in the middle of the second: the first counts.
    body = struct.pack(">IQ", at, 11) + wanted[at] + struct.pack(">IQ", others[0], 11) + b"half"
    reply = pushes.person.client.put(upload["pack_url"], data=body)
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_pack_incomplete")
    assert pack((9, b"")).json["code"] == "app_asset_not_in_list"
    assert pushes.call(files).json["upload"]["missing"] == [upload["missing"][others[0]]]
    assert pushes.push(files)["added"] == 3


def test_bad_lists_say_which_file(pushes: Pushes):
    bad = [{"path": "a/../b.md", "size": 1, "sha256": "0" * 64}, {"path": "b.md", "size": 1, "sha256": "x"}]
    reply = pushes.shelf.key.post(f"{pushes.path}/sync", json={"files": bad})
    assert reply.status_code == 400
    assert [each["path"] for each in reply.json["details"]] == ["files[0].path", "files[1].sha256"]
    reply = pushes.shelf.key.post(f"{pushes.path}/sync", json={"files": [], "unknown": 1})
    assert reply.status_code == 400


def test_what_was_pushed_in_vain_is_forgotten(pushes: Pushes, context: FlaskApp, kept: Callable[[], set[str]]):
    objects = kept()
    reply = pushes.call(FILES)
    pushes.send(reply.json["upload"], FILES)
    assert len(kept() - objects) == 3
    with unit_of_work() as session:
        before = clock.now() - contents.KEPT - contents.KEPT
        session.execute(update(DatasetContent).values(created_at=before))
        session.execute(update(DatasetPackList).values(created_at=before))
    with unit_of_work() as session:
        contents.forget_old(session)
    assert kept() == objects
    reply = pushes.send(reply.json["upload"], FILES)
    assert reply.json["code"] == "dataset_pack_list_not_found"
    assert db.session.query(DatasetContent).count() == 0


def test_a_read_only_key_may_look_and_not_push(pushes: Pushes, key_of: Callable[..., Program], cast: Any):
    pushes.push(FILES)
    reader = key_of(scopes=["read"])
    assert reader.post(f"{pushes.path}/sync", json={"files": []}).status_code == 403
    assert len(reader.get(f"{pushes.path}/tree/documents").json["data"]) == 3
    hashes = [digest(FILES["README.md"])]
    reply = reader.post(f"{pushes.path}/contents", json={"sha256": hashes})
    assert reply.data == struct.pack(">IQ", 0, 14) + b"The river Mur."
    assert reader.post(f"{pushes.path}/contents", json={"sha256": ["0" * 64]}).status_code == 404
    assert cast.bob.post(f"{pushes.path}/sync", json={"files": listed(FILES)}).status_code == 403


def test_a_folder_of_the_tree_is_listed_with_or_without_those_below_it(pushes: Pushes):
    pushes.push(FILES)
    assert set(pushes.tree("docs")) == {"docs/a.md", "docs/deep/b.md"}
    flat = pushes.person.get(f"{pushes.path}/tree/documents?folder=docs&deep=false").json["data"]
    assert [each["name"] for each in flat] == ["a.md"]
    folders = pushes.person.get(f"{pushes.path}/tree").json["data"]
    assert [each["path"] for each in folders] == ["", "docs", "docs/deep"]


def test_folders_are_moved_with_all_that_is_in_them(pushes: Pushes):
    pushes.push(FILES)
    move = f"{pushes.path}/documents/move"
    assert len(pushes.shelf.key.post(move, json={"from_folder": "docs", "folder": "old/docs"}).json["data"]) == 2
    assert set(pushes.tree()) == {"README.md", "old/docs/a.md", "old/docs/deep/b.md"}
    one = pushes.tree()["README.md"]["id"]
    assert pushes.person.post(move, json={"document_ids": [one], "folder": ""}).status_code == 200
    for body in ({"folder": "x"}, {"folder": "x", "from_folder": "old", "document_ids": [one]}):
        assert pushes.person.post(move, json=body).status_code == 400
    assert pushes.person.post(move, json={"from_folder": "none", "folder": "x"}).status_code == 404
    # The next push puts nothing back: it knows them by their paths there.
    assert pushes.counts(pushes.push(FILES)) == {"unchanged": 3, "skipped": 1}
