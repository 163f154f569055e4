"""List your workspaces."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant
from treeline.accounts.models import Workspace, WorkspaceMember
from treeline.accounts.roles import ROLES
from treeline.accounts.service import MAX_OWNED
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def join(flask_app: FlaskApp, person: Person, other: Person, role: str) -> None:
    """The person becomes a member of the other's workspace."""
    with flask_app.app_context(), unit_of_work() as session:
        session.add(WorkspaceMember(workspace_id=other.workspace_id, account_id=person.account_id, role=role))


def give_role(flask_app: FlaskApp, person: Person, role: str) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(
            update(WorkspaceMember).where(WorkspaceMember.account_id == person.account_id).values(role=role)
        )


def switch(person: Person, workspace_id: object) -> TestResponse:
    return person.post("/workspaces/switch", json={"tenant_id": str(workspace_id)})


def test_the_current_workspace(alice: Person, bob: Person):
    workspace = alice.get("/workspaces/current").json
    assert workspace.keys() == {"id", "name", "status", "created_at", "role", "abilities", "gives"}
    assert (workspace["id"], workspace["name"], workspace["role"]) == (
        str(alice.workspace_id),
        "Alice's Workspace",
        "owner",
    )
    assert isinstance(workspace["created_at"], int)
    assert alice.post("/workspaces/current").json == workspace
    assert workspace["abilities"] == ["own", "manage", "edit", "curate", "read", "belong"]
    assert workspace["gives"] == ["admin", "editor", "normal", "dataset_operator"]
    his = {**workspace, "role": "normal", "abilities": ["read", "belong"], "gives": []}
    assert bob.get("/workspaces/current").json == his


def test_ones_workspaces_and_no_others(bob: Person, mallory: Person, flask_app: FlaskApp):
    assert [one["name"] for one in bob.get("/workspaces").json["workspaces"]] == ["Alice's Workspace"]
    join(flask_app, bob, mallory, "editor")
    workspaces = bob.get("/workspaces").json["workspaces"]
    told = [(one["name"], one["role"], one["current"], one["status"]) for one in workspaces]
    assert told == [
        ("Alice's Workspace", "normal", True, "normal"),
        ("Mallory's Workspace", "editor", False, "normal"),
    ]


def test_everyone_sees_who_is_in_the_workspace_and_nobody_of_another(
    alice: Person, bob: Person, mallory: Person, flask_app: FlaskApp
):
    give_role(flask_app, bob, "dataset_operator")
    members = bob.get("/workspaces/current/members").json["accounts"]
    assert members == alice.get("/workspaces/current/members").json["accounts"]
    assert [(one["id"], one["name"], one["email"], one["role"], one["status"]) for one in members] == [
        (str(alice.account_id), "Alice", alice.email, "owner", "active"),
        (str(bob.account_id), "Bob", bob.email, "dataset_operator", "active"),
    ]
    assert [one["name"] for one in mallory.get("/workspaces/current/members").json["accounts"]] == ["Mallory"]


def test_switching(bob: Person, mallory: Person, client: FlaskClient, flask_app: FlaskApp):
    join(flask_app, bob, mallory, "admin")
    login = {"email": bob.email, "password": PASSWORD}
    assert client.post("/console/api/login", json=login).status_code == 200
    reply = switch(bob, mallory.workspace_id)
    assert reply.status_code == 200
    assert reply.json["result"] == "success"
    assert reply.json["new_tenant"] == bob.get("/workspaces/current").json
    assert reply.json["new_tenant"]["name"] == "Mallory's Workspace"
    assert bob.get("/workspaces/current").json["role"] == "admin"
    assert [one["current"] for one in bob.get("/workspaces").json["workspaces"]] == [False, True]
    # The other session stays where it is; the next login goes where its owner was last; renewal changes nothing.
    assert client.get("/console/api/workspaces/current").json["name"] == "Alice's Workspace"
    assert client.post("/console/api/login", json=login).status_code == 200
    assert client.get("/console/api/workspaces/current").json["name"] == "Mallory's Workspace"
    assert bob.client.post("/console/api/refresh-token").status_code == 200
    assert bob.get("/workspaces/current").json["name"] == "Mallory's Workspace"
    assert switch(bob, bob.workspace_id).json["new_tenant"]["role"] == "normal"


def test_a_later_invitation_does_not_move_anyone(bob: Person, mallory: Person, flask_app: FlaskApp):
    join(flask_app, bob, mallory, "admin")
    assert bob.log_in().status_code == 200
    assert bob.get("/workspaces/current").json["name"] == "Alice's Workspace"


def test_a_strangers_workspace_is_not_there(bob: Person, mallory: Person):
    for workspace_id in (mallory.workspace_id, uuid4(), bob.account_id):
        reply = switch(bob, workspace_id)
        assert (reply.status_code, reply.json["code"]) == (404, "workspace_not_found")
    assert bob.get("/workspaces/current").json["id"] == str(bob.workspace_id)


