"""Time-based one-time passwords (RFC 6238): what every authenticator app makes of a secret and the time.

Its own twenty lines: a library would not say which step a code is of, and a used one must not be good again.
"""

import hmac
import secrets
import struct
from base64 import b32encode
from urllib.parse import quote

DIGITS, STEP_SECONDS = 6, 30
SECRET_BYTES = 20
# Clocks are off, and people type slowly.
WINDOW = 1


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of a step of 30 seconds, counted from 1970."""
    # SHA-1 is what apps assume; as an HMAC it is sound.
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0xF
    number = struct.unpack_from(">I", digest, start)[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: bytes, code: str, time: float, after: int) -> int | None:
    """The step that the code is of: about now, and later than `after`. None: it is no good."""
    now = int(time) // STEP_SECONDS
    given = code.encode()
    for step in range(max(now - WINDOW, after + 1), now + WINDOW + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), given):
            return step
    return None


def shown(secret: bytes) -> str:
    """As apps take it that are given it by hand."""
    return b32encode(secret).decode().rstrip("=")


def address(secret: bytes, issuer: str, account: str) -> str:
    """What the QR code says."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='@')}"
    return f"otpauth://totp/{label}?secret={shown(secret)}&issuer={quote(issuer, safe='')}"
