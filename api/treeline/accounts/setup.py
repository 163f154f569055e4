"""First-time setup: who may become the owner of a new installation, exactly once."""

import hmac
import struct
import time
from datetime import datetime

import redis

from treeline.accounts.audit.service import record
from treeline.accounts.errors import AlreadySetUp, InitValidateFailed, NotInitValidated, TooManyFailures
from treeline.accounts.lockout import Lockout
from treeline.accounts.models import Installation
from treeline.accounts.passwords import Queue
from treeline.accounts.service import AccountService
from treeline.accounts.sessions import Caller
from treeline.accounts.settings import AccountSettings
from treeline.kernel.clock import now
from treeline.kernel.crypto import BadSignature, Signer
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import Actor, Deed

PROOF_SECONDS = 1800
_EXPIRES = struct.Struct(">Q")
# Guesses after too many failures, one after the other, in each process.
PACE_SECONDS = 1
paced = Queue(at_once=1, waiting=8, seconds=10)


class SetupService:
    """Where INIT_PASSWORD is set, whoever knows it gets a proof and with it may set up; else only this machine may."""

    def __init__(self, settings: AccountSettings, client: redis.Redis):
        self.settings, self._redis = settings, client
        self._signer = Signer(settings.secret_key or "", f"init {settings.init_password}")

    def setup_at(self) -> datetime | None:
        """When it was set up, if it was."""
        with unit_of_work() as session:
            installation = session.get(Installation, 1)
        return installation.setup_at if installation else None

    def is_validated(self, proof: str) -> bool:
        """Whether there is nothing left to validate before set-up."""
        return self.settings.init_password is None or self._proves(proof) or self.setup_at() is not None

    def validate(self, password: str, caller: Caller) -> str:
        """A proof that the password was known.

        After too many failures each guess waits in line, so that the right one is always taken, and a wrong one costs
        a second. Raises InitValidateFailed, TooManyFailures, TooManyLogins, AlreadySetUp.
        """
        self._refuse_a_second()
        wanted = self.settings.init_password
        if wanted is None:
            raise InitValidateFailed("INIT_PASSWORD isn't set. Set it, or run setup from the machine Treeline runs on.")
        lockout, guessed = Lockout(self._redis, self.settings), ("init", caller.place or "")
        try:
            with lockout.guess(*guessed) as guess:
                guess.right = hmac.compare_digest(password.encode(), wanted.encode())
            if not guess.right:
                raise InitValidateFailed("Incorrect INIT_PASSWORD.")
        except TooManyFailures:
            with paced.turn(caller.waits):
                time.sleep(PACE_SECONDS)
                if not hmac.compare_digest(password.encode(), wanted.encode()):
                    message = "Incorrect INIT_PASSWORD. After too many failed attempts, each one takes a second."
                    raise TooManyFailures(message, headers={"Retry-After": str(PACE_SECONDS)}) from None
            lockout.clear(*guessed)
        return self._signer.sign(_EXPIRES.pack(int(now().timestamp()) + PROOF_SECONDS))

    def set_up(
        self,
        email: str,
        name: str,
        password: str,
        language: str | None,
        *,
        proof: str,
        from_this_machine: bool,
        address: str,
    ) -> None:
        """`address`: where the request comes from, for the audit log. Raises AlreadySetUp, NotInitValidated."""
        self._refuse_a_second()
        if self.settings.init_password is not None and not self._proves(proof):
            raise NotInitValidated("Installation password required: POST the INIT_PASSWORD to /console/api/init first.")
        if self.settings.init_password is None and not from_this_machine:
            raise NotInitValidated(
                "Without INIT_PASSWORD, setup works only on the machine Treeline runs on. Open "
                "http://localhost there, or set INIT_PASSWORD."
            )
        with unit_of_work() as session:
            owner = AccountService(session, self.settings).set_up(email, name, password, language)
            record(session, Deed("installation.set_up", "installation"), Actor("account", owner.account_id, ip=address))

    def _refuse_a_second(self) -> None:
        if self.setup_at() is not None:
            raise AlreadySetUp

    def _proves(self, proof: str) -> bool:
        try:
            (expires,) = _EXPIRES.unpack(self._signer.open(proof))
        except BadSignature:
            return False
        return expires > now().timestamp()
