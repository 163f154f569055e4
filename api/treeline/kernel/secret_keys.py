"""The text of an API key or a token: its format, what is stored of it, and what is shown later."""

import secrets
import string
from hashlib import sha256

_ALPHABET = string.ascii_letters + string.digits
_RANDOM = 32


def new_token(prefix: str) -> str:
    """190 random bits, of letters and digits: a double click selects it."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))


def hashed(token: str) -> str:
    """A plain hash is enough: nobody tries out 190 bits. What a look-up by it may tell by its time is of no use."""
    return sha256(token.encode()).hexdigest()


def shown(token: str) -> str:
    return f"{token[:7]}…{token[-4:]}"
