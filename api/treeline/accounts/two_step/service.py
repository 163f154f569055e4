from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from treeline.accounts.models import Account
from treeline.accounts.two_step import recovery, totp
from treeline.accounts.two_step.errors import TwoStepEnabled, TwoStepNotEnabled, TwoStepNotStarted, TwoStepUnreadable
from treeline.accounts.two_step.models import RecoveryCode, TwoStepSecret
from treeline.kernel.clock import now
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.db import DbSession
from treeline.kernel.sealed import SealedColumn
from treeline.kernel.settings import KernelSettings

ISSUER = "Treeline"
SEALED = SealedColumn(TwoStepSecret.sealed, TwoStepSecret.account_id, "two-step secret")


class TwoStepService:
    """Two-step verification of one account. Guesses are counted by whoever calls `use` and `confirm`."""

    def __init__(self, session: DbSession, settings: KernelSettings, account_id: UUID):
        self.session, self.account_id = session, account_id
        self._vault = SEALED.vault(settings)

    def enabled_at(self) -> datetime | None:
        mine = select(TwoStepSecret.confirmed_at).where(TwoStepSecret.account_id == self.account_id)
        return self.session.scalar(mine)

    def codes_left(self) -> int:
        """Recovery codes that were not used."""
        mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == self.account_id)
        return self.session.scalar(mine.where(RecoveryCode.used_at.is_(None))) or 0

    def begin(self, email: str) -> tuple[str, str]:
        """A new secret, as people type it and as apps scan it; good once it is confirmed. Raises TwoStepEnabled."""
        self._lock()
        if self.enabled_at() is not None:
            raise TwoStepEnabled
        self._forget()
        secret = totp.new_secret()
        sealed = self._vault.seal(secret, self.account_id)
        self.session.add(TwoStepSecret(account_id=self.account_id, sealed=sealed))
        return totp.shown(secret), totp.address(secret, ISSUER, email)

    def confirm(self, code: str) -> list[str] | None:
        """From now on a sign-in has two steps. The recovery codes, which are nowhere else; None: the code is wrong.

        Raises TwoStepNotStarted, TwoStepEnabled, TwoStepUnreadable.
        """
        row = self._secret()
        if row is None:
            raise TwoStepNotStarted
        if row.confirmed_at is not None:
            raise TwoStepEnabled
        if not self._is_of(row, code):
            return None
        row.confirmed_at = now()
        return self.renew_codes()

    def use(self, code: str) -> bool:
        """Use up a code of the app, or a recovery code; whether it was good.

        Raises TwoStepNotEnabled, TwoStepUnreadable.
        """
        row = self._secret()
        if row is None or row.confirmed_at is None:
            raise TwoStepNotEnabled
        return self._is_of(row, code) if is_from_app(code) else self._recovers(code)

    def renew_codes(self) -> list[str]:
        """New recovery codes; the old ones are void."""
        self.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == self.account_id))
        codes = recovery.new_codes()
        self.session.add_all(
            RecoveryCode(account_id=self.account_id, code_hash=recovery.hash_of(self.account_id, code))
            for code in codes
        )
        return codes

    def disable(self) -> None:
        self._lock()
        self._forget()

    def _secret(self) -> TwoStepSecret | None:
        """Locked, so that a code is used once also by two at a time."""
        mine = select(TwoStepSecret).where(TwoStepSecret.account_id == self.account_id)
        return self.session.scalar(mine.with_for_update())

    def _is_of(self, row: TwoStepSecret, code: str) -> bool:
        try:
            secret = self._vault.open(row.sealed, self.account_id)
        except CannotOpen as error:
            raise TwoStepUnreadable from error
        step = totp.step_of(secret, plain(code), now().timestamp(), after=row.last_step)
        if step is not None:
            row.last_step = step
        return step is not None

    def _recovers(self, code: str) -> bool:
        this = update(RecoveryCode).where(
            RecoveryCode.account_id == self.account_id,
            RecoveryCode.code_hash == recovery.hash_of(self.account_id, code),
            RecoveryCode.used_at.is_(None),
        )
        return self.session.scalar(this.values(used_at=now()).returning(RecoveryCode.id)) is not None

    def _lock(self) -> None:
        self.session.execute(select(Account.id).where(Account.id == self.account_id).with_for_update(key_share=True))

    def _forget(self) -> None:
        for table in (TwoStepSecret, RecoveryCode):
            self.session.execute(delete(table).where(table.account_id == self.account_id))


def plain(code: str) -> str:
    """Apps show a space in the middle, and people type it."""
    return "".join(code.split())


def is_from_app(code: str) -> bool:
    """Whether it looks like a code of an app; else it can only be a recovery code."""
    return len(plain(code)) == totp.DIGITS and plain(code).isascii() and plain(code).isdigit()
