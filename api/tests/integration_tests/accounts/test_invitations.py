"""Inviting people, and how they accept."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant
from tests.integration_tests.accounts.test_passkeys import registered
from tests.integration_tests.accounts.test_passkeys import request as asked_for_passkey
from tests.integration_tests.accounts.test_two_step import enable, first_step
from tests.integration_tests.accounts.test_workspaces import give_role
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.invitations import service
from treeline.accounts.models import Account, WorkspaceMember
from treeline.accounts.roles import GIVES, ROLES
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.models import Mail

NEW = "carol@example.com"
CAROL = {"name": "Carol", "password": PASSWORD, "interface_language": "zh-Hans", "timezone": "Asia/Shanghai"}


def invite(person: Person, *emails: str, role: str = "editor", **more: str) -> TestResponse:
    return person.post("/workspaces/current/members/invite-email", json={"emails": emails, "role": role, **more})


def token_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["token"][0]


def invited(person: Person, email: str = NEW, role: str = "editor") -> str:
    """The token of a new invitation."""
    reply = invite(person, email, role=role)
    assert reply.status_code == 201, reply.json
    return token_of(reply.json["invitation_results"][0]["url"])


def listed(person: Person) -> list[dict[str, Any]]:
    return person.get("/workspaces/current/invitations").json["data"]


def check(client: FlaskClient, token: str) -> TestResponse:
    return client.get("/console/api/activate/check", query_string={"token": token})


def activate(client: FlaskClient, token: str, **more: str) -> TestResponse:
    return client.post("/console/api/activate", json={"token": token, **CAROL, **more})


def resend(person: Person, invitation_id: str) -> TestResponse:
    return person.post(f"/workspaces/current/invitations/{invitation_id}/resend")


def code_of(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json["code"]


def test_a_new_account(alice: Person, client: FlaskClient):
    reply = invite(alice, " Carol@Example.com ", role="editor", language="zh-Hans")
    assert reply.status_code == 201
    (result,) = reply.json["invitation_results"]
    assert (result["email"], result["status"]) == (NEW, "success")
    assert reply.json["tenant_id"] == str(alice.workspace_id)
    # Without a mail server the link is the inviter's to pass on: a path, for it never comes from a request's Host.
    assert result["url"].startswith("/activate?token=")
    (row,) = listed(alice)
    assert (row["email"], row["role"], row["status"], row["invited_by"]) == (NEW, "editor", "pending", "Alice")
    token = token_of(result["url"])
    assert token not in alice.get("/workspaces/current/invitations").text
    for _ in range(2):
        looked = check(client, token)
        assert looked.headers["Cache-Control"] == "no-store"
        assert looked.json["data"] == {
            "workspace_id": str(alice.workspace_id),
            "workspace_name": "Alice's Workspace",
            "email": NEW,
            "role": "editor",
            "inviter": "Alice",
            "account_exists": False,
        }
    assert activate(client, token).status_code == 200
    profile = client.get("/console/api/account/profile").json
    told = [profile[name] for name in ("email", "name", "interface_language", "timezone", "is_password_set")]
    assert told == [NEW, "Carol", "zh-Hans", "Asia/Shanghai", True]
    assert client.get("/console/api/workspaces/current").json["role"] == "editor"
    assert listed(alice) == []
    # And she can log in again.
    assert client.post("/console/api/login", json={"email": NEW, "password": PASSWORD}).status_code == 200


def test_with_a_mail_server_the_link_is_only_in_the_mail(alice: Person, variant: Variant):
    sending = variant(mail_type="smtp", smtp_server="127.0.0.1", mail_default_send_from="treeline@example.com")
    client = sending.test_client()
    for name in ("access_token", "csrf_token"):
        cookie = alice.client.get_cookie(name)
        assert cookie is not None
        client.set_cookie(name, cookie.value)
    alice.client = client
    (result,) = invite(alice, NEW).json["invitation_results"]
    assert (result["status"], result["url"]) == ("success", None)
    with sending.app_context(), unit_of_work() as session:
        mail = session.scalars(select(Mail).where(Mail.recipient == NEW)).one()
    assert (mail.kind, mail.state, mail.workspace_id) == ("invitation", "queued", alice.workspace_id)
    row = alice.get("/workspaces/current/invitations").json
    assert row["mails"] is True
    assert "token" not in str(row)


def test_an_existing_account_accepts_with_its_login(alice: Person, mallory: Person, client: FlaskClient):
    token = invited(alice, mallory.email.upper(), "admin")
    assert check(client, token).json["data"]["account_exists"] is True
    # The link alone opens nothing of hers, and sets no password.
    assert code_of(activate(client, token, password="Another-horse-9")) == (409, "account_exists")
    login = {"email": mallory.email, "password": "Another-horse-9", "invite_token": token}
    assert code_of(client.post("/console/api/login", json=login)) == (401, "authentication_failed")
    assert check(client, token).status_code == 200
    assert client.post("/console/api/login", json={**login, "password": PASSWORD}).status_code == 200
    there = client.get("/console/api/workspaces/current").json
    assert (there["name"], there["role"]) == ("Alice's Workspace", "admin")
    assert code_of(check(client, token)) == (409, "verification_used")


def test_whoever_is_logged_in_joins_and_is_there(alice: Person, bob: Person, mallory: Person):
    token = invited(alice, mallory.email)
    reply = bob.post("/workspaces/join", json={"token": token})
    assert code_of(reply) == (403, "invitation_for_another")
    assert mallory.email in reply.json["message"]
    assert mallory.client.post("/console/api/workspaces/join", json={"token": token}).status_code == 401
    reply = mallory.post("/workspaces/join", json={"token": token})
    assert reply.status_code == 200
    assert reply.json["new_tenant"] == mallory.get("/workspaces/current").json
    assert [one["role"] for one in mallory.get("/workspaces").json["workspaces"]] == ["owner", "editor"]
    assert code_of(mallory.post("/workspaces/join", json={"token": token})) == (409, "verification_used")


def test_a_login_with_an_invitation_of_somebody_else_is_no_login(alice: Person, bob: Person, client: FlaskClient):
    token = invited(alice)
    login = {"email": bob.email, "password": PASSWORD, "invite_token": token}
    assert code_of(client.post("/console/api/login", json=login)) == (403, "invitation_for_another")
    assert client.get("/console/api/account/profile").status_code == 401
    assert check(client, token).status_code == 200


def test_whoever_has_no_workspace_left_comes_back_by_an_invitation(alice: Person, bob: Person, client: FlaskClient):
    assert alice.delete(f"/workspaces/current/members/{bob.account_id}").status_code == 200
    login = {"email": bob.email, "password": PASSWORD}
    assert code_of(client.post("/console/api/login", json=login)) == (403, "no_workspace")
    token = invited(alice, bob.email, "normal")
    assert client.post("/console/api/login", json={**login, "invite_token": token}).status_code == 200
    assert client.get("/console/api/workspaces/current").json["role"] == "normal"


@pytest.mark.parametrize("changed", ["", "x", "cut", "case"])
def test_altered_links(alice: Person, client: FlaskClient, changed: str):
    token = invited(alice)
    altered = {"": "", "x": "x", "cut": token[:-1], "case": token.swapcase()}[changed]
    if altered:
        assert code_of(check(client, altered)) == (404, "verification_not_found")
        assert code_of(activate(client, altered)) == (404, "verification_not_found")
    else:
        assert check(client, altered).status_code == activate(client, altered).status_code == 400
    assert check(client, token).status_code == 200


def test_an_invitation_expires(alice: Person, client: FlaskClient, clock_travel: Any):
    token = invited(alice)
    clock_travel(72 * 3600 + 1)
    assert code_of(check(client, token)) == (409, "verification_expired")
    assert code_of(activate(client, token)) == (409, "verification_expired")


def test_the_link_of_a_revoked_invitation(alice: Person, client: FlaskClient):
    token = invited(alice)
    (row,) = listed(alice)
    assert alice.delete(f"/workspaces/current/invitations/{row['id']}").status_code == 200
    assert listed(alice) == []
    assert code_of(check(client, token)) == (409, "verification_revoked")
    assert code_of(activate(client, token)) == (409, "verification_revoked")
    assert code_of(alice.delete(f"/workspaces/current/invitations/{row['id']}")) == (404, "invitation_not_found")
    assert code_of(resend(alice, row["id"])) == (404, "invitation_not_found")
    # The address can be invited again.
    assert check(client, invited(alice)).status_code == 200


def test_sending_again_makes_a_new_link(alice: Person, client: FlaskClient, flask_app: FlaskApp, clock_travel: Any):
    first = invited(alice)
    (row,) = listed(alice)
    reply = resend(alice, row["id"])
    assert code_of(reply) == (429, "invitation_sent_recently")
    assert 0 < int(reply.headers["Retry-After"]) <= 60
    clock_travel(61)
    second = token_of(resend(alice, row["id"]).json["url"])
    assert code_of(check(client, first)) == (409, "verification_revoked")
    assert check(client, second).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        states = list(session.scalars(select(Mail.state).where(Mail.recipient == NEW).order_by(Mail.created_at)))
    assert states == ["cancelled", "undelivered"]


def test_one_result_an_address(alice: Person, bob: Person, clock_travel: Any):
    invited(alice, role="normal")
    reply = invite(alice, "dave@example.com", bob.email, "DAVE@example.com", NEW)
    told = [(each["email"], each["status"], each["code"]) for each in reply.json["invitation_results"]]
    assert told == [
        ("dave@example.com", "success", None),
        (bob.email, "failed", "already_member"),
        (NEW, "failed", "invitation_sent_recently"),
    ]
    clock_travel(61)
    # Invited again, the role is the new one.
    assert invite(alice, NEW, role="editor").json["invitation_results"][0]["status"] == "success"
    assert {row["email"]: row["role"] for row in listed(alice)} == {"dave@example.com": "editor", NEW: "editor"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"emails": [], "role": "editor"},
        {"emails": ["dave@example.com", "dave"], "role": "editor"},
        {"emails": ["dave@example.com"], "role": "king"},
        {"emails": [f"{n}@example.com" for n in range(51)], "role": "editor"},
        {"emails": "dave@example.com", "role": "editor"},
        {"emails": ["dave@example.com"], "role": "editor", "language": "../x"},
    ],
)
def test_bad_invitations_send_nothing(alice: Person, body: dict[str, object]):
    reply = alice.post("/workspaces/current/members/invite-email", json=body)
    assert code_of(reply) == (400, "invalid_param")
    assert listed(alice) == []


def test_which_address_is_wrong_is_said(alice: Person):
    reply = invite(alice, "dave@example.com", "dave")
    assert reply.json["details"][0]["path"] == "emails[1]"


@pytest.mark.parametrize("own", ROLES)
def test_which_roles_a_role_invites(bob: Person, flask_app: FlaskApp, own: str):
    give_role(flask_app, bob, own)
    gives = GIVES[own]  # pyright: ignore[reportArgumentType]  one of them
    for role in ROLES:
        reply = invite(bob, f"{role}@example.com", role=role)
        if role in gives:
            assert reply.status_code == 201
        else:
            assert code_of(reply) == (403, "role_not_given" if gives else "forbidden")


def test_too_many_invitations(alice: Person):
    emails = [f"p{n}@example.com" for n in range(service.MAX_OPEN)]
    for start in range(0, len(emails), 50):
        assert invite(alice, *emails[start : start + 50]).status_code == 201
    assert code_of(invite(alice, "one@example.com")) == (409, "too_many_invitations")
    # None is new there.
    assert invite(alice, emails[0]).status_code == 201


def test_links_of_whoever_may_not_invite_any_more(alice: Person, bob: Person, flask_app: FlaskApp, client: FlaskClient):
    give_role(flask_app, bob, "admin")
    his, hers = invited(bob, "one@example.com"), invited(alice, "two@example.com")
    role = alice.put(f"/workspaces/current/members/{bob.account_id}/update-role", json={"role": "editor"})
    assert role.status_code == 200
    assert code_of(check(client, his)) == (409, "verification_revoked")
    assert check(client, hers).status_code == 200


def test_a_joining_is_in_the_audit_log_of_the_workspace(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    assert activate(client, invited(alice)).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        mine = select(AuditEvent).where(AuditEvent.workspace_id == alice.workspace_id).order_by(AuditEvent.id)
        lines = [(line.deed, line.actor_name) for line in session.scalars(mine)]
    assert lines[-2:] == [("invitation.create", alice.email), ("member.join", NEW)]


def test_the_audit_log_names_who_was_invited(alice: Person, bob: Person, flask_app: FlaskApp):
    invited(alice)
    invite(alice, "one@example.com", bob.email, "two@example.com")
    (of_one,) = (row["id"] for row in listed(alice) if row["email"] == NEW)
    with flask_app.app_context(), unit_of_work() as session:
        mine = select(AuditEvent).where(AuditEvent.deed == "invitation.create").order_by(AuditEvent.id)
        one, more = session.scalars(mine)
        assert (one.object_name, str(one.object_id)) == (NEW, of_one)
        assert (more.object_name, more.object_id) == ("one@example.com, two@example.com", None)


def test_old_invitations_are_forgotten(alice: Person, flask_app: FlaskApp, clock_travel: Any):
    invited(alice)
    clock_travel(timedelta(hours=72).total_seconds() + service.KEPT.total_seconds() - 60)
    with flask_app.app_context(), unit_of_work() as session:
        service.forget_invitations(session)
        assert session.scalar(select(func.count()).select_from(service.Invitation)) == 1
    clock_travel(timedelta(hours=72).total_seconds() + service.KEPT.total_seconds() + 60)
    with flask_app.app_context(), unit_of_work() as session:
        service.forget_invitations(session)
        assert session.scalar(select(func.count()).select_from(service.Invitation)) == 0


def test_an_address_that_became_somebody_elses_is_not_let_in(alice: Person, mallory: Person, flask_app: FlaskApp):
    """The invitation is for the address, not for whoever once had it."""
    token = invited(alice, mallory.email)
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.id == mallory.account_id).values(email="m2@example.com"))
    assert code_of(mallory.post("/workspaces/join", json={"token": token})) == (403, "invitation_for_another")
    with flask_app.app_context(), unit_of_work() as session:
        mine = select(func.count()).where(WorkspaceMember.account_id == mallory.account_id)
        assert session.scalar(mine) == 1


# Accounts that belong to no workspace any more


def homeless(flask_app: FlaskApp, person: Person) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == person.account_id))


@pytest.mark.parametrize("required", [False, True])
def test_with_two_steps_and_no_workspace(
    alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp, required: bool
):
    """Nothing is used up by the first step, nor by one that is wrong."""
    app, _ = enable(bob)
    if required:
        enable(alice)
        alice.post("/workspaces/current/two-step", json={"required": True})
    homeless(flask_app, bob)
    token = invited(alice, bob.email)
    challenge = first_step(client, bob, invite_token=token)
    body = {"challenge": challenge, "code": app.code(1)}
    second = "/console/api/login/second-factor"
    assert code_of(client.post(second, json={**body, "code": app.wrong(), "invite_token": token}))[0] == 400
    assert check(client, token).status_code == 200
    assert client.post(second, json={**body, "invite_token": token}).status_code == 200
    assert client.get("/console/api/apps").status_code == 200
    assert listed(alice) == []


def test_with_two_steps_and_no_invitation_it_is_said(bob: Person, client: FlaskClient, flask_app: FlaskApp):
    app, _ = enable(bob)
    homeless(flask_app, bob)
    body = {"challenge": first_step(client, bob), "code": app.code(1)}
    assert code_of(client.post("/console/api/login/second-factor", json=body)) == (403, "no_workspace")


def test_with_a_passkey_and_no_workspace(alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp):
    device = registered(bob)
    homeless(flask_app, bob)
    token = invited(alice, bob.email)
    body = {"credential": device.sign(asked_for_passkey(client)), "invite_token": token}
    assert client.post("/console/api/login/passkey", json=body).status_code == 200
    assert client.get("/console/api/apps").status_code == 200


def test_whoever_lacks_two_steps_here_can_accept_for_elsewhere(alice: Person, bob: Person, mallory: Person):
    enable(alice)
    alice.post("/workspaces/current/two-step", json={"required": True})
    assert code_of(bob.get("/apps")) == (403, "two_step_required")
    token = invited(mallory, bob.email)
    assert bob.post("/workspaces/join", json={"token": token}).status_code == 200
    assert bob.get("/apps").status_code == 200
