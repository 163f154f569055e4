import logging
from typing import Any
from uuid import UUID

import redis
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.audit.sign_ins import SignInAttempt
from treeline.accounts.letters.notices import notify
from treeline.accounts.models import Account
from treeline.accounts.passkeys import ceremonies
from treeline.accounts.passkeys.ceremonies import BadCredential
from treeline.accounts.passkeys.challenges import PasskeyChallenges
from treeline.accounts.passkeys.errors import (
    PasskeyInvalid,
    PasskeyNotFound,
    PasskeyRejected,
    PasskeyTaken,
    TooManyPasskeys,
)
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.passkeys.party import party_of
from treeline.accounts.settings import AccountSettings
from treeline.accounts.ways_in import keep_a_way_in
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done

MAX_PASSKEYS = 20
LOG_IN = "log in"

log = logging.getLogger(__name__)


class PasskeyService:
    """The passkeys of one account."""

    def __init__(self, session: DbSession, account_id: UUID):
        self.session, self.account_id = session, account_id

    def all(self) -> list[Passkey]:
        """The oldest first."""
        mine = select(Passkey).where(Passkey.account_id == self.account_id)
        return list(self.session.scalars(mine.order_by(Passkey.created_at, Passkey.id)))

    def add(self, new: ceremonies.NewPasskey, name: str) -> Passkey:
        """Raises TooManyPasskeys, PasskeyTaken."""
        self.check_room()
        passkey = Passkey(account_id=self.account_id, name=name, **vars(new))
        self.session.add(passkey)
        try:
            self.session.flush()
        except IntegrityError as error:
            raise PasskeyTaken from error
        return passkey

    def check_room(self) -> None:
        """Raises TooManyPasskeys. One at a time, so that two do not both make the last."""
        self.session.execute(select(Account.id).where(Account.id == self.account_id).with_for_update(key_share=True))
        mine = select(func.count()).select_from(Passkey).where(Passkey.account_id == self.account_id)
        if (self.session.scalar(mine) or 0) >= MAX_PASSKEYS:
            raise TooManyPasskeys(f"An account can have at most {MAX_PASSKEYS} passkeys. Remove one you no longer use.")

    def rename(self, passkey_id: UUID, name: str) -> Passkey:
        """Raises PasskeyNotFound."""
        mine = select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == self.account_id)
        passkey = self.session.scalars(mine).one_or_none()
        if passkey is None:
            raise PasskeyNotFound
        passkey.name = name
        return passkey

    def remove(self, passkey_id: UUID, settings: AccountSettings) -> None:
        """Raises PasskeyNotFound, LastSignInMethod."""
        this = next((each for each in self.all() if each.id == passkey_id), None)
        if this is None:
            raise PasskeyNotFound
        keep_a_way_in(self.session, settings, self.account_id, passkey_id)
        self.session.delete(this)
        notify(self.session, settings, self.account_id, "passkey_removed", this.name)


class PasskeyCeremonies:
    """Registering a passkey and signing in with one: asked for first, checked when the browser has the answer."""

    def __init__(self, settings: AccountSettings, client: redis.Redis):
        """Raises PasskeysUnavailable."""
        self.settings, self.party, self.challenges = settings, party_of(settings), PasskeyChallenges(client)

    def registration(self, account: Account, session_id: UUID) -> dict[str, Any]:
        """Raises TooManyPasskeys."""
        with unit_of_work() as session:
            mine = PasskeyService(session, account.id)
            mine.check_room()
            present = [each.credential_id for each in mine.all()]
        challenge = self.challenges.make(_registering(session_id))
        return ceremonies.creation_options(self.party, account, challenge, present)

    def register(self, account_id: UUID, session_id: UUID, credential: dict[str, Any], name: str) -> Passkey:
        """Raises PasskeyExpired, PasskeyInvalid, TooManyPasskeys, PasskeyTaken."""
        try:
            self.challenges.use(ceremonies.challenge_in(credential), _registering(session_id))
            new = ceremonies.registered(self.party, credential)
        except BadCredential as error:
            log.info("a passkey was not registered: %s", error)
            raise PasskeyInvalid from error
        with unit_of_work() as session:
            passkey = PasskeyService(session, account_id).add(new, name)
            notify(session, self.settings, account_id, "passkey_added", passkey.name)
            done(session, object_id=passkey.id, object_name=passkey.name)
            return passkey

    def request(self) -> dict[str, Any]:
        return ceremonies.request_options(self.party, self.challenges.make(LOG_IN))

    def log_in(self, credential: dict[str, Any], attempt: SignInAttempt) -> UUID:
        """The account whose passkey this is. Raises PasskeyExpired, PasskeyRejected."""
        try:
            self.challenges.use(ceremonies.challenge_in(credential), LOG_IN)
            with unit_of_work() as session:
                # Locked: the count of signatures goes up one by one.
                this = select(Passkey).where(Passkey.credential_id == ceremonies.id_in(credential))
                passkey = session.scalar(this.with_for_update())
                if passkey is None:
                    raise PasskeyRejected
                attempt.account_id = passkey.account_id
                after = ceremonies.signed(self.party, credential, passkey)
                passkey.sign_count, passkey.backed_up = after.sign_count, after.backed_up
                passkey.last_used_at = now()
                return passkey.account_id
        except BadCredential as error:
            log.info("a passkey was rejected: %s", error)
            raise PasskeyRejected("The passkey could not be verified. Try again, or sign in another way.") from error


def _registering(session_id: UUID) -> str:
    return f"register {session_id}"
