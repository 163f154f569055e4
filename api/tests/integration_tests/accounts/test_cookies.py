"""The cookies' attributes, and a console on another subdomain than the API."""

from http.cookies import Morsel, SimpleCookie

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person
from tests.integration_tests.accounts.conftest import Variant, cookies
from treeline.kernel.web import FlaskApp

HTTPS = {"console_web_url": "https://treeline.example.com", "console_api_url": "https://treeline.example.com"}
CONSOLE, API = "https://console.example.test", "https://api.example.test"
SPLIT = {
    "console_web_url": CONSOLE,
    "console_api_url": API,
    "cookie_domain": "example.test",
    "console_cors_allow_origins": [CONSOLE],
}
ALICE = {"email": "alice@example.com", "password": PASSWORD, "remember_me": True}
NAMES = ("access_token", "refresh_token", "csrf_token")
# The last one is no credential: it says that this browser has logged in before.
ALL = {*NAMES, "device"}


def set_by(reply: TestResponse) -> dict[str, Morsel[str]]:
    jar: SimpleCookie = SimpleCookie()
    for header in reply.headers.getlist("Set-Cookie"):
        jar.load(header)
    return dict(jar)


def log_in(flask_app: FlaskApp, **more: object) -> dict[str, Morsel[str]]:
    reply = flask_app.test_client().post("/console/api/login", json={**ALICE, **more}, base_url="https://localhost")
    assert reply.status_code == 200, reply.text
    return set_by(reply)


def test_plain_http(alice: Person, flask_app: FlaskApp):
    found = log_in(flask_app)
    assert set(found) == ALL
    for name, cookie in found.items():
        assert (cookie["path"], cookie["samesite"], cookie["domain"], cookie["secure"]) == ("/", "Lax", "", "")
        assert bool(cookie["httponly"]) == (name != "csrf_token")
    ages = {name: int(cookie["max-age"]) for name, cookie in found.items()}
    assert ages == {"access_token": 3600, "refresh_token": 2592000, "csrf_token": 2592000, "device": 31536000}


def test_ages_follow_the_settings(alice: Person, variant: Variant):
    found = log_in(variant(access_token_expire_minutes=5, refresh_token_expire_days=0.5))
    assert [int(found[name]["max-age"]) for name in NAMES] == [300, 43200, 43200]


@pytest.mark.parametrize("more", [{"remember_me": False}, {"remember_me": False, "language": "en-US"}])
def test_not_remembered_means_until_the_browser_is_closed(alice: Person, flask_app: FlaskApp, more: dict[str, object]):
    found = log_in(flask_app, **more)
    assert [found[name]["max-age"] + found[name]["expires"] for name in NAMES] == ["", "", ""]


@pytest.mark.parametrize("remember", [True, False])
def test_renewal_remembers_as_the_login_did(alice: Person, client: FlaskClient, remember: bool):
    assert client.post("/console/api/login", json={**ALICE, "remember_me": remember}).status_code == 200
    found = set_by(client.post("/console/api/refresh-token"))
    assert [bool(found[name]["max-age"]) for name in NAMES] == [remember] * 3


def test_https_has_host_names(alice: Person, variant: Variant):
    other = variant(**HTTPS)
    found = log_in(other)
    assert set(found) == {f"__Host-{name}" for name in ALL}
    for cookie in found.values():
        assert (cookie["path"], cookie["domain"], cookie["secure"]) == ("/", "", True)
    client = other.test_client()
    at = {"base_url": "https://localhost"}
    for name, cookie in found.items():
        client.set_cookie(name, cookie.value)
    assert client.get("/console/api/account/profile", **at).status_code == 200
    csrf = {"X-CSRF-Token": found["__Host-csrf_token"].value}
    assert client.post("/console/api/account/name", json={"name": "Alicia"}, headers=csrf, **at).status_code == 200
    assert client.post("/console/api/refresh-token", **at).status_code == 200
    assert client.post("/console/api/logout", **at).status_code == 200
    assert cookies(client, "__Host-") == {}
    # What another subdomain can set is not looked at.
    plain = other.test_client()
    for name, cookie in found.items():
        plain.set_cookie(name.removeprefix("__Host-"), cookie.value)
    assert plain.get("/console/api/account/profile", **at).json["code"] == "unauthorized"


def test_one_https_address_alone_is_not_https(alice: Person, variant: Variant):
    found = log_in(variant(console_web_url="https://treeline.example.com", console_api_url="http://localhost:5001"))
    assert set(found) == ALL
    assert not any(cookie["secure"] for cookie in found.values())


@pytest.mark.parametrize("domain", ["example.test", ".example.test"])
def test_a_cookie_domain(alice: Person, variant: Variant, domain: str):
    found = log_in(variant(**{**SPLIT, "cookie_domain": domain}))
    assert set(found) == ALL
    for cookie in found.values():
        assert (cookie["domain"], cookie["secure"], cookie["path"]) == ("example.test", True, "/")


