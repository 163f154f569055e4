"""Knowledge bases: made, found, changed, shared, deleted."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.conftest import Cast, Person
from treeline.accounts.models import WorkspaceMember
from treeline.datasets.models import AppDataset, Dataset
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

Make = Callable[..., Any]
EDITORS = ("owner", "admin", "editor", "dataset_operator")


def names(person: Any, **query: Any) -> list[str]:
    return [each["name"] for each in person.get("/datasets", query_string=query).json["data"]]


def become(cast: Cast, role: str) -> None:
    """Give Bob a role."""
    bob = (WorkspaceMember.account_id == cast.bob.account_id, WorkspaceMember.workspace_id == cast.bob.workspace_id)
    with cast.bob.client.application.app_context(), unit_of_work() as session:
        session.execute(update(WorkspaceMember).where(*bob).values(role=role))


def test_one_is_made_read_changed_and_deleted(alice: Person, knowledge: Make, run_tasks: Callable[[], list[str]]):
    made = knowledge("Guides", description="How to", indexing_technique="economy", permission="all_team_members")
    assert made["doc_form"] == "text_model"
    assert made["document_count"] == 0
    assert made["author_name"] == "Alice"
    assert alice.get(f"/datasets/{made['id']}").json == made
    changed = alice.patch(f"/datasets/{made['id']}", json={"name": "Handbook", "retrieval_model": {"top_k": 3}})
    assert changed.status_code == 200, changed.json
    assert (changed.json["name"], changed.json["description"]) == ("Handbook", "How to")
    assert changed.json["retrieval_model_dict"] == {"top_k": 3}
    assert alice.delete(f"/datasets/{made['id']}").status_code == 204
    assert alice.get(f"/datasets/{made['id']}").status_code == 404
    assert "datasets.remove" in run_tasks()
    assert names(alice) == []


def test_a_removed_one_leaves_no_row(flask_app: FlaskApp, alice: Person, knowledge: Make, run_tasks: Any):
    made = knowledge()
    alice.delete(f"/datasets/{made['id']}")
    run_tasks()
    with flask_app.app_context():
        assert db.session.get(Dataset, UUID(made["id"])) is None


def test_a_name_is_taken_once(alice: Person, knowledge: Make):
    first, second = knowledge("Guides"), knowledge("Others")
    for reply in (
        alice.post("/datasets", json={"name": "Guides"}),
        alice.patch(f"/datasets/{second['id']}", json={"name": "Guides"}),
    ):
        assert (reply.status_code, reply.json["code"]) == (409, "dataset_name_duplicate")
    alice.delete(f"/datasets/{first['id']}")
    assert alice.post("/datasets", json={"name": "Guides"}).status_code == 201


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"name": "x", "description": "x" * 401}, "description"),
        ({"name": "x", "indexing_technique": "best"}, "indexing_technique"),
        ({"name": "x", "permission": "everybody"}, "permission"),
        ({"name": "x", "retrieval_model": {"top_k": 0}}, "retrieval_model.top_k"),
        ({"name": "x", "retrieval_model": {"score_threshold": 2}}, "retrieval_model.score_threshold"),
        ({"name": "x", "partial_member_list": ["0190d5a0-0000-7000-8000-000000000000"]}, "partial_member_list"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(alice: Person, body: dict[str, Any], path: str):
    reply = alice.post("/datasets", json=body)
    assert reply.status_code == 400, reply.json
    assert reply.json["details"][0]["path"] == path
    assert names(alice) == []


def test_vectors_need_a_model(alice: Person):
    reply = alice.post("/datasets", json={"name": "x", "indexing_technique": "high_quality"})
    assert (reply.status_code, reply.json["code"]) == (400, "provider_not_initialize")
    assert "economy" in reply.json["message"]


def test_lists_are_searched_and_paged(alice: Person, knowledge: Make):
    made = [knowledge(name) for name in ("Rivers", "Lakes", "River banks")]
    assert names(alice) == ["River banks", "Lakes", "Rivers"]
    assert names(alice, keyword="river") == ["River banks", "Rivers"]
    assert names(alice, limit=1, page=2) == ["Lakes"]
    assert names(alice, ids=[made[0]["id"], made[1]["id"]]) == ["Lakes", "Rivers"]
    assert names(alice, **{"ids[]": [made[2]["id"]]}) == ["River banks"]


def test_one_that_an_app_uses_stays(alice: Person, knowledge: Make):
    made = knowledge()
    app = alice.post("/apps", json={"name": "Reader", "mode": "chat"}).json
    assert alice.get(f"/datasets/{made['id']}/use-check").json == {"is_using": False}
    with alice.client.application.app_context(), unit_of_work() as session:
        session.add(AppDataset(app_id=UUID(app["id"]), dataset_id=UUID(made["id"])))
    assert alice.get(f"/datasets/{made['id']}/use-check").json == {"is_using": True}
    assert [each["name"] for each in alice.get(f"/datasets/{made['id']}/related-apps").json["data"]] == ["Reader"]
    reply = alice.delete(f"/datasets/{made['id']}")
    assert (reply.status_code, reply.json["code"]) == (409, "dataset_in_use")
    alice.delete(f"/apps/{app['id']}")
    assert alice.delete(f"/datasets/{made['id']}").status_code == 204


@pytest.mark.parametrize("role", ["admin", "editor", "normal", "dataset_operator"])
def test_who_sees_and_changes_what(cast: Cast, knowledge: Make, role: str):
    """Of Alice's: private, shared with all, shared with Bob, shared with nobody yet."""
    become(cast, role)
    private = knowledge("private")
    shared = knowledge("shared", permission="all_team_members")
    listed = knowledge("listed", permission="partial_members", partial_member_list=[str(cast.bob.account_id)])
    unlisted = knowledge("unlisted", permission="partial_members", partial_member_list=[])
    seen = {"shared", "listed"} | ({"unlisted"} if role == "admin" else set())
    assert set(names(cast.bob)) == seen
    assert cast.alice.get(f"/datasets/{listed['id']}").json["partial_member_list"] == [str(cast.bob.account_id)]
    for one in (private, shared, listed, unlisted):
        path = f"/datasets/{one['id']}"
        hidden = one["name"] not in seen
        assert cast.bob.get(path).status_code == (404 if hidden else 200)
        allowed = 200 if role in EDITORS else 403
        assert cast.bob.patch(path, json={"description": "Bob's"}).status_code == (404 if hidden else allowed)
    assert cast.bob.post("/datasets", json={"name": "own"}).status_code == (201 if role in EDITORS else 403)


