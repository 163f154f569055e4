"""What a login is good for, how it is renewed, and how it ends."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from treeline.accounts.models import LoginSession
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

PROFILE = "/console/api/account/profile"
REFRESH = "/console/api/refresh-token"
UNKNOWN = "01936d5e-0000-7000-8000-000000000001"
MINUTE, HOUR, DAY = 60, 3600, 86400

Travel = Callable[[float], None]
RunTasks = Callable[[], list[str]]


def with_cookies(flask_app: FlaskApp, values: dict[str, str]) -> FlaskClient:
    """Another browser that holds these cookies."""
    client = flask_app.test_client()
    for name, value in values.items():
        client.set_cookie(name, value)
    return client


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def sessions_of(flask_app: FlaskApp, person: Person) -> int:
    with flask_app.app_context(), unit_of_work() as session:
        counted = select(func.count()).select_from(LoginSession).where(LoginSession.account_id == person.account_id)
        return session.scalar(counted) or 0


# Being logged in


def test_nobody_is_not_logged_in(client: FlaskClient):
    reply = client.get(PROFILE)
    assert code(reply) == (401, "unauthorized")
    assert "access_token" in reply.json["message"]


def test_one_query_tells_who_is_calling(alice: Person, queries: list[str]):
    queries.clear()
    assert alice.get("/workspaces/current").status_code == 200
    assert len([q for q in queries if q.lstrip().upper().startswith("SELECT")]) == 2
    assert "login_sessions" in queries[1] or "login_sessions" in queries[0]


def test_bearer_needs_no_csrf_token(alice: Person, client: FlaskClient):
    header = {"Authorization": f"Bearer {cookies(alice.client)['access_token']}"}
    assert client.get(PROFILE, headers=header).json["email"] == alice.email
    renamed = client.post("/console/api/account/name", json={"name": "Alicia"}, headers=header)
    assert (renamed.status_code, renamed.json["name"]) == (200, "Alicia")
    header = {"Authorization": header["Authorization"].replace("Bearer", "bEARER")}
    assert client.get(PROFILE, headers=header).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic YWxpY2U6eA==", "", "bearer\t", "Bearer é"])
def test_a_bad_bearer_is_refused(alice: Person, client: FlaskClient, header: str):
    assert client.get(PROFILE, headers={"Authorization": header}).status_code == 401


def test_a_cookie_counts_more_than_a_bearer(alice: Person, bob: Person):
    """Else a forged request could do without the CSRF token by adding a header of its own."""
    header = {"Authorization": f"Bearer {cookies(bob.client)['access_token']}"}
    assert alice.get("/account/profile", headers=header).json["email"] == alice.email
    assert (
        alice.client.post("/console/api/account/name", json={"name": "Eve"}, headers=header).json["code"]
        == "csrf_failed"
    )


@pytest.mark.parametrize("kind", ["refresh_token", "csrf_token"])
def test_another_token_is_no_access_token(alice: Person, flask_app: FlaskApp, kind: str):
    client = with_cookies(flask_app, {"access_token": cookies(alice.client)[kind]})
    assert code(client.get(PROFILE)) == (401, "access_token_invalid")


def test_an_access_token_expires_after_its_minutes(alice: Person, clock_travel: Travel):
    clock_travel(59 * MINUTE)
    assert alice.get("/account/profile").status_code == 200
    clock_travel(61 * MINUTE)
    reply = alice.get("/account/profile")
    assert code(reply) == (401, "access_token_expired")
    assert "refresh-token" in reply.json["message"]


@given(text=st.one_of(st.text(max_size=80), st.text(alphabet="AZaz09-_", min_size=20, max_size=80)))
@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_refused_as_a_token(client: FlaskClient, text: str):
    value = text.encode().decode("latin-1").translate({ord(c): None for c in "\0\r\n"})
    for header in ({"Cookie": f"access_token={value}"}, {"Authorization": f"Bearer {value}"}):
        assert client.get(PROFILE, headers=header).status_code == 401
    assert client.post(REFRESH, headers={"Cookie": f"refresh_token={value}"}).status_code == 401
    assert client.post("/console/api/logout", headers={"Cookie": f"refresh_token={value}"}).status_code == 200


# CSRF


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/account/name"), ("PUT", f"/apps/{UNKNOWN}"), ("DELETE", f"/apps/{UNKNOWN}")]
)
def test_what_changes_something_needs_the_csrf_token(alice: Person, method: str, path: str):
    reply = alice.client.open(f"/console/api{path}", method=method, json={"name": "Eve"})
    assert code(reply) == (401, "csrf_failed")
    assert "X-CSRF-Token" in reply.json["message"]
    assert alice.get("/account/profile").json["name"] == "Alice"


def test_reading_needs_no_csrf_token(alice: Person):
    assert alice.client.get(PROFILE).status_code == 200
    assert alice.client.head(PROFILE).status_code == 200
    assert alice.client.options(PROFILE).status_code == 200


@pytest.mark.parametrize("wrong", ["x", "", "é"])
def test_the_header_must_be_the_cookies_value(alice: Person, wrong: str):
    reply = alice.post("/account/name", json={"name": "Eve"}, headers={"X-CSRF-Token": wrong})
    assert code(reply) == (401, "csrf_failed")


def test_a_cookie_of_ones_own_making_is_no_csrf_token(alice: Person):
    alice.client.set_cookie("csrf_token", "made-up")
    assert code(alice.post("/account/name", json={"name": "Eve"})) == (401, "csrf_failed")


def test_another_sessions_csrf_token_is_none(alice: Person, bob: Person):
    alice.client.set_cookie("csrf_token", bob.csrf)
    assert code(alice.post("/account/name", json={"name": "Eve"})) == (401, "csrf_failed")


def test_the_csrf_cookie_must_be_there(alice: Person):
    token = alice.csrf
    alice.client.delete_cookie("csrf_token")
    reply = alice.post("/account/name", json={"name": "Eve"}, headers={"X-CSRF-Token": token})
    assert code(reply) == (401, "csrf_failed")
    assert "csrf_token cookie" in reply.json["message"]


# Renewal


def test_refresh_gives_new_tokens(alice: Person, clock_travel: Travel):
    before = cookies(alice.client)
    clock_travel(2 * HOUR)
    reply = alice.client.post(REFRESH)
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    after = cookies(alice.client)
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert alice.get("/account/profile").status_code == 200
    assert alice.post("/account/name", json={"name": "Alicia"}).status_code == 200


def test_refresh_takes_the_refresh_cookie_only(alice: Person, flask_app: FlaskApp):
    held = cookies(alice.client)
    reply = flask_app.test_client().post(REFRESH)
    assert code(reply) == (401, "refresh_token_invalid")
    assert (reply.json["result"], bool(reply.json["message"])) == ("fail", True)
    for kind in ("access_token", "csrf_token"):
        wrong = with_cookies(flask_app, {"refresh_token": held[kind]})
        assert code(wrong.post(REFRESH)) == (401, "refresh_token_invalid")
    bearer = flask_app.test_client().post(REFRESH, headers={"Authorization": f"Bearer {held['refresh_token']}"})
    assert code(bearer) == (401, "refresh_token_invalid")
    assert with_cookies(flask_app, {"refresh_token": held["refresh_token"]}).post(REFRESH).status_code == 200


def test_twins_get_the_same_tokens(alice: Person, flask_app: FlaskApp, clock_travel: Travel):
    """Two pages of one browser renew at the same time."""
    twin = with_cookies(flask_app, cookies(alice.client))
    clock_travel(HOUR)
    assert alice.client.post(REFRESH).status_code == 200
    clock_travel(HOUR + 58)
    assert twin.post(REFRESH).status_code == 200
    assert cookies(twin) == cookies(alice.client)
    assert twin.get(PROFILE).status_code == 200
    assert alice.client.post(REFRESH).status_code == 200


def test_a_page_that_missed_the_renewal_goes_on(alice: Person, flask_app: FlaskApp):
    """Its request was under way with the tokens from before."""
    other = with_cookies(flask_app, held := cookies(alice.client))
    assert alice.client.post(REFRESH).status_code == 200
    headers = {"X-CSRF-Token": held["csrf_token"]}
    assert other.post("/console/api/account/name", json={"name": "Alicia"}, headers=headers).status_code == 200
    assert alice.client.post(REFRESH).status_code == 200
    assert code(other.get(PROFILE)) == (401, "access_token_expired")


def test_late_reuse_ends_the_session(alice: Person, flask_app: FlaskApp, clock_travel: Travel):
    thief = with_cookies(flask_app, cookies(alice.client))
    assert alice.client.post(REFRESH).status_code == 200
    clock_travel(62)
    reply = thief.post(REFRESH)
    assert code(reply) == (401, "refresh_token_reused")
    assert "Set-Cookie" not in reply.headers
    assert code(alice.get("/account/profile")) == (401, "access_token_invalid")
    assert code(alice.client.post(REFRESH)) == (401, "refresh_token_invalid")
    assert sessions_of(flask_app, alice) == 0
    assert alice.log_in().status_code == 200


def test_reuse_of_the_token_before_the_last_ends_the_session_at_once(alice: Person, flask_app: FlaskApp):
    thief = with_cookies(flask_app, cookies(alice.client))
    for _ in range(2):
        assert alice.client.post(REFRESH).status_code == 200
    assert code(thief.post(REFRESH)) == (401, "refresh_token_reused")
    assert sessions_of(flask_app, alice) == 0


def test_renewing_at_the_same_time_is_renewing_once(committed: FlaskApp):
    first = committed.test_client()
    body = {"email": "alice@example.com", "name": "Alice", "password": PASSWORD}
    assert first.post("/console/api/setup", json=body).status_code == 201
    assert first.post("/console/api/login", json=body).status_code == 200
    browsers = [with_cookies(committed, cookies(first)) for _ in range(6)]
    start = Barrier(len(browsers))

    def renew(browser: FlaskClient) -> int:
        start.wait(10)
        return browser.post(REFRESH).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        assert list(pool.map(renew, browsers)) == [200] * len(browsers)
    assert len({tuple(cookies(browser).values()) for browser in browsers}) == 1
    assert browsers[0].get(PROFILE).status_code == 200
    with committed.app_context(), unit_of_work() as session:
        assert session.scalars(select(LoginSession.generation)).all() == [1]


def test_a_renewal_waits_for_the_one_before_it(committed: FlaskApp):
    first = committed.test_client()
    body = {"email": "alice@example.com", "name": "Alice", "password": PASSWORD}
    assert first.post("/console/api/setup", json=body).status_code == 201
    assert first.post("/console/api/login", json=body).status_code == 200
    with ThreadPoolExecutor(1) as pool:
        with committed.app_context(), unit_of_work() as session:
            login = session.scalars(select(LoginSession).with_for_update()).one()
            login.generation, login.rotated_at = 1, login.rotated_at - timedelta(seconds=30)
            session.flush()
            renewal = pool.submit(first.post, REFRESH)
            time.sleep(0.5)
            assert not renewal.done()
        assert renewal.result(20).status_code == 200
    with committed.app_context(), unit_of_work() as session:
        assert session.scalars(select(LoginSession.rotated_at)).one() == login.rotated_at


def test_a_session_lasts_30_days_from_its_last_renewal(alice: Person, clock_travel: Travel):
    clock_travel(29 * DAY)
    assert alice.client.post(REFRESH).status_code == 200
    clock_travel(58 * DAY)
    assert alice.client.post(REFRESH).status_code == 200
    clock_travel(89 * DAY)
    assert code(alice.client.post(REFRESH)) == (401, "refresh_token_expired")


def test_an_access_token_does_not_outlive_its_session(alice: Person, variant: Variant, clock_travel: Travel):
    client = variant(access_token_expire_minutes=2 * DAY / MINUTE, refresh_token_expire_days=1).test_client()
    assert client.post("/console/api/login", json={"email": alice.email, "password": PASSWORD}).status_code == 200
    clock_travel(DAY - 60)
    assert client.get(PROFILE).status_code == 200
    clock_travel(DAY + 60)
    assert code(client.get(PROFILE)) == (401, "access_token_expired")


# The end


def test_logout_is_logout(alice: Person, flask_app: FlaskApp):
    copy = with_cookies(flask_app, cookies(alice.client))
    reply = alice.client.post("/console/api/logout")
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    assert cookies(alice.client) == {}
    assert code(copy.get(PROFILE)) == (401, "access_token_invalid")
    assert code(copy.post(REFRESH)) == (401, "refresh_token_invalid")
    assert sessions_of(flask_app, alice) == 0


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_one_token_is_enough_to_log_out(alice: Person, flask_app: FlaskApp, clock_travel: Travel, kind: str):
    clock_travel(2 * HOUR)
    held = {kind: cookies(alice.client)[kind]}
    assert with_cookies(flask_app, held).post("/console/api/logout").status_code == 200
    assert sessions_of(flask_app, alice) == 0


def test_logging_out_ends_ones_own_session_only(alice: Person, bob: Person, client: FlaskClient):
    assert client.post("/console/api/login", json={"email": alice.email, "password": PASSWORD}).status_code == 200
    assert client.post("/console/api/logout").status_code == 200
    assert client.post("/console/api/logout").status_code == 200
    assert alice.get("/account/profile").status_code == 200
    assert bob.get("/account/profile").status_code == 200


def test_a_csrf_token_ends_nobodys_session(alice: Person, flask_app: FlaskApp):
    """It is no secret of the session's: pages can read it."""
    token = cookies(alice.client)["csrf_token"]
    client = with_cookies(flask_app, {"access_token": token, "refresh_token": token})
    assert client.post("/console/api/logout").status_code == 200
    assert sessions_of(flask_app, alice) == 1


def test_expired_sessions_are_forgotten(alice: Person, bob: Person, flask_app: FlaskApp, clock_travel: Travel):
    task = flask_app.extensions["celery"].tasks["accounts.forget_sessions"]
    clock_travel(29 * DAY)
    assert alice.client.post(REFRESH).status_code == 200
    for _ in range(2):
        task()
        assert (sessions_of(flask_app, alice), sessions_of(flask_app, bob)) == (1, 1)
    clock_travel(31 * DAY)
    for _ in range(2):
        task()
        assert (sessions_of(flask_app, alice), sessions_of(flask_app, bob)) == (1, 0)


def test_that_goes_by_the_retention_queue_every_hour(client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    celery, redis = flask_app.extensions["celery"], flask_app.extensions["redis"]
    beat = celery.conf.beat_schedule["accounts.forget_sessions"]
    assert beat["schedule"] == HOUR
    celery.tasks[beat["task"]].delay()
    assert redis.llen("retention") == 1
    assert run_tasks() == ["accounts.forget_sessions"]
