"""Segments and child chunks by hand: found at once, gone at once."""

from typing import Any

import pytest

from tests.integration_tests.datasets.conftest import Shelf

PARENT = {
    "mode": "hierarchical",
    "rules": {
        "parent_mode": "paragraph",
        "segmentation": {"separator": "\\n\\n", "max_tokens": 100},
        "subchunk_segmentation": {"separator": "\\n", "max_tokens": 50},
    },
}


@pytest.fixture
def path(shelf: Shelf) -> str:
    return f"{shelf.path}/documents/{shelf.add('rivers.md', 'The Mur flows through Graz.')['id']}"


def test_a_segment_is_written_changed_switched_and_deleted(shelf: Shelf, path: str):
    added = shelf.alice.post(f"{path}/segment", json={"content": "The Raab flows to Győr.", "keywords": ["Raab"]})
    assert added.status_code == 200, added.json
    segment = added.json["data"]
    assert (segment["position"], segment["keywords"], segment["edited"]) == (2, ["Raab"], True)
    assert shelf.found("Raab") == ["The Raab flows to Győr."]
    changed = shelf.alice.patch(f"{path}/segments/{segment['id']}", json={"content": "The Lafnitz meanders."})
    assert changed.status_code == 200, changed.json
    assert (shelf.found("Raab"), shelf.found("Lafnitz")) == ([], ["The Lafnitz meanders."])
    switch = {"query_string": {"segment_id": [segment["id"]]}}
    assert shelf.alice.patch(f"{path}/segment/disable", **switch).status_code == 200
    assert shelf.found("Lafnitz") == []
    assert shelf.alice.patch(f"{path}/segment/enable", **switch).status_code == 200
    assert shelf.found("Lafnitz") == ["The Lafnitz meanders."]
    assert shelf.alice.delete(f"{path}/segments", **switch).status_code == 204
    assert shelf.found("Lafnitz") == []


def test_programs_write_segments_too(shelf: Shelf, path: str):
    body = {"segments": [{"content": "The Raab."}, {"content": "The Lafnitz.", "answer": "unused"}]}
    made = shelf.key.post(f"{path}/segments", json=body)
    assert made.status_code == 200, made.json
    assert [each["position"] for each in made.json["data"]] == [2, 3]
    one = f"{path}/segments/{made.json['data'][0]['id']}"
    assert shelf.key.get(one).json["data"]["content"] == "The Raab."
    assert shelf.key.post(one, json={"segment": {"content": "The Safen.", "enabled": False}}).status_code == 200
    assert shelf.found("Safen") == []
    assert shelf.key.post(one, json={"segment": {"enabled": True}}).status_code == 200
    assert shelf.found("Safen") == ["The Safen."]
    assert shelf.key.delete(one).status_code == 204
    assert shelf.key.get(one).json["code"] == "segment_not_found"


def test_what_is_edited_survives_a_new_version(shelf: Shelf, path: str):
    shelf.alice.post(f"{path}/segment", json={"content": "Typed by hand."})
    shelf.key.post(f"{path}/update-by-text", json={"text": "The Drau flows through Villach."})
    shelf.run_tasks()
    assert shelf.found("typed hand") == ["Typed by hand."]
    assert shelf.found("Drau") == ["The Drau flows through Villach."]


def test_children_are_searched_and_parents_answer(shelf: Shelf):
    text = "Rivers of Styria\nThe Mur flows through Graz\nThe Enns flows through Liezen\n\nLakes are elsewhere\n"
    document = shelf.add("rivers.txt", text, doc_form="hierarchical_model", process_rule=PARENT)
    assert document["indexing_status"] == "completed", document
    (record,) = shelf.alice.post(f"{shelf.path}/hit-testing", json={"query": "Enns"}).json["records"]
    assert "Mur" in record["segment"]["content"]
    assert ["Enns" in each["content"] for each in record["child_chunks"]] == [True]
    path = f"{shelf.path}/documents/{document['id']}/segments/{record['segment']['id']}/child_chunks"
    added = shelf.key.post(path, json={"content": "The Sulm is red."})
    assert added.status_code == 200, added.json
    child = added.json["data"]
    assert child["type"] == "customized"
    assert len(shelf.found("Sulm")) == 1
    assert shelf.key.patch(f"{path}/{child['id']}", json={"content": "The Kainach."}).status_code == 200
    assert (shelf.found("Sulm"), len(shelf.found("Kainach"))) == ([], 1)
    listed = shelf.alice.get(path).json
    assert listed["total"] == len(listed["data"]) > 1
    assert shelf.key.delete(f"{path}/{child['id']}").status_code == 204
    assert shelf.found("Kainach") == []
    segment = path.removesuffix("/child_chunks")
    new = {"content": "The Salza\nThe Palten", "regenerate_child_chunks": True}
    changed = shelf.alice.patch(segment, json=new)
    assert changed.status_code == 200, changed.json
    assert (shelf.found("Enns"), len(shelf.found("Palten"))) == ([], 1)


def test_only_hierarchical_documents_have_children(shelf: Shelf, path: str):
    segment = shelf.alice.get(f"{path}/segments").json["data"][0]
    reply = shelf.alice.post(f"{path}/segments/{segment['id']}/child_chunks", json={"content": "x"})
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "no_child_chunks")


def test_segments_wait_for_the_indexing(shelf: Shelf, path: str):
    shelf.key.post(f"{path}/update-by-text", json={"text": "The Drau."})
    segment = shelf.alice.get(f"{path}/segments").json["data"][0]
    for reply in (
        shelf.alice.post(f"{path}/segment", json={"content": "x"}),
        shelf.alice.patch(f"{path}/segments/{segment['id']}", json={"content": "x"}),
        shelf.alice.delete(f"{path}/segments/{segment['id']}"),
    ):
        assert (reply.status_code, reply.json["code"]) == (400, "document_indexing")


def test_questions_have_answers(shelf: Shelf):
    table = "question,answer\nWhich river?,The Mur\nWhich lake?,The Wörthersee\n"
    document = shelf.add("pairs.csv", table, doc_form="qa_model")
    first: Any = shelf.segments(document["id"])[0]
    assert (first["content"], first["answer"]) == ("Which river?", "The Mur")
    path = f"{shelf.path}/documents/{document['id']}"
    assert shelf.alice.post(f"{path}/segment", json={"content": "Which hill?"}).json["details"][0]["path"] == "answer"
    added = shelf.alice.post(f"{path}/segment", json={"content": "Which hill?", "answer": "The Plabutsch"})
    assert added.status_code == 200, added.json
    assert shelf.found("which hill") == ["Which hill?"]
