from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.accounts.tokens import AccessGrant, SessionTokens, session_in
from treeline.kernel.crypto import BadSignature

SESSION = UUID("01936d5e-0000-7000-8000-000000000001")
SECRET = bytes(range(32))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

tokens = SessionTokens("a key", SESSION, SECRET)
texts = st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=80), st.characters().map(lambda c: tokens.csrf() + c))


def opened(by: SessionTokens, token: str) -> list[str]:
    """The kinds of token that this text is taken for."""
    kinds = []
    for kind, opens in (("access", by.open_access), ("refresh", by.open_refresh), ("csrf", by.open_csrf)):
        try:
            opens(token)
        except BadSignature:
            continue
        kinds.append(kind)
    return kinds


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**63))
def test_tokens_hold_what_was_put_in(generation: int, expires: int):
    assert tokens.open_access(tokens.access(generation, expires)) == AccessGrant(generation, expires)
    assert tokens.open_refresh(tokens.refresh(generation)) == generation
    for token in (tokens.access(generation, expires), tokens.refresh(generation), tokens.csrf()):
        assert session_in(token) == SESSION


def test_one_kind_is_not_taken_for_another():
    assert opened(tokens, tokens.access(0, 0)) == ["access"]
    assert opened(tokens, tokens.refresh(0)) == ["refresh"]
    assert opened(tokens, tokens.csrf()) == ["csrf"]


@pytest.mark.parametrize(
    "other",
    [
        SessionTokens("another key", SESSION, SECRET),
        SessionTokens("a key", SESSION, bytes(32)),
    ],
    ids=["other SECRET_KEY", "other row"],
)
def test_it_takes_the_key_and_the_row(other: SessionTokens):
    for token in (other.access(0, 2**33), other.refresh(0), other.csrf()):
        assert opened(tokens, token) == []


def test_the_same_row_gives_the_same_tokens():
    again = SessionTokens("a key", SESSION, SECRET)
    assert again.access(3, 99) == tokens.access(3, 99)
    assert again.refresh(3) == tokens.refresh(3)
    assert again.refresh(4) != tokens.refresh(3)


@given(texts)
def test_any_other_text_is_no_token(text: str):
    assert opened(tokens, text) == []
    assert session_in(text) is None or isinstance(session_in(text), UUID)


@given(st.data())
def test_a_changed_token_is_no_token(data: st.DataObject):
    token = data.draw(st.sampled_from([tokens.access(1, 2**33), tokens.refresh(1), tokens.csrf()]))
    at = data.draw(st.integers(0, len(token) - 1))
    put = data.draw(st.sampled_from(ALPHABET + "=+/ é\0"))
    changed = token[:at] + put + token[at + 1 :]
    assert (opened(tokens, changed) == []) == (changed != token)


@pytest.mark.parametrize("text", ["", "A" * 21, "é" * 30, "\ud800" * 30, "=" * 30])
def test_no_session_in_what_is_no_token(text: str):
    assert session_in(text) is None


def test_a_session_is_found_by_its_id_only():
    other = uuid4()
    assert session_in(SessionTokens("a key", other, SECRET).csrf()) == other
