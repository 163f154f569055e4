"""Accepting an invitation with a new account. Opens its own short units of work: none is open while a password is
hashed."""

import redis

from treeline.accounts.invitations.acceptance import AcceptanceService
from treeline.accounts.passwords import Passwords
from treeline.accounts.service import AccountService
from treeline.accounts.sessions import Caller, SessionService, Tokens
from treeline.accounts.settings import AccountSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work


class ActivationService:
    """For one caller, who is nobody yet."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller):
        self.settings, self._redis, self.caller = settings, client, caller

    def activate(self, token: str, name: str, password: str, language: str, timezone: str) -> Tokens:
        """Raises AccountExists, EmailTaken, TooManyLogins, and what AcceptanceService raises for a bad token."""
        passwords = Passwords(self.settings, self.caller.waits)
        with unit_of_work() as session:
            # Whoever has no invitation gets no hash either.
            email = self._acceptance(session).check_new(token)
        password_hash = passwords.hash(password)
        with unit_of_work() as session:
            account = AccountService(session, self.settings).create(email, name, password_hash, language, timezone)
            account.last_login_at, account.last_login_ip = now(), self.caller.address
            member = self._acceptance(session).accept(token, account.id, self.caller.address)
            return SessionService(session, self.settings).open(member, self.caller, remember=False, method="invitation")

    def _acceptance(self, session: DbSession) -> AcceptanceService:
        return AcceptanceService(session, self.settings, self._redis)
