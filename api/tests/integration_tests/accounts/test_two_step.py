"""Two-step verification: a sign-in takes a code more, each code once; and workspaces that ask all members for it."""

from base64 import b32decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person, logged_in, make_members
from tests.integration_tests.accounts.conftest import cookies
from tests.integration_tests.accounts.test_passkeys import log_in as log_in_with_passkey
from tests.integration_tests.accounts.test_passkeys import registered
from tests.integration_tests.test_every_route import filled
from treeline.accounts.access import WITHOUT_TWO_STEP
from treeline.accounts.models import Account, LoginSession
from treeline.accounts.two_step import totp
from treeline.accounts.two_step.models import RecoveryCode, TwoStepSecret
from treeline.cli import main
from treeline.kernel.clock import now
from treeline.kernel.crypto import Vault
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

TWO_STEP, POLICY = "/account/two-step", "/workspaces/current/two-step"
SECOND = "/console/api/login/second-factor"
PROFILE = "/console/api/account/profile"

Travel = Callable[[float], None]


class App:
    """An authenticator app that has scanned the code."""

    def __init__(self, secret: str):
        self.secret = b32decode(secret)

    def code(self, steps: int = 0) -> str:
        return totp.code_at(self.secret, int(now().timestamp()) // totp.STEP_SECONDS + steps)

    def wrong(self) -> str:
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(code for code in (f"{n:06}" for n in range(100)) if code not in near)


def start(person: Person) -> App:
    reply = person.post(f"{TWO_STEP}/setup", json={"password": PASSWORD})
    assert reply.status_code == 200, reply.json
    assert reply.json["secret"] in reply.json["address"]
    return App(reply.json["secret"])


def enable(person: Person) -> tuple[App, list[str]]:
    """The code of now is used up: what comes next is the code of the next step, which is good already."""
    app = start(person)
    reply = person.post(f"{TWO_STEP}/confirm", json={"code": app.code()})
    assert reply.status_code == 200, reply.json
    return app, reply.json["recovery_codes"]


def first_step(client: FlaskClient, person: Person, **more: object) -> str:
    reply = client.post("/console/api/login", json={"email": person.email, "password": PASSWORD, **more})
    assert (reply.status_code, reply.json["code"]) == (401, "second_factor_required"), reply.json
    assert "Set-Cookie" not in reply.headers
    return reply.json["details"][0]["params"]["challenge"]


def second_step(client: FlaskClient, challenge: str, code: str, **options: Any) -> TestResponse:
    return client.post(SECOND, json={"challenge": challenge, "code": code}, **options)


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def test_a_login_takes_a_code_of_the_app(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    app, codes = enable(alice)
    assert len(codes) == 10
    state = alice.get(TWO_STEP).json
    assert (state["enabled"], state["recovery_codes_left"]) == (True, 10)
    challenge = first_step(client, alice, remember_me=True)
    assert cookies(client) == {}
    shown = app.code(1)
    reply = second_step(client, challenge, f"{shown[:3]} {shown[3:]}")
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    assert client.get(PROFILE).json["email"] == alice.email
    assert client.get_cookie("device") is not None
    with flask_app.app_context(), unit_of_work() as session:
        latest = session.scalars(select(LoginSession).order_by(LoginSession.created_at.desc())).first()
        assert latest is not None
        assert (latest.method, latest.remember) == ("password", True)


def test_it_is_not_on_before_it_is_confirmed(alice: Person, client: FlaskClient):
    start(alice)
    assert alice.get(TWO_STEP).json["enabled"] is False
    assert client.post("/console/api/login", json={"email": alice.email, "password": PASSWORD}).status_code == 200
    assert code(alice.post(f"{TWO_STEP}/disable", json={"code": "123456"})) == (409, "two_step_not_enabled")


def test_setting_it_up_takes_the_password_and_a_right_code(alice: Person):
    assert code(alice.post(f"{TWO_STEP}/confirm", json={"code": "123456"})) == (409, "two_step_not_started")
    assert code(alice.post(f"{TWO_STEP}/setup", json={"password": "Wrong-horse-9"})) == (400, "wrong_password")
    first = start(alice)
    app = start(alice)
    assert first.secret != app.secret
    assert code(alice.post(f"{TWO_STEP}/confirm", json={"code": app.wrong()})) == (400, "wrong_second_factor")
    assert alice.post(f"{TWO_STEP}/confirm", json={"code": app.code()}).status_code == 200
    for path, body in (("setup", {"password": PASSWORD}), ("confirm", {"code": app.code(1)})):
        assert code(alice.post(f"{TWO_STEP}/{path}", json=body)) == (409, "two_step_enabled")


def test_turning_it_on_ends_the_other_sessions(alice: Person, client: FlaskClient):
    """They began with one factor."""
    assert client.post("/console/api/login", json={"email": alice.email, "password": PASSWORD}).status_code == 200
    enable(alice)
    assert client.get(PROFILE).json["code"] == "access_token_invalid"
    assert alice.get("/account/profile").status_code == 200


def test_a_code_is_good_once(alice: Person, client: FlaskClient, clock_travel: Travel):
    app, _ = enable(alice)
    used = app.code(1)
    assert second_step(client, first_step(client, alice), used).status_code == 200
    other = client.application.test_client()
    challenge = first_step(other, alice)
    assert code(second_step(other, challenge, used)) == (400, "wrong_second_factor")
    # Nor is one from before it.
    assert code(second_step(other, challenge, app.code())) == (400, "wrong_second_factor")
    clock_travel(90)
    assert second_step(other, challenge, app.code()).status_code == 200


def test_a_recovery_code_is_good_once_however_it_is_typed(alice: Person, client: FlaskClient):
    _, codes = enable(alice)
    challenge = first_step(client, alice)
    assert second_step(client, challenge, codes[3].upper().replace("-", " ")).status_code == 200
    assert alice.get(TWO_STEP).json["recovery_codes_left"] == 9
    assert code(second_step(client, challenge, codes[3])) == (400, "wrong_second_factor")
    assert second_step(client, challenge, codes[4]).status_code == 200


def test_new_recovery_codes_make_the_old_ones_void(alice: Person, client: FlaskClient):
    app, old = enable(alice)
    assert code(alice.post(f"{TWO_STEP}/recovery-codes", json={"code": app.wrong()})) == (400, "wrong_second_factor")
    fresh = alice.post(f"{TWO_STEP}/recovery-codes", json={"code": app.code(1)}).json["recovery_codes"]
    assert not set(fresh) & set(old)
    challenge = first_step(client, alice)
    assert code(second_step(client, challenge, old[0])) == (400, "wrong_second_factor")
    assert second_step(client, challenge, fresh[0]).status_code == 200


def test_another_accounts_codes_are_wrong(alice: Person, bob: Person, client: FlaskClient):
    enable(alice)
    app, codes = enable(bob)
    challenge = first_step(client, alice)
    for his in (app.code(), codes[0]):
        assert code(second_step(client, challenge, his)) == (400, "wrong_second_factor")


def test_five_wrong_codes_bring_a_pause_that_a_recovery_code_passes(alice: Person, client: FlaskClient):
    """From wherever they come: codes of six digits are few. A stranger with the password keeps nobody out."""
    app, codes = enable(alice)
    challenge = first_step(client, alice)
    tries = [
        second_step(client, challenge, app.wrong(), environ_base={"REMOTE_ADDR": f"203.0.113.{n}"}) for n in range(6)
    ]
    assert [reply.status_code for reply in tries] == [400] * 5 + [429]
    assert tries[-1].json["code"] == "too_many_login_failures"
    assert second_step(client, challenge, app.code()).status_code == 429
    assert second_step(client, challenge, codes[0]).status_code == 200


def test_a_first_step_is_good_for_ten_minutes_and_one_password(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, clock_travel: Travel
):
    app, codes = enable(alice)
    challenge = first_step(client, alice)
    clock_travel(601)
    assert code(second_step(client, challenge, app.code())) == (401, "second_factor_expired")
    challenge = first_step(client, alice)
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.id == alice.account_id).values(password_set_at=now()))
    assert code(second_step(client, challenge, codes[0])) == (401, "second_factor_expired")
    assert cookies(client) == {}


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 66, "A" * 200])
def test_no_other_text_is_a_first_step(alice: Person, client: FlaskClient, text: str):
    enable(alice)
    assert code(second_step(client, text, "123456")) == (401, "second_factor_expired")


