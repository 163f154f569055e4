"""Documents: added, indexed, found, replaced, switched off, moved, deleted; in both spellings of the service API."""

import json
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.conftest import Cast, Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.model_server import ModelServer
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp

MUR = "# Rivers\n\nThe Mur flows through Graz.\n\n# Lakes\n\nThe Wörthersee is warm in summer.\n"


def upload(person: Person, name: str, data: bytes) -> str:
    sent = {"file": (BytesIO(data), name)}
    reply = person.post("/console/api/files/upload", data=sent, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def config(*file_ids: str, **more: Any) -> dict[str, Any]:
    source = {"data_source_type": "upload_file", "file_info_list": {"file_ids": list(file_ids)}}
    return {"data_source": {"info_list": source}, **more}


def test_a_text_is_indexed_and_found_with_where_it_stands(shelf: Shelf):
    document = shelf.add("rivers.md", MUR)
    assert document["indexing_status"] == "completed", document
    assert (document["display_status"], document["error"]) == ("available", None)
    assert document["segment_count"] > 0
    reply = shelf.alice.post(f"{shelf.path}/hit-testing", json={"query": "What flows through Graz?", "explain": True})
    first = reply.json["records"][0]
    assert "The Mur flows through Graz." in first["segment"]["content"]
    citation = first["citation"]
    assert (citation["document"], citation["document_id"]) == ("rivers.md", document["id"])
    place = {"start": citation["start"], "end": citation["end"]}
    text = shelf.alice.get(f"{shelf.path}/documents/{document['id']}/text", query_string=place).json
    assert "Mur" in text["text"]
    assert reply.json["explanations"][0]["words"]["terms"]


def test_every_spelling_of_the_service_api_adds_a_document(shelf: Shelf):
    for path in ("create-by-text", "create_by_text"):
        reply = shelf.key.post(f"{shelf.path}/document/{path}", json={"name": path, "text": MUR, "unknown": 1})
        assert reply.status_code == 200, reply.json
        assert reply.json["document"]["batch"] == reply.json["batch"]
    for path in ("create-by-file", "create_by_file"):
        form = {
            "file": (BytesIO(MUR.encode()), "rivers.md"),
            "data": json.dumps({"process_rule": {"mode": "automatic"}}),
        }
        reply = shelf.key.post(f"{shelf.path}/document/{path}", data=form, content_type="multipart/form-data")
        assert reply.status_code == 200, reply.json
        batch = reply.json["batch"]
    shelf.run_tasks()
    listed = shelf.key.get(f"{shelf.path}/documents").json
    assert (listed["total"], {each["display_status"] for each in listed["data"]}) == (4, {"available"})
    (status,) = shelf.key.get(f"{shelf.path}/documents/{batch}/indexing-status").json["data"]
    assert status["indexing_status"] == "completed"
    assert status["completed_segments"] == status["total_segments"] > 0


@pytest.mark.parametrize("spelling", ["update-by-text", "update_by_text", "update-by-file", "update_by_file", "patch"])
def test_a_new_version_replaces_the_old_one_whole(shelf: Shelf, spelling: str):
    document = shelf.add("rivers.md", MUR)
    path, new = f"{shelf.path}/documents/{document['id']}", "The Drau flows through Villach."
    if "text" in spelling:
        reply = shelf.key.post(f"{path}/{spelling}", json={"name": "drau.md", "text": new})
    else:
        form = {"file": (BytesIO(new.encode()), "drau.md")}
        sent = {"data": form, "content_type": "multipart/form-data"}
        reply = shelf.key.patch(path, **sent) if spelling == "patch" else shelf.key.post(f"{path}/{spelling}", **sent)
    assert reply.status_code == 200, reply.json
    assert reply.json["document"]["id"] == document["id"]
    # Until it is indexed, the old one answers.
    assert any("Mur" in each for each in shelf.found("Mur Graz"))
    shelf.run_tasks()
    assert shelf.found("Mur Graz") == []
    assert shelf.found("Drau") == [new]


def test_uploads_become_documents_and_the_first_ones_a_knowledge_base(alice: Person, run_tasks: Any):
    files = [upload(alice, "rivers.md", MUR.encode()), upload(alice, "lakes.txt", b"The lake is deep.")]
    made = alice.post("/datasets/init", json=config(*files, indexing_technique="economy"))
    assert made.status_code == 200, made.json
    assert (made.json["dataset"]["name"], len(made.json["documents"])) == ("rivers", 2)
    path = f"/datasets/{made.json['dataset']['id']}"
    run_tasks()
    batch = alice.get(f"{path}/batch/{made.json['batch']}/indexing-status").json["data"]
    assert [each["indexing_status"] for each in batch] == ["completed", "completed"]
    added = alice.post(f"{path}/documents", json=config(upload(alice, "more.md", b"More of it."), folder="guides"))
    assert added.status_code == 200, added.json
    assert added.json["documents"][0]["folder"] == "guides"
    again = alice.post("/datasets/init", json=config(files[0], indexing_technique="economy"))
    assert again.json["dataset"]["name"] == "rivers 2"
    original = alice.get(f"{path}/documents/{made.json['documents'][0]['id']}/original")
    assert original.data == MUR.encode()


def test_a_file_that_is_refused_leaves_no_knowledge_base_behind(alice: Person, kept: Any):
    files = [upload(alice, "rivers.md", MUR.encode()), upload(alice, "x.txt", b"\x7fELF" + b"\0" * 50)]
    before = kept()
    reply = alice.post("/datasets/init", json=config(*files, indexing_technique="economy"))
    assert (reply.status_code, reply.json["code"]) == (415, "unsupported_file_type")
    assert alice.get("/datasets").json["data"] == []
    assert kept() == before


def test_folders_are_where_documents_are(shelf: Shelf):
    for name, folder in (("a.md", "guides"), ("b.md", "guides/zh"), ("c.md", "guides/zh"), ("d.md", "")):
        shelf.add(name, MUR, folder=folder)
    tree = [{"path": "", "document_count": 1}, {"path": "guides", "document_count": 1}]
    assert shelf.alice.get(f"{shelf.path}/tree").json["data"] == [*tree, {"path": "guides/zh", "document_count": 2}]
    below = shelf.alice.get(f"{shelf.path}/documents", query_string={"folder": "guides"}).json["data"]
    moved = {"document_ids": [each["id"] for each in below], "folder": ""}
    assert shelf.alice.post(f"{shelf.path}/documents/move", json=moved).status_code == 200
    assert shelf.key.get(f"{shelf.path}/tree").json["data"] == [{"path": "", "document_count": 4}]


def test_an_estimate_is_what_indexing_makes(alice: Person, shelf: Shelf):
    file = upload(alice, "rivers.md", (MUR * 40).encode())
    source = config(file)["data_source"]["info_list"]
    rule = {
        "mode": "custom",
        "rules": {"segmentation": {"separator": "\\n\\n", "max_tokens": 60, "chunk_overlap": 0}},
    }
    estimate = alice.post("/datasets/indexing-estimate", json={"info_list": source, "process_rule": rule})
    assert estimate.status_code == 200, estimate.json
    document = shelf.add("rivers.md", MUR * 40, process_rule=rule)
    assert estimate.json["total_segments"] == document["segment_count"]
    preview = [each["content"] for each in estimate.json["preview"]]
    assert preview == [each["content"] for each in shelf.segments(document["id"])][: len(preview)]
    text = estimate.json["preview_text"]
    assert [text[each["start"] : each["end"]].strip() for each in estimate.json["preview"]] == preview
    # Nothing embeds without a model.
    assert (estimate.json["tokens"], estimate.json["price_known"]) == (0, False)
    said = alice.get("/datasets/process-rule", query_string={"document_id": document["id"]}).json
    assert (said["mode"], said["rules"]["segmentation"]["max_tokens"]) == ("custom", 60)


def test_an_estimate_says_what_the_model_would_cost(alice: Person, server: ModelServer):
    models = "/workspaces/current/model-providers/openai_api_compatible/models"
    priced = {"model": "scripted-embedding", "model_type": "text-embedding", "input_price": "20", "currency": "EUR"}
    assert alice.post(models, json=priced).status_code in (200, 201)
    source = config(upload(alice, "rivers.md", (MUR * 40).encode()))["data_source"]["info_list"]
    names = {"embedding_model": "scripted-embedding", "embedding_model_provider": "openai_api_compatible"}
    said = alice.post("/datasets/indexing-estimate", json={"info_list": source, **names}).json
    assert said["tokens"] > 100
    assert (said["price_known"], said["currency"]) == (True, "EUR")
    assert Decimal(said["total_price"]) == Decimal(20) * said["tokens"] / 1_000_000
    economy = {"info_list": source, **names, "indexing_technique": "economy"}
    free = alice.post("/datasets/indexing-estimate", json=economy).json
    assert (free["tokens"], free["total_price"], free["total_segments"]) == (0, "0", said["total_segments"])


@pytest.mark.parametrize("action", ["disable", "archive"])
def test_what_is_switched_off_is_not_found_and_comes_back(shelf: Shelf, action: str):
    document = shelf.add("rivers.md", MUR)
    other = shelf.add("drau.md", "The Drau flows through Villach.")
    path = f"{shelf.path}/documents/status"
    assert shelf.key.patch(f"{path}/{action}", json={"document_ids": [document["id"]]}).status_code == 200
    assert shelf.found("flows") == [segment["content"] for segment in shelf.segments(other["id"])]
    assert shelf.document(document["id"])["display_status"] == ("archived" if action == "archive" else "disabled")
    back = "un_archive" if action == "archive" else "enable"
    batch = f"{path}/{back}/batch"
    assert shelf.alice.patch(batch, query_string={"document_id": [document["id"]]}).status_code == 200
    assert len(shelf.found("flows")) == 2


def test_an_archived_document_stays_as_it_is(shelf: Shelf):
    document = shelf.add("rivers.md", MUR)
    path = f"{shelf.path}/documents/{document['id']}"
    shelf.key.patch(f"{shelf.path}/documents/status/archive", json={"document_ids": [document["id"]]})
    for reply in (
        shelf.key.delete(path),
        shelf.key.post(f"{path}/update-by-text", json={"text": "x"}),
        shelf.alice.post(f"{path}/rename", json={"name": "x"}),
        shelf.key.post(f"{path}/segments", json={"segments": [{"content": "x"}]}),
    ):
        assert (reply.status_code, reply.json["code"]) == (403, "archived_document_immutable")


def test_deleted_documents_are_gone_at_once_with_their_bytes(shelf: Shelf, kept: Any):
    before = kept()
    documents = [shelf.add(f"{number}.md", f"Number {number} of the Mur.") for number in range(3)]
    assert len(shelf.found("Mur")) == 3
    assert shelf.key.delete(f"{shelf.path}/documents/{documents[0]['id']}").status_code == 204
    assert len(shelf.found("Mur")) == 2
    ids = [each["id"] for each in documents[1:]]
    assert shelf.alice.delete(f"{shelf.path}/documents", query_string={"document_id": ids}).status_code == 204
    assert shelf.found("Mur") == []
    assert kept() == before


def test_documents_are_listed_by_folder_status_and_name(shelf: Shelf):
    shelf.add("mur.md", MUR, folder="/rivers/styria/")
    shelf.add("drau.md", "Drau", folder="rivers")
    shelf.add("empty.md", " ")
    lake = shelf.add("lake.md", "Lake")

    def names(**query: Any) -> list[str]:
        return [each["name"] for each in shelf.alice.get(f"{shelf.path}/documents", query_string=query).json["data"]]

    assert names(sort="name") == ["drau.md", "empty.md", "lake.md", "mur.md"]
    assert names(folder="rivers", sort="name") == ["drau.md", "mur.md"]
    assert names(folder="rivers/styria") == ["mur.md"]
    assert names(keyword="LAKE") == ["lake.md"]
    assert names(status="error") == ["empty.md"]
    assert shelf.alice.get(f"{shelf.path}/error-docs").json["data"][0]["error_code"] == "no_text_found"
    moved = {"document_ids": [lake["id"]], "folder": "lakes"}
    assert shelf.alice.post(f"{shelf.path}/documents/move", json=moved).status_code == 200
    assert names(folder="lakes") == ["lake.md"]


def test_a_failed_document_is_tried_again(shelf: Shelf):
    document = shelf.add("empty.md", " ")
    assert document["display_status"] == "error"
    assert shelf.alice.post(f"{shelf.path}/retry", json={"document_ids": [document["id"]]}).status_code == 200
    assert shelf.document(document["id"])["display_status"] == "queuing"
    completed = shelf.add("rivers.md", MUR)
    reply = shelf.alice.post(f"{shelf.path}/retry", json={"document_ids": [completed["id"]]})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_action")


def test_a_paused_document_waits(shelf: Shelf):
    made = shelf.key.post(f"{shelf.path}/document/create-by-text", json={"name": "x", "text": MUR}).json["document"]
    path = f"{shelf.path}/documents/{made['id']}/processing"
    assert shelf.alice.patch(f"{path}/pause").status_code == 200
    shelf.run_tasks()
    assert shelf.document(made["id"])["display_status"] == "paused"
    assert shelf.alice.patch(f"{path}/pause").json["code"] == "invalid_action"
    assert shelf.alice.patch(f"{path}/resume").status_code == 200
    shelf.run_tasks()
    assert shelf.document(made["id"])["display_status"] == "available"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": "", "text": "x"}, "name"),
        ({"name": "x"}, "text"),
        ({"name": "x", "text": "x", "doc_form": "poem"}, "doc_form"),
        ({"name": "x", "text": "x", "process_rule": {"mode": "custom"}}, "process_rule"),
        ({"name": "x", "text": "x", "process_rule": {"mode": "best"}}, "process_rule.mode"),
    ],
)
def test_bad_input_makes_no_document(shelf: Shelf, kept: Any, body: dict[str, Any], path: str):
    before = kept()
    reply = shelf.key.post(f"{shelf.path}/document/create-by-text", json=body)
    assert reply.status_code == 400, reply.json
    assert reply.json["details"][0]["path"].startswith(path)
    assert shelf.key.get(f"{shelf.path}/documents").json["total"] == 0
    assert kept() == before


