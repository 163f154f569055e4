"""Credentials as a form gives them, and as they are shown."""

import pytest

from treeline.kernel.errors import InvalidInput
from treeline.providers.credentials import HIDDEN, access_of, masked, shown, taken
from treeline.providers.failures import redacted
from treeline.providers.kinds import KINDS, Access

OPENAI, COMPATIBLE = KINDS["openai"], KINDS["openai_api_compatible"]
KEY = "sk-0123456789abcdef"


def test_names_of_other_systems():
    theirs = taken(OPENAI, {"openai_api_key": KEY, "openai_api_base": "https://proxy.example.com/v1/", "other": 1})
    assert theirs == {"api_key": KEY, "base_url": "https://proxy.example.com/v1"}
    assert taken(COMPATIBLE, {"endpoint_url": "http://x:1/v1", "mode": "chat"}) == {"base_url": "http://x:1/v1"}
    assert access_of(OPENAI, {"api_key": KEY}).base_url == "https://api.openai.com/v1"


def test_an_address_may_end_in_the_endpoint_s_name():
    given = {"base_url": "http://x/v1/chat/completions"}
    assert taken(COMPATIBLE, given) == {"base_url": "http://x/v1"}


@pytest.mark.parametrize(
    "url", ["x", "http://", "file:///etc/passwd", "http://x/v1?a=b", "http://x/#a", "http://a:b@x/", "http://x:99999/"]
)
def test_what_is_no_address(url: str):
    with pytest.raises(InvalidInput, match="base_url"):
        taken(COMPATIBLE, {"base_url": url})


def test_a_secret_stays_where_it_comes_back_masked():
    known = {"api_key": KEY}
    for sent in (masked(KEY), HIDDEN):
        assert taken(OPENAI, {"api_key": sent}, known) == known
    assert taken(OPENAI, {"api_key": "sk-new"}, known) == {"api_key": "sk-new"}
    with pytest.raises(InvalidInput, match="required by"):
        taken(OPENAI, {}, known)
    with pytest.raises(InvalidInput, match="enter this again"):
        taken(OPENAI, {"api_key": HIDDEN, "base_url": "https://elsewhere.example.com"}, known)


@pytest.mark.parametrize("field", ["api_key", "organization"])
def test_what_no_header_can_carry(field: str):
    with pytest.raises(InvalidInput, match=rf"credentials\.{field}: .*ASCII"):
        taken(OPENAI, {"api_key": KEY, field: "é"})


@pytest.mark.parametrize("secret", ["", "short", "x" * 15])
def test_of_a_short_secret_nothing_is_shown(secret: str):
    assert masked(secret) == "…"


def test_what_is_shown():
    values = {"base_url": "https://x/v1", "api_key": KEY}
    assert shown(COMPATIBLE, values) == {"base_url": "https://x/v1", "api_key": "sk-…cdef"}


def test_a_message_holds_no_key_and_has_an_end():
    access = Access("https://x", KEY)
    assert KEY not in redacted(f"Bad key {KEY}!", access)
    assert redacted("Name or service not known", Access("https://x", "k")) == "Name or service not known"
    assert len(redacted("x" * 10_000, access)) < 600
