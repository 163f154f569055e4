"""Short-lived proofs that somebody reads an address: a token, in a link, and where it is wanted a code of six digits.

With a code, the token alone proves nothing: it may be given to whoever asked, while the code is only in the mail.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import redis
from sqlalchemy import ColumnElement, Select, delete, select, update

from treeline.accounts.lockout import Lockout
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import (
    TooManyCodes,
    VerificationExpired,
    VerificationNotFound,
    VerificationRevoked,
    VerificationUsed,
    WrongCode,
)
from treeline.accounts.verifications.models import Purpose, Verification
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.service import MailService

TOKEN_BYTES, CODE_DIGITS = 32, 6
MAX_CODES = 5
# How long it can be told that a link was used or has expired, and not that there never was one.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Made:
    """`token` and `code` are nowhere else."""

    id: UUID
    token: str = field(repr=False)
    code: str | None = field(repr=False)


class VerificationService:
    """Addresses come from the schemas, which have brought them into the form that accounts have."""

    def __init__(self, session: DbSession, settings: AccountSettings, client: redis.Redis):
        self.session, self._lockout = session, Lockout(client, settings)
        self._mails = MailService(session, settings)

    def make(
        self,
        purpose: Purpose,
        *,
        email: str,
        lasts: timedelta,
        with_code: bool,
        account_id: UUID | None = None,
        workspace_id: UUID | None = None,
        payload: Mapping[str, str] | None = None,
    ) -> Made:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" if with_code else None
        made = Verification(
            purpose=purpose,
            email=email,
            account_id=account_id,
            workspace_id=workspace_id,
            token_hash=_token_hash(token),
            code_hash=None if code is None else _code_hash(token, code),
            payload=dict(payload or {}),
            expires_at=now() + lasts,
        )
        self.session.add(made)
        self.session.flush()
        return Made(made.id, token, code)

    def look(self, purpose: Purpose, token: str) -> Verification:
        """What `use` would find, without using it.

        Raises VerificationNotFound, VerificationExpired, VerificationUsed, VerificationRevoked.
        """
        return self._found(purpose, token, lock=False)

    def look_expired(self, purpose: Purpose, token: str) -> Verification | None:
        """One that was good until it expired; None: it still is.

        Raises VerificationNotFound, VerificationUsed, VerificationRevoked.
        """
        try:
            self._found(purpose, token, lock=False)
        except VerificationExpired:
            return self.session.scalar(_by_token(purpose, token))
        return None

    def use(self, purpose: Purpose, token: str, code: str | None = None) -> Verification:
        """Once: of several at the same moment, one.

        A wrong code is counted even if the caller rolls back. Raises WrongCode, TooManyCodes, and what `look` raises.
        """
        found = self._found(purpose, token, lock=True)
        if found.code_hash is not None:
            self._check_code(found, found.code_hash, token, code or "")
        found.used_at = now()
        self._end_mails(found.mail_id)
        self.session.flush()
        return found

    def mailed(self, verification_id: UUID, mail_id: UUID) -> None:
        """This mail has its link, which is then cleared when the proof is used or revoked."""
        self.session.execute(update(Verification).where(Verification.id == verification_id).values(mail_id=mail_id))

    def revoke(self, verification_id: UUID) -> None:
        """Its link then says so. One that was used stays used."""
        self._revoke(Verification.id == verification_id)

    def revoke_all(self, purpose: Purpose, email: str) -> None:
        """Whatever else was sent to this address for the same purpose."""
        self._revoke(Verification.purpose == purpose, Verification.email == email)

    def forget_old(self) -> None:
        self.session.execute(delete(Verification).where(Verification.expires_at < now() - KEPT))

    def _found(self, purpose: Purpose, token: str, *, lock: bool) -> Verification:
        wanted = _by_token(purpose, token)
        if lock:
            # As it is once the lock is held, whatever was read before.
            wanted = wanted.with_for_update().execution_options(populate_existing=True)
        found = self.session.scalar(wanted)
        if found is None:
            raise VerificationNotFound
        if found.used_at is not None:
            raise VerificationUsed
        if found.revoked_at is not None:
            raise VerificationRevoked
        if found.expires_at <= now():
            raise VerificationExpired
        return found

    def _check_code(self, found: Verification, code_hash: bytes, token: str, code: str) -> None:
        """Counted before it is judged, and beside the database: no rollback takes it back."""
        left = int((found.expires_at - now()).total_seconds()) + 1
        if self._lockout.exceeds(MAX_CODES, left, "code", str(found.id)):
            raise TooManyCodes
        if not hmac.compare_digest(code_hash, _code_hash(token, code)):
            raise WrongCode

    def _revoke(self, *which: ColumnElement[bool]) -> None:
        still_open = (Verification.used_at.is_(None), Verification.revoked_at.is_(None))
        revoked = update(Verification).where(*which, *still_open).values(revoked_at=now())
        self._end_mails(*self.session.scalars(revoked.returning(Verification.mail_id)).all())

    def _end_mails(self, *mail_ids: UUID | None) -> None:
        for mail_id in mail_ids:
            if mail_id is not None:
                self._mails.cancel(mail_id)


def _by_token(purpose: Purpose, token: str) -> Select[Verification]:
    return select(Verification).where(Verification.token_hash == _token_hash(token), Verification.purpose == purpose)


def _token_hash(token: str) -> bytes:
    # 256 random bits need no slow hash.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _code_hash(token: str, code: str) -> bytes:
    return hmac.digest(token.encode(), code.encode("utf-8", "surrogatepass"), "sha256")