def test_a_passkey_is_two_factors_by_itself(alice: Person, client: FlaskClient):
    device = registered(alice)
    enable(alice)
    assert log_in_with_passkey(client, device).status_code == 200


def test_it_is_turned_off_with_a_code(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    app, codes = enable(alice)
    assert code(alice.post(f"{TWO_STEP}/disable", json={"code": app.wrong()})) == (400, "wrong_second_factor")
    assert alice.post(f"{TWO_STEP}/disable", json={"code": codes[9]}).json == {"result": "success"}
    assert client.post("/console/api/login", json={"email": alice.email, "password": PASSWORD}).status_code == 200
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalars(select(TwoStepSecret)).all() == session.scalars(select(RecoveryCode)).all() == []


def test_nothing_in_the_database_is_a_code(alice: Person, flask_app: FlaskApp):
    app, codes = enable(alice)
    with flask_app.app_context(), unit_of_work() as session:
        row = session.scalars(select(TwoStepSecret)).one()
        hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert totp.shown(app.secret) not in row.sealed
    kept = b"".join(hashes)
    assert not any(each.encode() in kept or each.replace("-", "").encode() in kept for each in codes)


def test_a_code_is_used_once_by_two_at_a_time(committed: FlaskApp):
    members = make_members(committed)
    alice = logged_in(committed, "alice", members.alice)
    app, codes = enable(alice)
    browsers = [committed.test_client() for _ in range(4)]
    challenges = [first_step(browser, alice) for browser in browsers]
    for used in (app.code(1), codes[0]):
        with ThreadPoolExecutor(4) as pool:
            replies = list(pool.map(lambda n, used=used: second_step(browsers[n], challenges[n], used), range(4)))
        assert sorted(reply.status_code for reply in replies) == [200, 400, 400, 400]


def test_the_command_line_turns_it_off(committed: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    members = make_members(committed)
    alice = logged_in(committed, "alice", members.alice)
    enable(alice)
    own = committed.extensions["settings"]
    for name in ("database_url", "redis_url", "secret_key", "treeline_data"):
        monkeypatch.setenv(name.upper(), str(getattr(own, name)))
    done = CliRunner().invoke(main, ["accounts", "disable-two-step", "Alice@Example.com"])
    assert (done.exit_code, done.output) == (0, "Two-step verification is off for Alice <alice@example.com>.\n")
    assert alice.get(TWO_STEP).json["enabled"] is False
    unknown = CliRunner().invoke(main, ["accounts", "disable-two-step", "nobody@example.com"])
    assert (unknown.exit_code, "No account" in unknown.output) == (1, True)


def test_the_command_line_says_that_it_stays_on(committed: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    members = make_members(committed)
    alice = logged_in(committed, "alice", members.alice)
    own = committed.extensions["settings"]
    for name in ("database_url", "redis_url", "secret_key", "treeline_data"):
        monkeypatch.setenv(name.upper(), str(getattr(own, name)))
    reset = ["accounts", "reset-password", alice.email, "--password", PASSWORD]
    assert "Two-step" not in CliRunner().invoke(main, reset).output
    enable(logged_in(committed, "alice", members.alice))
    done = CliRunner().invoke(main, reset)
    assert done.exit_code == 0
    assert f"treeline accounts disable-two-step {alice.email}" in done.output


def test_a_secret_of_a_lost_key_leaves_the_recovery_codes(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    app, codes = enable(alice)
    lost = Vault(["another key"], "two-step secret").seal(app.secret, alice.account_id)
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(TwoStepSecret).values(sealed=lost))
    challenge = first_step(client, alice)
    for _ in range(7):
        # No guess: it does not lock anybody out.
        refused = second_step(client, challenge, app.code(1))
        assert code(refused) == (409, "two_step_unreadable")
        assert "treeline accounts disable-two-step" in refused.json["message"]
    assert second_step(client, challenge, codes[0]).status_code == 200
    assert code(alice.post(f"{TWO_STEP}/disable", json={"code": app.code(1)})) == (409, "two_step_unreadable")
    assert alice.post(f"{TWO_STEP}/disable", json={"code": codes[1]}).status_code == 200
    enable(alice)


# Workspaces that require it


def test_only_the_owner_requires_it_and_has_it_first(alice: Person, bob: Person, mallory: Person):
    assert bob.post(POLICY, json={"required": True}).status_code == 403
    assert code(alice.post(POLICY, json={"required": True})) == (409, "own_two_step_missing")
    enable(alice)
    assert alice.post(POLICY, json={"required": True}).json == {"required": True, "members_without": 1}
    assert bob.get("/account/profile").status_code == 200
    assert mallory.get(POLICY).json["required"] is False


def test_members_without_it_set_it_up_before_they_go_on(alice: Person, bob: Person, flask_app: FlaskApp):
    enable(alice)
    assert bob.get("/apps").status_code == 200
    alice.post(POLICY, json={"required": True})
    # At the next request, with the session that is open.
    refused = bob.get("/apps")
    assert code(refused) == (403, "two_step_required")
    for open_to_him in ("/account/profile", TWO_STEP, "/account/passkeys", "/account/sessions", "/workspaces"):
        assert bob.get(open_to_him).status_code == 200, open_to_him
    for closed in ("/workspaces/current/members", POLICY, "/datasets", "/tags"):
        assert code(bob.get(closed)) == (403, "two_step_required"), closed
    _, codes = enable(bob)
    assert bob.get("/apps").status_code == 200
    assert alice.get(POLICY).json == {"required": True, "members_without": 0}
    assert bob.post(f"{TWO_STEP}/disable", json={"code": codes[0]}).status_code == 200
    assert code(bob.get("/apps")) == (403, "two_step_required")
    alice.post(POLICY, json={"required": False})
    assert bob.get("/apps").status_code == 200


def test_a_session_of_a_passkey_goes_on(alice: Person, bob: Person, client: FlaskClient):
    device = registered(bob)
    enable(alice)
    alice.post(POLICY, json={"required": True})
    assert log_in_with_passkey(client, device).status_code == 200
    assert client.get("/console/api/apps").status_code == 200
    assert code(bob.get("/apps")) == (403, "two_step_required")


def test_a_token_does_not_go_around_it(alice: Person, bob: Person, flask_app: FlaskApp):
    """Once its owner has a second factor, of either kind, it goes on."""
    token = bob.post("/account/tokens", json={"name": "CI", "scopes": ["read"]}).json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    script = flask_app.test_client()
    enable(alice)
    alice.post(POLICY, json={"required": True})
    assert code(script.get("/console/api/apps", headers=headers)) == (403, "two_step_required")
    registered(bob)
    assert script.get("/console/api/apps", headers=headers).status_code == 200


def test_every_route_of_the_workspace_is_closed_without_it(alice: Person, bob: Person, flask_app: FlaskApp):
    """Open is what stands on the short list, and nothing else."""
    enable(alice)
    alice.post(POLICY, json={"required": True})
    walked = 0
    for rule in flask_app.url_map.iter_rules():
        operation = flask_app.operations[rule.endpoint]
        is_open = {rule.endpoint, rule.endpoint.partition(".")[0]} & WITHOUT_TWO_STEP
        if operation.routes.access.name != "console" or is_open:
            continue
        walked += 1
        reply = bob.open(operation.method, filled(rule.rule), json={})
        assert code(reply) == (403, "two_step_required"), f"{operation.method} {rule.rule}"
    assert walked > 200
