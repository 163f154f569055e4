"""Recovery codes: each is good once, in place of a code from the app. Long enough that a plain hash keeps them."""

import hashlib
import secrets
from uuid import UUID

# Without those that are taken for each other: 32 signs, 5 bits each.
ALPHABET = "abcdefghjkmnpqrstuvwxyz123456789"
COUNT, GROUPS, GROUP = 10, 4, 4


def new_codes() -> list[str]:
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT)]


def hash_of(account_id: UUID, code: str) -> bytes:
    """However it was typed: in capitals, with or without the hyphens."""
    plain = "".join(sign for sign in code.lower() if sign in ALPHABET)
    return hashlib.sha256(account_id.bytes + plain.encode()).digest()


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
