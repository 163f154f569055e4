"""What a device has to sign: each challenge is good once, for a few minutes, and for what it was made for."""

import secrets
from typing import Any

import redis

from treeline.accounts.passkeys.errors import PasskeyExpired

SECONDS = 300


class PasskeyChallenges:
    def __init__(self, client: redis.Redis):
        self._redis = client

    def make(self, purpose: str) -> bytes:
        challenge = secrets.token_bytes(32)
        self._redis.set(self._key(challenge), purpose, ex=SECONDS)
        return challenge

    def use(self, challenge: bytes, purpose: str) -> None:
        """Raises PasskeyExpired."""
        found: Any = self._redis.getdel(self._key(challenge))
        if found is None or found.decode() != purpose:
            raise PasskeyExpired

    def _key(self, challenge: bytes) -> str:
        return f"passkey-challenge:{challenge.hex()}"
