"""First-time set-up: once, by the right person."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD
from tests.integration_tests.accounts.conftest import Variant, connections
from treeline.accounts.errors import TooManyLogins
from treeline.accounts.models import Account, Installation, Workspace
from treeline.accounts.passwords import hashing
from treeline.accounts.service import WrongSecretKey, check_secret_key
from treeline.accounts.setup import PACE_SECONDS, paced
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

SETUP = {"email": "Alice@Example.com", "name": "Alice", "password": PASSWORD}
LOGIN = {"email": "alice@example.com", "password": PASSWORD}


@pytest.fixture
def rolled_back(flask_app: FlaskApp, rolled_back: None) -> None:
    """Here nothing is set up, and the cast is not there yet."""
    with flask_app.app_context(), unit_of_work() as session:
        for table in (Account, Workspace, Installation):
            session.execute(delete(table))


def post(client: FlaskClient, path: str, body: object, **options: Any) -> TestResponse:
    return client.post(f"/console/api{path}", json=body, **options)


def test_set_up_makes_the_owner_of_a_workspace(client: FlaskClient):
    assert client.get("/console/api/setup").json == {"step": "not_started", "setup_at": None}
    reply = post(client, "/setup", {**SETUP, "language": "zh-Hans", "unknown": 1})
    assert (reply.status_code, reply.json) == (201, {"result": "success"})
    state = client.get("/console/api/setup").json
    assert state["step"] == "finished"
    assert datetime.fromisoformat(state["setup_at"]).tzinfo is not None
    assert post(client, "/login", LOGIN).status_code == 200
    profile = client.get("/console/api/account/profile").json
    assert (profile["email"], profile["name"]) == ("alice@example.com", "Alice")
    assert profile["interface_language"] == "zh-Hans"
    workspace = client.get("/console/api/workspaces/current").json
    assert (workspace["name"], workspace["role"], workspace["status"]) == ("Alice's Workspace", "owner", "normal")
    log = client.get("/console/api/operations/audit-log").json["data"]
    assert [(line["action"], line["actor"]["name"]) for line in log] == [("installation.set_up", "alice@example.com")]


def test_set_up_happens_once(client: FlaskClient):
    assert post(client, "/setup", SETUP).status_code == 201
    reply = post(client, "/setup", {**SETUP, "email": "eve@example.com"})
    assert (reply.status_code, reply.json["code"]) == (403, "already_setup")
    assert post(client, "/login", {**LOGIN, "email": "eve@example.com"}).status_code == 401


def test_two_at_once_are_one(committed: FlaskApp):
    replies: list[int] = []

    def set_up(email: str) -> None:
        replies.append(post(committed.test_client(), "/setup", {**SETUP, "email": email}).status_code)

    # Both are past the first look, and wait for their turn to hash.
    with hashing.turn(), hashing.turn():
        threads = [Thread(target=set_up, args=[email]) for email in ("alice@example.com", "eve@example.com")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(0.5)
        assert all(thread.is_alive() for thread in threads)
        assert connections(committed) == 0
    for thread in threads:
        thread.join(20)
    assert sorted(replies) == [201, 403]
    with committed.app_context(), unit_of_work() as session:
        assert [session.query(table).count() for table in (Installation, Account, Workspace)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "alice"),
        ("email", 7),
        ("email", None),
        ("email", "a\0@example.com"),
        ("name", ""),
        ("name", "A\0"),
        ("name", "x" * 31),
        ("password", "short1"),
        ("password", "x" * 200 + "1"),
        ("password", "Correct-horse-9\0"),
        ("language", "klingon!"),
    ],
)
def test_bad_input_is_named_and_writes_nothing(client: FlaskClient, field: str, value: object):
    reply = post(client, "/setup", {**SETUP, field: value})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert field in reply.json["message"]
    assert PASSWORD not in reply.text
    assert client.get("/console/api/setup").json["step"] == "not_started"


@pytest.mark.parametrize("field", ["email", "name", "password"])
def test_nothing_may_be_missing(client: FlaskClient, field: str):
    reply = post(client, "/setup", {key: value for key, value in SETUP.items() if key != field})
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, field)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"environ_base": {"REMOTE_ADDR": "192.168.1.7"}},
        {"environ_base": {"REMOTE_ADDR": "::ffff:192.168.1.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Host": "rebound.example.com"}},
        {"headers": {"Host": "127.0.0.1.example.com"}},
    ],
)
def test_without_init_password_only_this_machine_sets_up(client: FlaskClient, elsewhere: dict[str, Any]):
    reply = post(client, "/setup", SETUP, **elsewhere)
    assert (reply.status_code, reply.json["code"]) == (401, "not_init_validated")
    assert "INIT_PASSWORD" in reply.json["message"]
    assert post(client, "/init", {"password": ""}).json["code"] == "init_validate_failed"


@pytest.mark.parametrize(
    "here",
    [
        {"environ_base": {"REMOTE_ADDR": "::1"}, "headers": {"Host": "[::1]:5001"}},
        {"environ_base": {"REMOTE_ADDR": "::ffff:127.0.0.1"}},
        {"headers": {"Host": "127.0.0.1:5001"}},
        {"headers": {"Host": "localhost:3000"}},
    ],
)
def test_this_machine_has_several_names(client: FlaskClient, here: dict[str, Any]):
    assert client.get("/console/api/init").json == {"status": "finished"}
    assert post(client, "/setup", SETUP, **here).status_code == 201


def test_init_password_lets_anyone_who_knows_it(variant: Variant):
    client = variant(init_password="let me in").test_client()
    far = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert client.get("/console/api/init").json == {"status": "not_started"}
    assert post(client, "/setup", SETUP).json["code"] == "not_init_validated"
    wrong = post(client, "/init", {"password": "let me out"}, **far)
    assert (wrong.status_code, wrong.json["code"]) == (401, "init_validate_failed")
    assert client.get_cookie("init_validated") is None

    right = post(client, "/init", {"password": "let me in"}, **far)
    assert (right.status_code, right.json) == (201, {"result": "success"})
    cookie = client.get_cookie("init_validated")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 1800)
    assert client.get("/console/api/init").json == {"status": "finished"}
    assert post(client, "/setup", SETUP, **far).status_code == 201
    assert post(client, "/init", {"password": "let me in"}).json["code"] == "already_setup"
    assert variant(init_password="let me in").test_client().get("/console/api/init").json == {"status": "finished"}


def test_the_proof_is_of_this_password_and_for_half_an_hour(variant: Variant, clock_travel: Callable[[float], None]):
    client = variant(init_password="let me in").test_client()
    assert post(client, "/init", {"password": "let me in"}).status_code == 201
    cookie = client.get_cookie("init_validated")
    assert cookie is not None

    other = variant(init_password="another").test_client()
    other.set_cookie("init_validated", cookie.value)
    assert post(other, "/setup", SETUP).json["code"] == "not_init_validated"
    forger = variant(init_password="let me in").test_client()
    forger.set_cookie("init_validated", cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"))
    assert post(forger, "/setup", SETUP).json["code"] == "not_init_validated"
    clock_travel(1801)
    assert post(client, "/setup", SETUP).json["code"] == "not_init_validated"
    clock_travel(1790)
    assert post(client, "/setup", SETUP).status_code == 201


def test_init_password_cannot_be_guessed(variant: Variant):
    client = variant(init_password="let me in").test_client()
    far = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for number in range(5):
        assert post(client, "/init", {"password": f"guess {number}"}, **far).status_code == 401
    paused = post(client, "/init", {"password": "guess 6"}, **far)
    assert (paused.status_code, paused.json["code"]) == (429, "too_many_login_failures")
    assert "Incorrect INIT_PASSWORD" in paused.json["message"]


def test_the_right_init_password_is_taken_after_any_number_of_wrong_ones(variant: Variant):
    """A stranger must not keep the owner out; each of their guesses takes a second of one line instead."""
    client = variant(init_password="let me in", login_max_failures=1).test_client()
    far = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert post(client, "/init", {"password": "guess"}, **far).status_code == 401
    began = time.monotonic()
    assert post(client, "/init", {"password": "let me in"}, **far).status_code == 201
    assert time.monotonic() - began >= PACE_SECONDS
    # And with that the failures are forgotten.
    assert post(client, "/init", {"password": "guess"}, **far).status_code == 401


def test_guesses_beyond_the_line_are_turned_away(variant: Variant):
    client = variant(init_password="let me in", login_max_failures=1).test_client()
    assert post(client, "/init", {"password": "guess"}).status_code == 401
    with ExitStack() as line:
        while True:
            try:
                line.enter_context(paced.entered())
            except TooManyLogins:
                break
        reply = post(client, "/init", {"password": "let me in"})
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")


def test_another_secret_key_is_noticed(context: FlaskApp, client: FlaskClient, settings: Settings):
    check_secret_key(db.session, "any key before set-up")
    assert post(client, "/setup", SETUP).status_code == 201
    check_secret_key(db.session, right := settings.secret_key or "")
    with pytest.raises(WrongSecretKey, match="SECRET_KEY doesn't match"):
        check_secret_key(db.session, "another key")
    installation = db.session.get(Installation, 1)
    assert installation is not None
    assert right not in installation.secret_check
