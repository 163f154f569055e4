"""Codes of the second step as they come from people: guesses are counted, in short units of work of their own."""

from uuid import UUID

from treeline.accounts.letters.notices import notify
from treeline.accounts.lockout import Lockout
from treeline.accounts.sessions import Caller, SessionService
from treeline.accounts.settings import AccountSettings
from treeline.accounts.two_step.errors import WrongSecondFactor
from treeline.accounts.two_step.service import TwoStepService, is_from_app
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import done


class SecondFactor:
    """The second factor of one account, as one caller tries it."""

    def __init__(self, settings: AccountSettings, lockout: Lockout, caller: Caller, account_id: UUID):
        self.settings, self.caller, self.account_id, self._lockout = settings, caller, account_id, lockout

    def confirm(self, code: str, session_id: UUID) -> list[str]:
        """Turn it on: the recovery codes. Other sessions end, for they began with one factor only.

        Raises WrongSecondFactor, TwoStepNotStarted, TwoStepEnabled, TooManyFailures, TooManyLogins.
        """
        with self._lockout.guess(*self._guessed(code)) as guess, unit_of_work() as session:
            codes = TwoStepService(session, self.settings, self.account_id).confirm(code)
            if guess.judge(codes is not None):
                SessionService(session, self.settings).end_others(self.account_id, but=session_id)
                notify(session, self.settings, self.account_id, "two_step_enabled")
                done(session)
        if codes is None:
            raise WrongSecondFactor
        return codes

    def prove(self, code: str) -> None:
        """Use a code up, of the app or for recovery.

        Raises WrongSecondFactor, TwoStepNotEnabled, TooManyFailures, TooManyLogins.
        """
        with self._lockout.guess(*self._guessed(code)) as guess, unit_of_work() as session:
            right = guess.judge(TwoStepService(session, self.settings, self.account_id).use(code))
        if not right:
            raise WrongSecondFactor

    def renew_codes(self, code: str) -> list[str]:
        """New recovery codes for a code. Raises as `prove` does."""
        self.prove(code)
        with unit_of_work() as session:
            codes = TwoStepService(session, self.settings, self.account_id).renew_codes()
            done(session)
            return codes

    def disable(self, code: str) -> None:
        """Raises as `prove` does."""
        self.prove(code)
        with unit_of_work() as session:
            TwoStepService(session, self.settings, self.account_id).disable()
            notify(session, self.settings, self.account_id, "two_step_disabled")
            done(session)

    def _guessed(self, code: str) -> tuple[str, ...]:
        """Codes of the app are few, and so counted from wherever they come. A recovery code cannot be guessed: a
        stranger who has the password, and tries codes, does not keep its owner out."""
        if is_from_app(code):
            return ("second factor", str(self.account_id))
        return ("recovery code", str(self.account_id), self.caller.place or "")
