"""One's own account."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from treeline.accounts.errors import EmailTaken
from treeline.accounts.models import Account, WorkspaceMember
from treeline.accounts.roles import ROLES
from treeline.accounts.service import AccountService
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

NEW = "New-password-1"


def change_password(
    person: Person, current: object = PASSWORD, new: str = NEW, repeat: str | None = None
) -> TestResponse:
    body = {"password": current, "new_password": new, "repeat_new_password": new if repeat is None else repeat}
    return person.post("/account/password", json=body)


def can_log_in(client: FlaskClient, person: Person, password: str) -> bool:
    reply = client.post("/console/api/login", json={"email": person.email, "password": password})
    return reply.status_code == 200


def test_the_profile(alice: Person):
    assert alice.log_in().status_code == 200
    profile = alice.get("/account/profile").json
    now = datetime.now(UTC).timestamp()
    assert profile.pop("created_at") == pytest.approx(now, abs=3600)
    assert profile.pop("last_login_at") == pytest.approx(now, abs=60)
    assert profile == {
        "id": str(alice.account_id),
        "name": "Alice",
        "avatar": None,
        "avatar_url": None,
        "email": "alice@example.com",
        "is_password_set": True,
        "is_instance_admin": True,
        "two_step_missing": False,
        "interface_language": "en-US",
        "interface_theme": "light",
        "timezone": "UTC",
        "last_login_ip": "127.0.0.1",
    }


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("name", "name", "Alicia Ünï"),
        ("interface-language", "interface_language", "fr-FR"),
        ("interface-theme", "interface_theme", "dark"),
        ("timezone", "timezone", "Asia/Tokyo"),
    ],
)
def test_one_field_at_a_time(alice: Person, bob: Person, path: str, field: str, value: str):
    before = alice.get("/account/profile").json
    reply = alice.post(f"/account/{path}", json={field: value, "unknown": 1})
    assert reply.status_code == 200
    assert reply.json == alice.get("/account/profile").json == {**before, field: value}
    assert bob.get("/account/profile").json[field] != value


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "  \u200b "}),
        ("name", {"name": "Al\u202eice"}),
        ("name", {"name": "x" * 31}),
        ("name", {"name": "Ali\0ce"}),
        ("name", {"name": None}),
        ("name", {"name": ["Alice"]}),
        ("name", {}),
        ("interface-language", {"interface_language": "tlhIngan Hol"}),
        ("interface-language", {"interface_language": "en-" + "abcdefgh-" * 20 + "x"}),
        ("interface-theme", {"interface_theme": "blue"}),
        ("interface-theme", {"interface_theme": 1}),
        ("timezone", {"timezone": "Mars/Olympus"}),
        ("timezone", {"timezone": "../../etc/passwd"}),
        ("timezone", {"timezone": True}),
    ],
)
def test_bad_values_change_nothing(alice: Person, path: str, body: dict[str, object]):
    before = alice.get("/account/profile").json
    reply = alice.post(f"/account/{path}", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert reply.json["details"][0]["path"] in (path.replace("-", "_"), "")
    assert alice.get("/account/profile").json == before


def test_a_name_of_two_characters(alice: Person):
    assert alice.post("/account/name", json={"name": "李明"}).json["name"] == "李明"


def test_what_is_wrong_has_a_code(alice: Person):
    detail = alice.post("/account/name", json={"name": "x" * 31}).json["details"][0]
    assert (detail["path"], detail["type"], detail["params"]) == ("name", "string_too_long", {"max_length": 30})
    detail = alice.post("/account/name", json={"name": "\u200b"}).json["details"][0]
    assert (detail["type"], detail["params"]) == ("name_blank", {})


def test_names_are_stripped(alice: Person):
    assert alice.post("/account/name", json={"name": "  Alicia "}).json["name"] == "Alicia"


def test_a_new_password(alice: Person, client: FlaskClient):
    reply = change_password(alice)
    assert (reply.status_code, reply.json["email"]) == (200, alice.email)
    assert not can_log_in(client, alice, PASSWORD)
    assert can_log_in(client, alice, NEW)


def test_a_new_password_ends_the_other_sessions(alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp):
    assert can_log_in(client, alice, PASSWORD)
    assert change_password(alice).status_code == 200
    assert client.get("/console/api/account/profile").json["code"] == "access_token_invalid"
    assert client.post("/console/api/refresh-token").json["code"] == "refresh_token_invalid"
    assert alice.get("/account/profile").status_code == 200
    assert bob.get("/account/profile").status_code == 200


@pytest.mark.parametrize("current", ["Wrong-horse-9", "", None])
def test_the_current_password_is_needed(alice: Person, client: FlaskClient, current: object):
    reply = change_password(alice, current)
    assert (reply.status_code, reply.json["code"]) == (400, "wrong_password")
    assert reply.json["details"][0]["path"] == "password"
    assert can_log_in(client, alice, PASSWORD)


def test_the_current_password_cannot_be_guessed(alice: Person):
    assert [change_password(alice, f"guess {n}").status_code for n in range(5)] == [400] * 5
    reply = change_password(alice)
    assert (reply.status_code, reply.json["code"]) == (429, "too_many_login_failures")
    assert int(reply.headers["Retry-After"]) > 0


def test_an_account_without_password_gets_one(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).values(password_hash=None, password_set_at=None))
    assert change_password(alice, None).json["is_password_set"] is True
    assert can_log_in(client, alice, NEW)


@pytest.mark.parametrize(("new", "repeat"), [("short1", None), ("no-digits-here", None), (NEW, NEW + "x"), (NEW, "")])
def test_a_bad_new_password_is_refused(alice: Person, client: FlaskClient, new: str, repeat: str | None):
    reply = change_password(alice, new=new, repeat=repeat)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert can_log_in(client, alice, PASSWORD)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_profile(bob: Person, flask_app: FlaskApp, role: str):
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id).values(role=role))
    assert bob.get("/account/profile").json["email"] == bob.email
    assert bob.post("/account/name", json={"name": "Robert"}).status_code == 200
    assert bob.get("/workspaces/current").json["role"] == role


# What the database keeps true


def test_an_address_is_taken_in_any_spelling(alice: Person, context: FlaskApp):
    accounts = AccountService(db.session, context.extensions["settings"])
    with pytest.raises(EmailTaken), unit_of_work():
        accounts.create_member(alice.workspace_id, "ALICE@example.com", "Eve", PASSWORD, "admin")
    with pytest.raises(IntegrityError, match="uq_accounts_email"), unit_of_work() as session:
        session.add(Account(email="ALICE@Example.com", name="Eve"))
    assert alice.get("/account/profile").json["name"] == "Alice"


def test_a_role_is_one_of_five(alice: Person, context: FlaskApp):
    # MariaDB's driver has another class for it.
    with pytest.raises(DBAPIError, match="ck_workspace_members_role"), unit_of_work() as session:
        session.execute(update(WorkspaceMember).values(role="king"))


def test_an_account_is_in_a_workspace_once(alice: Person, context: FlaskApp):
    with pytest.raises(IntegrityError, match="uq_workspace_members"), unit_of_work() as session:
        session.add(WorkspaceMember(workspace_id=alice.workspace_id, account_id=alice.account_id, role="admin"))
