"""What of traces goes with a deleted app, batch by batch; the rest follows by the database's own references."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update

from treeline.kernel.db import unit_of_work
from treeline.tracing.models import TraceDelivery, TraceTarget

BATCH = 1000


def forget_app_traces(app_id: UUID) -> bool:
    """A step of `app_deletion`. False when none is left."""
    mine = select(TraceTarget.id).where(TraceTarget.app_id == app_id)
    with unit_of_work() as session:
        # Its secrets are the first to go; nothing is sent any more.
        session.execute(
            update(TraceTarget).where(TraceTarget.app_id == app_id).values(enabled=False, sealed_secrets=None)
        )
        some = session.scalars(select(TraceDelivery.id).where(TraceDelivery.target_id.in_(mine)).limit(BATCH)).all()
        gone = session.execute(delete(TraceDelivery).where(TraceDelivery.id.in_(some)))
        return cast(CursorResult[Any], gone).rowcount > 0
