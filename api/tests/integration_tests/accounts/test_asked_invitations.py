"""Asking for a new invitation with the link of one that has expired."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import Person
from tests.integration_tests.accounts.conftest import Variant
from tests.integration_tests.accounts.test_invitations import NEW, check, code_of, invited, listed, resend, token_of
from tests.integration_tests.accounts.test_workspaces import give_role
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.invitations.asking import PAUSE
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.verifications.models import Verification
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.content import content_of
from treeline.mail.models import Mail


def ask(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/console/api/activate/ask", json={"token": token})


def expire(flask_app: FlaskApp) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        for table in (Invitation, Verification):
            session.execute(update(table).values(expires_at=now()))


def mailed(flask_app: FlaskApp) -> list[tuple[str, Any]]:
    with flask_app.app_context(), unit_of_work() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == "invitation_asked").order_by(Mail.recipient))
        read = [(mail.recipient, content_of(mail, flask_app.extensions["settings"])) for mail in mails]
    return [(recipient, content.values["email"] if content else None) for recipient, content in read]


def test_it_is_shown_once_and_a_new_link_answers_it(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    token = invited(alice)
    assert [row["asked_at"] for row in listed(alice)] == [None]
    expire(flask_app)
    assert code_of(check(client, token)) == (409, "verification_expired")
    first = ask(client, token)
    assert (first.status_code, first.json, first.headers["Cache-Control"]) == (200, {"result": "success"}, "no-store")
    (row,) = listed(alice)
    assert (row["status"], row["asked_at"] is not None) == ("expired", True)
    # The second time nothing happens, and it looks the same.
    assert (ask(client, token).json, listed(alice)) == (first.json, [row])
    with flask_app.app_context(), unit_of_work() as session:
        (line,) = session.scalars(select(AuditEvent).where(AuditEvent.deed == "invitation.ask"))
        assert (line.workspace_id, line.actor_kind) == (alice.workspace_id, "anonymous")
        session.execute(update(Invitation).values(sent_at=now() - PAUSE))
    fresh = token_of(resend(alice, row["id"]).json["url"])
    assert [each["asked_at"] for each in listed(alice)] == [None]
    assert check(client, fresh).status_code == 200
    assert code_of(ask(client, token)) == (409, "verification_revoked")


def test_only_an_expired_one_can_be_asked_for_again(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    token = invited(alice)
    assert ask(client, token).status_code == 200
    assert [row["asked_at"] for row in listed(alice)] == [None]
    assert code_of(ask(client, f"{token}x")) == (404, "verification_not_found")
    alice.delete(f"/workspaces/current/invitations/{listed(alice)[0]['id']}")
    expire(flask_app)
    assert code_of(ask(client, token)) == (409, "verification_revoked")


@pytest.mark.parametrize(("inviter", "told"), [("alice", ["alice"]), ("bob", ["bob"]), ("demoted", ["alice"])])
def test_who_is_mailed(
    variant: Variant,
    alice: Person,
    bob: Person,
    client: FlaskClient,
    flask_app: FlaskApp,
    inviter: str,
    told: list[str],
):
    """The inviter; if they may no longer invite, those who may. Once a day."""
    give_role(flask_app, bob, "admin")
    token = invited(alice if inviter == "alice" else bob, role="normal")
    if inviter == "demoted":
        with flask_app.app_context(), unit_of_work() as session:
            session.execute(update(Invitation).values(invited_by=None))
        give_role(flask_app, bob, "normal")
    expire(flask_app)
    sending = variant(mail_type="smtp", smtp_server="127.0.0.1", mail_default_send_from="treeline@example.com")
    for _ in range(2):
        assert ask(sending.test_client(), token).status_code == 200
    assert mailed(sending) == [(f"{name}@example.com", NEW) for name in told]


def test_without_a_mail_server_no_mail_is_written(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    token = invited(alice)
    expire(flask_app)
    assert ask(client, token).status_code == 200
    assert mailed(flask_app) == []


def test_an_address_that_tries_too_much_waits(variant: Variant, alice: Person):
    limited = variant(login_max_attempts_per_minute=2).test_client()
    limited.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    replies = [ask(limited, "x") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [404, 404, 429]
