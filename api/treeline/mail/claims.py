"""Which mail is sent next, and by whom, by the database's clock: one at a time under a claim."""

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.orm import aliased

from treeline.kernel import claims
from treeline.kernel.claims import Claim, is_free, is_stuck, seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.models import Mail

# Of all workers together: the others of their lane are for what else there is.
AT_ONCE = 4
LOST = "The workers that sent this mail were lost several times in a row."
EXPIRED = "It expired before it could be sent."

MailClaim = Claim[Mail]
# Steady within a statement, as an index needs it.
_NOW = func.statement_timestamp()


def claim_next(session: DbSession, lease_seconds: float) -> MailClaim | None:
    """One whose turn it is. None: none is due, or enough are being sent."""
    other = aliased(Mail)
    busy = (
        select(func.count())
        .select_from(other)
        .where(other.claimed_until > func.statement_timestamp())
        .scalar_subquery()
    )
    due = select(Mail.id).where(_is_due(), busy < AT_ONCE).order_by(Mail.due_at)
    return claims.claim_first(session, Mail, due, lease_seconds, state="sending")


def has_due(session: DbSession) -> bool:
    return session.scalar(select(Mail.id).where(_is_due()).limit(1)) is not None


def held(session: DbSession, claim: MailClaim) -> Mail | None:
    """Locked to the end of the transaction. None: it is gone, or another's by now."""
    found = select(Mail).where(claim.held).with_for_update()
    return session.scalars(found, execution_options={"populate_existing": True}).one_or_none()


def release(mail: Mail, state: str, *, error: str | None, seconds: float | None = None) -> None:
    """`seconds`: until it is tried again; None: never by itself."""
    mail.claim, mail.claimed_until, mail.attempt = None, None, 0
    mail.state, mail.error = state, error
    mail.due_at = None if seconds is None else seconds_from_now(seconds)  # pyright: ignore[reportAttributeAccessIssue]  the database's clock


def tidy(session: DbSession) -> None:
    """Give up those that no worker gets through, and forget what expired ones say."""
    ended = {"claim": None, "claimed_until": None, "attempt": 0, "due_at": None}
    stuck = update(Mail).where(is_stuck(Mail), Mail.due_at.is_not(None))
    session.execute(stuck.values(**ended, state="failed", error=LOST))
    waits = Mail.due_at.is_not(None)
    expired = update(Mail).where(Mail.sealed_content.is_not(None), Mail.expires_at <= now(), is_free(Mail))
    told = {"state": case((waits, "failed"), else_=Mail.state), "error": case((waits, EXPIRED), else_=Mail.error)}
    session.execute(expired.values(**ended, **told, sealed_content=None))


def _is_due() -> ColumnElement[bool]:
    return Mail.due_at.is_not(None) & (Mail.due_at <= _NOW) & is_free(Mail)
