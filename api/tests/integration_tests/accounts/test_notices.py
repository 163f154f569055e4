"""The mail about every change of how somebody signs in."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.authenticator import Authenticator
from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import cookies
from tests.integration_tests.accounts.test_two_step import App
from treeline.accounts.oidc.models import Identity
from treeline.accounts.service import AccountService
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.content import content_of
from treeline.mail.models import Mail

NEW = "Another-horse-7"


class Browser:
    def __init__(self, flask_app: FlaskApp, person: Person):
        self._client, self._csrf = flask_app.test_client(), cookies(person.client)["csrf_token"]
        for name, value in cookies(person.client).items():
            self._client.set_cookie(name, value)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"X-CSRF-Token": self._csrf}
        reply = self._client.open(f"/console/api{path}", method=method, json=body, headers=headers)
        assert reply.status_code < 300, reply.json
        return reply.json if reply.data else None


def told(flask_app: FlaskApp) -> list[tuple[str, str, str]]:
    """Of what, whose, and to whom; in the order they came."""
    with flask_app.app_context(), unit_of_work() as session:
        mails = session.scalars(select(Mail).where(Mail.kind == "security_notice").order_by(Mail.created_at, Mail.id))
        read = [(content_of(mail, flask_app.extensions["settings"]), mail.recipient) for mail in mails]
    return [(str(each.values["change"]), str(each.values["what"]), to) for each, to in read if each]


def test_two_step_and_the_password(sending: FlaskApp, alice: Person):
    browser = Browser(sending, alice)
    app = App(browser.send("POST", "/account/two-step/setup", {"password": PASSWORD})["secret"])
    assert told(sending) == []
    codes = browser.send("POST", "/account/two-step/confirm", {"code": app.code()})["recovery_codes"]
    browser.send("POST", "/account/two-step/disable", {"code": codes[0]})
    passwords = {"password": PASSWORD, "new_password": NEW, "repeat_new_password": NEW}
    browser.send("POST", "/account/password", passwords)
    changes = ["two_step_enabled", "two_step_disabled", "password_changed"]
    assert told(sending) == [(change, "", alice.email) for change in changes]


def test_passkeys(sending: FlaskApp, alice: Person):
    browser = Browser(sending, alice)
    options = browser.send("POST", "/account/passkeys/options", {"password": PASSWORD})["options"]
    made = browser.send("POST", "/account/passkeys", {"name": "Laptop", "credential": Authenticator().create(options)})
    browser.send("DELETE", f"/account/passkeys/{made['id']}")
    assert told(sending) == [(change, "Laptop", alice.email) for change in ("passkey_added", "passkey_removed")]


def test_an_identity_is_disconnected(sending: FlaskApp, bob: Person):
    with sending.app_context(), unit_of_work() as session:
        session.add(Identity(account_id=bob.account_id, issuer="https://id.example.com", subject="bob"))
    browser = Browser(sending, bob)
    (mine,) = browser.send("GET", "/account/identities")["data"]
    browser.send("DELETE", f"/account/identities/{mine['id']}")
    assert told(sending) == [("identity_disconnected", "https://id.example.com", bob.email)]


@pytest.mark.parametrize(
    ("change", "do"),
    [
        ("password_changed", lambda accounts, email: accounts.reset_password(email, NEW)),
        ("two_step_disabled", lambda accounts, email: accounts.disable_two_step(email)),
    ],
)
def test_what_the_command_line_does_is_told(
    sending: FlaskApp, alice: Person, change: str, do: Callable[[AccountService, str], object]
):
    with sending.app_context(), unit_of_work() as session:
        do(AccountService(session, sending.extensions["settings"]), alice.email)
    assert told(sending) == [(change, "", alice.email)]


def test_without_a_mail_server_nothing_is_written(flask_app: FlaskApp, alice: Person):
    passwords = {"password": PASSWORD, "new_password": NEW, "repeat_new_password": NEW}
    assert alice.post("/account/password", json=passwords).status_code == 200
    assert told(flask_app) == []
