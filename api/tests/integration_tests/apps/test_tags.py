"""Tags on apps and on knowledge bases."""

from typing import Any

import pytest

from tests.conftest import Cast, Person, Program
from treeline.apps.tags.service import MAX_TAGS


def tag(person: Any, name: str, kind: str = "app") -> str:
    reply = person.post("/tags", json={"name": name, "type": kind})
    assert reply.status_code == 200, reply.json
    return reply.json["id"]


def listed(person: Any, kind: str = "app") -> list[tuple[str, str]]:
    return [(each["name"], each["binding_count"]) for each in person.get(f"/tags?type={kind}").json]


@pytest.fixture
def app_id(alice: Person) -> str:
    return alice.post("/apps", json={"name": "Reader", "mode": "chat"}).json["id"]


def test_apps_are_tagged_and_found_by_their_tags(alice: Person, app_id: str):
    alice.post("/apps", json={"name": "Other", "mode": "chat"})
    sales, beta = tag(alice, "sales"), tag(alice, "beta")
    bound = {"tag_ids": [sales, beta], "target_id": app_id, "type": "app"}
    for _ in range(2):
        assert alice.post("/tag-bindings/create", json=bound).json == {"result": "success"}
    assert listed(alice) == [("beta", "1"), ("sales", "1")]
    assert [each["name"] for each in alice.get(f"/apps/{app_id}").json["tags"]] == ["beta", "sales"]
    found = alice.get("/apps", query_string={"tag_ids": [sales, beta]}).json["data"]
    assert [(app["name"], [each["name"] for each in app["tags"]]) for app in found] == [("Reader", ["beta", "sales"])]
    alice.post("/tag-bindings/remove", json={"tag_id": beta, "target_id": app_id, "type": "app"})
    assert listed(alice) == [("beta", "0"), ("sales", "1")]
    assert alice.patch(f"/tags/{sales}", json={"name": "revenue"}).json["binding_count"] == "1"
    assert alice.delete(f"/tags/{sales}").status_code == 204
    assert alice.get(f"/apps/{app_id}").json["tags"] == []


def test_programs_see_the_tags_of_their_app(alice: Person, app_id: str):
    alice.post("/tag-bindings/create", json={"tag_ids": [tag(alice, "sales")], "target_id": app_id, "type": "app"})
    token = alice.post(f"/apps/{app_id}/api-keys").json["token"]
    assert Program(alice.client.application.test_client(), token).get("/info").json["tags"] == ["sales"]


def test_knowledge_bases_are_tagged_in_both_apis(alice: Person):
    dataset = alice.post("/datasets", json={"name": "Guides", "permission": "all_team_members"}).json["id"]
    holder = Program(alice.client.application.test_client(), alice.post("/datasets/api-keys", json={}).json["token"])
    made = holder.post("/datasets/tags", json={"name": "manual"}).json
    bound = {"tag_ids": [made["id"]], "target_id": dataset}
    assert holder.post("/datasets/tags/binding", json=bound).status_code == 200
    assert holder.get(f"/datasets/{dataset}/tags").json == {"data": [{"id": made["id"], "name": "manual"}], "total": 1}
    assert holder.get("/datasets/tags").json[0]["binding_count"] == "1"
    assert [each["name"] for each in alice.get(f"/datasets/{dataset}").json["tags"]] == ["manual"]
    assert [each["id"] for each in alice.get("/datasets", query_string={"tag_ids": made["id"]}).json["data"]] == [
        dataset
    ]
    assert holder.patch("/datasets/tags", json={"tag_id": made["id"], "name": "handbook"}).json["name"] == "handbook"
    assert holder.post("/datasets/tags/unbinding", json={"tag_id": made["id"], "target_id": dataset}).status_code == 200
    assert holder.delete("/datasets/tags", json={"tag_id": made["id"]}).status_code == 204
    assert listed(alice, "knowledge") == []


def test_a_name_is_taken_once_a_type(alice: Person):
    tag(alice, "sales")
    tag(alice, "sales", "knowledge")
    reply = alice.post("/tags", json={"name": "sales", "type": "app"})
    assert (reply.status_code, reply.json["code"]) == (409, "tag_name_duplicate")


def test_there_is_a_limit(alice: Person):
    for number in range(MAX_TAGS):
        tag(alice, f"tag {number}")
    assert alice.post("/tags", json={"name": "more", "type": "app"}).json["code"] == "too_many_tags"


def test_nobody_tags_what_is_not_theirs(cast: Cast, app_id: str):
    dataset = cast.alice.post("/datasets", json={"name": "private"}).json["id"]
    hers, own = tag(cast.alice, "hers"), tag(cast.mallory, "own")
    for body, code in (
        ({"tag_ids": [own], "target_id": app_id, "type": "app"}, "tag_target_not_found"),
        ({"tag_ids": [own], "target_id": dataset, "type": "knowledge"}, "tag_target_not_found"),
    ):
        for path in ("/tag-bindings/create", "/tag-bindings/remove"):
            reply = cast.mallory.post(path, json=body)
            assert (reply.status_code, reply.json["code"]) == (404, code)
    mine = cast.mallory.post("/apps", json={"name": "Mine", "mode": "chat"}).json["id"]
    reply = cast.mallory.post("/tag-bindings/create", json={"tag_ids": [hers], "target_id": mine, "type": "app"})
    assert (reply.status_code, reply.json["code"]) == (404, "tag_not_found")
    assert listed(cast.mallory) == [("own", "0")]


def test_many_tags_cost_as_many_queries_as_one(alice: Person, app_id: str, queries: list[str]):
    tags = [tag(alice, f"tag {number}") for number in range(8)]
    counts: list[int] = []
    for path in ("/tag-bindings/create", "/tag-bindings/remove"):
        for some in (tags[:1], tags):
            queries.clear()
            reply = alice.post(path, json={"tag_ids": some, "target_id": app_id, "type": "app"})
            assert reply.status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3]


def test_one_unknown_tag_binds_none(alice: Person, app_id: str):
    known, other = tag(alice, "sales"), tag(alice, "guides", "knowledge")
    for unknown in (other, "0190d5a0-0000-7000-8000-000000000000"):
        body = {"tag_ids": [known, unknown], "target_id": app_id, "type": "app"}
        assert alice.post("/tag-bindings/create", json=body).json["code"] == "tag_not_found"
    assert listed(alice) == [("sales", "0")]
