"""Tells instance admins by email that a disk is nearly full: at most once a day."""

from datetime import timedelta

from sqlalchemy import select

from treeline.accounts.models import Account
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.locks import lock
from treeline.mail.models import Mail
from treeline.mail.service import Letter, MailService
from treeline.mail.settings import MailSettings, is_configured

KIND = "storage_low"
QUIET = timedelta(days=1)


def warn(free_mb: int, least_mb: int, settings: MailSettings) -> None:
    """Without a mail server, the page Operations alone says so."""
    if free_mb > least_mb or not is_configured(settings):
        return
    shown = {"free": f"{free_mb:,}", "least": f"{least_mb:,}"}
    with unit_of_work() as session:
        # One warning, however many look.
        lock(session, "storage is low")
        recent = select(Mail.id).where(Mail.created_at > now() - QUIET, Mail.kind == KIND)
        if session.scalar(recent.limit(1)) is not None:
            return
        admins = select(Account.email, Account.interface_language).where(Account.is_instance_admin)
        for email, language in session.execute(admins).all():
            MailService(session, settings).send(Letter(KIND, email, language, shown, "/operations"))
