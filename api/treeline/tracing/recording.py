"""A run that ends is to be traced: a row for each target, in the same transaction."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, select

from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.tracing.models import TraceDelivery, TraceTarget

# Asked with every run's end, and so made once.
_TARGETS = (
    select(TraceTarget.id, TraceTarget.sampling)
    .join(Run, Run.app_id == TraceTarget.app_id)
    .where(Run.id == bindparam("run_id"), TraceTarget.enabled)
)


def run_ended(session: DbSession, run_id: UUID) -> None:
    """The worker of `ops_trace` finds them by itself: the end of a run waits for no broker."""
    found = session.execute(_TARGETS, {"run_id": run_id}).all()
    session.add_all(
        TraceDelivery(target_id=target_id, run_id=run_id) for target_id, share in found if is_sampled(run_id, share)
    )


def is_sampled(run_id: UUID, share: float) -> bool:
    """The same for all targets: what one has of a smaller share, another has of a larger one."""
    return int.from_bytes(sha256(run_id.bytes).digest()[:8]) < share * 2**64
