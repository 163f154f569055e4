"""Logging in, and what stops those who guess."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, connections, cookies
from tests.processes import wait_until
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.accounts.passwords import hashing
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

ALICE = {"email": "alice@example.com", "password": PASSWORD}
NEW = "New-password-1"
WRONG = {**ALICE, "password": "Wrong-horse-9"}


def log_in(client: FlaskClient, body: object = ALICE, address: str = "127.0.0.1") -> TestResponse:
    return client.post("/console/api/login", json=body, environ_base={"REMOTE_ADDR": address})


def set_up(flask_app: FlaskApp) -> FlaskClient:
    """Alice's browser, on an installation of her own."""
    client = flask_app.test_client()
    assert client.post("/console/api/setup", json={**ALICE, "name": "Alice"}).status_code == 201
    assert log_in(client).status_code == 200
    return client


def password_hash(flask_app: FlaskApp) -> str:
    with flask_app.app_context(), unit_of_work() as session:
        return session.scalars(select(Account.password_hash).where(Account.email == "alice@example.com")).one() or ""


def test_login_sets_cookies_and_nothing_else(alice: Person, client: FlaskClient):
    reply = log_in(client)
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    assert len(set(cookies(client).values())) == 3
    assert client.get("/console/api/account/profile").json["email"] == "alice@example.com"


@pytest.mark.parametrize("email", ["Alice@Example.com", " ALICE@EXAMPLE.COM "])
def test_an_address_has_no_case(alice: Person, client: FlaskClient, email: str):
    assert log_in(client, {**ALICE, "email": email}).status_code == 200


def test_a_login_is_noted(alice: Person, client: FlaskClient):
    assert log_in(client, address="203.0.113.9").status_code == 200
    profile = client.get("/console/api/account/profile").json
    assert profile["last_login_ip"] == "203.0.113.9"
    assert abs(profile["last_login_at"] - datetime.now(UTC).timestamp()) < 3600


@pytest.mark.parametrize(
    "body",
    [
        WRONG,
        {**ALICE, "email": "nobody@example.com"},
        {**ALICE, "password": ""},
        {**ALICE, "password": PASSWORD.lower()},
    ],
)
def test_wrong_credentials_look_alike(alice: Person, client: FlaskClient, body: object):
    reply = log_in(client, body)
    assert (reply.status_code, reply.json["code"]) == (401, "authentication_failed")
    assert reply.json["message"] == "The email address or password is incorrect."
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**ALICE, "email": "alice"}, "email"),
        ({**ALICE, "email": ["alice@example.com"]}, "email"),
        ({**ALICE, "password": 7}, "password"),
        ({**ALICE, "password": "x" * 129}, "password"),
        ({**ALICE, "password": "a\0b"}, "password"),
        ({**ALICE, "remember_me": "yes"}, "remember_me"),
        ({"email": "alice@example.com"}, "password"),
    ],
)
def test_bad_input_is_named(alice: Person, client: FlaskClient, body: object, field: str):
    reply = log_in(client, body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert field in reply.json["message"]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"7", b'"x"', b"\xff\xfe", b'{"email": "\\ud800"}', b"[" * 60_000])
def test_malformed_json_is_refused(client: FlaskClient, data: bytes):
    reply = client.post("/console/api/login", data=data, content_type="application/json")
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_a_body_that_is_not_json_is_refused(client: FlaskClient):
    reply = client.post("/console/api/login", data=ALICE)
    assert (reply.status_code, reply.json["code"]) == (415, "unsupported_media_type")


def test_five_failures_bring_a_pause(alice: Person, client: FlaskClient):
    for _ in range(5):
        assert log_in(client, WRONG).status_code == 401
    paused = log_in(client, ALICE)
    assert (paused.status_code, paused.json["code"]) == (429, "too_many_login_failures")
    assert 890 <= int(paused.headers["Retry-After"]) <= 900
    assert paused.headers["Retry-After"] in paused.json["message"]
    assert log_in(client, {**ALICE, "email": "ALICE@example.com"}).status_code == 429
    # Others are not kept out: another account from here, this account from elsewhere.
    assert log_in(client, {**ALICE, "email": "bob@example.com"}).status_code == 200
    assert log_in(client.application.test_client(), ALICE, address="203.0.113.9").status_code == 200
    assert log_in(client, ALICE).status_code == 429


def test_an_unknown_address_is_paused_too(alice: Person, client: FlaskClient):
    """Else the pause would tell who has an account."""
    replies = [log_in(client, {**WRONG, "email": "nobody@example.com"}).status_code for _ in range(6)]
    assert replies == [401] * 5 + [429]