def test_a_cookie_domain_over_plain_http_is_not_secure(alice: Person, variant: Variant):
    found = log_in(variant(cookie_domain="example.test"))
    assert [found[name]["domain"] for name in NAMES] == ["example.test"] * 3
    assert not any(cookie["secure"] for cookie in found.values())


# Two subdomains


@pytest.fixture
def split(alice: Person, variant: Variant) -> FlaskClient:
    """A browser on console.example.test that has logged in to api.example.test."""
    client = variant(**SPLIT).test_client()
    reply = client.post("/console/api/login", json=ALICE, base_url=API, headers={"Origin": CONSOLE})
    assert reply.status_code == 200
    assert_allowed(reply)
    return client


def assert_allowed(reply: TestResponse) -> None:
    assert reply.headers["Access-Control-Allow-Origin"] == CONSOLE
    assert reply.headers["Access-Control-Allow-Credentials"] == "true"


def csrf_for_page(client: FlaskClient) -> str:
    """What a page of console.example.test reads from its document.cookie."""
    cookie = client.get_cookie("csrf_token", domain="example.test")
    assert cookie is not None
    assert (cookie.domain, cookie.origin_only, cookie.http_only) == ("example.test", False, False)
    return cookie.value


def test_the_console_works_across_subdomains(split: FlaskClient):
    origin = {"Origin": CONSOLE}
    preflight = split.options(
        "/console/api/account/name",
        base_url=API,
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-csrf-token",
        },
    )
    assert preflight.status_code == 200
    assert_allowed(preflight)
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    allowed = {name.strip().lower() for name in preflight.headers["Access-Control-Allow-Headers"].split(",")}
    assert {"content-type", "x-csrf-token"} <= allowed

    headers = {**origin, "X-CSRF-Token": csrf_for_page(split)}
    reply = split.post("/console/api/account/name", json={"name": "Alicia"}, base_url=API, headers=headers)
    assert (reply.status_code, reply.json["name"]) == (200, "Alicia")
    assert_allowed(reply)
    assert "X-Request-Id" in reply.headers["Access-Control-Expose-Headers"]


def test_refusals_can_be_read_across_subdomains(split: FlaskClient):
    """Else the console could not tell an expired token from a dead server."""
    reply = split.post("/console/api/account/name", json={"name": "Eve"}, base_url=API, headers={"Origin": CONSOLE})
    assert (reply.status_code, reply.json["code"]) == (401, "csrf_failed")
    assert_allowed(reply)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "http://console.example.test",
        "https://console.example.test.evil.org",
        "https://xconsole.example.test",
        "https://console.example.test:8443",
        "null",
    ],
)
def test_a_foreign_origin_gets_nothing(split: FlaskClient, origin: str):
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-csrf-token",
    }
    preflight = split.options("/console/api/account/name", base_url=API, headers=asked)
    reply = split.get("/console/api/account/profile", base_url=API, headers={"Origin": origin})
    for answer in (preflight, reply):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_without_the_setting_no_origin_is_allowed(alice: Person):
    reply = alice.get("/account/profile", headers={"Origin": CONSOLE})
    assert reply.status_code == 200
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_two_instances_on_one_host_leave_each_other_signed_in(flask_app: FlaskApp, alice: Person, variant: Variant):
    """A browser sends both the cookies of both."""
    other = variant(api_port=5901, web_port=3901)
    one, two = flask_app.test_client(), other.test_client()
    for client, theirs in ((one, two), (two, one)):
        assert client.post("/console/api/login", json=ALICE).status_code == 200
        for name, cookie in ((cookie.key, cookie) for cookie in client._cookies.values()):  # pyright: ignore[reportAttributeAccessIssue]  no public way
            theirs.set_cookie(name, cookie.value)
    tokens = {name: two.get_cookie(name) for name in ("csrf_token", "csrf_token_5901")}
    sent = ",".join(cookie.value for cookie in tokens.values() if cookie)
    assert "," in sent
    for client in (one, two):
        assert client.get("/console/api/account/profile").status_code == 200
        made = client.post("/console/api/apps", json={"name": "x", "mode": "chat"}, headers={"X-CSRF-Token": sent})
        assert made.status_code == 201, made.json
    # Only the own one counts.
    foreign = tokens["csrf_token"]
    assert foreign
    refused = two.post("/console/api/apps", json={"name": "x"}, headers={"X-CSRF-Token": foreign.value})
    assert (refused.status_code, refused.json["code"]) == (401, "csrf_failed")


@pytest.mark.parametrize(("api", "web", "suffix"), [(5001, 3000, ""), (5901, 3000, "_5901"), (5001, 3901, "_5001")])
def test_the_default_ports_have_the_names_of_the_contract(
    alice: Person, variant: Variant, api: int, web: int, suffix: str
):
    made = log_in(variant(api_port=api, web_port=web))
    assert set(made) == {name + suffix for name in ALL}
