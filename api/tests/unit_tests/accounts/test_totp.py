"""Codes of authenticator apps and recovery codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.accounts.two_step import recovery, totp
from treeline.accounts.two_step.service import is_from_app
from treeline.kernel.ids import new_id

# RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
SECRET = b"12345678901234567890"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("time", "code"), VECTORS)
def test_codes_are_those_of_the_standard(time: int, code: str):
    assert totp.code_at(SECRET, time // 30) == code
    assert totp.step_of(SECRET, code, time, after=0) == time // 30


@given(st.integers(0, 2**40), st.integers(-100, 100))
def test_a_code_is_good_for_about_a_minute(time: int, late: int):
    """In the step before, in its own, and in the one after; 30 seconds each."""
    step = time // 30
    seen = totp.step_of(SECRET, totp.code_at(SECRET, step), max(time + late, 0), after=-1)
    if abs(max(time + late, 0) // 30 - step) <= 1:
        assert seen is not None
        assert totp.code_at(SECRET, seen) == totp.code_at(SECRET, step)


def test_no_code_is_good_twice():
    code, step = totp.code_at(SECRET, 100), 100
    assert totp.step_of(SECRET, code, 3000, after=99) == step
    assert totp.step_of(SECRET, code, 3000, after=100) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, 99), 3000, after=100) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, 101), 3000, after=100) == 101


@given(st.text(max_size=12))
def test_any_text_is_compared_and_refused(text: str):
    codes = {totp.code_at(SECRET, step) for step in (99, 100, 101)}
    assert (totp.step_of(SECRET, text, 3000, after=0) is not None) == (text in codes)


def test_the_address_says_all_that_an_app_needs():
    assert totp.address(SECRET, "Treeline", "a+b@example.com") == (
        "otpauth://totp/Treeline:a%2Bb@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Treeline"
    )


def test_recovery_codes_are_long_and_typed_as_people_like():
    account = new_id()
    codes = recovery.new_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        spellings = {code, code.upper(), code.replace("-", ""), f" {code.replace('-', ' ')} "}
        assert len({recovery.hash_of(account, each) for each in spellings}) == 1
        assert not any(is_from_app(each) for each in spellings)
    assert recovery.hash_of(account, codes[0]) != recovery.hash_of(new_id(), codes[0])
    assert len({recovery.hash_of(account, code) for code in codes}) == 10


@pytest.mark.parametrize("text", ["123456", " 123 456 ", "000000"])
def test_six_digits_are_of_the_app(text: str):
    assert is_from_app(text)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "１２３４５６", "12345a"])
def test_all_else_is_not(text: str):
    assert not is_from_app(text)
