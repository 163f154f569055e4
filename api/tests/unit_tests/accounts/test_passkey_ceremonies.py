"""Whatever a browser sends in place of an answer is refused as one that does not hold, and is no error of ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.authenticator import Authenticator
from treeline.accounts.passkeys import ceremonies
from treeline.accounts.passkeys.ceremonies import BadCredential
from treeline.accounts.passkeys.errors import PasskeysUnavailable
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.passkeys.party import RelyingParty, party_of
from treeline.kernel.ids import new_id
from treeline.kernel.settings import KernelSettings

PARTY = RelyingParty("localhost", ("http://localhost:3000",))
ACCOUNT = new_id()
OPTIONS = {"challenge": bytes_to_base64url(bytes(32)), "user": {"id": bytes_to_base64url(ACCOUNT.bytes)}}
DEVICE = Authenticator(counts=False)
CREATED = DEVICE.create(OPTIONS)
SIGNED = DEVICE.sign(OPTIONS)

base64 = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", max_size=60)


def passkey() -> Passkey:
    new = ceremonies.registered(PARTY, CREATED)
    return Passkey(account_id=ACCOUNT, name="x", **vars(new))


def changed(credential: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """One of its values replaced, or one of a value's characters."""
    name = data.draw(st.sampled_from(sorted(credential["response"])))
    text = credential["response"][name]
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.one_of(base64, st.just(f"{text[:at]}{data.draw(base64)}{text[at + 1 :]}")))
    return {**credential, "response": {**credential["response"], name: other}}


def test_what_holds_is_taken():
    known = passkey()
    assert known.credential_id == DEVICE.credential_id
    assert ceremonies.signed(PARTY, SIGNED, known).sign_count == 0


@given(st.data())
def test_a_changed_registration_is_refused(data: st.DataObject):
    other = changed(CREATED, data)
    try:
        found = ceremonies.registered(PARTY, other)
    except BadCredential:
        return
    # There is no signature in it: what still holds is a passkey of somebody's making, for this challenge.
    assert len(found.public_key) > 32


@given(st.data())
def test_a_changed_signature_is_refused(data: st.DataObject):
    other = changed(SIGNED, data)
    try:
        ceremonies.signed(PARTY, other, passkey())
    except BadCredential:
        return
    # The same bytes spelled otherwise, or no handle, which is not asked for.
    ours = ("clientDataJSON", "authenticatorData", "signature")
    assert [base64url_to_bytes(other["response"][name]) for name in ours] == [
        base64url_to_bytes(SIGNED["response"][name]) for name in ours
    ]


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://console.example.com", "console.example.com", "https://console.example.com"),
        ("https://Console.Example.com:443/sub/", "console.example.com", "https://console.example.com"),
        ("https://console.example.com:8443", "console.example.com", "https://console.example.com:8443"),
        ("https://bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://localhost:3000", "localhost", "http://localhost:3000"),
        ("http://treeline.localhost", "treeline.localhost", "http://treeline.localhost"),
    ],
)
def test_the_host_is_that_of_the_configured_address(address: str, host: str, origin: str):
    assert party_of(KernelSettings(console_web_url=address)) == RelyingParty(host, (origin,))


@pytest.mark.parametrize(
    "address",
    [
        "http://console.example.com",
        "https://192.0.2.1",
        "https://[2001:db8::1]",
        "ftp://x",
        "x",
        "https://",
        "https://[",
        "https://x:y",
    ],
)
def test_browsers_would_refuse_others(address: str):
    with pytest.raises(PasskeysUnavailable):
        party_of(KernelSettings(console_web_url=address))


def test_without_an_address_only_this_machine_is_known():
    local = party_of(KernelSettings(api_host="127.0.0.1", api_port=5001, web_port=3000))
    assert local == RelyingParty("localhost", ("http://localhost:3000", "http://localhost:5001"))
    with pytest.raises(PasskeysUnavailable):
        party_of(KernelSettings(api_host="0.0.0.0"))
