"""Which target is served next, and by whom, by the database's clock: one worker a target."""

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import aliased

from treeline.kernel import claims
from treeline.kernel.claims import Claim, is_free, is_stuck, seconds_from_now
from treeline.kernel.db import DbSession
from treeline.tracing.models import TraceDelivery, TraceTarget

# Of all workers together: the others of their lane are for what else there is.
AT_ONCE = 4
LOST = "The workers that sent traces there were lost several times in a row."

TargetClaim = Claim[TraceTarget]


def claim_next(session: DbSession, lease_seconds: float) -> TargetClaim | None:
    """The one that has waited longest. None: nothing is due, or enough is being sent."""
    other = aliased(TraceTarget)
    busy = select(func.count()).select_from(other).where(other.claimed_until > seconds_from_now(0)).scalar_subquery()
    due = select(TraceTarget.id).where(_is_due(), busy < AT_ONCE).order_by(TraceTarget.due_at)
    return claims.claim_first(session, TraceTarget, due, lease_seconds)


def has_due(session: DbSession) -> bool:
    return session.scalar(select(TraceTarget.id).where(_is_due()).limit(1)) is not None


def held(session: DbSession, claim: TargetClaim) -> TraceTarget | None:
    """Locked to the end of the transaction. None: it is gone, or another's by now."""
    found = select(TraceTarget).where(claim.held).with_for_update(key_share=True)
    return session.scalars(found, execution_options={"populate_existing": True}).one_or_none()


def release(target: TraceTarget, seconds: float = 0) -> None:
    """Until it is served again."""
    target.claim, target.claimed_until, target.attempt = None, None, 0
    target.due_at = seconds_from_now(seconds)  # pyright: ignore[reportAttributeAccessIssue]  the database's clock


def give_up(session: DbSession, seconds: float) -> None:
    """Those that no worker gets through are served much later."""
    free = {"claim": None, "claimed_until": None, "attempt": 0, "due_at": seconds_from_now(seconds)}
    session.execute(update(TraceTarget).where(is_stuck(TraceTarget)).values(**free, error=LOST))


def _is_due() -> ColumnElement[bool]:
    waits = exists().where(TraceDelivery.target_id == TraceTarget.id, TraceDelivery.state == "waiting")
    return TraceTarget.enabled & (TraceTarget.due_at <= seconds_from_now(0)) & is_free(TraceTarget) & waits
