from uuid import UUID

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.models import Account
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.paging import Page
from treeline.kernel.web import Routes
from treeline.mail.errors import MailBeingSent, MailContentRemoved, MailNotConfigured, MailNotFound
from treeline.mail.links import ConsoleUrlUnknown, console_link
from treeline.mail.outbox import Outbox
from treeline.mail.settings import MailSettings, is_configured
from treeline.operations.mails.schemas import MailContentOut, MailDelivery, MailOut, MailQuery, MailsOut, MailTestIn


def outbox(can: str) -> Outbox:
    allow(current_member(), can)
    return Outbox(db.session, current.settings(MailSettings))


mails = Routes(
    "mails",
    "/console/api/operations/mails",
    group="Operations",
    access=CONSOLE,
    scope=outbox,
    headers=lambda _: {"Cache-Control": "no-store"},
)


@mails.get("", can="operate")
def list_mails(outbox: Outbox, query: MailQuery) -> MailsOut:
    """List the emails of this installation, the newest first, and how they are delivered."""
    found, total = outbox.page(query.state, query.offset, query.limit)
    page = Page.of([MailOut.model_validate(each) for each in found], total, query)
    return MailsOut(**dict(page), delivery=_delivery(outbox.settings))


def _delivery(settings: MailSettings) -> MailDelivery:
    try:
        console_url = console_link(settings, "")
    except ConsoleUrlUnknown:
        console_url = None
    return MailDelivery(
        configured=is_configured(settings),
        server=settings.smtp_server,
        sender=settings.mail_default_send_from,
        console_url=console_url,
    )


@mails.post("/test", can="operate", status=201, refusals=[MailNotConfigured], deed="mail.test")
def send_test_mail(outbox: Outbox, body: MailTestIn) -> MailOut:
    """Send a test email. Its `state` shows whether the mail server accepted it."""
    account = db.session.get_one(Account, current_member().account_id)
    return MailOut.model_validate(outbox.send_test(body.recipient, account.interface_language))


@mails.post(
    "/<uuid:mail_id>/resend",
    can="operate",
    refusals=[MailNotFound, MailNotConfigured, MailBeingSent, MailContentRemoved],
    deed="mail.resend",
)
def resend_mail(outbox: Outbox, mail_id: UUID) -> MailOut:
    """Send an email again that failed, waits, or was written before there was a mail server."""
    return MailOut.model_validate(outbox.resend(mail_id))


@mails.post("/<uuid:mail_id>/reveal", can="operate", refusals=[MailNotFound, MailContentRemoved], deed="mail.reveal")
def reveal_mail(outbox: Outbox, mail_id: UUID) -> MailContentOut:
    """Show an email that was not delivered, with its link, to pass it on. The audit log records it."""
    mail, shown, link = outbox.reveal(mail_id)
    return MailContentOut(id=mail.id, subject=shown.subject, text=shown.text, link=link)
