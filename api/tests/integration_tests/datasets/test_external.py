"""External knowledge bases: services that answer searches, over a real socket."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Cast, Person, Program
from tests.integration_tests.datasets.conftest import Shelf
from tests.knowledge_service import KnowledgeService
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.metadata.filters import parse
from treeline.datasets.retrieval.options import SearchOptions
from treeline.datasets.retrieval.service import retrieve
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp
from treeline.operations.rotation import rotate
from treeline.providers.credentials import HIDDEN

APIS = "/datasets/external-knowledge-api"
KEY = "secret-0123456789abcdef"
FERRY = {
    "content": "The ferry leaves at noon.",
    "score": 0.9,
    "title": "Ferries",
    "metadata": {"url": "https://f.example/1"},
}
TRAIN = {"content": "The train leaves at ten.", "score": 0.4, "title": "Trains", "metadata": None}


@pytest.fixture
def service(patience_of_tests: None) -> Iterator[KnowledgeService]:
    with KnowledgeService() as running:
        running.records = [FERRY, TRAIN]
        yield running


def api_body(url: str, **settings: Any) -> Any:
    return {"name": "Timetables", "settings": {"endpoint": url, "api_key": KEY, **settings}}


def added(person: Person, url: str, **settings: Any) -> Any:
    reply = person.post(APIS, json=api_body(url, **settings))
    assert reply.status_code == 201, reply.json
    return reply.json


@pytest.fixture
def outside(alice: Person, service: KnowledgeService) -> Any:
    """An external knowledge base of Alice's."""
    api = added(alice, f"{service.url}/v2/")
    body = {"name": "Outside", "external_knowledge_api_id": api["id"], "external_knowledge_id": "kb-1"}
    reply = alice.post("/datasets/external", json=body)
    assert reply.status_code == 201, reply.json
    return reply.json


def search(person: Person, dataset: Any, **more: Any) -> Any:
    return person.post(f"/datasets/{dataset['id']}/hit-testing", json={"query": "When does it leave?", **more})


def test_a_key_is_stored_encrypted_and_never_returned(flask_app: FlaskApp, alice: Person):
    made = added(alice, "https://service.example/v2/")
    assert made["settings"] == {"endpoint": "https://service.example/v2", "api_key": HIDDEN}
    for path in (APIS, f"{APIS}/{made['id']}"):
        assert KEY.encode() not in alice.get(path).data
    with flask_app.app_context():
        row = db.session.get_one(ExternalKnowledgeApi, UUID(made["id"]))
        assert row.sealed_key
        assert KEY not in row.sealed_key


def test_a_masked_key_stays_for_its_endpoint_alone(alice: Person, service: KnowledgeService, outside: Any):
    api_id = outside["external_knowledge_info"]["external_knowledge_api_id"]
    renamed = api_body(f"{service.url}/v2", api_key=HIDDEN) | {"name": "Renamed"}
    assert alice.patch(f"{APIS}/{api_id}", json=renamed).status_code == 200
    search(alice, outside)
    assert service.asked[-1][1] == f"Bearer {KEY}"
    elsewhere = alice.patch(f"{APIS}/{api_id}", json=api_body("https://thief.example", api_key=HIDDEN))
    assert (elsewhere.status_code, elsewhere.json["details"][0]["type"]) == (400, "secret_again")
    assert alice.patch(f"{APIS}/{api_id}", json=api_body(service.url, api_key="")).json["settings"]["api_key"] == ""
    search(alice, outside)
    assert service.asked[-1][1] == ""


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (api_body("ftp://x.example"), "settings.endpoint"),
        (api_body("https://me:word@x.example"), "settings.endpoint"),
        (api_body("https://x.example", api_key="schlüssel"), "settings.api_key"),
        ({**api_body("https://x.example"), "name": ""}, "name"),
    ],
)
def test_what_is_wrong_with_an_api_is_said_with_its_place(alice: Person, body: Any, path: str):
    reply = alice.post(APIS, json=body)
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, path)


def test_what_is_wrong_with_a_base_is_said_with_its_place(alice: Person, cast: Cast):
    api_id = added(alice, "https://x.example")["id"]
    for missing in ("external_knowledge_api_id", "external_knowledge_id"):
        body = {"external_knowledge_api_id": api_id, "external_knowledge_id": "kb", "provider": "external", "name": "x"}
        reply = alice.post("/datasets", json={name: value for name, value in body.items() if name != missing})
        assert (reply.status_code, reply.json["details"][0]["path"]) == (400, missing)
        # Somebody else's is none.
        reply = cast.mallory.post("/datasets", json=body)
        assert (reply.status_code, reply.json["code"]) == (404, "external_knowledge_api_not_found")
    assert alice.get("/datasets").json["total"] == 0


