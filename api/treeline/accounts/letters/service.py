"""Asking for a mail with a link and a code. Nothing here depends on whether the address has an account."""

import json
from datetime import timedelta
from uuid import UUID

import redis

from treeline.accounts.letters.errors import TooManyMails
from treeline.accounts.letters.models import SEALED, LetterKind, LetterRequest
from treeline.accounts.lockout import Lockout
from treeline.accounts.sessions import Caller
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.models import Purpose
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.ids import new_id
from treeline.mail.settings import is_configured

PURPOSES: dict[LetterKind, Purpose] = {
    "reset": "reset",
    "login_code": "login",
    "change_email": "email",
    "delete_account": "delete",
}
HOUR, DAY = 3600, 86400
# Mails to one address, in so many seconds: for one place, and for all of them together. Each has a code that may be
# guessed a few times, so this is also how often a day somebody can guess.
PER_PLACE, PER_ADDRESS = (5, HOUR), (20, DAY)
# Where an instance admin passes the link on.
BY_HAND = timedelta(days=1)


class LetterRequests:
    """For one caller. Whoever has been let through `admit` may ask for a mail in a transaction."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller):
        self.settings, self._redis, self.caller = settings, client, caller
        self._lockout = Lockout(client, settings)

    def admit(self, email: str) -> None:
        """Count one mail to this address. Raises TooManyAttempts, TooManyMails."""
        self._lockout.admit(self.caller.place)
        for limit, counted in ((PER_PLACE, (email, self.caller.place or "")), (PER_ADDRESS, (email,))):
            if seconds := self._lockout.exceeds(*limit, "mails", *counted):
                raise TooManyMails(seconds)

    def ask(self, session: DbSession, kind: LetterKind, email: str, account_id: UUID | None = None) -> str:
        """The token that the code in the mail goes with; alone it proves nothing."""
        made = VerificationService(session, self.settings, self._redis).make(
            PURPOSES[kind], email=email, account_id=account_id, lasts=self._lasts(kind), with_code=True
        )
        request_id = new_id()
        secret = json.dumps({"token": made.token, "code": made.code}).encode()
        sealed = SEALED.vault(self.settings).seal(secret, request_id)
        session.add(LetterRequest(id=request_id, kind=kind, verification_id=made.id, sealed=sealed))
        session.flush()
        enqueue("accounts.write_letter", str(request_id))
        return made.token

    def _lasts(self, kind: LetterKind) -> timedelta:
        if not is_configured(self.settings):
            return BY_HAND
        minutes: dict[LetterKind, int] = {
            "reset": self.settings.reset_password_token_expiry_minutes,
            "login_code": self.settings.email_code_login_token_expiry_minutes,
            "change_email": self.settings.change_email_token_expiry_minutes,
            "delete_account": self.settings.account_deletion_token_expiry_minutes,
        }
        return timedelta(minutes=minutes[kind])
