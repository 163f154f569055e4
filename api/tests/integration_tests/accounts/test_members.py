"""Changing who is in a workspace, and with which role."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person, make_cast
from tests.integration_tests.accounts.test_invitations import code_of
from tests.integration_tests.accounts.test_workspaces import give_role, join, switch
from treeline.accounts.activity import MemberActivity
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.roles import GIVES, ROLES
from treeline.accounts.service import AccountService
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp


def change_role(person: Person, account_id: object, role: object) -> TestResponse:
    return person.put(f"/workspaces/current/members/{account_id}/update-role", json={"role": role})


def remove(person: Person, account_id: object) -> TestResponse:
    return person.delete(f"/workspaces/current/members/{account_id}")


def leave(person: Person) -> TestResponse:
    return person.post("/workspaces/current/leave")


def roles(person: Person) -> dict[str, str]:
    return {one["name"]: one["role"] for one in person.get("/workspaces/current/members").json["accounts"]}


@pytest.fixture
def carol(alice: Person, flask_app: FlaskApp) -> object:
    """The id of an admin in Alice's workspace."""
    with flask_app.app_context(), unit_of_work():
        accounts = AccountService(db.session, flask_app.extensions["settings"])
        return accounts.create_member(alice.workspace_id, "carol@example.com", "Carol", PASSWORD, "admin").account_id


def test_a_new_role_counts_with_the_next_request(alice: Person, bob: Person):
    new = {"name": "An app", "mode": "chat"}
    assert bob.post("/apps", json=new).status_code == 403
    reply = change_role(alice, bob.account_id, "editor")
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    assert bob.post("/apps", json=new).status_code == 201
    assert change_role(alice, bob.account_id, "dataset_operator").status_code == 200
    assert bob.get("/apps").status_code == 403
    assert bob.get("/workspaces/current").json["abilities"] == ["curate", "belong"]


@pytest.mark.parametrize("own", ROLES)
def test_who_changes_and_removes_whom(alice: Person, bob: Person, carol: object, flask_app: FlaskApp, own: str):
    """Bob's role decides, and never about somebody of a role that he doesn't give."""
    give_role(flask_app, bob, own)
    gives = GIVES[own]  # pyright: ignore[reportArgumentType]  one of them
    for theirs in ROLES:
        if theirs != "owner":
            assert change_role(alice, carol, theirs).status_code == 200
        target = alice.account_id if theirs == "owner" else carol
        for to in ROLES:
            allowed = theirs in gives and to in gives
            reply = change_role(bob, target, to)
            assert reply.status_code == (200 if allowed else 403), (theirs, to, reply.json)
            if allowed:
                assert change_role(alice, carol, theirs).status_code == 200
        if theirs not in gives:
            assert remove(bob, target).status_code == 403
    assert roles(alice)["Alice"] == "owner"


def test_nobody_operates_on_themselves(alice: Person, bob: Person, carol: object, flask_app: FlaskApp):
    give_role(flask_app, bob, "admin")
    for person in (alice, bob):
        for reply in (change_role(person, person.account_id, "normal"), remove(person, person.account_id)):
            assert code_of(reply) == (400, "cannot_operate_self")
    assert roles(alice) == {"Alice": "owner", "Bob": "admin", "Carol": "admin"}


def test_nobody_is_made_an_owner(alice: Person, bob: Person):
    reply = change_role(alice, bob.account_id, "owner")
    assert code_of(reply) == (403, "role_not_given")
    assert roles(alice)["Bob"] == "normal"


@pytest.mark.parametrize("role", ["king", "", None, 7, ["editor"]])
def test_bad_roles(alice: Person, bob: Person, role: object):
    assert code_of(change_role(alice, bob.account_id, role)) == (400, "invalid_param")


def test_only_members_are_found(alice: Person, bob: Person, mallory: Person):
    for account_id in (mallory.account_id, uuid4()):
        assert code_of(change_role(alice, account_id, "editor")) == (404, "member_not_found")
        assert code_of(remove(alice, account_id)) == (404, "member_not_found")
    assert code_of(remove(mallory, bob.account_id)) == (404, "member_not_found")
    assert roles(mallory) == {"Mallory": "owner"}


