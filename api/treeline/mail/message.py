"""A mail as it goes over the wire."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from treeline.kernel.clock import now
from treeline.mail.addresses import sender_of
from treeline.mail.rendering import Rendered


def made(rendered: Rendered, sender: str, recipient: Address, message_id: str) -> EmailMessage:
    """With lines that every server takes. Only an address that is not ASCII itself needs SMTPUTF8."""
    message = EmailMessage(SMTP.clone(utf8=not recipient.username.isascii()))
    message["From"] = sender_of(sender)
    message["To"] = recipient
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = message_id
    # No vacation notes, please.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return message
