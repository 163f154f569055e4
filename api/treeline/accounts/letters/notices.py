"""The mail about a change of how somebody signs in; in the transaction of the change."""

from typing import Literal
from uuid import UUID

from treeline.accounts.letters.new_devices import spoken_time
from treeline.accounts.models import Account
from treeline.accounts.settings import AccountSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.service import Letter, MailService, is_configured

# Each with its words in the templates of `security_notice`.
Change = Literal[
    "password_changed",
    "passkey_added",
    "passkey_removed",
    "two_step_enabled",
    "two_step_disabled",
    "identity_connected",
    "identity_disconnected",
]


def notify(session: DbSession, settings: AccountSettings, account_id: UUID, change: Change, what: str = "") -> None:
    """Tell an account's owner. `what`: the passkey's or the provider's name.

    Nobody is told who has no mail server: there is nothing to pass on.
    """
    if not is_configured(settings):
        return
    account = session.get_one(Account, account_id)
    values = {
        "name": account.name,
        "email": account.email,
        "change": change,
        "what": what,
        "time": spoken_time(now(), account.timezone),
    }
    letter = Letter("security_notice", account.email, account.interface_language, values, link="/settings/security")
    MailService(session, settings).send(letter)
