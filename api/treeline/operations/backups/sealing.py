"""Encryption with a passphrase: scrypt (RFC 7914) makes the keys, AES-256-GCM seals each part under its own name.

A part in another's place does not open, and which parts there are says the manifest, so nothing can be cut off,
exchanged or put in another order.
"""

import hmac
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from treeline.operations.backups.errors import (
    BackupAltered,
    BackupNewer,
    PassphraseRequired,
    WrongPassphrase,
)

# 32 MiB of memory: a guess costs a quarter of a second. Written into each backup, so that it can grow.
COST, BLOCK, PARALLEL = 2**15, 8, 3
MAX_COST, MAX_BLOCK = 2**20, 16
NONCE_BYTES = 12
_CHECK = b"treeline backup"


class Cipher(Protocol):
    def name_of(self, payload: bytes) -> str:
        """The same for the same bytes, in one backup."""
        ...

    def seal(self, payload: bytes, name: str) -> bytes: ...

    def open(self, data: bytes, name: str) -> bytes:
        """Raises BackupAltered."""
        ...


class Plain:
    """Nothing is hidden, and everything is checked by its hash."""

    def name_of(self, payload: bytes) -> str:
        return sha256(payload).hexdigest()

    def seal(self, payload: bytes, name: str) -> bytes:
        return payload

    def open(self, data: bytes, name: str) -> bytes:
        return data


class Sealed:
    def __init__(self, passphrase: bytes, salt: bytes, cost: int = COST, block: int = BLOCK, parallel: int = PARALLEL):
        made = Scrypt(salt=salt, length=64, n=cost, r=block, p=parallel).derive(passphrase)
        self._cipher, self._name_key = AESGCM(made[:32]), made[32:]
        self.described = {
            "kdf": "scrypt",
            "salt": _text(salt),
            "cost": cost,
            "block": block,
            "parallel": parallel,
            "cipher": "aes-256-gcm",
        }

    def name_of(self, payload: bytes) -> str:
        """By a key, so that names do not tell who has which content."""
        return hmac.digest(self._name_key, sha256(payload).digest(), "sha256").hex()

    def seal(self, payload: bytes, name: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, payload, name.encode())

    def open(self, data: bytes, name: str) -> bytes:
        try:
            return self._cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise BackupAltered(f"The part {name} doesn't decrypt: it was altered or exchanged.") from error


@dataclass(frozen=True)
class Lock:
    """A cipher, and what is written down of it in the header."""

    cipher: Cipher
    described: dict[str, Any] | None


def new_lock(passphrase: bytes | None) -> Lock:
    if passphrase is None:
        return Lock(Plain(), None)
    cipher = Sealed(passphrase, os.urandom(16))
    return Lock(cipher, {**cipher.described, "check": _text(cipher.seal(_CHECK, "check"))})


def lock_of(described: dict[str, Any] | None, passphrase: bytes | None) -> Lock:
    """The lock of a backup that is there. Raises PassphraseRequired, WrongPassphrase."""
    if described is None:
        return Lock(Plain(), None)
    if passphrase is None:
        raise PassphraseRequired("This backup is encrypted. Pass its passphrase with --passphrase-file.")
    if (described.get("kdf"), described.get("cipher")) != ("scrypt", "aes-256-gcm"):
        raise BackupNewer("This backup is encrypted in a way that this version doesn't know. Update Treeline.")
    try:
        cost, block, parallel = (int(described[name]) for name in ("cost", "block", "parallel"))
        # What nobody asks for is refused by scrypt itself, and not tried out for hours.
        allowed = cost if cost <= MAX_COST and block <= MAX_BLOCK and parallel <= MAX_BLOCK else 0
        cipher = Sealed(passphrase, b64decode(described["salt"]), allowed, block, parallel)
        check = b64decode(described["check"])
    except (KeyError, ValueError, TypeError) as error:
        raise BackupAltered("What the backup says of its encryption isn't valid.") from error
    try:
        cipher.open(check, "check")
    except BackupAltered as error:
        raise WrongPassphrase("The passphrase is not the one that this backup was made with.") from error
    return Lock(cipher, described)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
