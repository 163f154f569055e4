"""Getting back into an account: a new password, or a login by code. Opens its own short units of work."""

import redis
from sqlalchemy import func, select

from treeline.accounts.audit.sign_ins import record_everywhere
from treeline.accounts.errors import AuthenticationFailed
from treeline.accounts.letters.models import LetterKind
from treeline.accounts.letters.notices import notify
from treeline.accounts.letters.service import LetterRequests
from treeline.accounts.lockout import Lockout
from treeline.accounts.login import LoginService
from treeline.accounts.models import Account
from treeline.accounts.passwords import Passwords
from treeline.accounts.personal_tokens.service import delete_tokens
from treeline.accounts.sessions import Caller, SessionService, Tokens
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import VerificationNotFound
from treeline.accounts.verifications.models import Purpose, Verification
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import Deed

MAILED: tuple[Purpose, ...] = ("reset", "password", "login")


class RecoveryService:
    """For one caller, who is nobody yet."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller):
        self.settings, self._redis, self.caller = settings, client, caller
        self._lockout = Lockout(client, settings)

    def ask(self, kind: LetterKind, email: str) -> str:
        """Have a mail sent, if the address has an account: the token for its code. Raises TooManyAttempts,
        TooManyMails."""
        requests = LetterRequests(self.settings, self._redis, self.caller)
        requests.admit(email)
        with unit_of_work() as session:
            return requests.ask(session, kind, email)

    def look(self, purpose: Purpose, token: str) -> Verification:
        """Raises what `VerificationService.look` raises, and TooManyAttempts."""
        self._lockout.admit(self.caller.place)
        with unit_of_work() as session:
            return self._verifications(session).look(purpose, token)

    def prove(self, token: str, code: str, email: str | None) -> tuple[Verification, str]:
        """What was proven, and the token to set a new password with.

        Raises TooManyAttempts, and what `VerificationService.use` raises.
        """
        self._lockout.admit(self.caller.place)
        with unit_of_work() as session:
            proven = self._used(session, "reset", token, code, email)
            made = self._verifications(session).make(
                "password", email=proven.email, lasts=proven.expires_at - proven.created_at, with_code=False
            )
        return proven, made.token

    def set_password(self, token: str, password: str) -> None:
        """Ends all sessions and personal access tokens of the account, and whatever else was mailed to get into it.

        Raises VerificationNotFound and the like, TooManyAttempts, TooManyLogins.
        """
        self.look("password", token)
        password_hash = Passwords(self.settings, self.caller.waits).hash(password)
        with unit_of_work() as session:
            proven = self._verifications(session).use("password", token)
            account = _account_of(session, proven.email)
            account.password_hash, account.password_set_at = password_hash, now()
            SessionService(session, self.settings).end_all(account.id)
            delete_tokens(session, account.id)
            notify(session, self.settings, account.id, "password_changed")
            for purpose in MAILED:
                self._verifications(session).revoke_all(purpose, proven.email)
            deed = Deed("account.reset_password", "account", account.id, account.email)
            record_everywhere(session, deed, account.id, self.caller.address)
        self._lockout.clear("login", account.email, self.caller.place or "")

    def log_in(
        self, token: str, code: str, email: str | None, *, remember: bool, device: str, invitation: str | None
    ) -> Tokens:
        """`invitation`: the token of one to accept.

        Raises TooManyAttempts, and what `VerificationService.use` and `LoginService.complete` raise.
        """
        logins = LoginService(self.settings, self._redis, self.caller)
        with logins.attempt("code") as attempt:
            attempt.email = self.look("login", token).email
            with unit_of_work() as session:
                account = _account_of(session, self._used(session, "login", token, code, email).email)
            return logins.complete(account.id, method="code", remember=remember, device=device, invitation=invitation)

    def _used(self, session: DbSession, purpose: Purpose, token: str, code: str, email: str | None) -> Verification:
        proven = self._verifications(session).use(purpose, token, code)
        if email is not None and email != proven.email:
            raise VerificationNotFound
        return proven

    def _verifications(self, session: DbSession) -> VerificationService:
        return VerificationService(session, self.settings, self._redis)


def _account_of(session: DbSession, email: str) -> Account:
    """Whose address it is now, locked. Only who read a mail to it comes here, so a refusal tells nobody else."""
    account = session.scalar(select(Account).where(func.lower(Account.email) == email.lower()).with_for_update())
    if account is None:
        raise AuthenticationFailed("No account has this email address.")
    return account