def test_a_removed_member_is_out_at_once(alice: Person, bob: Person, mallory: Person, flask_app: FlaskApp):
    join(flask_app, bob, mallory, "editor")
    app_id = alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]
    assert bob.get(f"/apps/{app_id}").status_code == 200
    assert remove(alice, bob.account_id).status_code == 200
    assert bob.get(f"/apps/{app_id}").status_code == 401
    assert bob.client.post("/console/api/refresh-token").status_code == 401
    assert code_of(remove(alice, bob.account_id)) == (404, "member_not_found")
    # The other workspace is still his.
    assert bob.log_in().status_code == 200
    assert bob.get("/workspaces/current").json["name"] == "Mallory's Workspace"
    assert bob.get(f"/apps/{app_id}").status_code == 404
    assert switch(bob, alice.workspace_id).status_code == 404


def test_leaving(alice: Person, bob: Person, mallory: Person, flask_app: FlaskApp):
    join(flask_app, bob, mallory, "editor")
    reply = leave(bob)
    assert reply.status_code == 200
    assert reply.json["new_tenant"] == bob.get("/workspaces/current").json
    assert reply.json["new_tenant"]["name"] == "Mallory's Workspace"
    assert roles(alice) == {"Alice": "owner"}
    # And the last one.
    assert leave(bob).json == {"result": "success", "new_tenant": None}
    assert bob.get("/workspaces/current").status_code == 401
    assert code_of(bob.log_in()) == (403, "no_workspace")


def test_the_last_owner_stays(alice: Person, bob: Person, flask_app: FlaskApp):
    assert code_of(leave(alice)) == (409, "last_owner")
    give_role(flask_app, bob, "owner")
    assert leave(alice).json["new_tenant"] is None
    assert roles(bob) == {"Bob": "owner"}
    assert code_of(leave(bob)) == (409, "last_owner")


def test_two_owners_cannot_both_leave(committed: FlaskApp):
    alice, bob, _ = make_cast(committed)
    give_role(committed, bob, "owner")
    with ThreadPoolExecutor(2) as pool:
        replies = sorted(reply.status_code for reply in pool.map(leave, (alice, bob)))
    assert replies == [200, 409]


def test_two_admins_cannot_outdo_each_other(committed: FlaskApp):
    """Of two that take each other's role away at once, the second one has none any more to do so."""
    alice, bob, mallory = make_cast(committed)
    join(committed, mallory, alice, "editor")
    give_role(committed, bob, "admin")
    with ThreadPoolExecutor(2) as pool:
        demoted = pool.submit(change_role, alice, bob.account_id, "normal")
        removed = pool.submit(remove, bob, mallory.account_id)
        replies = (demoted.result().status_code, removed.result().status_code)
    assert replies in ((200, 200), (200, 403))
    assert ("Mallory" in roles(alice)) == (replies == (200, 403))


def test_changes_are_in_the_audit_log(alice: Person, bob: Person, flask_app: FlaskApp):
    assert change_role(alice, bob.account_id, "editor").status_code == 200
    assert remove(alice, bob.account_id).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        mine = select(AuditEvent).where(AuditEvent.workspace_id == alice.workspace_id).order_by(AuditEvent.id)
        lines: list[Any] = list(session.scalars(mine))
    told = [(line.deed, line.actor_name, line.object_id, line.object_name) for line in lines[-2:]]
    who = (alice.email, bob.account_id, "Bob")
    assert told == [("member.change_role", *who), ("member.remove", *who)]
    assert (lines[-2].details["role_before"], lines[-2].details["role"]) == ("normal", "editor")


def test_memberships_elsewhere_are_left_alone(
    alice: Person, bob: Person, mallory: Person, flask_app: FlaskApp, client: FlaskClient
):
    join(flask_app, bob, mallory, "admin")
    assert change_role(alice, bob.account_id, "editor").status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        his = select(WorkspaceMember.role).where(WorkspaceMember.account_id == bob.account_id)
        assert set(session.scalars(his)) == {"editor", "admin"}


def test_the_last_activity_is_written_by_a_task_and_not_by_requests(
    alice: Person, bob: Person, flask_app: FlaskApp, queries: list[str], clock_travel: Callable[[float], None]
):
    def active() -> dict[str, int | None]:
        return {one["name"]: one["last_active_at"] for one in alice.get("/workspaces/current/members").json["accounts"]}

    def flush() -> None:
        with flask_app.app_context():
            MemberActivity(flask_app.extensions["redis"]).flush()

    assert active() == {"Alice": None, "Bob": None}
    queries.clear()
    assert bob.get("/workspaces/current").status_code == 200
    assert [query for query in queries if query.startswith("UPDATE")] == []
    flush()
    first = active()
    assert all(first.values())
    clock_travel(300)
    # Alice looks again, and Bob does not.
    active()
    flush()
    then = active()
    assert then["Bob"] == first["Bob"]
    assert (then["Alice"] or 0) >= (first["Alice"] or 0) + 299
