"""Signing in at an OpenID Connect provider."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.accounts.oidc.conftest import API, ENDPOINTS, House, error
from tests.oidc_server import Provider, shared_secret
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.accounts.oidc.models import Identity
from treeline.kernel.db import unit_of_work

PROFILE = "/console/api/account/profile"
CAROL = {"sub": "carol", "email": "Carol@Acme.example", "name": "Carol"}


def members(house: House, email: str) -> list[tuple[Any, str]]:
    """The workspaces of an account, and its role in each."""
    with house.flask_app.app_context(), unit_of_work() as session:
        found = (
            select(WorkspaceMember.workspace_id, WorkspaceMember.role)
            .join(Account, Account.id == WorkspaceMember.account_id)
            .where(Account.email == email)
        )
        return [(workspace, role) for workspace, role in session.execute(found)]


def accounts(house: House) -> int:
    with house.flask_app.app_context(), unit_of_work() as session:
        return len(session.scalars(select(Account.id)).all())


# Who gets in


def test_a_new_colleague_gets_an_account_and_comes_back_to_it(house: House, alice: Person):
    house.provider("acme", **CAROL)
    browser = house.browser()
    reply = house.sign_in(browser, "acme", next="/apps?x=1", remember_me=True)
    assert reply.headers["Location"] == "/apps?x=1"
    assert (reply.headers["Cache-Control"], reply.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    profile = browser.get(PROFILE).json
    assert (profile["email"], profile["name"], profile["is_password_set"]) == ("carol@acme.example", "Carol", False)
    assert members(house, "carol@acme.example") == [(alice.workspace_id, "normal")]
    with house.flask_app.app_context(), unit_of_work() as session:
        [begun] = session.scalars(
            select(LoginSession)
            .join(Account, Account.id == LoginSession.account_id)
            .where(Account.email == "carol@acme.example")
        )
        assert (begun.method, begun.remember) == ("oidc", True)
    # By another address, and from another browser: it is the subject that counts.
    house.provider("acme", **{**CAROL, "email": "carol.jones@elsewhere.example"})
    again = house.browser()
    assert error(house.sign_in(again, "acme")) == ""
    assert again.get(PROFILE).json["id"] == profile["id"]


def test_the_login_page_shows_the_providers_and_no_secret(house: House):
    reply = house.browser().get(API)
    assert reply.json["data"][:2] == [{"name": "acme", "label": "Acme ID"}, {"name": "trusted", "label": "Trusted"}]
    assert b"secret" not in reply.data


def test_the_request_has_state_nonce_and_pkce_of_its_own(house: House):
    house.provider("acme", **CAROL)
    first, second = (dict(parse_qsl(urlsplit(house.start(house.browser(), "acme")).query)) for _ in range(2))
    assert first["scope"] == "openid profile email"
    assert first["redirect_uri"] == "http://localhost:3000/console/api/oidc/acme/callback"
    assert first["code_challenge_method"] == "S256"
    for each in ("state", "nonce", "code_challenge"):
        assert len(first[each]) >= 43
        assert first[each] != second[each]


@pytest.mark.parametrize(
    ("provider", "person"),
    [
        ("acme", {**CAROL, "email_verified": False}),
        ("acme", {**CAROL, "email": "carol@other.example"}),
        ("acme", {**CAROL, "email": "carol@sub.acme.example"}),
        ("acme", {**CAROL, "email": "carol@acme.example@other.example"}),
        ("acme", {**CAROL, "email": None}),
        ("plain", CAROL),
        # Whose account it is does not follow from an address that the provider is not trusted for.
        ("acme", {"sub": "x", "email": "alice@example.com"}),
        ("plain", {"sub": "x", "email": "alice@example.com"}),
        ("trusted", {"sub": "x", "email": "alice@example.com", "email_verified": False}),
        ("trusted", {"sub": "x", "email": "nobody@example.com"}),
        ("strict", CAROL),
        ("strict", {**CAROL, "groups": ["gardeners"]}),
    ],
)
def test_who_is_not_known_stays_out_and_learns_nothing(house: House, provider: str, person: dict[str, Any]):
    house.provider(provider, **person)
    browser, before = house.browser(), accounts(house)
    reply = house.sign_in(browser, provider, next="/apps")
    expected = "oidc_not_allowed" if provider == "strict" else "oidc_not_connected"
    assert reply.headers["Location"] == f"/signin?error={expected}&provider={provider}"
    assert browser.get(PROFILE).status_code == 401
    assert accounts(house) == before


def test_a_trusted_provider_joins_the_account_with_the_address_once(house: House, alice: Person):
    house.provider("trusted", sub="alice-there", email="ALICE@example.com")
    browser = house.browser()
    assert error(house.sign_in(browser, "trusted")) == ""
    assert browser.get(PROFILE).json["id"] == str(alice.account_id)
    # The address is given to somebody else there: this is not Alice.
    house.provider("trusted", sub="another-alice", email="alice@example.com")
    assert error(house.sign_in(house.browser(), "trusted")) == "oidc_not_connected"


def test_claims_that_the_token_lacks_come_from_userinfo(house: House):
    acme = house.provider("acme", sub="dora")
    acme.userinfo = {"email": "dora@acme.example", "email_verified": "true", "groups": "writers"}
    assert error(house.sign_in(house.browser(), "acme")) == ""
    assert [role for _, role in members(house, "dora@acme.example")] == ["editor"]
    acme.userinfo = {"sub": "somebody else", "email": "dora@acme.example"}
    assert error(house.sign_in(house.browser(), "acme")) == "oidc_token_invalid"


# Groups


def test_groups_give_the_highest_role_at_each_sign_in_and_never_owner(house: House):
    for groups, role in (
        (["readers", "bosses", "owner"], "admin"),
        (["writers", 7, None], "editor"),
        (["owner"], "normal"),
        (None, "normal"),
    ):
        house.provider("acme", **CAROL, groups=groups)
        assert error(house.sign_in(house.browser(), "acme")) == ""
        assert [given for _, given in members(house, "carol@acme.example")] == [role]


def test_groups_leave_owners_and_strangers_to_the_workspace_alone(house: House, alice: Person, mallory: Person):
    for person in (alice, mallory):
        before = members(house, person.email)
        acme = house.provider("acme", sub=person.email, groups=["readers"])
        with house.flask_app.app_context(), unit_of_work() as session:
            session.add(Identity(account_id=person.account_id, issuer=acme.issuer, subject=person.email))
        assert error(house.sign_in(house.browser(), "acme")) == ""
        assert members(house, person.email) == before


# What is not believed


def forged(provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": provider.key.kid})


def unsigned(provider: Provider) -> None:
    provider.algorithm = "none"


def signed_by_the_secret(provider: Provider) -> None:
    provider.algorithm, provider.signs_with = "HS256", shared_secret()


def says(**claims: Any) -> Callable[[Provider], None]:
    def change(provider: Provider) -> None:
        provider.token_claims = claims

    return change


@pytest.mark.parametrize(
    "fault",
    [
        says(nonce="another"),
        says(nonce=None),
        says(exp=int(time.time()) - 120),
        says(exp=None),
        says(exp="soon"),
        says(iat=int(time.time()) + 600),
        says(aud="another-client"),
        says(aud=["another-client"]),
        says(aud=["treeline", "another-client"]),
        says(aud=["treeline", "another-client"], azp="another-client"),
        says(aud=None),
        says(iss="https://elsewhere.example"),
        says(iss=None),
        says(sub=None),
        says(sub=""),
        says(sub=["carol"]),
        says(sub="x" * 256),
        says(sub="ca\0rol"),
        says(sub="ca\ud800rol"),
        says(at_hash="of another access token"),
        says(at_hash=["of none"]),
        forged,
        unsigned,
        signed_by_the_secret,
    ],
    ids=lambda fault: getattr(fault, "__name__", ""),
)
def test_a_token_that_proves_nothing_lets_nobody_in(house: House, fault: Callable[[Provider], None]):
    provider = house.provider("acme", **CAROL)
    fault(provider)
    browser, before = house.browser(), accounts(house)
    assert error(house.sign_in(browser, "acme")) == "oidc_token_invalid"
    assert browser.get(PROFILE).status_code == 401
    assert accounts(house) == before


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "e30.e30.e30", "....", "é", "eyJhbGciOiJFUzI1NiIsImtpZCI6NX0.e30.AAAA"]
)
def test_what_is_no_token_lets_nobody_in(house: House, token: str):
    house.provider("acme", **CAROL).token = token
    assert error(house.sign_in(house.browser(), "acme")) == "oidc_token_invalid"


def test_keys_of_unknown_kinds_stand_beside_the_known(house: House):
    acme = house.provider("acme", **CAROL)
    acme.more_keys = [{"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "EC", "crv": "P-9"}, {"kty": "EC"}, {}]
    assert error(house.sign_in(house.browser(), "acme")) == ""


def test_new_keys_are_fetched_and_old_ones_forgotten(house: House):
    provider = house.provider("acme", **CAROL)
    assert error(house.sign_in(house.browser(), "acme")) == ""
    provider.rotate()
    assert error(house.sign_in(house.browser(), "acme")) == ""
    provider.asked.clear()
    assert error(house.sign_in(house.browser(), "acme")) == ""
    assert "/keys" not in provider.asked
    stolen = provider.key
    provider.rotate()
    assert error(house.sign_in(house.browser(), "acme")) == ""
    provider.signs_with, provider.key = stolen, stolen
    assert error(house.sign_in(house.browser(), "acme")) == "oidc_token_invalid"
    provider.signs_with = None
    provider.use_rsa()
    assert error(house.sign_in(house.browser(), "acme")) == ""


# Ways back


def test_a_way_back_is_good_once(house: House):
    house.provider("acme", **CAROL)
    browser = house.browser()
    back = house.visit(house.start(browser, "acme"))
    assert error(browser.get(back)) == ""
    assert error(browser.get(back)) == "oidc_attempt_expired"


def test_nobody_is_signed_in_as_another_by_a_link(house: House):
    """Login CSRF: Mallory starts, and Alice opens her way back."""
    house.provider("acme", **CAROL)
    back = house.visit(house.start(house.browser(), "acme"))
    without, own = house.browser(), house.browser()
    house.start(own, "acme")
    for victim in (without, own):
        assert error(victim.get(back)) in ("oidc_attempt_foreign", "oidc_attempt_expired")
        assert victim.get(PROFILE).status_code == 401


def test_several_tabs_of_one_browser_each_come_back(house: House):
    house.provider("acme", **CAROL)
    browser = house.browser()
    first, second = (house.visit(house.start(browser, "acme")) for _ in range(2))
    assert [error(browser.get(each)) for each in (first, second)] == ["", ""]


def test_the_reply_of_one_provider_is_none_of_another(house: House):
    """Mix-up: the code of the honest provider is never brought to the other one's token endpoint."""
    honest, other = house.provider("acme", **CAROL), house.provider("plain", **CAROL)
    browser = house.browser()
    back = house.visit(house.start(browser, "acme"))
    assert error(browser.get(back.replace("/acme/", "/plain/"))) == "oidc_attempt_foreign"
    # As if the other one had shown the honest one's page: the reply names whose it is.
    back = house.visit(house.start(browser, "plain"))
    for iss in (honest.issuer, None):
        query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()} | {"iss": iss}
        sent = urlencode({name: each for name, each in query.items() if each is not None})
        other.asked.clear()
        assert error(browser.get(f"{urlsplit(back).path}?{sent}")) != ""
        assert "/token" not in other.asked
        back = house.visit(house.start(browser, "plain"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "x"}, "oidc_attempt_expired"),
        ({"state": ""}, "oidc_attempt_expired"),
        ({"state": "\ud800"}, "oidc_attempt_expired"),
        ({"code": "x"}, "oidc_token_invalid"),
        ({"code": ""}, "oidc_denied"),
        ({"error": "access_denied"}, "oidc_denied"),
        ({"iss": "https://elsewhere.example"}, "oidc_token_invalid"),
    ],
)
def test_an_altered_way_back_says_what_is_wrong(house: House, change: dict[str, str], expected: str):
    house.provider("acme", **CAROL)
    browser = house.browser()
    back = urlsplit(house.visit(house.start(browser, "acme")))
    query = dict(parse_qsl(back.query)) | change
    reply = browser.get(f"{back.path}?{urlencode(query, errors='surrogatepass')}")
    assert reply.headers["Location"] == f"/signin?error={expected}&provider=acme"
    # And a new one works.
    assert error(house.sign_in(browser, "acme")) == ""


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
        "/ä",
    ],
)
def test_the_way_on_is_a_page_of_the_console(house: House, path: str):
    house.provider("acme", **CAROL)
    assert house.sign_in(house.browser(), "acme", next=path).headers["Location"] == "/"


