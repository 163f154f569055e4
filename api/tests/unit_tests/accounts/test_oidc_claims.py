"""Whatever a provider signs is believed or not; nothing of it is a fault of ours."""

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.oidc_server import CLIENT, SECRET, OidcServer, Provider
from tests.settings import settings_of
from treeline.accounts.oidc.attempts import OidcAttempt
from treeline.accounts.oidc.claims import claims_of
from treeline.accounts.oidc.errors import NotBelieved
from treeline.accounts.oidc.joining import IdentityClaims
from treeline.accounts.oidc.provider import ProviderClient
from treeline.accounts.oidc.settings import OidcProvider
from treeline.accounts.schemas import EMAIL_LENGTH

NAMES = (
    *("iss", "sub", "aud", "exp", "iat", "nbf", "nonce", "azp", "at_hash", "amr", "auth_time", "acr", "jti"),
    *("email", "email_verified", "name", "preferred_username", "groups"),
)
TEXTS = st.text(max_size=300) | st.sampled_from(["treeline", "\0", "\ud800", "x@y.z", "a" * 400 + "@b.c"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
ATTEMPT = OidcAttempt("acme", "a nonce", "v" * 43, "", remember=False, next="/")


@pytest.fixture(scope="module")
def acme() -> Iterator[tuple[Provider, ProviderClient]]:
    with OidcServer() as server:
        there = server.provider("acme")
        configured = OidcProvider(
            name="acme", issuer=there.issuer, client_id=CLIENT, client_secret=SecretStr(SECRET), groups={"a": "editor"}
        )
        settings = settings_of(oidc_providers=[configured], outbound_allowed_hosts=["127.0.0.1"])
        yield there, ProviderClient(configured, settings)


def signed_in(client: ProviderClient) -> IdentityClaims:
    url = asyncio.run(client.address("a state", ATTEMPT))
    back = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    return asyncio.run(claims_of(client, code, ATTEMPT.verifier, ATTEMPT.nonce))


@given(claims=st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=3))
def test_claims_of_any_kind_are_taken_or_not(acme: tuple[Provider, ProviderClient], claims: dict[str, Any]):
    there, client = acme
    there.person = {"sub": "carol", "email": "carol@acme.example"}
    there.token_claims = claims
    try:
        found = signed_in(client)
    except NotBelieved:
        return
    assert found.issuer == there.issuer
    assert 0 < len(found.subject) <= 255
    assert found.email is None or len(found.email) <= EMAIL_LENGTH
    assert 0 < len(found.name) <= 30
    for text in (found.subject, found.email or "", found.name):
        text.encode()
        assert "\0" not in text
    # What must be so where it is believed, whatever else was changed.
    for name, right in (("iss", there.issuer), ("nonce", ATTEMPT.nonce)):
        assert claims.get(name, right) == right


def test_what_is_right_is_believed(acme: tuple[Provider, ProviderClient]):
    there, client = acme
    there.token_claims = {}
    there.person = {"sub": "carol", "email": "Carol@Acme.example", "email_verified": True, "groups": ["a", "b"]}
    found = signed_in(client)
    assert found == IdentityClaims(there.issuer, "carol", "carol@acme.example", True, "carol", ["a", "b"])
    assert found.domain == "acme.example"
