"""Mails about what was changed: how somebody signs in, who owns a workspace; in the transaction of the change."""

from typing import Literal, NamedTuple
from uuid import UUID

from treeline.accounts.letters.new_devices import spoken_time
from treeline.accounts.models import Account, Workspace
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


class Owners(NamedTuple):
    before: Account
    now: Account


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


def notify_of_transfer(session: DbSession, settings: AccountSettings, workspace: Workspace, owners: Owners) -> None:
    """Tell both, each in their language."""
    if not is_configured(settings):
        return
    for reader, account in zip(("before", "now"), owners, strict=True):
        values = {
            "name": account.name,
            "reader": reader,
            "workspace": workspace.name,
            "before": f"{owners.before.name} ({owners.before.email})",
            "now": f"{owners.now.name} ({owners.now.email})",
            "time": spoken_time(now(), account.timezone),
        }
        kind, link = "ownership_transferred", "/settings/members"
        letter = Letter(kind, account.email, account.interface_language, values, link, workspace_id=workspace.id)
        MailService(session, settings).send(letter)
