"""Passkeys: a device is registered once, and opens a session from then on; no copy, no other site, nobody else's."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.authenticator import Authenticator
from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from treeline.accounts.models import LoginSession
from treeline.accounts.passkeys.models import Passkey
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

KEYS = "/account/passkeys"
LOGIN = "/console/api/login/passkey"


def options(person: Person) -> dict[str, Any]:
    reply = person.post(f"{KEYS}/options", json={"password": PASSWORD})
    assert reply.status_code == 200, reply.json
    return reply.json["options"]


def register(person: Person, device: Authenticator, name: str = "Laptop") -> TestResponse:
    return person.post(KEYS, json={"name": name, "credential": device.create(options(person))})


def registered(person: Person, **how: Any) -> Authenticator:
    device = Authenticator(**how)
    assert register(person, device).status_code == 201
    return device


def request(client: FlaskClient) -> dict[str, Any]:
    reply = client.post(f"{LOGIN}/options")
    assert reply.status_code == 200, reply.json
    return reply.json["options"]


def log_in(client: FlaskClient, device: Authenticator) -> TestResponse:
    return client.post(LOGIN, json={"credential": device.sign(request(client))})


def passkeys(flask_app: FlaskApp, person: Person) -> list[Passkey]:
    with flask_app.app_context(), unit_of_work() as session:
        return list(session.scalars(select(Passkey).where(Passkey.account_id == person.account_id)))


def test_a_passkey_opens_a_session(alice: Person, client: FlaskClient, flask_app: FlaskApp):
    device = Authenticator()
    made = register(alice, device, " Laptop ")
    assert (made.status_code, made.json["name"], made.json["last_used_at"]) == (201, "Laptop", None)
    assert log_in(client, device).json == {"result": "success"}
    assert client.get("/console/api/account/profile").json["email"] == alice.email
    assert set(cookies(client)) == {"access_token", "refresh_token", "csrf_token"}
    (listed,) = alice.get(KEYS).json["data"]
    assert listed["last_used_at"] is not None
    with flask_app.app_context(), unit_of_work() as session:
        methods = session.scalars(select(LoginSession.method).where(LoginSession.account_id == alice.account_id))
        assert sorted(methods) == ["passkey", "password"]


def test_the_options_ask_for_a_verified_person_on_this_host(alice: Person, client: FlaskClient):
    registered(alice)
    wanted = options(alice)
    assert wanted["rp"] == {"name": "Treeline", "id": "localhost"}
    assert wanted["authenticatorSelection"]["userVerification"] == "required"
    assert wanted["authenticatorSelection"]["residentKey"] == "required"
    assert len(wanted["excludeCredentials"]) == 1
    asked = request(client)
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    # Any passkey of this host: who asks is not known yet.
    assert asked.get("allowCredentials", []) == []


def test_registering_takes_the_password(alice: Person):
    for body in ({}, {"password": "Wrong-horse-9"}):
        reply = alice.post(f"{KEYS}/options", json=body)
        assert (reply.status_code, reply.json["code"]) == (400, "wrong_password")


@pytest.mark.parametrize(
    "how",
    [{"origin": "https://evil.example"}, {"origin": "http://localhost"}, {"host": "evil.example"}, {"verified": False}],
)
def test_other_sites_and_unverified_people_are_refused(
    alice: Person, client: FlaskClient, flask_app: FlaskApp, how: dict[str, Any]
):
    assert register(alice, Authenticator(**how)).json["code"] == "passkey_invalid"
    assert passkeys(flask_app, alice) == []
    device = registered(alice)
    for name, value in how.items():
        setattr(device, name, value)
    assert log_in(client, device).json["code"] == "passkey_rejected"
    assert cookies(client) == {}


def test_a_challenge_is_good_once(alice: Person, client: FlaskClient):
    device = Authenticator(counts=False)
    body = {"name": "x", "credential": device.create(options(alice))}
    assert alice.post(KEYS, json=body).status_code == 201
    assert alice.post(KEYS, json=body).json["code"] == "passkey_expired"
    body = {"credential": device.sign(request(client))}
    assert client.post(LOGIN, json=body).status_code == 200
    assert client.post(LOGIN, json=body).json["code"] == "passkey_expired"


def test_a_challenge_is_good_for_what_it_was_made_for(alice: Person, bob: Person, client: FlaskClient):
    device = registered(alice)
    asked, made = request(client), options(alice)
    # One of a registration does not sign in, one of a sign-in registers nothing, and nobody registers for another.
    assert client.post(LOGIN, json={"credential": device.sign(made)}).json["code"] == "passkey_expired"
    foreign = {"name": "x", "credential": Authenticator().create({**options(alice), "challenge": asked["challenge"]})}
    assert alice.post(KEYS, json=foreign).json["code"] == "passkey_expired"
    hers = {"name": "x", "credential": Authenticator().create(options(alice))}
    assert bob.post(KEYS, json=hers).json["code"] == "passkey_expired"


def test_challenges_are_forgotten_after_five_minutes(alice: Person, flask_app: FlaskApp):
    options(alice)
    redis = flask_app.extensions["redis"]
    (key,) = redis.keys("passkey-challenge:*")
    assert 290 <= redis.ttl(key) <= 300


def test_a_copy_reveals_itself_by_its_count(alice: Person, client: FlaskClient):
    device = registered(alice)
    assert log_in(client, device).status_code == 200
    device.count = 0
    assert log_in(client, device).json["code"] == "passkey_rejected"
    device.count = 1
    assert log_in(client, device).status_code == 200


def test_another_accounts_handle_is_refused(alice: Person, bob: Person, client: FlaskClient):
    device = registered(alice)
    device.handle = bob.account_id.bytes
    assert log_in(client, device).json["code"] == "passkey_rejected"


def test_one_passkey_belongs_to_one_account(alice: Person, bob: Person):
    device = registered(alice)
    assert register(bob, device).json["code"] == "passkey_taken"


def test_a_removed_passkey_is_unknown(alice: Person, bob: Person, client: FlaskClient):
    device = registered(alice)
    (key,) = alice.get(KEYS).json["data"]
    renamed = alice.patch(f"{KEYS}/{key['id']}", json={"name": "Phone"})
    assert (renamed.status_code, renamed.json["name"]) == (200, "Phone")
    assert bob.get(KEYS).json["data"] == []
    assert bob.delete(f"{KEYS}/{key['id']}").json["code"] == "passkey_not_found"
    assert alice.delete(f"{KEYS}/{key['id']}").status_code == 204
    reply = log_in(client, device)
    assert (reply.status_code, reply.json["code"]) == (401, "passkey_rejected")
    assert "No account" in reply.json["message"]


def test_an_account_has_at_most_20(alice: Person, flask_app: FlaskApp):
    late = options(alice)
    with flask_app.app_context(), unit_of_work() as session:
        session.add_all(
            Passkey(
                account_id=alice.account_id,
                name="x",
                credential_id=bytes([n]),
                public_key=b"",
                sign_count=0,
                backed_up=False,
            )
            for n in range(20)
        )
    refused = alice.post(f"{KEYS}/options", json={"password": PASSWORD})
    assert (refused.status_code, refused.json["code"]) == (409, "max_passkeys_exceeded")
    body = {"name": "x", "credential": Authenticator().create(late)}
    assert alice.post(KEYS, json=body).json["code"] == "max_passkeys_exceeded"


def test_without_an_address_that_browsers_trust_there_are_none(alice: Person, variant: Variant):
    for address in ("http://console.example.test", "https://192.0.2.7", "console.example.test"):
        client = variant(console_web_url=address).test_client()
        reply = client.post(f"{LOGIN}/options")
        assert (reply.status_code, reply.json["code"]) == (409, "passkeys_unavailable"), address
        assert "CONSOLE_WEB_URL" in reply.json["message"]
    served = variant(console_web_url="https://Console.Example.test:8443/").test_client()
    assert request(served)["rpId"] == "console.example.test"


def test_attempts_of_one_address_are_limited(alice: Person, variant: Variant):
    client = variant(login_max_attempts_per_minute=2).test_client()
    far = {"REMOTE_ADDR": "203.0.113.9"}
    codes = [client.post(f"{LOGIN}/options", environ_base=far).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