@pytest.mark.parametrize(
    "path",
    [
        "/datasets",
        "/datasets/api-keys",
        "/workspaces/current",
        "/workspaces/current/members",
        "/workspaces/current/default-model?model_type=text-embedding",
        "/workspaces/current/models/model-types/rerank",
        "/datasets/{id}",
        "/datasets/{id}/documents",
        "/datasets/{id}/tree",
        "/datasets/{id}/metadata",
        "/datasets/{id}/metadata/built-in",
    ],
)
def test_what_the_console_asks_about_knowledge_an_operator_may_ask(cast: Cast, knowledge: Make, path: str):
    shared = knowledge("Shared", permission="all_team_members")
    become(cast, "dataset_operator")
    assert cast.bob.get(path.format(id=shared["id"])).status_code == 200
    assert cast.bob.get("/apps").status_code == 403


def test_whoever_curates_can_upload_what_they_add(cast: Cast, knowledge: Make):
    made = knowledge(permission="all_team_members")
    become(cast, "dataset_operator")
    form = {"file": (BytesIO(b"# Rivers"), "rivers.md")}
    sent = cast.bob.post("/console/api/files/upload", data=form, content_type="multipart/form-data")
    assert sent.status_code == 201, sent.json
    files = {"data_source_type": "upload_file", "file_info_list": {"file_ids": [sent.json["id"]]}}
    added = cast.bob.post(f"/datasets/{made['id']}/documents", json={"data_source": {"info_list": files}})
    assert added.status_code == 200, added.json


def test_a_manager_sees_that_private_ones_exist_and_no_more(cast: Cast, knowledge: Make):
    become(cast, "admin")
    knowledge("private", description="secret plans")
    found = cast.bob.get("/datasets", query_string={"include_all": "true"}).json["data"]
    assert [(each["name"], each["is_private"], each["author_name"]) for each in found] == [("private", True, "Alice")]
    assert "secret plans" not in str(found)
    become(cast, "editor")
    assert names(cast.bob, include_all="true") == []


def test_members_of_elsewhere_cannot_be_listed(cast: Cast, knowledge: Make):
    made = knowledge(permission="partial_members")
    reply = cast.alice.patch(
        f"/datasets/{made['id']}", json={"partial_member_list": [{"user_id": str(cast.mallory.account_id)}]}
    )
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, "partial_member_list")


def test_another_workspace_sees_nothing(cast: Cast, knowledge: Make):
    made = knowledge(permission="all_team_members")
    assert names(cast.mallory) == []
    for method in ("GET", "PATCH", "DELETE"):
        assert cast.mallory.open(method, f"/datasets/{made['id']}", json={}).status_code == 404


def test_a_list_costs_the_same_queries_however_long(alice: Person, knowledge: Make, queries: list[str]):
    counts: list[int] = []
    for number in range(1, 4):
        knowledge(f"number {number}")
        queries.clear()
        alice.get("/datasets")
        counts.append(len(queries))
    assert counts[0] == counts[2]
