"""Which subscription is looked at next, and by whom, by the database's clock: a source at a time under a claim."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Interval, bindparam, func, select, text

from treeline.kernel.db import DbSession
from treeline.triggers.events.models import TriggerSubscription

# Of all workers together: the others of their lane are for what else there is.
AT_ONCE = 4

_IS_FREE = "(claimed_until IS NULL OR claimed_until <= clock_timestamp())"
_DUE = f"enabled AND due_at IS NOT NULL AND due_at <= now() AND {_IS_FREE}"
_NEXT = text(f"""
    WITH next AS (
        SELECT id FROM trigger_subscriptions
        WHERE {_DUE}
              AND (SELECT count(*) FROM trigger_subscriptions WHERE claimed_until > now()) < {AT_ONCE}
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE trigger_subscriptions s SET claim = :token, claimed_until = clock_timestamp() + :lease
    FROM next WHERE s.id = next.id RETURNING s.id""").bindparams(  # noqa: S608  made of constants
    bindparam("lease", type_=Interval())
)


@dataclass(frozen=True)
class LookClaim:
    subscription_id: UUID
    token: UUID


def claim_next(session: DbSession, lease_seconds: float) -> LookClaim | None:
    """One whose turn it is. None: none is due, or enough are being looked at."""
    token = uuid4()
    found = session.scalar(_NEXT, {"token": token, "lease": timedelta(seconds=lease_seconds)})
    return None if found is None else LookClaim(found, token)


def held(session: DbSession, claim: LookClaim) -> TriggerSubscription | None:
    """Locked to the end of the transaction. None: it is gone, was changed, or is another's by now."""
    mine = (TriggerSubscription.id == claim.subscription_id, TriggerSubscription.claim == claim.token)
    found = select(TriggerSubscription).where(*mine).with_for_update(key_share=True)
    return session.scalars(found, execution_options={"populate_existing": True}).one_or_none()


def has_due(session: DbSession) -> bool:
    return session.scalar(select(func.count()).select_from(TriggerSubscription).where(text(_DUE))) != 0


def release(row: TriggerSubscription, seconds: float) -> None:
    """Until it is looked at again."""
    row.claim, row.claimed_until = None, None
    row.due_at = after(seconds)


def after(seconds: float) -> Any:
    """So many seconds from now, as the database tells the time."""
    later: ColumnElement[Any] = func.clock_timestamp() + text(f"interval '{float(seconds)} seconds'")
    return later
