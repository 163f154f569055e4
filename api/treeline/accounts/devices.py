"""Browsers that have logged in to an account before.

Their failures are counted apart: a stranger who shares their address, as behind a proxy, does not lock them out.
"""

import hashlib
import secrets

from treeline.accounts.settings import AccountSettings
from treeline.kernel.crypto import BadSignature, Signer

SECONDS = 365 * 86400
_EMAIL_BYTES, _ID_BYTES = 16, 12


class Devices:
    def __init__(self, settings: AccountSettings):
        self._signer = Signer(settings.secret_key or "", "device")

    def made_for(self, email: str) -> str:
        """A proof that this browser has logged in to this account."""
        return self._signer.sign(_of(email) + secrets.token_bytes(_ID_BYTES))

    def renewed(self, proof: str, email: str) -> str:
        """This proof, if it is one for this account; else a new one."""
        return proof if self.id_in(proof, email) else self.made_for(email)

    def id_in(self, proof: str, email: str) -> str | None:
        """The id of a browser that has logged in to this account; None for any other text."""
        try:
            payload = self._signer.open(proof)
        except BadSignature:
            return None
        return payload[_EMAIL_BYTES:].hex() if payload[:_EMAIL_BYTES] == _of(email) else None


def _of(email: str) -> bytes:
    return hashlib.sha256(email.encode()).digest()[:_EMAIL_BYTES]
