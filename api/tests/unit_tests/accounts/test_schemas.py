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


PARTS = st.text(alphabet=st.sampled_from("abzABZ019.+-_'!"), min_size=1, max_size=12)
NEARLY = st.builds("{}{}@{}.{}{}".format, st.sampled_from(["", " "]), PARTS, PARTS, PARTS, st.sampled_from(["", "\n"]))
ADDRESSES = st.builds("{}@{}.{}".format, *[st.from_regex(r"[A-Za-z0-9äé]{1,12}", fullmatch=True)] * 3)


@given(ADDRESSES)
def test_an_address_is_kept_in_one_spelling_however_it_is_written(given: str):
    email = LoginIn(email=given, password="x").email
    assert LoginIn(email=f"  {given.swapcase()} ", password="x").email == email
    assert LoginIn(email=email, password="x").email == email
    assert email == email.strip().lower()


@given(st.one_of(NEARLY, st.text(max_size=40)))
def test_any_other_text_is_an_address_or_a_clear_error(given: str):
    email, faults = "", []
    try:
        email = LoginIn(email=given, password="x").email
    except ValidationError as error:
        faults = [each["loc"] for each in error.errors()]
    local, _, domain = email.rpartition("@")
    assert (local and domain) or faults == [("email",)]


@pytest.mark.parametrize("fill", ["a", "é", "@", "a@", "a.", "\u0301"])
def test_a_long_address_is_measured_and_not_read(fill: str):
    body = {"email": fill * 1000, "password": "x"}
    with pytest.raises(ValidationError) as caught:
        LoginIn.model_validate(body)
    assert [each["type"] for each in caught.value.errors()] == ["string_too_long"]


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
    assert "repeat_new_password must match" in refused(PasswordIn, body)


def test_unknown_keys_are_ignored():
    assert SetupIn.model_validate({**SETUP, "interface": None}).name == "Alice"