def test_an_api_in_use_stays(alice: Person, outside: Any):
    api_id = outside["external_knowledge_info"]["external_knowledge_api_id"]
    assert alice.get(f"{APIS}/{api_id}").json["dataset_bindings"] == [{"id": outside["id"], "name": "Outside"}]
    assert alice.get(f"{APIS}/{api_id}/use-check").json == {"is_using": True, "count": 1}
    refused = alice.delete(f"{APIS}/{api_id}")
    assert (refused.status_code, refused.json["code"]) == (409, "external_knowledge_api_in_use")
    alice.delete(f"/datasets/{outside['id']}")
    assert alice.get(f"{APIS}/{api_id}/use-check").json == {"is_using": False, "count": 0}
    assert alice.delete(f"{APIS}/{api_id}").status_code == 204
    assert alice.get(APIS).json["data"] == []


def test_a_search_asks_the_service(alice: Person, service: KnowledgeService, outside: Any):
    path = f"/datasets/{outside['id']}"
    alice.patch(path, json={"external_retrieval_model": {"top_k": 5, "score_threshold": 0.2}})
    conditions = [{"name": "line", "comparison_operator": "is", "value": "red"}]
    model = {"top_k": 5, "score_threshold": 0.2, "metadata_filtering_conditions": {"conditions": conditions}}
    first, second = search(alice, outside, retrieval_model=model).json["records"]
    url, key, body = service.asked[0]
    assert (url, key) == ("/v2/retrieval", f"Bearer {KEY}")
    assert body == {
        "knowledge_id": "kb-1",
        "query": "When does it leave?",
        "retrieval_setting": {"top_k": 5, "score_threshold": 0.2},
        "metadata_condition": {"logical_operator": "and", "conditions": conditions},
    }
    assert (first["segment"]["content"], first["score"], second["score"]) == (FERRY["content"], 0.9, 0.4)
    assert (first["segment"]["document"]["name"], first["segment"]["document"]["doc_metadata"]) == (
        "Ferries",
        FERRY["metadata"],
    )
    assert (first["citation"]["url"], second["citation"]["url"]) == ("https://f.example/1", "")
    # Its own settings hold where none are given, and the threshold whatever a service says to it.
    stored = alice.post(f"{path}/external-hit-testing", json={"query": "x"}).json["records"]
    assert [each["title"] for each in stored] == ["Ferries", "Trains"]
    assert service.asked[1][2]["retrieval_setting"] == {"top_k": 5, "score_threshold": 0.2}
    fewer = search(alice, outside, external_retrieval_model={"top_k": 1, "score_threshold": 0.5}).json["records"]
    assert [each["score"] for each in fewer] == [0.9]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"status": 404, "body": b'{"error_code": 2001, "error_msg": "No such knowledge"}'}, "404: No such knowledge"),
    ({"status": 500, "body": b"<html>"}, "returned 500."),
    ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}, "body": b""}, "returned 302."),
    ({"body": b"<html>"}, "response is invalid"),
    ({"body": b"[]"}, "response is invalid"),
    ({"body": b'{"records": null}'}, "records"),
    ({"records": [FERRY, {"content": "x"}]}, "records[1].score"),
    ({"body": b'{"records": [{"content": "x", "score": NaN}]}'}, "response is invalid"),
    ({"records": [{"content": "", "score": 1}]}, "records[0].content"),
    ({"records": [{**FERRY, "metadata": "red"}]}, "records[0].metadata"),
    ({"records": [{**FERRY, "content": "x" * (1024 * 1024)}]}, "larger than 1048576 bytes"),
    ({"body": b"x", "status": 401, "headers": {"X": KEY}}, "returned 401."),
    ({"status": 403, "body": b'{"error_msg": "Bad key %s"}' % KEY.encode()}, "403: Bad key …"),
]


