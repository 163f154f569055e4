"""Logging in and out. Opens its own short units of work: none is open while a password is hashed, and what has to
survive a refusal is committed before it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from uuid import UUID

import redis
from sqlalchemy import func, select

from treeline.accounts.audit.service import record
from treeline.accounts.audit.sign_ins import LATEST, SignInAttempt, record_in_session, sign_in_attempt
from treeline.accounts.devices import Devices
from treeline.accounts.errors import (
    AuthenticationFailed,
    NoWorkspace,
    RefreshTokenReused,
    SecondFactorRequired,
    WrongPassword,
)
from treeline.accounts.invitations.acceptance import AcceptanceService
from treeline.accounts.letters.new_devices import NewDevices
from treeline.accounts.letters.notices import notify
from treeline.accounts.lockout import Lockout
from treeline.accounts.models import STRONG_METHODS, Account, WorkspaceMember
from treeline.accounts.passwords import Hasher, Passwords
from treeline.accounts.personal_tokens.service import delete_tokens
from treeline.accounts.sessions import Caller, SessionService, Tokens
from treeline.accounts.settings import AccountSettings
from treeline.accounts.two_step.challenges import SecondFactorChallenges, password_of
from treeline.accounts.two_step.errors import ChallengeExpired
from treeline.accounts.two_step.guessing import SecondFactor
from treeline.accounts.two_step.service import TwoStepService
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import Actor, Deed, current_actor


class LoginService:
    """For one caller, who may be nobody yet. Every way to prove who one is ends in `complete`, or in what it calls."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller):
        self.settings, self.caller, self._redis = settings, caller, client
        self._passwords, self._lockout = Passwords(settings, caller.waits), Lockout(client, settings)

    def log_in(
        self, email: str, password: str, remember: bool, device: str = "", invitation: str | None = None
    ) -> Tokens:
        """`device`: the proof of a browser that has logged in before. `invitation`: the token of one to accept.

        Raises AuthenticationFailed, TooManyFailures, TooManyAttempts, TooManyLogins, and what `complete` raises.
        """
        with self.attempt("password", email):
            return self._log_in(email, password, remember, device, invitation)

    def _log_in(self, email: str, password: str, remember: bool, device: str, invitation: str | None) -> Tokens:
        self._passwords.check_room()
        guessed = ("login", email, Devices(self.settings).id_in(device, email) or self.caller.place or "")
        # Before anything is done for it; counted is it when it has its turn.
        self._lockout.check(*guessed)
        self.admit()
        with unit_of_work() as session:
            account = session.scalar(select(Account).where(func.lower(Account.email) == func.lower(email)))
        password_hash = account.password_hash if account else None
        with self._passwords.turn() as hasher:
            with self._lockout.guess(*guessed) as guess:
                guess.right = hasher.matches(password_hash, password)
            if guess.right and password_hash is not None and self._passwords.outdated(password_hash):
                password_hash = hasher.hash(password)
        if account is None or not guess.right:
            raise AuthenticationFailed
        with unit_of_work() as session:
            account = _unchanged(session, account)
            if account is None:
                raise AuthenticationFailed
            account.password_hash = password_hash
            return self._enter(session, account, "password", remember, device, invitation)

    def complete(
        self, account_id: UUID, *, method: str, remember: bool, device: str = "", invitation: str | None = None
    ) -> Tokens:
        """A session for whoever has just proved to be this account by a method of models.METHODS.

        Opens its own unit of work: what was used up as the proof is committed before. `device` and `invitation` as for
        `log_in`. Raises AuthenticationFailed if the account is no longer there, SecondFactorRequired, NoWorkspace, and
        for an invitation what AcceptanceService raises.
        """
        with unit_of_work() as session:
            account = session.scalar(select(Account).where(Account.id == account_id).with_for_update())
            if account is None:
                raise AuthenticationFailed
            return self._enter(session, account, method, remember, device, invitation)

    def take_second_step(self, challenge: str, code: str, device: str = "", invitation: str | None = None) -> Tokens:
        """The rest of a login that SecondFactorRequired has interrupted. `invitation` as for `log_in`.

        Raises ChallengeExpired, TooManyAttempts, NoWorkspace, and what `SecondFactor.prove` raises.
        """
        self.admit()
        with self.attempt("second_factor") as attempt:
            first = SecondFactorChallenges(self.settings).open(challenge)
            attempt.account_id = first.account_id
            SecondFactor(self.settings, self._lockout, self.caller, first.account_id).prove(code)
            with unit_of_work() as session:
                account = session.scalar(select(Account).where(Account.id == first.account_id).with_for_update())
                if account is None or password_of(account) != first.password_of:
                    raise ChallengeExpired
                return self._open(session, account, first.method, first.remember, device, invitation)

    def attempt(self, method: str, email: str = "") -> AbstractContextManager[SignInAttempt]:
        """Around each way to prove who one is, to its end: what is refused in it is a failure in the audit log."""
        return sign_in_attempt(method, self.caller.address, email)

    def acceptance(self, session: DbSession) -> AcceptanceService:
        return AcceptanceService(session, self.settings, self._redis)

    def admit(self) -> None:
        """One attempt from this address, whatever comes of it. Raises TooManyAttempts."""
        self._lockout.admit(self.caller.place)

    def _enter(
        self,
        session: DbSession,
        account: Account,
        method: str,
        remember: bool,
        device: str,
        invitation: str | None = None,
    ) -> Tokens:
        """Raises SecondFactorRequired, NoWorkspace."""
        two_step = TwoStepService(session, self.settings, account.id)
        if method not in STRONG_METHODS and two_step.enabled_at() is not None:
            raise SecondFactorRequired(SecondFactorChallenges(self.settings).make(account, method, remember))
        return self._open(session, account, method, remember, device, invitation)

    def _open(
        self,
        session: DbSession,
        account: Account,
        method: str,
        remember: bool,
        device: str,
        invitation: str | None = None,
    ) -> Tokens:
        if invitation is not None:
            self.acceptance(session).accept(invitation, account.id, self.caller.address)
        if account.last_login_at is not None and not Devices(self.settings).id_in(device, account.email):
            NewDevices(session, self.settings, self._lockout).tell(account, self.caller)
        account.last_login_at, account.last_login_ip = now(), self.caller.address
        place = _place(session, account)
        tokens = SessionService(session, self.settings).open(place, self.caller, remember, method)
        by = Actor("account", account.id, workspace_id=place.workspace_id, ip=self.caller.address)
        record(session, Deed("account.sign_in", "account", account.id, account.email, {"method": method}), by)
        return replace(tokens, device=Devices(self.settings).renewed(device, account.email))

    def refresh(self, token: str) -> Tokens:
        """Raises RefreshTokenInvalid, RefreshTokenExpired, RefreshTokenReused."""
        with unit_of_work() as session:
            login, tokens = SessionService(session, self.settings).renew(token)
            if tokens is None:
                # By whom, nobody knows: the account itself, or whoever has the copy.
                record_in_session(session, "account.reuse_token", login, Actor("anonymous", ip=self.caller.address))
        if tokens is None:
            raise RefreshTokenReused("This refresh_token was already used, so its session has ended. Log in again.")
        return tokens

    def log_out(self, *tokens: str) -> None:
        """Whoever has no session is logged out already."""
        with unit_of_work() as session:
            login = SessionService(session, self.settings).end(*tokens)
            if login is not None:
                by = Actor("account", login.account_id, ip=self.caller.address)
                record_in_session(session, "account.sign_out", login, by)

    def confirm(self, account: Account, password: str) -> None:
        """That it is still the person who asks, by the password; an account that has none is taken at its word.

        Raises WrongPassword, TooManyFailures, TooManyLogins.
        """
        with self._confirmed(account, password):
            pass

    def change_password(
        self, account: Account, session_id: UUID, current: str, new: str, *, with_tokens: bool
    ) -> Account:
        """Ends every session of the account but the one that asks, and `with_tokens` its personal access tokens.

        Raises WrongPassword, TooManyFailures, TooManyLogins.
        """
        with self._confirmed(account, current) as hasher:
            password_hash = hasher.hash(new)
        with unit_of_work() as session:
            changed = _unchanged(session, account)
            if changed is None:
                raise WrongPassword
            changed.password_hash, changed.password_set_at = password_hash, now()
            SessionService(session, self.settings).end_others(account.id, but=session_id)
            if with_tokens:
                delete_tokens(session, account.id)
            notify(session, self.settings, account.id, "password_changed")
            record(session, Deed("account.change_password", "account", account.id, account.email), current_actor())
        return changed

    @contextmanager
    def _confirmed(self, account: Account, password: str) -> Iterator[Hasher]:
        """A turn of the hasher in which the password was right."""
        guessed = ("password", str(account.id), self.caller.place or "")
        self._lockout.check(*guessed)
        with self._passwords.turn() as hasher:
            with self._lockout.guess(*guessed) as guess:
                guess.right = account.password_hash is None or hasher.matches(account.password_hash, password)
            if not guess.right:
                raise WrongPassword
            yield hasher


def _unchanged(session: DbSession, account: Account) -> Account | None:
    """The account, locked; None if its password was changed since it was checked, for then the check is void."""
    return session.scalar(
        select(Account)
        .where(Account.id == account.id, Account.password_set_at == account.password_set_at)
        .with_for_update()
    )


def _place(session: DbSession, account: Account) -> WorkspaceMember:
    """Raises NoWorkspace."""
    places = select(WorkspaceMember).where(WorkspaceMember.account_id == account.id)
    latest = places.order_by(*LATEST).limit(1)
    member = session.scalar(latest)
    if member is None:
        raise NoWorkspace
    return member
