"""Changing the address that an account is known by."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from tests.integration_tests.accounts.mails import RunTasks, mails, statements
from treeline.accounts.addresses.service import PER_ACCOUNT
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.letters.models import LetterRequest
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

NEW = "alicia@example.com"
Travel = Callable[[float], None]


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def ask(person: Person, email: str = NEW, password: str | None = PASSWORD) -> TestResponse:
    return person.post("/account/change-email", json={"email": email, "password": password})


def change(person: Person, **body: Any) -> TestResponse:
    return person.post("/account/change-email/validity", json=body)


def link(flask_app: FlaskApp, run_tasks: RunTasks) -> dict[str, str]:
    run_tasks()
    return mails(flask_app)[-1].query


def test_a_new_address(alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    asked = ask(alice, "ALICIA@Example.com")
    assert asked.status_code == 200
    run_tasks()
    (mail,) = mails(flask_app)
    assert (mail.kind, mail.recipient, mail.page) == ("change_email", NEW, "/settings/email")
    assert alice.get("/account/profile").json["email"] == alice.email
    changed = change(alice, token=asked.json["data"], code=mail.code)
    assert (changed.status_code, changed.json["email"]) == (200, NEW)
    assert alice.get("/account/profile").json["email"] == NEW
    for email, status in ((alice.email, 401), (NEW, 200)):
        reply = client.post("/console/api/login", json={"email": email, "password": PASSWORD})
        assert reply.status_code == status
    with flask_app.app_context(), unit_of_work() as session:
        line = session.scalars(select(AuditEvent).where(AuditEvent.deed == "account.change_email")).one()
    assert (line.details["old"], line.details["new"]) == (alice.email, NEW)


def test_it_needs_the_password(alice: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    for password in (None, "", "Wrong-password-1"):
        assert code(ask(alice, password=password)) == (400, "wrong_password")
    assert run_tasks() == []


@pytest.mark.parametrize("email", ["alice@example.com", "Alice@EXAMPLE.com"])
def test_ones_own_address_is_no_change(alice: Person, email: str):
    assert code(ask(alice, email)) == (400, "email_unchanged")


@pytest.mark.parametrize("body", [{}, {"email": "x", "password": PASSWORD}, {"password": PASSWORD}, {"email": 7}])
def test_bad_bodies(alice: Person, body: dict[str, Any]):
    assert code(alice.post("/account/change-email", json=body)) == (400, "invalid_param")


def test_nobody_learns_who_has_an_account(
    alice: Person, bob: Person, flask_app: FlaskApp, run_tasks: RunTasks, queries: list[str]
):
    done: list[tuple[list[str], list[str]]] = []
    for email in (bob.email, NEW):
        queries.clear()
        reply = ask(alice, email)
        assert reply.status_code == 200
        done.append((statements(queries), sorted(reply.json or {})))
        assert len(run_tasks()) == 1
    assert done[0] == done[1]
    assert [mail.recipient for mail in mails(flask_app)] == [NEW]


def test_an_address_that_was_taken_meanwhile(alice: Person, bob: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    ask(alice)
    hers = link(flask_app, run_tasks)
    ask(bob)
    his = link(flask_app, run_tasks)
    assert change(bob, **his).status_code == 200
    # What was sent to the same address before: whoever reads it may still use it, and learns that it is taken.
    assert code(change(alice, **hers)) == (409, "email_taken")
    assert alice.get("/account/profile").json["email"] == alice.email


def test_it_is_the_asking_accounts_alone(alice: Person, bob: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    ask(alice)
    hers = link(flask_app, run_tasks)
    assert code(change(bob, **hers)) == (404, "verification_not_found")
    assert change(alice, **hers).status_code == 200
    assert code(change(alice, **hers)) == (409, "verification_used")


def test_links_to_the_old_address_end(alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    client.post("/console/api/forgot-password", json={"email": alice.email})
    old = link(flask_app, run_tasks)
    ask(alice)
    assert change(alice, **link(flask_app, run_tasks)).status_code == 200
    assert code(client.post("/console/api/forgot-password/validity", json=old)) == (409, "verification_revoked")


def test_the_old_address_is_told_where_mail_is_sent(alice: Person, variant: Variant):
    sending = variant(mail_type="smtp", smtp_server="127.0.0.1", mail_default_send_from="treeline@example.com")
    hers = Person(sending.test_client(), alice.email, alice.account_id, alice.workspace_id, alice.role)
    for name, value in cookies(alice.client).items():
        hers.client.set_cookie(name, value)
    token = ask(hers).json["data"]
    with sending.app_context(), unit_of_work() as session:
        request_id = session.scalars(select(LetterRequest.id)).one()
    sending.extensions["celery"].tasks["accounts.write_letter"](str(request_id))
    assert change(hers, token=token, code=mails(sending)[-1].code).status_code == 200
    assert [(mail.kind, mail.recipient) for mail in mails(sending)][-1] == ("email_changed", alice.email)


def test_so_many_addresses_a_day(alice: Person):
    for number in range(PER_ACCOUNT):
        assert ask(alice, f"a{number}@example.com").status_code == 200
    assert code(ask(alice, "another@example.com")) == (429, "too_many_mails")
