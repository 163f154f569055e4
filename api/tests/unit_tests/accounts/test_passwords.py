from contextlib import ExitStack
from threading import Thread

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from tests.settings import settings_of
from treeline.accounts.errors import TooManyLogins
from treeline.accounts.passwords import HASHES_AT_ONCE, MAX_WAITING, Passwords, Queue, check_rule, hashing


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(settings_of(argon2_memory_kib=64, argon2_time_cost=1))


@pytest.mark.parametrize("password", ["abcdefg1", "1234567a", "pass word 1", "пароль99", "a1" * 64])
def test_good_passwords(password: str):
    assert check_rule(password) == password


@pytest.mark.parametrize("password", ["", "abcdef1", "abcdefgh", "12345678", "!!!!!!!!", "a1" * 64 + "a"])
def test_bad_passwords(password: str):
    with pytest.raises(ValueError, match="8 to 128 characters, including a letter and a digit"):
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
    with passwords.turn() as hasher:
        assert hasher.matches(made, "Correct-horse-9")
        assert not hasher.matches(made, "correct-horse-9")
        assert not hasher.matches(made, "")
    assert passwords.hash("Correct-horse-9") != made
    assert made.startswith("$argon2id$")


@pytest.mark.parametrize("password", ["", "Correct-horse-9", "\0" * 32])
def test_nobody_has_a_password(passwords: Passwords, password: str):
    with passwords.turn() as hasher:
        assert not hasher.matches(None, password)


@pytest.mark.parametrize(("memory", "rounds"), [(64, 1), (8192, 3)])
def test_nobody_costs_what_somebody_costs(memory: int, rounds: int):
    """Else the time a login takes would tell who has an account. What a hash costs is what its parameters say."""
    passwords = Passwords(settings_of(argon2_memory_kib=memory, argon2_time_cost=rounds))
    with passwords.turn() as hasher:
        made, nobodys = hasher.hash("Correct-horse-9"), hasher.nobodys()
    assert extract_parameters(nobodys) == extract_parameters(made)
    assert extract_parameters(nobodys).memory_cost == memory
    # It is really computed: a hash that cannot be read would be rejected at once.
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(nobodys, "Correct-horse-9")


def test_other_parameters_make_a_hash_outdated(passwords: Passwords):
    made = passwords.hash("Correct-horse-9")
    assert not passwords.outdated(made)
    assert Passwords(settings_of(argon2_memory_kib=64, argon2_time_cost=2)).outdated(made)


def test_two_hashes_at_a_time(passwords: Passwords):
    third = Thread(target=passwords.hash, args=["Correct-horse-9"])
    with hashing.turn():
        with hashing.turn():
            third.start()
            third.join(0.1)
            assert third.is_alive()
        third.join(5)
        assert not third.is_alive()


def test_whoever_finds_the_queue_full_is_told_at_once(passwords: Passwords):
    with ExitStack() as queue:
        for _ in range(HASHES_AT_ONCE + MAX_WAITING):
            queue.enter_context(hashing.entered())
        with pytest.raises(TooManyLogins) as caught:
            passwords.hash("Correct-horse-9")
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "2"})
    assert passwords.hash("Correct-horse-9")


def test_whoever_has_waited_too_long_is_told_so_and_leaves_the_queue():
    queue = Queue(at_once=1, waiting=1, seconds=0.05)
    with queue.turn():
        for _ in range(3):
            with pytest.raises(TooManyLogins), queue.turn():
                pytest.fail("two at once")
    with queue.turn():
        pass


def test_nothing_is_hashed_for_a_client_that_has_left(passwords: Passwords):
    with pytest.raises(TooManyLogins), Passwords(settings_of(), lambda: False).turn():
        pytest.fail("it had its turn")
    # Its place is free again.
    with hashing.turn(), hashing.turn():
        pass
