"""What happens in Treeline itself becomes an event in the same transaction: both are there, or neither is."""

import logging
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from treeline.apps.models import App
from treeline.assets.versions.models import AssetVersion
from treeline.datasets.models import Dataset
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.triggers import alerts
from treeline.triggers.events.kinds import knowledge_synced as knowledge
from treeline.triggers.events.kinds import run_ended as runs
from treeline.triggers.events.kinds import version_published as versions
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.events.recording import record, refuse
from treeline.triggers.settings import TriggerSettings
from treeline.workflows.models import WorkflowRun

log = logging.getLogger(__name__)

# Asked with every run's end, and so made once.
_FAILED = and_(Run.status == "failed", Run.background)
_OF_RUN = (
    select(TriggerSubscription, _FAILED)
    .select_from(Run)
    .outerjoin(
        TriggerSubscription,
        and_(
            TriggerSubscription.app_id == Run.app_id,
            TriggerSubscription.kind == "run_ended",
            TriggerSubscription.enabled,
        ),
    )
    .where(Run.id == bindparam("run_id"))
)


def version_published(session: DbSession, app: App, version: AssetVersion) -> None:
    mine = (TriggerSubscription.app_id == app.id, TriggerSubscription.kind == "version_published")
    for row in session.scalars(select(TriggerSubscription).where(*mine, TriggerSubscription.enabled)):
        record(session, row, [versions.published(app, version)])


def run_ended(session: DbSession, run_id: UUID) -> None:
    """A run that was started by the end of another, and so on, is the last of its chain at WORKFLOW_CALL_MAX_DEPTH."""
    found = session.execute(_OF_RUN, {"run_id": run_id}).all()
    if any(failed for _, failed in found):
        alerts.run_failed(session, run_id)
    rows = [row for row, _ in found if row is not None]
    if not rows:
        return
    run, app_name, outputs = session.execute(
        select(Run, App.name, WorkflowRun.outputs)
        .join(App, App.id == Run.app_id)
        .outerjoin(WorkflowRun, WorkflowRun.run_id == Run.id)
        .where(Run.id == run_id),
        execution_options={"populate_existing": True},
    ).one()
    event, depth = runs.ended(run, app_name, outputs or {}), _depth(run.input) + 1
    most = current.settings(TriggerSettings).workflow_call_max_depth
    for row in rows:
        if depth <= most:
            record(session, row, [event], depth=depth)
            continue
        reason = f"Runs started each other {depth} times in a row; the limit is {most} (WORKFLOW_CALL_MAX_DEPTH)."
        refuse(session, row, event, depth=depth, code="workflow_call_depth", reason=reason)


def knowledge_synced(session: DbSession, sync_id: UUID) -> None:
    found = (
        select(TriggerSubscription, Dataset, DatasetSource, DatasetSync)
        .join(Dataset, Dataset.id == TriggerSubscription.dataset_id)
        .join(DatasetSource, DatasetSource.dataset_id == Dataset.id)
        .join(DatasetSync, DatasetSync.source_id == DatasetSource.id)
        .where(DatasetSync.id == sync_id, TriggerSubscription.kind == "knowledge_synced", TriggerSubscription.enabled)
    )
    for row, dataset, source, sync in session.execute(found, execution_options={"populate_existing": True}).all():
        record(session, row, [knowledge.synced(dataset, source, sync)])


def _depth(given: dict[str, Any]) -> int:
    depth = given.get("depth", 0)
    return depth if isinstance(depth, int) else 0
