"""The three tokens of a login. Forging one requires both SECRET_KEY and the secret in the session's row."""

import struct
from base64 import urlsafe_b64decode
from typing import NamedTuple
from uuid import UUID

from treeline.kernel.crypto import Signer

_ID_BYTES = 16
_ACCESS = struct.Struct(">16sIQ")
_REFRESH = struct.Struct(">16sI")
_CSRF = struct.Struct(">16s")


class AccessGrant(NamedTuple):
    generation: int
    expires: int


def session_in(token: str) -> UUID | None:
    """The session that a token claims to be of; nothing is proven by it. None if the text is no token."""
    try:
        # 24 characters are 18 bytes; the id is in front.
        start = urlsafe_b64decode(token[:24].encode("ascii"))
    except ValueError:
        return None
    return UUID(bytes=start[:_ID_BYTES]) if len(start) >= _ID_BYTES else None


class SessionTokens:
    """The tokens of one session. The `open_…` methods raise BadSignature for any text that is not its token."""

    def __init__(self, secret_key: str, session_id: UUID, secret: bytes):
        self._id = session_id.bytes
        self._access, self._refresh, self._csrf = (
            Signer(secret_key, f"{kind} token {secret.hex()}") for kind in ("access", "refresh", "csrf")
        )

    def access(self, generation: int, expires: int) -> str:
        return self._access.sign(_ACCESS.pack(self._id, generation, expires))

    def refresh(self, generation: int) -> str:
        return self._refresh.sign(_REFRESH.pack(self._id, generation))

    def csrf(self) -> str:
        """The same for the whole session, so that a page need not notice that another one renewed the tokens."""
        return self._csrf.sign(_CSRF.pack(self._id))

    def open_access(self, token: str) -> AccessGrant:
        _, generation, expires = _ACCESS.unpack(self._access.open(token))
        return AccessGrant(generation, expires)

    def open_refresh(self, token: str) -> int:
        """The generation it belongs to."""
        return _REFRESH.unpack(self._refresh.open(token))[1]

    def open_csrf(self, token: str) -> None:
        self._csrf.open(token)
