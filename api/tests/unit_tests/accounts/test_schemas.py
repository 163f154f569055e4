from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from treeline.accounts.schemas import LoginIn, PasswordIn, SetupIn, ThemeIn, TimezoneIn

SETUP = {"email": "alice@example.com", "name": "Alice", "password": "Correct-horse-9"}


def refused(kind: type[BaseModel], body: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(body)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Alice@Example.COM ", "alice@example.com"),
        ("O'Neil+x@a-b.example.co.uk", "o'neil+x@a-b.example.co.uk"),
        ("admin@treeline.local", "admin@treeline.local"),
        ("root@localhost", "root@localhost"),
        ("Ärger@exämple.com", "ärger@exämple.com"),
    ],
)
def test_addresses_are_kept_in_one_spelling(given: str, kept: str):
    assert LoginIn(email=given, password="x").email == kept


@pytest.mark.parametrize(
    "email",
    ["", "alice", "@example.com", "alice@", "a b@example.com", "A <a@example.com>", "a@b@c.de", "a\0@b.de", "a" * 255],
)
def test_what_is_no_address(email: str):
    assert "email" in refused(SetupIn, {**SETUP, "email": email})


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str):
    try:
        email = LoginIn(email=text, password="x").email
    except ValidationError:
        return
    assert LoginIn(email=email.upper(), password="x").email in (email, email.upper().lower())
    assert "@" in email
    assert email == email.strip()


@pytest.mark.parametrize("name", ["", "   ", "x" * 31])
def test_a_name_is_text_of_up_to_30(name: str):
    assert "name" in refused(SetupIn, {**SETUP, "name": name})


@pytest.mark.parametrize("language", ["english", "en_US", "", "e", "en-", "en-US-" + "x" * 40])
def test_a_language_is_a_tag(language: str):
    assert "language" in refused(SetupIn, {**SETUP, "language": language})
    assert SetupIn.model_validate({**SETUP, "language": "zh-Hans"}).language == "zh-Hans"


def test_a_theme_is_light_or_dark():
    assert ThemeIn(interface_theme="dark").interface_theme == "dark"
    assert "interface_theme" in refused(ThemeIn, {"interface_theme": "blue"})


def test_a_time_zone_is_one_that_exists():
    assert TimezoneIn(timezone="Europe/Paris").timezone == "Europe/Paris"
    for zone in ("Europe/Atlantis", "", "../etc/passwd", "europe/paris"):
        assert "IANA" in refused(TimezoneIn, {"timezone": zone})


def test_a_new_password_is_said_twice():
    body = {"password": None, "new_password": "Correct-horse-9", "repeat_new_password": "Correct-horse-8"}
    assert "repeat_new_password differs" in refused(PasswordIn, body)


def test_unknown_keys_are_ignored():
    assert SetupIn.model_validate({**SETUP, "interface": None}).name == "Alice"
