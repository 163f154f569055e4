"""What an account is connected to."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import cookies
from tests.integration_tests.accounts.oidc.conftest import IDENTITIES, PROFILE, House, error
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import Account
from treeline.kernel.db import unit_of_work


class Signed:
    """Somebody of the cast in a browser of this installation."""

    def __init__(self, house: House, person: Person):
        self.browser: FlaskClient = house.browser()
        for name, value in cookies(person.client).items():
            self.browser.set_cookie(name, value)
        self.csrf = {"X-CSRF-Token": cookies(person.client)["csrf_token"]}

    def connect(self, provider: str) -> TestResponse:
        return self.browser.post(f"{IDENTITIES}/{provider}/connect", headers=self.csrf)

    def all(self) -> list[dict[str, str]]:
        return self.browser.get(IDENTITIES).json["data"]

    def disconnect(self, identity_id: str) -> TestResponse:
        return self.browser.delete(f"{IDENTITIES}/{identity_id}", headers=self.csrf)


@pytest.fixture
def bob_there(house: House, bob: Person) -> Signed:
    return Signed(house, bob)


def connected(house: House, person: Signed, provider: str) -> TestResponse:
    return person.browser.get(house.visit(person.connect(provider).json["url"]))


def test_connect_sign_in_and_disconnect(house: House, bob_there: Signed, bob: Person):
    house.provider("plain", sub="bob-there", email="robert@elsewhere.example", email_verified=False)
    assert connected(house, bob_there, "plain").headers["Location"] == "/settings?connected=plain"
    [mine] = bob_there.all()
    assert (mine["provider"], mine["label"], mine["email"]) == ("plain", "Plain", "robert@elsewhere.example")
    other = house.browser()
    assert error(house.sign_in(other, "plain")) == ""
    assert other.get(PROFILE).json["id"] == str(bob.account_id)
    # Again is no fault, and makes no second one.
    assert error(connected(house, bob_there, "plain")) == ""
    assert len(bob_there.all()) == 1
    assert bob_there.disconnect(mine["id"]).status_code == 204
    assert bob_there.all() == []
    assert error(house.sign_in(house.browser(), "plain")) == "oidc_not_connected"
    assert bob_there.disconnect(mine["id"]).json["code"] == "identity_not_found"
    with house.flask_app.app_context(), unit_of_work() as session:
        deeds = session.scalars(
            select(AuditEvent.deed).where(AuditEvent.actor_id == bob.account_id).order_by(AuditEvent.id)
        ).all()
    assert [deed for deed in deeds if deed.startswith("identity.")] == ["identity.connect", "identity.disconnect"]


def test_connecting_needs_the_csrf_token_and_a_login(house: House, bob_there: Signed):
    assert bob_there.browser.post(f"{IDENTITIES}/plain/connect").json["code"] == "csrf_failed"
    assert house.browser().post(f"{IDENTITIES}/plain/connect").status_code == 401
    assert bob_there.connect("nowhere").json["code"] == "oidc_provider_not_found"


def test_it_is_connected_to_who_asked_for_it(house: House, bob_there: Signed, mallory: Person):
    """Logged out, or logged in as somebody else, before the browser comes back."""
    house.provider("plain", sub="bob-there")
    url = bob_there.connect("plain").json["url"]
    back = house.visit(url)
    for name, value in cookies(mallory.client).items():
        bob_there.browser.set_cookie(name, value)
    assert bob_there.browser.get(back).headers["Location"] == ("/settings?error=oidc_attempt_foreign&provider=plain")
    assert bob_there.all() == []


def test_an_identity_is_of_one_account_and_an_account_has_one_of_each_provider(
    house: House, bob_there: Signed, mallory: Person
):
    house.provider("plain", sub="bob-there")
    assert error(connected(house, bob_there, "plain")) == ""
    assert error(connected(house, Signed(house, mallory), "plain")) == "identity_taken"
    house.provider("plain", sub="another-bob")
    assert error(connected(house, bob_there, "plain")) == "already_connected"
    house.provider("trusted", sub="bob-there")
    assert error(connected(house, bob_there, "trusted")) == ""
    assert [each["provider"] for each in bob_there.all()] == ["plain", "trusted"]


def test_the_only_way_in_is_kept(house: House, bob_there: Signed, bob: Person):
    for provider in ("plain", "trusted"):
        house.provider(provider, sub="bob-there")
        assert error(connected(house, bob_there, provider)) == ""
    with house.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.id == bob.account_id).values(password_hash=None))
    plain, trusted = (each["id"] for each in bob_there.all())
    assert bob_there.disconnect(plain).status_code == 204
    assert bob_there.disconnect(trusted).json["code"] == "last_sign_in_method"
    body = {"new_password": PASSWORD, "repeat_new_password": PASSWORD}
    set_one = bob_there.browser.post("/console/api/account/password", json=body, headers=bob_there.csrf)
    assert set_one.status_code == 200
    assert bob_there.disconnect(trusted).status_code == 204


def test_nobody_disconnects_somebody_else(house: House, bob_there: Signed, alice: Person):
    house.provider("plain", sub="bob-there")
    connected(house, bob_there, "plain")
    [mine] = bob_there.all()
    hers = Signed(house, alice)
    assert hers.all() == []
    assert hers.disconnect(mine["id"]).status_code == 404
    assert len(bob_there.all()) == 1
