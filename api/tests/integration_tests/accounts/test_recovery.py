"""Back into an account without its password: a link or a code, in a mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from tests.integration_tests.accounts.mails import Read, RunTasks, mails, statements
from tests.integration_tests.accounts.test_invitations import invited
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.letters.models import SEALED, LetterRequest
from treeline.accounts.letters.service import PER_ADDRESS, PER_PLACE
from treeline.accounts.letters.tasks import SWEEP_SECONDS
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.kernel.clock import now
from treeline.kernel.crypto import Vault
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.mail.models import Mail

BASE = "/console/api"
NEW = "New-password-1"
MINUTE, DAY = 60, 86400
Travel = Callable[[float], None]


def post(client: FlaskClient, path: str, **body: Any) -> TestResponse:
    return client.post(BASE + path, json=body)


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def ask(client: FlaskClient, email: str, path: str = "/forgot-password") -> str:
    reply = post(client, path, email=email, language="zh-Hans")
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


def mailed(flask_app: FlaskApp, run_tasks: RunTasks) -> Read:
    run_tasks()
    return mails(flask_app)[-1]


def reset(client: FlaskClient, token: str, password: str = NEW) -> TestResponse:
    body = {"token": token, "new_password": password, "password_confirm": password}
    return post(client, "/forgot-password/resets", **body)


def log_in(client: FlaskClient, email: str, password: str) -> int:
    return post(client, "/login", email=email, password=password).status_code


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06}"


# A new password


@pytest.mark.parametrize("path", ["/forgot-password", "/reset-password"])
def test_a_new_password_by_code(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks, path: str
):
    made = alice.post("/account/tokens", json={"name": "CI", "scopes": ["read"]}).json["token"]
    script = {"Authorization": f"Bearer {made}"}
    assert client.get(f"{BASE}/apps", headers=script).status_code == 200
    token = ask(client, "ALICE@Example.com", path)
    mail = mailed(flask_app, run_tasks)
    assert (mail.kind, mail.recipient, mail.language, mail.page) == ("reset", alice.email, "en-US", "/reset-password")
    assert token == mail.query["token"]
    proven = post(client, "/forgot-password/validity", email=alice.email, code=mail.code, token=token)
    assert proven.json == {"result": "success", "is_valid": True, "email": alice.email, "token": proven.json["token"]}
    assert proven.headers["Cache-Control"] == "no-store"
    assert reset(client, proven.json["token"]).json == {"result": "success"}
    assert log_in(client, alice.email, PASSWORD) == 401
    assert log_in(client, alice.email, NEW) == 200
    # Whoever was in the account is out, scripts too.
    assert alice.get("/account/profile").status_code == 401
    assert client.get(f"{BASE}/apps", headers=script).json["code"] == "personal_token_invalid"


def test_a_new_password_by_link_needs_nothing_else(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    link = mailed(flask_app, run_tasks).query
    assert set(link) == {"token", "code"}
    for _ in range(3):
        looked = client.get(f"{BASE}/forgot-password/validity", query_string={"token": link["token"]})
        assert looked.json == {"is_valid": True, "email": alice.email}
    proven = post(client, "/forgot-password/validity", **link)
    assert reset(client, proven.json["token"]).status_code == 200
    assert log_in(client, alice.email, NEW) == 200


def test_the_mail_says_nothing_any_more_once_it_was_used(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    ask(client, alice.email)
    link = mailed(flask_app, run_tasks).query
    assert len(mails(flask_app)) == 2
    proven = post(client, "/forgot-password/validity", **link)
    assert len(mails(flask_app)) == 1
    assert reset(client, proven.json["token"]).status_code == 200
    # What else was sent to get in is void, too.
    assert mails(flask_app) == []


def test_what_is_used_or_old_or_altered_says_which(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks, clock_travel: Travel
):
    ask(client, alice.email)
    used = mailed(flask_app, run_tasks).query
    token = post(client, "/forgot-password/validity", **used).json["token"]
    assert code(post(client, "/forgot-password/validity", **used)) == (409, "verification_used")
    ask(client, alice.email)
    revoked = mailed(flask_app, run_tasks).query
    assert reset(client, token).status_code == 200
    assert code(reset(client, token)) == (409, "verification_used")
    assert code(post(client, "/forgot-password/validity", **revoked)) == (409, "verification_revoked")
    ask(client, alice.email)
    late = mailed(flask_app, run_tasks).query
    altered = late | {"token": late["token"][:-1]}
    assert code(post(client, "/forgot-password/validity", **altered)) == (404, "verification_not_found")
    clock_travel(DAY + 1)
    assert code(post(client, "/forgot-password/validity", **late)) == (409, "verification_expired")
    looked = client.get(f"{BASE}/forgot-password/validity", query_string={"token": late["token"]})
    assert code(looked) == (409, "verification_expired")
    assert log_in(client, alice.email, NEW) == 200


def test_with_a_mail_server_it_is_valid_for_minutes(variant: Variant, run_tasks: RunTasks, clock_travel: Travel):
    sending = variant(
        mail_type="smtp",
        smtp_server="127.0.0.1",
        mail_default_send_from="treeline@example.com",
        reset_password_token_expiry_minutes=2,
    )
    client = sending.test_client()
    token = ask(client, "alice@example.com")
    clock_travel(2 * MINUTE + 1)
    looked = client.get(f"{BASE}/forgot-password/validity", query_string={"token": token})
    assert code(looked) == (409, "verification_expired")


def test_the_token_alone_is_no_proof(alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    token = ask(client, alice.email)
    right = mailed(flask_app, run_tasks).code
    assert code(reset(client, token)) == (404, "verification_not_found")
    for _ in range(5):
        reply = post(client, "/forgot-password/validity", email=alice.email, code=wrong(right), token=token)
        assert code(reply) == (400, "wrong_code")
        assert reply.json["details"][0]["path"] == "code"
    reply = post(client, "/forgot-password/validity", email=alice.email, code=right, token=token)
    assert code(reply) == (429, "too_many_codes")


def test_a_proof_is_for_one_address_and_one_purpose(
    alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, bob.email)
    link = mailed(flask_app, run_tasks).query
    reply = post(client, "/forgot-password/validity", email=alice.email, **link)
    assert code(reply) == (404, "verification_not_found")
    assert code(post(client, "/email-code-login/validity", **link)) == (404, "verification_not_found")
    assert post(client, "/forgot-password/validity", email=bob.email, **link).status_code == 200


def test_a_weak_password_leaves_the_proof_unused(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    token = post(client, "/forgot-password/validity", **mailed(flask_app, run_tasks).query).json["token"]
    assert code(reset(client, token, "short")) == (400, "invalid_param")
    differs = {"token": token, "new_password": NEW, "password_confirm": "Other-password-1"}
    assert code(post(client, "/forgot-password/resets", **differs)) == (400, "invalid_param")
    assert reset(client, token).status_code == 200


def test_an_address_that_was_given_up_is_no_way_in(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    link = mailed(flask_app, run_tasks).query
    token = post(client, "/forgot-password/validity", **link).json["token"]
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.id == alice.account_id).values(email="moved@example.com"))
    assert code(reset(client, token)) == (401, "authentication_failed")
    assert log_in(client, "moved@example.com", PASSWORD) == 200


def test_a_new_password_is_in_the_audit_log(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    token = post(client, "/forgot-password/validity", **mailed(flask_app, run_tasks).query).json["token"]
    assert reset(client, token).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        line = session.scalars(select(AuditEvent).where(AuditEvent.deed == "account.reset_password")).one()
    assert (line.workspace_id, line.actor_id, line.object_id) == (alice.workspace_id, *[alice.account_id] * 2)
    assert token not in str(line.details)


# Nobody learns who has an account


@pytest.mark.parametrize("path", ["/forgot-password", "/email-code-login"])
def test_the_reply_and_the_work_are_the_same_for_every_address(
    client: FlaskClient, flask_app: FlaskApp, queries: list[str], run_tasks: RunTasks, path: str
):
    done: list[tuple[list[str], list[bytes], list[str]]] = []
    for email in ("alice@example.com", "nobody@example.com"):
        queries.clear()
        reply = post(client, path, email=email)
        assert reply.status_code == 200
        redis = flask_app.extensions["redis"]
        done.append((statements(queries), sorted(redis.keys("failures:*")), sorted(reply.json or {})))
        assert redis.llen("mail") == 1
        assert len(run_tasks()) == 1
    assert done[0] == done[1]
    assert any("letter_requests" in statement for statement in done[0][0])
    assert not any("FROM accounts" in statement for statement in done[0][0])
    assert [mail.recipient for mail in mails(flask_app)] == ["alice@example.com"]
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(LetterRequest)) == 0


def test_a_code_for_no_account_is_refused_as_any_other(client: FlaskClient, run_tasks: RunTasks):
    for email in ("alice@example.com", "nobody@example.com"):
        token = ask(client, email)
        run_tasks()
        seen = [code(post(client, "/forgot-password/validity", email=email, code="x", token=token)) for _ in range(6)]
        assert seen == [(400, "wrong_code")] * 5 + [(429, "too_many_codes")]


def test_too_many_mails_to_one_address(variant: Variant):
    behind = variant(respect_xforward_headers_enabled=True)

    def send(address: str, email: str) -> tuple[int, str]:
        headers = {"X-Forwarded-For": address}
        reply = behind.test_client().post(f"{BASE}/forgot-password", json={"email": email}, headers=headers)
        return code(reply)

    for email in ("alice@example.com", "nobody@example.com"):
        for place in range(PER_ADDRESS[0] // PER_PLACE[0]):
            seen = [send(f"203.0.113.{place}", email) for _ in range(PER_PLACE[0])]
            assert seen == [(200, "")] * PER_PLACE[0]
            assert send(f"203.0.113.{place}", email) == (429, "too_many_mails")
        assert send("198.51.100.7", email) == (429, "too_many_mails")
    assert send("198.51.100.7", "bob@example.com") == (200, "")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/forgot-password", {}),
        ("/forgot-password", {"email": "nobody"}),
        ("/email-code-login", {"email": 7}),
        ("/forgot-password/validity", {"token": "x"}),
        ("/forgot-password/validity", {"token": "", "code": "1"}),
        ("/email-code-login/validity", {"token": "x" * 200, "code": "1"}),
        ("/forgot-password/resets", {"token": "x", "new_password": NEW}),
    ],
)
def test_bad_bodies(client: FlaskClient, path: str, body: dict[str, Any]):
    assert code(post(client, path, **body)) == (400, "invalid_param")


# A login by code


def test_a_login_by_code(alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    token = ask(client, alice.email, "/email-code-login")
    mail = mailed(flask_app, run_tasks)
    assert (mail.kind, mail.page) == ("login_code", "/signin/code")
    body = {"email": alice.email, "code": mail.code, "token": token, "remember_me": True}
    reply = post(client, "/email-code-login/validity", **body)
    assert reply.json == {"result": "success"}
    assert set(cookies(client)) == {"access_token", "refresh_token", "csrf_token"}
    assert client.get(f"{BASE}/account/profile").json["email"] == alice.email
    with flask_app.app_context(), unit_of_work() as session:
        newest = session.scalars(select(LoginSession).order_by(LoginSession.id.desc()).limit(1)).one()
    assert (newest.method, newest.remember) == ("code", True)
    assert code(post(client, "/email-code-login/validity", **body)) == (409, "verification_used")


def test_a_login_by_link(bob: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    ask(client, bob.email, "/email-code-login")
    link = mailed(flask_app, run_tasks).query
    looked = client.get(f"{BASE}/email-code-login/validity", query_string={"token": link["token"]})
    assert looked.json == {"is_valid": True, "email": bob.email}
    assert post(client, "/email-code-login/validity", **link).status_code == 200
    assert client.get(f"{BASE}/account/profile").json["email"] == bob.email


# What happens to a request


def test_a_request_keeps_no_secret_and_a_lost_one_is_sent_again(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    token = ask(client, alice.email)
    redis = flask_app.extensions["redis"]
    assert token.encode() not in b"".join(redis.lrange("mail", 0, -1))
    redis.delete("mail")
    sweep = flask_app.extensions["celery"].tasks["accounts.sweep_letters"]
    sweep()
    assert run_tasks() == []
    with flask_app.app_context(), unit_of_work() as session:
        request = session.scalars(select(LetterRequest)).one()
        assert token not in request.sealed
        request.created_at = now() - timedelta(seconds=SWEEP_SECONDS + 1)
    sweep()
    # A second one is not another mail.
    sweep()
    assert run_tasks().count("accounts.write_letter") == 2
    assert [mail.query["token"] for mail in mails(flask_app)] == [token]


def test_a_request_of_another_secret_key_is_no_error(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    ask(client, alice.email)
    with flask_app.app_context(), unit_of_work() as session:
        request = session.scalars(select(LetterRequest)).one()
        settings = flask_app.extensions["settings"].model_copy(update={"secret_key": "another" * 8})
        request.sealed = SEALED.vault(settings).seal(b"{}", request.id)
    run_tasks()
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(LetterRequest)) == 0
        assert session.scalar(select(func.count()).select_from(Mail)) == 0


def test_a_request_that_a_lost_key_has_sealed_is_dropped(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    """Whoever asks again gets a mail."""
    ask(client, alice.email)
    with flask_app.app_context(), unit_of_work() as session:
        (request,) = session.scalars(select(LetterRequest))
        request.sealed = Vault(["another key"], SEALED.purpose).seal(b"{}", request.id)
    run_tasks()
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(LetterRequest)) == 0
        assert session.scalar(select(func.count()).select_from(Mail)) == 0
    token = ask(client, alice.email)
    assert mailed(flask_app, run_tasks).query["token"] == token


def test_a_login_by_code_accepts_an_invitation(
    alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    """The only way for an account without a password that belongs to no workspace any more."""
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id))
        session.execute(update(Account).where(Account.id == bob.account_id).values(password_hash=None))
    invitation = invited(alice, bob.email)
    for more, expected in (({}, (403, "no_workspace")), ({"invite_token": invitation}, (200, ""))):
        token = ask(client, bob.email, "/email-code-login")
        # The invitation's own mail may be the last one.
        run_tasks()
        mail = next(each for each in mails(flask_app) if each.query.get("token") == token)
        reply = post(client, "/email-code-login/validity", token=token, code=mail.code, **more)
        assert code(reply) == expected
    assert client.get(f"{BASE}/workspaces/current").json["id"] == str(alice.workspace_id)
