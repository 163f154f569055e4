"""Where one is signed in, and ending it from elsewhere."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import PASSWORD, Person
from treeline.accounts.models import LoginSession
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

SESSIONS = "/account/sessions"
PROFILE = "/console/api/account/profile"
MINUTE = 60


def elsewhere(client: FlaskClient, person: Person, agent: str = "Firefox") -> None:
    body = {"email": person.email, "password": PASSWORD}
    place = {"REMOTE_ADDR": "203.0.113.9"}
    reply = client.post("/console/api/login", json=body, headers={"User-Agent": agent}, environ_base=place)
    assert reply.status_code == 200


def test_a_session_shows_device_place_method_and_when(alice: Person, bob: Person, client: FlaskClient):
    elsewhere(client, alice)
    listed = alice.get(SESSIONS).json["data"]
    assert {each["current"] for each in listed} == {True, False}
    other = next(each for each in listed if not each["current"])
    assert (other["user_agent"], other["ip"], other["method"]) == ("Firefox", "203.0.113.9", "password")
    assert 0 <= other["last_seen_at"] - other["created_at"] < 60
    assert len(bob.get(SESSIONS).json["data"]) == 1
    assert not {"secret", "generation"} & set(other)


def test_when_it_was_seen_is_written_every_five_minutes(
    alice: Person, flask_app: FlaskApp, clock_travel: Callable[[float], None], queries: list[str]
):
    def seen() -> tuple[int, str]:
        (mine,) = alice.get(SESSIONS, environ_base={"REMOTE_ADDR": "203.0.113.7"}).json["data"]
        return mine["last_seen_at"] - began, mine["ip"]

    began = alice.get(SESSIONS).json["data"][0]["last_seen_at"]
    clock_travel(4 * MINUTE)
    queries.clear()
    assert seen() == (0, "127.0.0.1")
    assert not [query for query in queries if query.lstrip().upper().startswith("UPDATE")]
    clock_travel(6 * MINUTE)
    after, place = seen()
    assert (abs(after - 6 * MINUTE) < 60, place) == (True, "203.0.113.7")
    clock_travel(9 * MINUTE)
    assert seen() == (after, place)


def test_one_is_ended_at_its_next_request(alice: Person, client: FlaskClient):
    elsewhere(client, alice)
    other = next(each for each in alice.get(SESSIONS).json["data"] if not each["current"])
    assert alice.delete(f"{SESSIONS}/{other['id']}").status_code == 204
    assert client.get(PROFILE).json["code"] == "access_token_invalid"
    assert client.post("/console/api/refresh-token").json["code"] == "refresh_token_invalid"
    again = alice.delete(f"{SESSIONS}/{other['id']}")
    assert (again.status_code, again.json["code"]) == (404, "session_not_found")
    assert alice.get("/account/profile").status_code == 200


def test_nobody_ends_anothers(alice: Person, bob: Person):
    (his,) = bob.get(SESSIONS).json["data"]
    assert alice.delete(f"{SESSIONS}/{his['id']}").json["code"] == "session_not_found"
    assert bob.get("/account/profile").status_code == 200


def test_all_others_end_at_once(alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp):
    elsewhere(client, alice)
    elsewhere(flask_app.test_client(), alice, "Safari")
    assert alice.post(f"{SESSIONS}/end-others").json == {"result": "success"}
    assert [each["current"] for each in alice.get(SESSIONS).json["data"]] == [True]
    assert client.get(PROFILE).status_code == 401
    assert bob.get("/account/profile").status_code == 200


def test_expired_ones_are_not_listed(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    elsewhere(client, alice)
    with flask_app.app_context(), unit_of_work() as session:
        other = session.scalars(select(LoginSession).where(LoginSession.user_agent == "Firefox")).one()
        other.expires_at = other.created_at
    assert len(alice.get(SESSIONS).json["data"]) == 1
