"""Handing a mail to the server of the settings: encrypted as they say, and bounded in time.

The operator names the server, so it may be in the own network.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage

from treeline.mail.addresses import sender_of
from treeline.mail.settings import MailSettings

SILENCE_SECONDS = 30
UNSURE = "The connection was lost before the server confirmed the mail, so it may have been delivered."


class NotSent(Exception):
    """The same may work later."""


class Rejected(Exception):
    """The server takes no mail for this recipient, or not this one: trying again does not help."""


def transmit(settings: MailSettings, sender: Address, recipient: Address, message: EmailMessage) -> None:
    """Returns once the server has taken it. Raises NotSent, Rejected, each with the reason in words."""
    with _in_words(), _connection(settings) as smtp:
        _hand_over(smtp, sender, recipient, message)


def rehearse(settings: MailSettings) -> None:
    """Everything up to the recipient of a mail, and nothing is sent. Raises as `transmit` does."""
    sender = sender_of(settings.mail_default_send_from)
    with _in_words(), _connection(settings) as smtp:
        _give_sender(smtp, sender, _smtputf8(sender))
        smtp.rset()
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"The mail server rejected SMTP_USERNAME and SMTP_PASSWORD: {_words(error)}") from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"The mail server answered: {_words(error)}") from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(f"The mail server doesn't support what is needed: {error}") from error
    except ssl.SSLError as error:
        raise NotSent(f"No encrypted connection to the mail server: {error.reason or error}") from error
    except UnicodeError as error:
        raise NotSent("SMTP_SERVER, SMTP_USERNAME and SMTP_PASSWORD can only have ASCII characters.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"The mail server can't be reached or stopped answering: {error}") from error


@contextmanager
def _connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Ready to take a mail. Cut when its time is up, whatever the server does."""
    silence = min(SILENCE_SECONDS, settings.smtp_timeout)
    encrypted = settings.smtp_use_tls and not settings.smtp_opportunistic_tls
    trusted = ssl.create_default_context()
    smtp = smtplib.SMTP_SSL(timeout=silence, context=trusted) if encrypted else smtplib.SMTP(timeout=silence)
    # Certificates are checked against this name.
    smtp._host = settings.smtp_server  # pyright: ignore[reportAttributeAccessIssue]  the library's, which connect() sets too late
    watch = threading.Timer(settings.smtp_timeout, _cut, [smtp])
    watch.daemon = True
    watch.start()
    try:
        code, said = smtp.connect(settings.smtp_server, settings.smtp_port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        smtp.ehlo_or_helo_if_needed()
        if settings.smtp_use_tls and settings.smtp_opportunistic_tls:
            # Raises where the server does not offer it: nothing is sent in the clear instead.
            smtp.starttls(context=trusted)
            smtp.ehlo_or_helo_if_needed()
        if settings.smtp_username:
            smtp.login(settings.smtp_username, settings.smtp_password)
        yield smtp
    finally:
        watch.cancel()
        smtp.close()


def _cut(smtp: smtplib.SMTP) -> None:
    # It may be closed, or was never open.
    with suppress(OSError, AttributeError):
        smtp.sock.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportOptionalMemberAccess]  see above


def _hand_over(smtp: smtplib.SMTP, sender: Address, recipient: Address, message: EmailMessage) -> None:
    _give_sender(smtp, sender, _smtputf8(recipient, sender))
    code, said = smtp.rcpt(recipient.addr_spec)
    if code not in (250, 251):
        raise _fault(code, said)
    try:
        code, said = smtp.data(message.as_bytes())
        # "Go on" once more is no answer to the mail.
        while 300 <= code < 400:
            code, said = smtp.getreply()
    except smtplib.SMTPDataError as error:
        raise _fault(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise NotSent(UNSURE) from error
    if code != 250:
        raise _fault(code, said)
    # It is taken: whatever comes now changes nothing.
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()


def _smtputf8(*addresses: Address) -> list[str]:
    return [] if all(each.username.isascii() for each in addresses) else ["SMTPUTF8", "BODY=8BITMIME"]


def _give_sender(smtp: smtplib.SMTP, sender: Address, options: list[str]) -> None:
    code, said = smtp.mail(sender.addr_spec, options)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, said, sender.addr_spec)


def _fault(code: int, said: bytes | str) -> Exception:
    error = smtplib.SMTPResponseException(code, said)  # pyright: ignore[reportArgumentType]  bytes in practice
    if code >= 500:
        return Rejected(f"The mail server rejected it: {_words(error)}")
    return error if code >= 400 else NotSent(f"The mail server answered out of turn: {_words(error)}")


def _words(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{error.smtp_code} {' '.join(text.split())}"[:500]
