"""Which ways somebody has to sign in to their account: what must not be taken away is the last of them."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select

from treeline.accounts.errors import LastSignInMethod
from treeline.accounts.models import Account
from treeline.accounts.oidc.models import Identity
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.passkeys.party import is_available
from treeline.accounts.settings import AccountSettings
from treeline.kernel.db import DbSession
from treeline.mail.settings import is_configured

WayIn = Literal["password", "passkey", "identity", "code"]


def ways_in(
    session: DbSession, settings: AccountSettings, account_id: UUID, without: Iterable[UUID] = ()
) -> set[WayIn]:
    """Those that work on this installation now. `without`: ids of passkeys and identities that are to go."""
    ways: set[WayIn] = set()
    if session.scalar(select(Account.password_hash).where(Account.id == account_id)) is not None:
        ways.add("password")
    passkeys = select(func.count()).select_from(Passkey)
    if is_available(settings) and session.scalar(
        passkeys.where(Passkey.account_id == account_id, Passkey.id.not_in(without))
    ):
        ways.add("passkey")
    issuers = [each.issuer for each in settings.oidc_providers]
    identities = select(func.count()).select_from(Identity)
    mine = (Identity.account_id == account_id, Identity.issuer.in_(issuers), Identity.id.not_in(without))
    if session.scalar(identities.where(*mine)):
        ways.add("identity")
    if is_configured(settings):
        ways.add("code")
    return ways


def keep_a_way_in(session: DbSession, settings: AccountSettings, account_id: UUID, removed: UUID) -> None:
    """Before a passkey or an identity is removed. Raises LastSignInMethod."""
    # Two at once must not both be the last but one.
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    if not ways_in(session, settings, account_id, without=[removed]):
        raise LastSignInMethod
