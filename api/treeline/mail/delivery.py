"""Sends the mails that are due, each under a claim: once, unless the server's answer or the worker was lost."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from treeline.kernel import claims as kernel_claims
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.crypto import CannotOpen
from treeline.kernel.db import enqueue, unit_of_work
from treeline.kernel.text import clean
from treeline.mail import claims
from treeline.mail.addresses import address_of, sender_of
from treeline.mail.claims import MailClaim
from treeline.mail.content import content_of, rendered
from treeline.mail.links import ConsoleUrlUnknown
from treeline.mail.message import made
from treeline.mail.models import Mail
from treeline.mail.service import TASK
from treeline.mail.settings import MailSettings, is_configured
from treeline.mail.smtp import NotSent, Rejected, transmit

log = logging.getLogger(__name__)

# A task hands back after so long, between two mails.
MOST_SECONDS = 60.0
LONGEST_PAUSE = 3600.0
# A day, with these pauses.
MOST_FAILURES = 30
BROKEN = "Something went wrong on our side. See the server log."


def work() -> None:
    """May run any number of times at once."""
    settings, until = current.settings(MailSettings), time.monotonic() + MOST_SECONDS
    while True:
        with unit_of_work() as session:
            claims.tidy(session)
            claim = claims.claim_next(session, settings.mail_lease_seconds) if is_configured(settings) else None
            # Others may send the next meanwhile.
            if claim is not None and claims.has_due(session):
                enqueue(TASK)
        if claim is None:
            return
        deliver(claim, settings)
        if time.monotonic() > until:
            return


def deliver(claim: MailClaim, settings: MailSettings) -> None:
    with unit_of_work() as session:
        mail = claims.held(session, claim)
        if mail is None:
            return
        if mail.sealed_content is None:
            claims.release(mail, "cancelled", error=None)
            return
        domain = sender_of(settings.mail_default_send_from).domain
        mail.message_id = mail.message_id or f"<{mail.id}@{domain}>"
    try:
        _send(mail, settings)
    except Rejected as error:
        reason = clean(str(error))
        _settle(claim, lambda held: claims.release(held, "failed", error=reason))
    except (NotSent, ConsoleUrlUnknown, CannotOpen) as error:
        reason = clean(str(error))
        _settle(claim, lambda held: _postpone(held, reason, settings))
    except Exception:
        log.exception("mail %s", claim.id)
        _settle(claim, lambda held: _postpone(held, BROKEN, settings))
    else:
        _settle_surely(claim, settings)


def _send(mail: Mail, settings: MailSettings) -> None:
    content = content_of(mail, settings)
    if content is None or mail.message_id is None:
        raise NotSent("It was cancelled.")
    sender, recipient = settings.mail_default_send_from, address_of(mail.recipient)
    message = made(rendered(mail, content, settings), sender, recipient, mail.message_id)
    transmit(settings, sender_of(sender), recipient, message)


def _postpone(mail: Mail, reason: str, settings: MailSettings) -> None:
    mail.failures += 1
    if mail.failures >= MOST_FAILURES:
        claims.release(mail, "failed", error=reason)
        return
    pause = min(kernel_claims.pause(settings.mail_retry_seconds, mail.failures), LONGEST_PAUSE)
    claims.release(mail, "queued", error=reason, seconds=pause)


def _sent(mail: Mail) -> None:
    claims.release(mail, "sent", error=None)
    mail.sent_at, mail.sealed_content = now(), None


def _settle(claim: MailClaim, change: Callable[[Mail], None]) -> None:
    with unit_of_work() as session:
        mail = claims.held(session, claim)
        if mail is not None:
            change(mail)


def _settle_surely(claim: MailClaim, settings: MailSettings) -> None:
    """A database that is away for a moment must not make a second copy: while the claim lasts, it is asked again."""
    until = time.monotonic() + settings.mail_lease_seconds
    while True:
        try:
            return _settle(claim, _sent)
        except DBAPIError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
