"""Accepting an invitation by signing in at a provider."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.accounts.oidc.conftest import PROFILE, House, accounts, error
from tests.integration_tests.accounts.oidc.test_sign_in import members
from tests.integration_tests.accounts.test_invitations import check, invited, listed
from tests.integration_tests.accounts.test_two_step import enable
from treeline.accounts.models import Account
from treeline.kernel.db import unit_of_work

INVITED = "dora@invited.example"
DORA = {"sub": "dora", "email": INVITED, "name": "Dora"}


def accept(house: House, provider: str, token: str, browser: FlaskClient | None = None) -> Any:
    return house.sign_in(browser or house.browser(), provider, invite_token=token)


def test_a_new_account_without_a_password_once(house: House, mallory: Person, client: FlaskClient):
    """Also at a provider that makes accounts for nobody, and in the invitation's workspace only."""
    token = invited(mallory, INVITED, role="normal")
    house.provider("plain", **DORA)
    browser = house.browser()
    assert accept(house, "plain", token, browser).headers["Location"] == "/"
    profile = browser.get(PROFILE).json
    assert (profile["email"], profile["name"], profile["is_password_set"]) == (INVITED, "Dora", False)
    assert members(house, INVITED) == [(mallory.workspace_id, "normal")]
    assert check(client, token).json["code"] == "verification_used"
    # From now on they sign in with it; the invitation is good for nobody.
    assert error(house.sign_in(house.browser(), "plain")) == ""
    again = accept(house, "plain", token)
    assert again.headers["Location"] == f"/activate?token={token}&error=verification_used&provider=plain"


@pytest.mark.parametrize(
    ("provider", "person", "code"),
    [
        ("plain", {**DORA, "email": "other@invited.example"}, "oidc_email_differs"),
        ("plain", {**DORA, "email": None}, "oidc_email_differs"),
        ("plain", {**DORA, "email_verified": False}, "oidc_email_unverified"),
        ("trusted", {**DORA, "email": "alice@example.com"}, "oidc_email_differs"),
        ("strict", DORA, "oidc_not_allowed"),
    ],
)
def test_somebody_else_does_not_accept_it(
    house: House, alice: Person, client: FlaskClient, provider: str, person: dict[str, Any], code: str
):
    token = invited(alice, INVITED)
    before = accounts(house)
    house.provider(provider, **person)
    reply = accept(house, provider, token)
    assert reply.headers["Location"] == f"/activate?token={token}&error={code}&provider={provider}"
    assert not any(cookie.startswith("access_token") for cookie in reply.headers.getlist("Set-Cookie"))
    assert accounts(house) == before
    assert check(client, token).status_code == 200


def test_an_address_with_an_account_takes_that_account(house: House, alice: Person, mallory: Person):
    """Its password is not touched, and a provider that is not trusted for its domain does not open it."""
    token = invited(mallory, "alice@example.com")
    with house.flask_app.app_context(), unit_of_work() as session:
        password = session.scalars(select(Account.password_hash).where(Account.id == alice.account_id)).one()
    house.provider("plain", sub="x", email="alice@example.com")
    assert error(accept(house, "plain", token)) == "oidc_not_connected"
    house.provider("trusted", sub="alice", email="alice@example.com")
    browser = house.browser()
    assert error(accept(house, "trusted", token, browser)) == ""
    assert browser.get(PROFILE).json["id"] == str(alice.account_id)
    assert browser.get("/console/api/workspaces/current").json["id"] == str(mallory.workspace_id)
    with house.flask_app.app_context(), unit_of_work() as session:
        assert session.scalars(select(Account.password_hash).where(Account.id == alice.account_id)).one() == password
    assert listed(mallory) == []


def test_a_connected_account_of_another_address_is_not_the_one_invited(house: House, alice: Person):
    house.provider("trusted", sub="alice", email="alice@example.com")
    assert error(house.sign_in(house.browser(), "trusted")) == ""
    token = invited(alice, INVITED)
    assert error(accept(house, "trusted", token)) == "invitation_for_another"


def test_the_second_step_comes_before_it(house: House, alice: Person, mallory: Person):
    app, _ = enable(alice)
    token = invited(mallory, "alice@example.com")
    house.provider("trusted", sub="alice", email="alice@example.com")
    browser = house.browser()
    page, _, challenge = accept(house, "trusted", token, browser).headers["Location"].partition("#challenge=")
    assert page == f"/activate?token={token}"
    assert len(listed(mallory)) == 1
    body = {"challenge": challenge, "code": app.code(1), "invite_token": token}
    assert browser.post("/console/api/login/second-factor", json=body).status_code == 200
    assert browser.get("/console/api/workspaces/current").json["id"] == str(mallory.workspace_id)
