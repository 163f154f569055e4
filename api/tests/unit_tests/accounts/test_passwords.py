import time
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.accounts.passwords import Passwords, check_rule, turns
from treeline.settings import Settings


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(Settings(argon2_memory_kib=64, argon2_time_cost=1))


@pytest.mark.parametrize("password", ["abcdefg1", "1234567a", "pass word 1", "пароль99", "a1" * 64])
def test_good_passwords(password: str):
    assert check_rule(password) == password


@pytest.mark.parametrize("password", ["", "abcdef1", "abcdefgh", "12345678", "!!!!!!!!", "a1" * 64 + "a"])
def test_bad_passwords(password: str):
    with pytest.raises(ValueError, match="8 to 128 characters, among them a letter and a digit"):
        check_rule(password)


@given(st.text(alphabet="ab1!é٣ ", max_size=140))
def test_the_rule_is_length_a_letter_and_a_digit(password: str):
    good = 8 <= len(password) <= 128 and bool(set(password) & set("abé")) and bool(set(password) & set("1٣"))
    try:
        accepted = check_rule(password) == password
    except ValueError:
        accepted = False
    assert accepted == good


def test_a_hash_matches_its_password_only(passwords: Passwords):
    made = passwords.hash("Correct-horse-9")
    assert passwords.matches(made, "Correct-horse-9")
    assert not passwords.matches(made, "correct-horse-9")
    assert not passwords.matches(made, "")
    assert passwords.hash("Correct-horse-9") != made
    assert made.startswith("$argon2id$")


@pytest.mark.parametrize("password", ["", "Correct-horse-9", "\0" * 32])
def test_nobody_has_a_password(passwords: Passwords, password: str):
    assert not passwords.matches(None, password)


def test_nobody_costs_what_somebody_costs():
    """Else the time a login takes would tell who has an account."""
    passwords = Passwords(Settings(argon2_memory_kib=8192, argon2_time_cost=3))
    made = passwords.hash("Correct-horse-9")

    def seconds(password_hash: str | None) -> float:
        began = time.perf_counter()
        assert not passwords.matches(password_hash, "Wrong-horse-9")
        return time.perf_counter() - began

    somebody, nobody = (min(seconds(kind) for _ in range(5)) for kind in (made, None))
    assert 0.3 < nobody / somebody < 3


def test_other_parameters_make_a_hash_outdated(passwords: Passwords):
    made = passwords.hash("Correct-horse-9")
    assert not passwords.outdated(made)
    assert Passwords(Settings(argon2_memory_kib=64, argon2_time_cost=2)).outdated(made)


def test_two_hashes_at_a_time(passwords: Passwords):
    third = Thread(target=passwords.hash, args=["Correct-horse-9"])
    with turns:
        with turns:
            third.start()
            time.sleep(0.1)
            assert third.is_alive()
        third.join(5)
        assert not third.is_alive()