def test_success_clears_the_count(alice: Person, client: FlaskClient):
    for _ in range(2):
        assert [log_in(client, WRONG).status_code for _ in range(4)] == [401] * 4
        assert log_in(client).status_code == 200
    assert [log_in(client, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]


def test_time_ends_the_pause_and_trying_does_not_prolong_it(alice: Person, variant: Variant):
    client = variant(login_lockout_duration=2, login_max_failures=2).test_client()
    assert [log_in(client, WRONG).status_code for _ in range(3)] == [401, 401, 429]
    tries: list[int] = []

    def logged_in() -> bool:
        tries.append(log_in(client).status_code)
        return tries[-1] == 200

    wait_until(logged_in)
    assert tries[0] == 429


def test_each_failure_counts_for_the_whole_pause(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    """A guess shortly before the first one is forgotten does not shorten the pause."""
    redis = flask_app.extensions["redis"]
    assert log_in(client, WRONG).status_code == 401
    (key,) = redis.keys("failures:*")
    redis.expire(key, 3)
    assert [log_in(client, WRONG).status_code for _ in range(5)] == [401] * 4 + [429]
    assert redis.ttl(key) > 890


def test_no_address_is_in_redis(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    log_in(client, WRONG)
    keys = flask_app.extensions["redis"].keys("*")
    assert len(keys) == 1
    assert b"alice" not in keys[0]
    assert b"127.0.0.1" not in keys[0]


def test_parallel_guesses_count_each(committed: FlaskApp):
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda _: log_in(committed.test_client(), WRONG).status_code, range(24)))
    assert sorted(replies) == [401] * 5 + [429] * 19


def test_no_connection_is_held_while_a_password_is_checked(committed: FlaskApp):
    client = set_up(committed)
    with ThreadPoolExecutor(2) as pool:
        with hashing.turn(), hashing.turn():
            login = pool.submit(log_in, committed.test_client())
            body = {"password": PASSWORD, "new_password": NEW, "repeat_new_password": NEW}
            bearer = {"Authorization": f"Bearer {cookies(client)['access_token']}"}
            other = committed.test_client()
            change = pool.submit(other.post, "/console/api/account/password", json=body, headers=bearer)
            time.sleep(0.5)
            assert not login.done()
            assert not change.done()
            assert connections(committed) == 0
        assert change.result(20).status_code == 200
        assert login.result(20).status_code in (200, 401)


def test_a_password_that_is_changed_meanwhile_is_void(committed: FlaskApp):
    """Else a login that began before would outlive the change, which ends every session."""
    set_up(committed)
    with ThreadPoolExecutor(1) as pool:
        with hashing.turn(), hashing.turn():
            login = pool.submit(log_in, committed.test_client())
            time.sleep(0.5)
            assert not login.done()
            with committed.app_context(), unit_of_work() as session:
                session.execute(update(Account).values(password_set_at=now()))
        assert login.result(20).json["code"] == "authentication_failed"


def test_old_hashes_are_made_anew(alice: Person, variant: Variant, flask_app: FlaskApp):
    before = password_hash(flask_app)
    assert log_in(flask_app.test_client()).status_code == 200
    assert password_hash(flask_app) == before
    stronger = variant(argon2_time_cost=2)
    assert log_in(stronger.test_client(), WRONG).status_code == 401
    assert password_hash(flask_app) == before
    assert log_in(stronger.test_client()).status_code == 200
    assert "t=2" in password_hash(flask_app)
    assert log_in(flask_app.test_client()).status_code == 200


def test_an_account_without_password_cannot_log_in(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).values(password_hash=None, password_set_at=None))
    assert log_in(client).status_code == 401
    assert alice.get("/account/profile").json["is_password_set"] is False


def test_whoever_is_in_no_workspace_is_told_so(bob: Person, client: FlaskClient, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        session.delete(session.scalars(select(WorkspaceMember).filter_by(account_id=bob.account_id)).one())
    # What was open ends with the membership.
    assert bob.get("/account/profile").json["code"] == "access_token_invalid"
    reply = log_in(client, {**ALICE, "email": bob.email})
    assert (reply.status_code, reply.json["code"]) == (403, "no_workspace")


def test_nothing_in_the_database_lets_anyone_in(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        login = session.scalars(select(LoginSession).filter_by(account_id=alice.account_id)).one()
        values = [str(getattr(login, column.key)) for column in LoginSession.__table__.columns]
    for value in [*values, login.secret.hex()]:
        for header in ({"Authorization": f"Bearer {value}"}, {"Cookie": f"access_token={value}"}):
            assert client.get("/console/api/account/profile", headers=header).status_code == 401
    assert not set(cookies(alice.client).values()) & set(values)