@pytest.mark.parametrize("body", [{}, {"tenant_id": "x"}, {"tenant_id": None}, {"tenant_id": 7}, []])
def test_bad_switches(bob: Person, body: object):
    reply = bob.post("/workspaces/switch", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_renaming(alice: Person, bob: Person, mallory: Person):
    reply = alice.post("/workspaces/info", json={"name": " Acme "})
    assert reply.status_code == 200
    assert reply.json == {"result": "success", "tenant": alice.get("/workspaces/current").json}
    assert bob.get("/workspaces/current").json["name"] == "Acme"
    assert mallory.get("/workspaces/current").json["name"] == "Mallory's Workspace"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", 7, None])
def test_bad_names(alice: Person, name: object):
    reply = alice.post("/workspaces/info", json={"name": name})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert alice.get("/workspaces/current").json["name"] == "Alice's Workspace"


def test_creating_a_workspace(alice: Person, bob: Person):
    reply = bob.post("/workspaces", json={"name": " Bob's own "})
    assert reply.status_code == 201
    made = reply.json
    assert (made["name"], made["role"]) == ("Bob's own", "owner")
    # Where he is does not change until he switches.
    assert bob.get("/workspaces/current").json["id"] == str(bob.workspace_id)
    assert [one["name"] for one in bob.get("/workspaces").json["workspaces"]] == ["Alice's Workspace", "Bob's own"]
    assert switch(bob, made["id"]).json["new_tenant"]["role"] == "owner"
    assert [one["name"] for one in bob.get("/workspaces/current/members").json["accounts"]] == ["Bob"]
    assert bob.post("/apps", json={"name": "First", "mode": "chat"}).status_code == 201
    assert alice.get("/apps").json["data"] == []
    assert switch(alice, made["id"]).status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "\u202ename", 7, None])
def test_bad_names_of_new_workspaces(bob: Person, name: object):
    assert bob.post("/workspaces", json={"name": name}).status_code == 400
    assert len(bob.get("/workspaces").json["workspaces"]) == 1


def test_only_instance_admins_create_workspaces_where_a_setting_says_so(alice: Person, bob: Person, variant: Variant):
    closed = variant(allow_create_workspace=False)
    for person, expected in ((alice, 201), (bob, 403)):
        client = closed.test_client()
        for name in ("access_token", "csrf_token"):
            cookie = person.client.get_cookie(name)
            assert cookie is not None
            client.set_cookie(name, cookie.value)
        person.client = client
        assert person.get("/workspaces").json["can_create"] is (expected == 201)
        reply = person.post("/workspaces", json={"name": "Mine"})
        assert (reply.status_code, reply.json.get("code")) == (
            expected,
            None if expected == 201 else "workspaces_not_created",
        )


def test_an_account_owns_so_many_workspaces(bob: Person, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        more = [Workspace(name=f"W{n}") for n in range(MAX_OWNED)]
        session.add_all(more)
        session.flush()
        session.add_all(WorkspaceMember(workspace_id=one.id, account_id=bob.account_id, role="owner") for one in more)
    reply = bob.post("/workspaces", json={"name": "One more"})
    assert (reply.status_code, reply.json["code"]) == (409, "too_many_workspaces")


@pytest.mark.parametrize("role", ROLES)
def test_owners_and_admins_rename(bob: Person, flask_app: FlaskApp, role: str):
    give_role(flask_app, bob, role)
    reply = bob.post("/workspaces/info", json={"name": "Bob's now"})
    if role in ("owner", "admin"):
        assert reply.status_code == 200
    else:
        assert (reply.status_code, reply.json["code"]) == (403, "forbidden")
        assert f"your role is {role}" in reply.json["message"]
        assert bob.get("/workspaces/current").json["name"] == "Alice's Workspace"


@pytest.mark.parametrize("role", ROLES)
def test_abilities_are_what_the_api_allows(bob: Person, flask_app: FlaskApp, role: str):
    give_role(flask_app, bob, role)
    workspace = bob.get("/workspaces/current").json
    replies = {
        "manage": bob.post("/workspaces/info", json={"name": "Bob's now"}),
        "edit": bob.post("/apps", json={"name": "An app", "mode": "chat"}),
        "curate": bob.post("/datasets", json={"name": "Guides"}),
        "read": bob.get("/apps"),
        "belong": bob.get("/workspaces"),
    }
    allowed = {ability for ability, reply in replies.items() if reply.status_code < 300}
    assert {reply.status_code for reply in replies.values()} <= {200, 201, 403}
    assert set(workspace["abilities"]) - {"own"} == allowed
    assert ("own" in workspace["abilities"]) == (workspace["role"] == "owner")
    assert [one["abilities"] for one in bob.get("/workspaces").json["workspaces"]] == [workspace["abilities"]]


def test_a_new_role_counts_at_once(bob: Person, flask_app: FlaskApp):
    assert bob.post("/workspaces/info", json={"name": "Acme"}).status_code == 403
    give_role(flask_app, bob, "admin")
    assert bob.post("/workspaces/info", json={"name": "Acme"}).status_code == 200
