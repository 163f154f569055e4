from hashlib import sha256

from treeline.kernel.secret_keys import hashed, new_token, shown


def test_a_key_is_long_random_and_a_double_click_selects_it():
    tokens = {new_token("app-") for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(token.startswith("app-") and token[4:].isalnum() and len(token) == 36 for token in tokens)


def test_what_is_shown_tells_keys_apart_and_gives_little_away():
    assert shown("app-abcdefghijklmnopqrstuvwxyz012345") == "app-abc…2345"


def test_the_hash_is_that_of_the_text():
    assert hashed("app-x") == sha256(b"app-x").hexdigest()
    assert hashed("app-x") != hashed("app-y")
