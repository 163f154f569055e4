"""The proof that the first step of a sign-in was right: what the second step is sent with."""

import struct
from typing import NamedTuple
from uuid import UUID

from treeline.accounts.models import METHODS, Account
from treeline.accounts.settings import AccountSettings
from treeline.accounts.two_step.errors import ChallengeExpired
from treeline.kernel.clock import now
from treeline.kernel.crypto import BadSignature, Signer

SECONDS = 600
_FORM = struct.Struct(">16sQQBB")


class FirstStep(NamedTuple):
    account_id: UUID
    # Of the password that the account had then: a change of it makes the first step void.
    password_of: int
    method: str
    remember: bool


class SecondFactorChallenges:
    def __init__(self, settings: AccountSettings):
        self._signer = Signer(settings.secret_key or "", "second factor")

    def make(self, account: Account, method: str, remember: bool) -> str:
        expires = int(now().timestamp()) + SECONDS
        form = _FORM.pack(account.id.bytes, expires, password_of(account), METHODS.index(method), remember)
        return self._signer.sign(form)

    def open(self, text: str) -> FirstStep:
        """Raises ChallengeExpired, also for any text that is none."""
        try:
            account, expires, password, method, remember = _FORM.unpack(self._signer.open(text))
        except BadSignature as error:
            raise ChallengeExpired("This isn't the first step of a sign-in. Sign in again.") from error
        if expires <= now().timestamp():
            raise ChallengeExpired
        return FirstStep(UUID(bytes=account), password, METHODS[method], bool(remember))


def password_of(account: Account) -> int:
    """Which of its passwords an account has: microseconds since 1970, or 0 without one."""
    return int(account.password_set_at.timestamp() * 1_000_000) if account.password_set_at else 0
