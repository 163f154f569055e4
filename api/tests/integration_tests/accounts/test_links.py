"""Links and codes that are no good, of every kind: a refusal that says which, and nothing used up."""

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.test_invitations import CAROL, NEW, invited, resend
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.verifications.models import PURPOSES, Purpose, Verification
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

API = "/console/api"
MEMBERS = "/workspaces/current/members"
PASSWORDS = {"new_password": "Another-horse-7", "password_confirm": "Another-horse-7"}

# How each is used: by nobody yet, or by whoever is logged in.
Use = Callable[[FlaskClient, Person, str, str], TestResponse]
USES: dict[Purpose, list[Use]] = {
    "reset": [lambda c, p, token, code: c.post(f"{API}/forgot-password/validity", json={"token": token, "code": code})],
    "password": [lambda c, p, token, code: c.post(f"{API}/forgot-password/resets", json={"token": token, **PASSWORDS})],
    "login": [
        lambda c, p, token, code: c.post(f"{API}/email-code-login/validity", json={"token": token, "code": code})
    ],
    "email": [
        lambda c, p, token, code: p.post("/account/change-email/validity", json={"token": token, "code": code}),
    ],
    "delete": [lambda c, p, token, code: p.post("/account/delete", json={"token": token, "code": code})],
    "invitation": [
        lambda c, p, token, code: c.get(f"{API}/activate/check", query_string={"token": token}),
        lambda c, p, token, code: c.post(f"{API}/activate", json={"token": token, **CAROL}),
        lambda c, p, token, code: p.post("/workspaces/join", json={"token": token}),
        lambda c, p, token, code: c.post(
            f"{API}/login", json={"email": p.email, "password": PASSWORD, "invite_token": token}
        ),
    ],
    "transfer": [
        lambda c, p, token, code: p.post(f"{MEMBERS}/owner-transfer-check", json={"token": token, "code": code}),
    ],
}
WITH_CODE = set(PURPOSES) - {"password", "invitation"}
CASES = [(purpose, number) for purpose, uses in USES.items() for number in range(len(uses))]


def made(flask_app: FlaskApp, purpose: Purpose, person: Person, *, email: str | None = None) -> tuple[str, str]:
    """Token and code of one for this person."""
    with flask_app.app_context(), unit_of_work() as session:
        proof = VerificationService(session, current.settings(Settings), current.redis()).make(
            purpose,
            email=email or person.email,
            account_id=person.account_id,
            workspace_id=person.workspace_id,
            lasts=timedelta(hours=1),
            with_code=purpose in WITH_CODE,
        )
    return proof.token, proof.code or "123456"


def change(flask_app: FlaskApp, **values: object) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Verification).values(**values))


def used(flask_app: FlaskApp) -> list[bool]:
    with flask_app.app_context(), unit_of_work() as session:
        return [each is not None for each in session.scalars(select(Verification.used_at))]


def answer(reply: TestResponse) -> tuple[int, str]:
    assert not reply.headers.getlist("Set-Cookie"), reply.headers
    return reply.status_code, reply.json["code"]


def test_every_purpose_is_here():
    assert set(USES) == set(get_args(Purpose))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"expires_at": now() - timedelta(seconds=1)}, "verification_expired"),
        ({"used_at": now()}, "verification_used"),
        ({"revoked_at": now()}, "verification_revoked"),
    ],
)
@pytest.mark.parametrize(("purpose", "number"), CASES)
def test_it_says_what_is_wrong(
    flask_app: FlaskApp,
    client: FlaskClient,
    alice: Person,
    purpose: Purpose,
    number: int,
    state: dict[str, object],
    code: str,
):
    token, right = made(flask_app, purpose, alice)
    change(flask_app, **state)
    assert answer(USES[purpose][number](client, alice, token, right)) == (409, code)


@pytest.mark.parametrize(("purpose", "number"), CASES)
def test_altered_or_of_another_kind_it_is_none(
    flask_app: FlaskApp, client: FlaskClient, alice: Person, purpose: Purpose, number: int
):
    token, right = made(flask_app, purpose, alice)
    for altered in (token[:-1], token.swapcase(), f"{token}x", "x", "é" * 20, "\0"):
        reply = USES[purpose][number](client, alice, altered, right)
        assert reply.status_code in (400, 404), (altered, reply.json)
        assert reply.json["code"] in ("verification_not_found", "invalid_param")
    for other in set(PURPOSES) - {purpose}:
        foreign, code = made(flask_app, other, alice)
        assert answer(USES[purpose][number](client, alice, foreign, code)) == (404, "verification_not_found"), other
    assert not any(used(flask_app))


@pytest.mark.parametrize("purpose", ["email", "delete", "transfer"])
def test_somebody_elses_is_none(
    flask_app: FlaskApp, client: FlaskClient, alice: Person, mallory: Person, purpose: Purpose
):
    token, right = made(flask_app, purpose, mallory, email="new@example.com")
    assert answer(USES[purpose][0](client, alice, token, right)) == (404, "verification_not_found")
    assert not any(used(flask_app))


def test_a_replaced_invitation_says_so(flask_app: FlaskApp, client: FlaskClient, alice: Person):
    token = invited(alice, NEW)
    (row,) = alice.get("/workspaces/current/invitations").json["data"]
    change(flask_app, expires_at=now())
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Invitation).values(sent_at=now() - timedelta(hours=1)))
    assert resend(alice, row["id"]).status_code == 200
    assert answer(USES["invitation"][0](client, alice, token, "")) == (409, "verification_revoked")