def test_files_that_are_no_documents_are_refused_before_anything_is_stored(shelf: Shelf, kept: Any):
    before = kept()
    for data, name in ((b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "x.png"), (b"\x7fELF" + b"\0" * 50, "x.txt")):
        form = {"file": (BytesIO(data), name)}
        reply = shelf.key.post(f"{shelf.path}/document/create-by-file", data=form, content_type="multipart/form-data")
        assert (reply.status_code, reply.json["code"]) == (415, "unsupported_file_type")
    reply = shelf.key.post(f"{shelf.path}/document/create-by-file", data={}, content_type="multipart/form-data")
    assert reply.json["code"] == "no_file_uploaded"
    assert kept() == before


@pytest.mark.parametrize("kind", ["notion_import", "website_crawl"])
def test_sources_that_there_are_none_of_are_named(alice: Person, kind: str):
    body = {"data_source": {"info_list": {"data_source_type": kind}}}
    reply = alice.post("/datasets/init", json=body)
    assert reply.status_code == 400
    assert kind in reply.json["message"]


def test_nobody_uses_the_uploads_of_others(cast: Cast):
    file = upload(cast.alice, "rivers.md", MUR.encode())
    for stranger in (cast.mallory,):
        assert stranger.post("/datasets/init", json=config(file)).status_code == 404


def test_a_deleted_knowledge_base_leaves_no_tables(shelf: Shelf, context: FlaskApp):
    """Neither words, nor vectors, nor objects that nobody would ever look for."""
    shelf.add("rivers.md", MUR)
    tables = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'vectors' AND tablename LIKE :name")
    named = {"name": f"%{UUID(shelf.dataset['id']).hex}%"}
    assert db.session.scalar(tables, named) == 1
    assert shelf.alice.delete(shelf.path).status_code == 204
    shelf.run_tasks()
    assert db.session.scalar(tables, named) == 0
