"""Secrets at rest."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.kernel.crypto import CannotOpen, Vault
from treeline.kernel.ids import new_id

OWNER, OTHER = new_id(), new_id()


@given(st.binary(max_size=500))
def test_what_goes_in_comes_out(secret: bytes):
    vault = Vault(["key"], "tests")
    sealed = vault.seal(secret, OWNER)
    assert vault.open(sealed, OWNER) == secret
    assert len(secret) < 4 or secret not in urlsafe_b64decode(sealed)
    assert vault.seal(secret, OWNER) != sealed


def test_only_for_its_owner_and_its_purpose():
    sealed = Vault(["key"], "tests").seal(b"secret", OWNER)
    with pytest.raises(CannotOpen, match="another record"):
        Vault(["key"], "tests").open(sealed, OTHER)
    for vault in (Vault(["key"], "other"), Vault(["another"], "tests")):
        with pytest.raises(CannotOpen, match="SECRET_KEY_PREVIOUS"):
            vault.open(sealed, OWNER)


@pytest.mark.parametrize("at", range(4 + 12 + 6 + 16))
def test_a_changed_byte_anywhere_is_noticed(at: int):
    vault = Vault(["key"], "tests")
    data = bytearray(urlsafe_b64decode(vault.seal(b"secret", OWNER)))
    data[at] ^= 1
    with pytest.raises(CannotOpen):
        vault.open(urlsafe_b64encode(data).decode(), OWNER)


@pytest.mark.parametrize("text", ["", "x", "abcd", "é", "AAAA" * 3, "not base64 at all!"])
def test_what_was_never_sealed(text: str):
    vault = Vault(["key"], "tests")
    with pytest.raises(CannotOpen):
        vault.open(text, OWNER)
    with pytest.raises(CannotOpen):
        vault.is_current(text)


@pytest.mark.parametrize("length", range(4, 32))
def test_what_was_cut_short(length: int):
    vault = Vault(["key"], "tests")
    data = urlsafe_b64decode(vault.seal(b"", OWNER))[:length]
    with pytest.raises(CannotOpen):
        vault.open(urlsafe_b64encode(data[:31]).decode(), OWNER)


def test_a_new_key_opens_what_the_old_one_sealed():
    old, both, new = (Vault(keys, "tests") for keys in (["old"], ["new", "old"], ["new"]))
    sealed = old.seal(b"secret", OWNER)
    assert both.open(sealed, OWNER) == b"secret"
    assert not both.is_current(sealed)
    again = both.seal(both.open(sealed, OWNER), OWNER)
    assert both.is_current(again)
    assert new.open(again, OWNER) == b"secret"
    with pytest.raises(CannotOpen):
        old.open(again, OWNER)


def test_a_key_named_twice_is_one_key():
    vault = Vault(["key", "key"], "tests")
    assert vault.is_current(vault.seal(b"secret", OWNER))
