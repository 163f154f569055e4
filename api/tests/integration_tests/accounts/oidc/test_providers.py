"""What a provider sends, and what is believed of it."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey

from tests.integration_tests.accounts.oidc.conftest import API, CAROL, ENDPOINTS, PROFILE, House, accounts, error
from tests.oidc_server import Provider, shared_secret


def forged(provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": str(provider.key.kid)})


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
    assert f"/{endpoint}" not in provider.asked


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