# Providers that do not do what they should


def test_a_provider_that_cannot_be_asked_is_no_dead_end(house: House, caplog: pytest.LogCaptureFixture):
    away = house.server.provider("away")
    away.discovery = {"authorization_endpoint": None}
    reply = house.browser().post(f"{API}/away/start", json={})
    assert (reply.status_code, reply.json["code"]) == (502, "oidc_provider_failed")
    # Why is the operator's to know.
    assert "127.0.0.1" not in reply.text
    assert "authorization_endpoint" in caplog.text
    away.discovery = {}
    house.start(house.browser(), "away")


def test_a_provider_is_who_its_settings_say(house: House):
    house.server.provider("mismatched").discovery = {"issuer": house.server.provider("acme").issuer}
    assert house.browser().post(f"{API}/mismatched/start", json={}).json["code"] == "oidc_provider_failed"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_nothing_is_sent_without_tls_to_hosts_that_are_not_listed(house: House, endpoint: str):
    provider = house.provider(f"downgraded-{endpoint}", sub="x")
    field = "jwks_uri" if endpoint == "jwks" else f"{endpoint}_endpoint"
    provider.discovery = {field: f"{provider.issuer}/{endpoint}".replace("127.0.0.1", "localhost")}
    assert error(house.sign_in(house.browser(), f"downgraded-{endpoint}")) == "oidc_provider_failed"
    assert not {"/token", "/jwks", "/userinfo"}.intersection(provider.asked[-1:])


def test_a_token_endpoint_that_fails_says_so_and_tells_no_secret(house: House, caplog: pytest.LogCaptureFixture):
    provider = house.provider("acme", **CAROL)
    for status, expected in ((400, "oidc_token_invalid"), (500, "oidc_provider_failed"), (302, "oidc_provider_failed")):
        provider.refuses_with = status
        assert error(house.sign_in(house.browser(), "acme")) == expected
    assert "a secret of the provider" not in caplog.text


def test_an_unknown_provider_is_not_found(house: House):
    for reply in (
        house.browser().post(f"{API}/nowhere/start", json={}),
        house.browser().get(f"{API}/nowhere/callback"),
    ):
        assert (reply.status_code, reply.json["code"]) == (404, "oidc_provider_not_found")


def test_no_transaction_is_open_while_a_provider_is_asked(house: House, queries: list[str]):
    """Nothing is asked of the database between the first and the last question to the provider."""
    provider = house.provider("acme", **CAROL)
    browser = house.browser()
    back = house.visit(house.start(browser, "acme"))
    queries.clear()
    provider.refuses_with = 500
    assert error(browser.get(back)) == "oidc_provider_failed"
    assert [each for each in queries if "SAVEPOINT" not in each] == []
