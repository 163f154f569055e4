"""Lines about accounts that no route declares: failed sign-ins by any method, sign-outs, sessions that end by reuse."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, select

from tests.authenticator import Authenticator
from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.audit.test_audit_log import INSTALLATION, lines
from tests.integration_tests.accounts.conftest import cookies
from tests.integration_tests.accounts.test_passkeys import LOGIN as PASSKEY
from tests.integration_tests.accounts.test_passkeys import registered
from tests.integration_tests.accounts.test_passkeys import request as passkey_request
from tests.integration_tests.accounts.test_recovery import ask, mailed, post, wrong
from tests.integration_tests.accounts.test_sessions import REFRESH, with_cookies
from tests.integration_tests.accounts.test_two_step import enable, first_step, second_step
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.service import AccountService
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

FAILED = "account.sign_in_failed"
RunTasks = Callable[[], list[str]]
Travel = Callable[[float], None]


def failures(person: Person, log: str = "/workspaces/current/audit-log") -> list[tuple[str, dict[str, Any]]]:
    """Whose, and how. Newest first."""
    found = lines(person, log, action=FAILED)
    assert {each["actor"]["kind"] for each in found} <= {"anonymous"}
    return [(each["object"]["name"], each["details"]) for each in found]


def test_by_a_mailed_code(alice: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks):
    token = ask(client, alice.email, "/email-code-login")
    right = mailed(flask_app, run_tasks).code or ""
    assert post(client, "/email-code-login/validity", token=token, code=wrong(right)).json["code"] == "wrong_code"
    assert post(client, "/email-code-login/validity", token="x" * 43, code=right).status_code == 404
    assert failures(alice) == [(alice.email, {"method": "code", "reason": "wrong_code"})]
    assert failures(alice, INSTALLATION) == [("", {"method": "code", "reason": "verification_not_found"})]
    assert post(client, "/email-code-login/validity", token=token, code=right).status_code == 200
    assert len(failures(alice)) == 1
    written = str(lines(alice) + lines(alice, INSTALLATION))
    assert token not in written
    assert wrong(right) not in written


def test_by_a_passkey(alice: Person, client: FlaskClient):
    device = registered(alice)
    device.origin = "https://evil.example"
    assert client.post(PASSKEY, json={"credential": device.sign(passkey_request(client))}).status_code == 401
    assert failures(alice) == [(alice.email, {"method": "passkey", "reason": "passkey_rejected"})]
    # A challenge that nobody asked for is no one's.
    unknown = Authenticator()
    unknown.create(alice.post("/account/passkeys/options", json={"password": PASSWORD}).json["options"])
    assert client.post(PASSKEY, json={"credential": unknown.sign(passkey_request(client))}).status_code == 401
    assert failures(alice, INSTALLATION) == [("", {"method": "passkey", "reason": "passkey_rejected"})]


def test_by_a_second_factor(alice: Person, client: FlaskClient):
    app, _ = enable(alice)
    challenge = first_step(client, alice)
    # The first step alone is no failure.
    assert failures(alice) == []
    assert second_step(client, challenge, app.wrong()).status_code >= 400
    (line,) = failures(alice)
    assert (line[0], line[1]["method"]) == (alice.email, "second_factor")


def test_who_is_in_no_workspace_is_the_installations(alice: Person, bob: Person, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id))
    assert bob.log_in().json["code"] == "no_workspace"
    with flask_app.app_context(), unit_of_work() as session:
        AccountService(session, flask_app.extensions["settings"]).reset_password(bob.email, "Another-one-10")
    assert lines(alice) == []
    changed, failed = lines(alice, INSTALLATION)
    assert (failed["action"], failed["object"]["name"]) == (FAILED, bob.email)
    assert failed["details"] == {"method": "password", "reason": "no_workspace"}
    assert (changed["action"], changed["actor"]["kind"]) == ("account.reset_password", "system")
    assert changed["object"]["id"] == str(bob.account_id)


def test_a_sign_out_leaves_one_line(alice: Person, bob: Person):
    for _ in range(2):
        assert bob.client.post("/console/api/logout").status_code == 200
    (line,) = lines(alice)
    assert (line["action"], line["actor"]["id"]) == ("account.sign_out", str(bob.account_id))
    assert (line["object"]["name"], line["ip"]) == (bob.email, "127.0.0.1")


def test_an_old_refresh_token_ends_the_session_and_says_so(
    alice: Person, bob: Person, flask_app: FlaskApp, clock_travel: Travel
):
    thief = with_cookies(flask_app, cookies(bob.client))
    assert bob.client.post(REFRESH).status_code == 200
    clock_travel(62)
    assert thief.post(REFRESH).json["code"] == "refresh_token_reused"
    with flask_app.app_context(), unit_of_work() as session:
        (line,) = session.scalars(select(AuditEvent)).all()
    # Who came with it, nobody knows.
    assert (line.deed, line.actor_kind, line.object_id) == ("account.reuse_token", "anonymous", bob.account_id)
    assert line.workspace_id == alice.workspace_id
    assert thief.post(REFRESH).json["code"] == "refresh_token_invalid"