@pytest.mark.parametrize(("answer", "told"), BAD)
def test_an_answer_that_is_none_says_why(
    alice: Person, service: KnowledgeService, outside: Any, answer: dict[str, Any], told: str
):
    for name, value in answer.items():
        setattr(service, name, value)
    reply = search(alice, outside)
    assert (reply.status_code, reply.json["code"]) == (502, "external_knowledge_failed")
    assert told in reply.json["message"]
    assert "Timetables" in reply.json["message"]
    assert KEY not in reply.json["message"]


def test_a_service_that_is_away(alice: Person, service: KnowledgeService, outside: Any):
    service.__exit__(None, None, None)
    assert search(alice, outside).json["code"] == "external_knowledge_failed"


def test_a_private_address_needs_leave(alice: Person):
    """Without the setting of the other tests."""
    with KnowledgeService() as service:
        api = added(alice, service.url)
        body = {"name": "Outside", "external_knowledge_api_id": api["id"], "external_knowledge_id": "kb-1"}
        reply = search(alice, alice.post("/datasets/external", json=body).json)
        assert (reply.status_code, reply.json["details"][0]["type"]) == (502, "host_not_allowed")
        assert service.asked == []


@pytest.fixture
def both(shelf: Shelf, outside: Any) -> list[str]:
    shelf.add("harbor.md", "The harbor opens when the ferry has to leave.")
    return [shelf.dataset["id"], outside["id"]]


def test_both_kinds_answer_together(alice: Person, service: KnowledgeService, both: list[str]):
    reply = alice.post("/datasets/search", json={"query": "ferry leave", "dataset_ids": both, "explain": True}).json
    found = {each["segment"]["content"] for each in reply["records"]}
    assert found == {"The harbor opens when the ferry has to leave.", FERRY["content"], TRAIN["content"]}
    assert [each["code"] for each in reply["warnings"]] == ["merged_by_rank"]
    assert {each["dataset_id"] for each in reply["explanations"]} == set(both)


def test_a_failing_service_leaves_the_others_hits(
    flask_app: FlaskApp, alice: Person, service: KnowledgeService, both: list[str]
):
    hurried = flask_app.extensions["settings"].model_copy(update={"external_knowledge_timeout_seconds": 0.2})
    flask_app.extensions["settings"] = hurried
    for answer in ({"status": 500}, {"status": 200, "seconds": 1.0}):
        for name, value in answer.items():
            setattr(service, name, value)
        reply = alice.post("/datasets/search", json={"query": "ferry leave", "dataset_ids": both}).json
        assert [each["segment"]["dataset_id"] for each in reply["records"]] == [both[0]]
        assert [(each["code"], each["dataset_id"]) for each in reply["warnings"]] == [("external_failed", both[1])]
    assert "longer than" in reply["warnings"][0]["message"]


def test_a_filter_that_a_service_does_not_know_finds_nothing_there(
    context: FlaskApp, alice: Person, service: KnowledgeService, both: list[str]
):
    """Rather than everything."""
    here = {"name": "document_name", "comparison_operator": "is", "value": "harbor.md"}
    either = {"logical_operator": "or", "conditions": [here, {**here, "value": "other.md"}]}
    wanted = SearchOptions(method="keyword_search", filter=parse({"conditions": [here, either]}))
    ids = [UUID(each) for each in both]
    found = asyncio.run(retrieve(alice.workspace_id, ids, "ferry", wanted, context.extensions["settings"]))
    assert [each.dataset.id for each in found.results] == ids[:1]
    assert [each.code for each in found.warnings] == ["external_failed"]
    assert service.asked == []


def test_it_has_no_documents(alice: Person, key_of: Callable[..., Program], outside: Any):
    alice.patch(f"/datasets/{outside['id']}", json={"permission": "all_team_members"})
    text = {"name": "x.md", "text": "x"}
    reply = key_of().post(f"/datasets/{outside['id']}/document/create-by-text", json=text)
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "external_dataset")
    assert alice.get(f"/datasets/{outside['id']}/documents").json["total"] == 0


def test_models_are_ignored_for_it(alice: Person, outside: Any):
    changed = alice.patch(f"/datasets/{outside['id']}", json={"indexing_technique": "high_quality", "name": "Outer"})
    assert (changed.status_code, changed.json["indexing_technique"]) == (200, None)


def test_keys_are_encrypted_again_with_a_new_secret(flask_app: FlaskApp, alice: Person):
    added(alice, "https://service.example")
    with flask_app.app_context():
        assert "external_knowledge_apis.sealed_key" in rotate(flask_app.extensions["settings"]).sealed
