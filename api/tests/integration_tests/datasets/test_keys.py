"""`ds-` keys: what they may see and do."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Cast, Person, Program
from tests.integration_tests.datasets.test_datasets import become
from treeline.datasets.keys.service import MAX_KEYS
from treeline.kernel.clock import now
from treeline.kernel.web import FlaskApp

Make = Callable[..., Any]


def names(holder: Any) -> list[str]:
    return [each["name"] for each in holder.get("/datasets").json["data"]]


def test_a_key_is_shown_once_and_works_until_it_is_deleted(alice: Person, flask_app: FlaskApp):
    made = alice.post("/datasets/api-keys", json={"name": "robot"}).json
    assert made["token"].startswith("ds-")
    assert made["type"] == "dataset"
    holder = Program(flask_app.test_client(), made["token"])
    assert holder.get("/datasets").status_code == 200
    (shown,) = alice.get("/datasets/api-keys").json["data"]
    assert shown["token"] != made["token"]
    assert shown["name"] == "robot"
    assert alice.delete(f"/datasets/api-keys/{made['id']}").status_code == 204
    assert (holder.get("/datasets").status_code, holder.get("/datasets").json["code"]) == (401, "api_key_invalid")


def test_a_key_sees_what_all_share_and_what_keys_made(cast: Cast, knowledge: Make, key_of: Callable[..., Program]):
    knowledge("private")
    knowledge("shared", permission="all_team_members")
    holder = key_of()
    assert names(holder) == ["shared"]
    made = holder.post("/datasets", json={"name": "by a key", "permission": "only_me"})
    assert made.status_code == 201, made.json
    assert names(holder) == ["by a key", "shared"]
    assert holder.patch(f"/datasets/{made.json['id']}", json={"description": "x"}).json["description"] == "x"
    assert holder.delete(f"/datasets/{made.json['id']}").status_code == 204


def test_a_key_may_be_limited(cast: Cast, knowledge: Make, key_of: Callable[..., Program]):
    one = knowledge("one", permission="all_team_members")
    two = knowledge("two", permission="all_team_members")
    limited, reader = key_of(dataset_ids=[one["id"]]), key_of(scopes=["read"])
    assert names(limited) == ["one"]
    assert limited.get(f"/datasets/{two['id']}").status_code == 404
    assert limited.patch(f"/datasets/{one['id']}", json={"description": "x"}).status_code == 200
    assert names(reader) == ["two", "one"]
    for reply in (
        reader.patch(f"/datasets/{one['id']}", json={"description": "y"}),
        reader.post("/datasets", json={"name": "z"}),
        reader.delete(f"/datasets/{one['id']}"),
    ):
        assert reply.status_code == 403


def test_a_key_of_one_is_limited_to_it(alice: Person, knowledge: Make, flask_app: FlaskApp):
    one = knowledge("one", permission="all_team_members")
    knowledge("two", permission="all_team_members")
    made = alice.post(f"/datasets/{one['id']}/api-keys", json={}).json
    assert names(Program(flask_app.test_client(), made["token"])) == ["one"]
    assert [key["id"] for key in alice.get(f"/datasets/{one['id']}/api-keys").json["data"]] == [made["id"]]
    assert alice.delete(f"/datasets/{one['id']}/api-keys/{made['id']}").status_code == 204


def test_a_key_opens_a_private_one_that_is_named_for_it(cast: Cast, knowledge: Make, flask_app: FlaskApp):
    """As long as whoever made the key may read it."""
    private, other = knowledge("private"), knowledge("other")
    made = cast.alice.post(f"/datasets/{private['id']}/api-keys", json={}).json
    holder = Program(flask_app.test_client(), made["token"])
    assert names(holder) == ["private"]
    assert holder.post(f"/datasets/{private['id']}/retrieve", json={"query": "x"}).status_code == 200
    assert holder.get(f"/datasets/{other['id']}").status_code == 404
    shared = knowledge("shared", permission="all_team_members")
    become(cast, "editor")
    by_editor = cast.bob.post(f"/datasets/{shared['id']}/api-keys", json={}).json
    holder = Program(flask_app.test_client(), by_editor["token"])
    assert names(holder) == ["shared"]
    cast.alice.patch(f"/datasets/{shared['id']}", json={"permission": "only_me"})
    assert names(holder) == []


def test_where_api_access_is_off_keys_are_refused(alice: Person, knowledge: Make, key_of: Callable[..., Program]):
    one = knowledge("one", permission="all_team_members")
    holder = key_of()
    alice.patch(f"/datasets/{one['id']}", json={"enable_api": False})
    reply = holder.get(f"/datasets/{one['id']}")
    assert (reply.status_code, reply.json["code"]) == (403, "dataset_api_disabled")


@pytest.mark.parametrize("token", ["app-" + "x" * 32, "ds-" + "x" * 32, "x"])
def test_other_keys_do_not_fit(flask_app: FlaskApp, alice: Person, token: str):
    assert Program(flask_app.test_client(), token).get("/datasets").status_code == 401


def test_keys_of_apps_and_of_knowledge_are_no_substitutes(alice: Person, key_of: Callable[..., Program]):
    app = alice.post("/apps", json={"name": "Reader", "mode": "chat"}).json
    token = alice.post(f"/apps/{app['id']}/api-keys").json["token"]
    assert Program(alice.client.application.test_client(), token).get("/datasets").status_code == 401
    assert key_of().get("/info").status_code == 401


def test_nobody_makes_a_key_for_what_they_cannot_see(cast: Cast, knowledge: Make):
    private = knowledge("private")
    for stranger in (cast.mallory, cast.bob):
        reply = stranger.post("/datasets/api-keys", json={"dataset_ids": [private["id"]]})
        assert reply.status_code == (404 if stranger is cast.mallory else 403)


def test_there_is_a_limit(alice: Person, knowledge: Make):
    """For all of the workspace's, and beside them for each knowledge base's own."""
    both = [knowledge(name)["id"] for name in ("one", "two")]
    for path, limited in (
        ("/datasets/api-keys", None),
        (f"/datasets/{both[0]}/api-keys", None),
        ("/datasets/api-keys", both[1:]),
    ):
        replies = [alice.post(path, json={"dataset_ids": limited}).status_code for _ in range(MAX_KEYS + 1)]
        assert replies == [201] * MAX_KEYS + [400], path
    assert alice.post("/datasets/api-keys", json={"dataset_ids": both}).status_code == 400


def test_a_key_expires(alice: Person, flask_app: FlaskApp, clock_travel: Callable[[float], None]):
    made = alice.post("/datasets/api-keys", json={"expires_at": int(now().timestamp()) + 60}).json
    holder = Program(flask_app.test_client(), made["token"])
    assert holder.get("/datasets").status_code == 200
    clock_travel(61)
    assert (holder.get("/datasets").status_code, holder.get("/datasets").json["code"]) == (401, "api_key_expired")
