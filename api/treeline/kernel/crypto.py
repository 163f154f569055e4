"""Keys and signatures, all derived from SECRET_KEY; a key for one purpose is useless for another."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

MAC_BYTES = 16


class BadSignature(ValueError):
    """The token was not made with this key, or was changed."""


class Signer:
    """Short tokens: payload and a 128-bit HMAC-SHA256 in one URL-safe text. They prove, they do not hide."""

    def __init__(self, secret: str, purpose: str):
        self._key = derived_key(secret, purpose)

    def sign(self, payload: bytes) -> str:
        return urlsafe_b64encode(payload + self._mac(payload)).rstrip(b"=").decode()

    def open(self, token: str) -> bytes:
        """The payload. Raises BadSignature."""
        try:
            data = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        except ValueError as error:
            raise BadSignature("This is not a token.") from error
        payload, mac = data[:-MAC_BYTES], data[-MAC_BYTES:]
        # Base64 has several spellings of the same bytes: only the one we made counts.
        if not hmac.compare_digest(mac, self._mac(payload)) or self.sign(payload) != token:
            raise BadSignature("This token was not made here.")
        return payload

    def _mac(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, "sha256")[:MAC_BYTES]


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose, by HKDF-Expand (RFC 5869) with SECRET_KEY hashed as its key."""
    return hmac.digest(hashlib.sha256(secret.encode()).digest(), purpose.encode() + b"\x01", "sha256")
