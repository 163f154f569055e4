"""One normal form of an address, however it is spelled."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.accounts.emails import normal_email


@pytest.mark.parametrize(
    ("spelled", "normal"),
    [
        (" Alice@Example.COM ", "alice@example.com"),
        ("ａｌｉｃｅ＠example.com", "alice@example.com"),
        ("alice@ＥＸＡＭＰＬＥ.com", "alice@example.com"),
        ("Zoë@XN--BCHER-KVA.example", "zoë@bücher.example"),
        (unicodedata.normalize("NFD", "ZOË@bücher.example"), "zoë@bücher.example"),
        ("a.b+c@team.local", "a.b+c@team.local"),
    ],
)
def test_spellings_of_an_address(spelled: str, normal: str):
    assert normal_email(spelled) == normal


@pytest.mark.parametrize(
    "text",
    ["", "alice", "alice@", "@example.com", "a b@example.com", "alice@exa mple.com", "a@b@c.com", "a\r\nBcc: b@c.com"],
)
def test_what_is_no_address(text: str):
    with pytest.raises(ValueError, match="not a valid email address"):
        normal_email(text)


local = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=20)


@given(local, st.sampled_from(["example.com", "BÜCHER.example", "xn--bcher-kva.example"]))
def test_the_normal_form_is_its_own(name: str, domain: str):
    try:
        normal = normal_email(f"{name}@{domain}")
    except ValueError:
        return
    assert normal_email(normal) == normal
    # Some letters have no capital one: ß would become two.
    if normal.upper().lower() == normal:
        assert normal_email(normal.upper()) == normal
