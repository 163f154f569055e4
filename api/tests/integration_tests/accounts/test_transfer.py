"""The owner of a workspace gives it to another member."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import Person
from tests.integration_tests.accounts.test_invitations import code_of, invite, listed
from tests.integration_tests.accounts.test_members import leave, roles
from tests.integration_tests.accounts.test_notices import Browser
from treeline.accounts.audit.models import AuditEvent
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.content import content_of, with_link
from treeline.mail.models import Mail

MEMBERS = "/workspaces/current/members"


def ask(person: Person) -> str:
    reply = person.post(f"{MEMBERS}/send-owner-transfer-confirm-email", json={})
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


def code_in_mail(flask_app: FlaskApp, person: Person) -> str:
    with flask_app.app_context(), unit_of_work() as session:
        mine = select(Mail).where(Mail.recipient == person.email, Mail.kind == "owner_transfer")
        mail = session.scalars(mine.order_by(Mail.created_at.desc(), Mail.id.desc())).first()
        assert mail is not None
        content = content_of(mail, flask_app.extensions["settings"])
        assert content is not None
        return str(content.values["code"])


def check(person: Person, token: str, code: str) -> TestResponse:
    return person.post(f"{MEMBERS}/owner-transfer-check", json={"token": token, "code": code})


def transfer(person: Person, account_id: object, token: str) -> TestResponse:
    return person.post(f"{MEMBERS}/{account_id}/owner-transfer", json={"token": token})


def proven(person: Person, flask_app: FlaskApp) -> str:
    token = ask(person)
    return check(person, token, code_in_mail(flask_app, person)).json["token"]


def test_it_works(alice: Person, bob: Person, flask_app: FlaskApp):
    assert invite(alice, "new@example.com", role="admin").status_code == 201
    token = ask(alice)
    code = code_in_mail(flask_app, alice)
    assert code not in json.dumps(alice.get("/workspaces/current/invitations").json)
    reply = check(alice, token, code)
    assert (reply.status_code, reply.json["email"]) == (200, alice.email)
    assert transfer(alice, bob.account_id, reply.json["token"]).status_code == 200
    assert roles(bob) == {"Alice": "admin", "Bob": "owner"}
    assert bob.get("/workspaces/current").json["abilities"][0] == "own"
    # An admin gives no such role.
    assert listed(bob) == []
    # She may leave now.
    assert leave(alice).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        line = session.scalars(select(AuditEvent).where(AuditEvent.deed == "workspace.transfer")).one()
        assert line.object_id == line.workspace_id == alice.workspace_id
        assert line.object_name.endswith(f" → {bob.email}")
        # Nobody is told who has no mail server.
        assert session.scalars(select(Mail).where(Mail.kind == "ownership_transferred")).all() == []


def test_both_are_told(alice: Person, bob: Person, sending: FlaskApp):
    browser = Browser(sending, alice)
    token = browser.send("POST", f"{MEMBERS}/send-owner-transfer-confirm-email", {})["data"]
    proof = {"token": token, "code": code_in_mail(sending, alice)}
    proven = browser.send("POST", f"{MEMBERS}/owner-transfer-check", proof)["token"]
    browser.send("POST", f"{MEMBERS}/{bob.account_id}/owner-transfer", {"token": proven})
    settings = sending.extensions["settings"]
    with sending.app_context(), unit_of_work() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == "ownership_transferred")).all()
        read = {mail.recipient: content for mail in mails if (content := content_of(mail, settings))}
        told = {mail.recipient: with_link(mail, read[mail.recipient], "https://x.example").text for mail in mails}
    assert {to: content.values["reader"] for to, content in read.items()} == {alice.email: "before", bob.email: "now"}
    for text in told.values():
        assert f"Alice ({alice.email}) transferred the workspace" in text
        assert f"to Bob ({bob.email})" in text


def test_the_token_alone_transfers_nothing(alice: Person, bob: Person, flask_app: FlaskApp):
    token = ask(alice)
    assert code_of(transfer(alice, bob.account_id, token)) == (404, "verification_not_found")
    right = code_in_mail(flask_app, alice)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert code_of(check(alice, token, wrong)) == (400, "wrong_code")
    assert check(alice, token, right).status_code == 200
    assert code_of(check(alice, token, right)) == (409, "verification_used")
    assert roles(alice)["Alice"] == "owner"


def test_once(alice: Person, bob: Person, mallory: Person, flask_app: FlaskApp):
    token = proven(alice, flask_app)
    assert code_of(transfer(alice, alice.account_id, token)) == (400, "cannot_operate_self")
    assert code_of(transfer(alice, mallory.account_id, token)) == (404, "member_not_found")
    assert transfer(alice, bob.account_id, token).status_code == 200
    assert code_of(transfer(alice, bob.account_id, token)) == (403, "forbidden")
    # Nor does the new owner have a use for it.
    assert code_of(transfer(bob, alice.account_id, token)) == (409, "verification_used")


def test_a_code_for_one_workspace_transfers_no_other(alice: Person, bob: Person, flask_app: FlaskApp):
    token = proven(alice, flask_app)
    made = alice.post("/workspaces", json={"name": "Another"}).json["id"]
    alice.post("/workspaces/switch", json={"tenant_id": made})
    reply = transfer(alice, bob.account_id, token)
    assert code_of(reply) == (404, "member_not_found")
    assert code_of(check(alice, ask(alice), "x")) == (400, "wrong_code")


@pytest.mark.parametrize("role", ["admin", "editor", "normal", "dataset_operator"])
def test_only_the_owner(alice: Person, bob: Person, flask_app: FlaskApp, role: str):
    assert alice.put(f"{MEMBERS}/{bob.account_id}/update-role", json={"role": role}).status_code == 200
    token = proven(alice, flask_app)
    assert code_of(bob.post(f"{MEMBERS}/send-owner-transfer-confirm-email", json={})) == (403, "forbidden")
    assert code_of(check(bob, token, "000000")) == (403, "forbidden")
    assert code_of(transfer(bob, bob.account_id, token)) == (403, "forbidden")


def test_codes_expire_and_are_few(alice: Person, flask_app: FlaskApp, clock_travel: Callable[[float], None]):
    token = ask(alice)
    code = code_in_mail(flask_app, alice)
    # Without a mail server an instance admin reads it: that takes a while.
    clock_travel(86400 + 1)
    assert alice.log_in().status_code == 200
    assert code_of(check(alice, token, code)) == (409, "verification_expired")
    for _ in range(4):
        ask(alice)
    reply = alice.post(f"{MEMBERS}/send-owner-transfer-confirm-email", json={})
    assert code_of(reply) == (429, "too_many_login_attempts")
    assert int(reply.headers["Retry-After"]) > 0
