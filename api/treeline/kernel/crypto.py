"""Keys and signatures, all derived from SECRET_KEY. A key for one purpose is useless for another."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAC_BYTES = 16
KEY_ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16


class BadSignature(ValueError):
    """The token was not made with this key, or was changed."""


class Signer:
    """Short tokens: payload and a 128-bit HMAC-SHA256 in one URL-safe text. They prove, they do not hide."""

    def __init__(self, secret: str, purpose: str):
        self._key, self._bound_key = derived_key(secret, purpose), derived_key(secret, f"{purpose}, bound")

    def sign(self, payload: bytes) -> str:
        return _as_text(payload + self._mac(payload))

    def open(self, token: str) -> bytes:
        """The payload. Raises BadSignature."""
        return self._opened(token, self.sign)

    def bound(self, payload: bytes) -> Callable[[bytes], str]:
        """Makes tokens for many things: each is good only for that one, which it does not carry.

        By keyed BLAKE2, which begins once for all of them: an HMAC for each would be half of a large batch's time.
        """
        begun = hashlib.blake2b(payload, key=self._bound_key, digest_size=MAC_BYTES)

        def sign(subject: bytes) -> str:
            mac = begun.copy()
            mac.update(subject)
            return _as_text(payload + mac.digest())

        return sign

    def open_bound(self, token: str, subject: bytes) -> bytes:
        """The payload of a token that was made for this. Raises BadSignature."""
        return self._opened(token, lambda payload: self.bound(payload)(subject))

    def _opened(self, token: str, sign: Callable[[bytes], str]) -> bytes:
        """Compared as text: base64 has several spellings of the same bytes, and only the one we made counts."""
        try:
            payload = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))[:-MAC_BYTES]
        except ValueError as error:
            raise BadSignature("Not a valid token.") from error
        if not hmac.compare_digest(sign(payload).encode(), token.encode()):
            raise BadSignature("Invalid token signature.")
        return payload

    def _mac(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, "sha256")[:MAC_BYTES]


def _as_text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class CannotOpen(ValueError):
    """Sealed with a key that is not there, for somebody else, or changed since."""


class Vault:
    """Secrets at rest: AES-256-GCM, for one purpose and one owner. In front stands which key was used, so that
    SECRET_KEY can be replaced: what `secrets[1:]` sealed is opened, `secrets[0]` seals."""

    def __init__(self, secrets: Sequence[str], purpose: str):
        keys = [derived_key(secret, purpose) for secret in secrets]
        self._keys = {hashlib.sha256(key).digest()[:KEY_ID_BYTES]: AESGCM(key) for key in reversed(keys)}
        self._current = hashlib.sha256(keys[0]).digest()[:KEY_ID_BYTES]

    def seal(self, secret: bytes, owner: UUID) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self._current].encrypt(nonce, secret, owner.bytes)
        return urlsafe_b64encode(self._current + nonce + sealed).decode()

    def open(self, text: str, owner: UUID) -> bytes:
        """Raises CannotOpen."""
        key, nonce, sealed = self._parts(text)
        if key not in self._keys:
            raise CannotOpen("Encrypted with another SECRET_KEY: add that key to SECRET_KEY_PREVIOUS.")
        try:
            return self._keys[key].decrypt(nonce, sealed, owner.bytes)
        except InvalidTag as error:
            raise CannotOpen("Encrypted for another record, or modified.") from error

    def is_current(self, text: str) -> bool:
        """Whether the newest key sealed it. Raises CannotOpen for what nobody sealed."""
        return self._parts(text)[0] == self._current

    def _parts(self, text: str) -> tuple[bytes, bytes, bytes]:
        """Which key, the nonce, and the rest."""
        try:
            data = urlsafe_b64decode(text)
        except ValueError as error:
            raise CannotOpen("Not encrypted.") from error
        if len(data) < KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES:
            raise CannotOpen("Not encrypted, or truncated.")
        return data[:KEY_ID_BYTES], data[KEY_ID_BYTES:][:NONCE_BYTES], data[KEY_ID_BYTES + NONCE_BYTES :]


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose, by HKDF-Expand (RFC 5869) with SECRET_KEY hashed as its key."""
    return hmac.digest(hashlib.sha256(secret.encode()).digest(), purpose.encode() + b"\x01", "sha256")
