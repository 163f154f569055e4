"""A trace that has failed, for tests that need its id."""

from uuid import UUID

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.tracing.models import TraceDelivery, TraceTarget


def add_trace(session: DbSession, workspace_id: UUID, app_id: UUID, run_id: UUID) -> str:
    own = {"workspace_id": workspace_id, "app_id": app_id}
    target = TraceTarget(**own, provider="langfuse", config={"host": "http://x.invalid"}, patterns=[])
    session.add(target)
    session.flush()
    failed = TraceDelivery(target_id=target.id, run_id=run_id, state="failed", ended_at=now())
    session.add(failed)
    session.flush()
    return str(failed.id)
