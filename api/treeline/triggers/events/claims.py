"""Which subscription is looked at next, and by whom, by the database's clock: a source at a time under a claim."""

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from treeline.kernel import claims
from treeline.kernel.claims import Claim, is_free, is_stuck, seconds_from_now
from treeline.kernel.db import DbSession
from treeline.triggers.events.models import TriggerSubscription

# Of all workers together: the others of their lane are for what else there is.
AT_ONCE = 4

LookClaim = Claim[TriggerSubscription]


def claim_next(session: DbSession, lease_seconds: float) -> LookClaim | None:
    """One whose turn it is. None: none is due, or enough are being looked at."""
    other = aliased(TriggerSubscription)
    busy = select(func.count()).select_from(other).where(other.claimed_until > func.now()).scalar_subquery()
    due = select(TriggerSubscription.id).where(_is_due(), busy < AT_ONCE).order_by(TriggerSubscription.due_at)
    return claims.claim_first(session, TriggerSubscription, due, lease_seconds)


def has_due(session: DbSession) -> bool:
    return session.scalar(select(TriggerSubscription.id).where(_is_due()).limit(1)) is not None


def held(session: DbSession, claim: LookClaim) -> TriggerSubscription | None:
    """Locked to the end of the transaction. None: it is gone, was changed, or is another's by now."""
    found = select(TriggerSubscription).where(claim.held).with_for_update(key_share=True)
    return session.scalars(found, execution_options={"populate_existing": True}).one_or_none()


def release(row: TriggerSubscription, seconds: float) -> None:
    """Until it is looked at again."""
    row.claim, row.claimed_until, row.attempt = None, None, 0
    row.due_at = seconds_from_now(seconds)  # pyright: ignore[reportAttributeAccessIssue]  the database's clock


def give_up(session: DbSession, message: str, seconds: float) -> None:
    """Those that no worker gets through are looked at much later."""
    free = {"claim": None, "claimed_until": None, "attempt": 0, "due_at": seconds_from_now(seconds)}
    failed = {"error": message, "failures": TriggerSubscription.failures + 1, "looked_at": func.clock_timestamp()}
    session.execute(update(TriggerSubscription).where(is_stuck(TriggerSubscription)).values(**free, **failed))


def _is_due() -> ColumnElement[bool]:
    row = TriggerSubscription
    return row.enabled & row.due_at.is_not(None) & (row.due_at <= func.now()) & is_free(row)
