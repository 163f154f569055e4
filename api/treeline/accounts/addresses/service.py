"""Changing the address that an account is known by. Opens its own short units of work."""

import redis
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.addresses.errors import EmailUnchanged
from treeline.accounts.errors import EmailTaken
from treeline.accounts.letters.errors import TooManyMails
from treeline.accounts.letters.service import DAY, LetterRequests
from treeline.accounts.lockout import Lockout
from treeline.accounts.login import LoginService
from treeline.accounts.models import Account
from treeline.accounts.recovery.service import MAILED
from treeline.accounts.sessions import Caller
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.errors import VerificationNotFound
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done
from treeline.mail.service import Letter, MailService, is_configured

# To addresses that may be anybody's.
PER_ACCOUNT = 10


class AddressService:
    """For one account, in its own hands."""

    def __init__(self, settings: AccountSettings, client: redis.Redis, caller: Caller, account: Account):
        self.settings, self._redis, self.caller, self.account = settings, client, caller, account

    def ask(self, email: str, password: str) -> str:
        """Have a code sent to the new address: the token that it goes with.

        The same whether or not another account has the address: then no mail is sent. Raises EmailUnchanged,
        WrongPassword, TooManyFailures, TooManyLogins, TooManyAttempts, TooManyMails.
        """
        if email == self.account.email.lower():
            raise EmailUnchanged
        LoginService(self.settings, self._redis, self.caller).confirm(self.account, password)
        lockout = Lockout(self._redis, self.settings)
        if seconds := lockout.exceeds(PER_ACCOUNT, DAY, "address changes", str(self.account.id)):
            raise TooManyMails(seconds)
        requests = LetterRequests(self.settings, self._redis, self.caller)
        requests.admit(email)
        with unit_of_work() as session:
            token = requests.ask(session, "change_email", email, self.account.id)
            done(session)
            return token

    def change(self, token: str, code: str) -> Account:
        """Links that were sent to the old address end. Raises EmailTaken, and what `VerificationService.use` raises."""
        with unit_of_work() as session:
            proofs = VerificationService(session, self.settings, self._redis)
            proven = proofs.use("email", token, code)
            if proven.account_id != self.account.id:
                raise VerificationNotFound
            account = session.scalars(select(Account).where(Account.id == self.account.id).with_for_update()).one()
            before, after = account.email, proven.email
            account.email = after
            try:
                session.flush()
            except IntegrityError as error:
                raise EmailTaken(f"An account with the email address {after} already exists.") from error
            for purpose in (*MAILED, "delete"):
                proofs.revoke_all(purpose, before.lower())
            self._tell_the_old_address(session, account, before)
            done(session, object_id=account.id, object_name=account.name, old=before, new=after)
        return account

    def _tell_the_old_address(self, session: DbSession, account: Account, before: str) -> None:
        if is_configured(self.settings):
            values = {"name": account.name, "new_email": account.email}
            MailService(session, self.settings).send(
                Letter("email_changed", before, account.interface_language, values)
            )
