"""A zip is a source, and the next zip is its next sync."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tests.documents import zipped
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.sources.conftest import Pushes


def sync(shelf: Shelf, files: dict[str, str], **query: Any):
    reply = shelf.alice.post(
        f"{shelf.path}/sources/archive",
        data=zipped(**files),
        content_type="application/zip",
        query_string=query,
    )
    shelf.run_tasks()
    return reply


def test_a_zip_becomes_documents_and_the_next_one_changes_them(
    shelf: Shelf, pushes: Pushes, stored: Callable[[], set[str]]
):
    files = {"manual/a.md": "Alder.", "manual/b.md": "Birch.", "c.md": "Cedar.", "logo.png": "?"}
    done = sync(shelf, files, name="Manual", folder="zip").json
    assert pushes.counts(done) == {"added": 3, "skipped": 1}
    assert set(pushes.tree()) == {"zip/manual/a.md", "zip/manual/b.md", "zip/c.md"}
    source = shelf.alice.get(f"{shelf.path}/sources/{done['source_id']}").json
    assert (source["kind"], source["name"], source["document_count"]) == ("archive", "Manual", 3)
    objects = stored()
    again = sync(shelf, files, source_id=done["source_id"]).json
    assert (pushes.counts(again), stored()) == ({"unchanged": 3, "skipped": 1}, objects)
    changed = {"manual/a.md": "Ash.", "new/b.md": "Birch.", "c.md": "Cedar."}
    planned = sync(shelf, changed, source_id=done["source_id"], dry_run="true").json
    assert planned["changes"]["moved"] == [{"before": "manual/b.md", "after": "new/b.md"}]
    assert shelf.found("alder") == ["Alder."]
    third = sync(shelf, changed, source_id=done["source_id"]).json
    assert pushes.counts(third) == {"changed": 1, "moved": 1, "unchanged": 1}
    assert (shelf.found("alder"), shelf.found("ash")) == ([], ["Ash."])


def test_a_zip_by_key_and_as_a_form(shelf: Shelf, pushes: Pushes):
    form = {"file": (BytesIO(zipped(**{"a.md": "Alder."})), "docs.zip")}
    reply = shelf.key.post(f"{shelf.path}/sources/archive", data=form, content_type="multipart/form-data")
    assert (reply.status_code, reply.json["added"]) == (200, 1)


def test_bad_zips_change_nothing(shelf: Shelf, pushes: Pushes):
    done = sync(shelf, {"a.md": "Alder.", "b.md": "Birch."}).json
    reply = shelf.alice.post(f"{shelf.path}/sources/archive", data=b"PK no zip", content_type="application/zip")
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_archive")
    reply = shelf.alice.post(f"{shelf.path}/sources/archive", data=b"x", content_type="text/html")
    assert reply.status_code == 415
    reply = sync(shelf, {"x.md": "Other."}, source_id=done["source_id"])
    assert (reply.status_code, reply.json["code"]) == (409, "sync_would_delete")
    assert set(pushes.tree()) == {"a.md", "b.md"}
    assert sync(shelf, {"x.md": "Other."}, source_id=done["source_id"], confirm="true").json["removed"] == 2


def test_a_zip_is_for_a_source_of_zips_of_this_knowledge_base(shelf: Shelf, pushes: Pushes, cast: Any):
    done = sync(shelf, {"a.md": "Alder."}).json
    hers = cast.mallory.post("/datasets", json={"name": "Hers"}).json["id"]
    reply = cast.mallory.post(
        f"/datasets/{hers}/sources/archive",
        data=zipped(**{"a.md": "x"}),
        content_type="application/zip",
        query_string={"source_id": done["source_id"]},
    )
    assert (reply.status_code, reply.json["code"]) == (404, "source_not_found")
    pushes.push({"b.md": "Birch."})
    other = next(each for each in shelf.alice.get(f"{shelf.path}/sources").json["data"] if each["kind"] == "push")
    assert sync(shelf, {"a.md": "x"}, source_id=other["id"]).json["code"] == "source_kind_mismatch"
    asked = shelf.alice.post(f"{shelf.path}/sources/{done['source_id']}/sync", json={})
    assert (asked.status_code, asked.json["code"]) == (409, "source_kind_mismatch")
