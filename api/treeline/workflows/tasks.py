"""Tasks around runs: what is done once they have ended, and where their steps go."""

import logging
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.kernel.tasks import task
from treeline.runs.models import Run
from treeline.workflows import mysql, postgres
from treeline.workflows.archive.partitions import drop_empty
from treeline.workflows.archive.service import archive as archive_runs
from treeline.workflows.engine.values import from_json
from treeline.workflows.forms import service as forms
from treeline.workflows.models import WorkflowRun
from treeline.workflows.running.reading import SYSTEM
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.variables.service import Inspector, outputs_of

log = logging.getLogger(__name__)

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR
# Of each hour: more would keep a place of the worker from other short tasks.
ARCHIVE_SECONDS = 900
EXPIRED_AT_ONCE = 100


@task("workflows.settle", queue="workflow_storage")
def settle(run_id: str) -> None:
    """Show what a member's run gave in their variable inspector."""
    run = db.session.get(Run, UUID(run_id))
    more = db.session.get(WorkflowRun, UUID(run_id))
    app = db.session.scalars(select(App).where(App.id == run.app_id)).one_or_none() if run else None
    if run is None or more is None or app is None or run.account_id is None or more.parent_run_id:
        return
    system = {name.removeprefix(SYSTEM): value for name, value in more.inputs.items() if name.startswith(SYSTEM)}
    values = outputs_of(db.session, run.id)
    Inspector(db.session, app, run.account_id).keep(run.id, {**values, "sys": from_json(system)})


@task("workflows.make_partitions", queue="workflow_storage", every=DAY)
def make_partitions() -> None:
    """Make the tables that the steps of the next months go into."""
    (mysql if is_mysql(db.session) else postgres).make_partitions(db.session)


@task("workflows.archive", queue="workflow_storage", every=HOUR, transactional=False)
def archive() -> None:
    """Move the steps of runs that ended long ago to the storage, and drop tables of months that are empty then."""
    days = current.settings(WorkflowSettings).workflow_archive_days
    if not days:
        return
    before = now() - timedelta(days=days)
    archive_runs(current.storage(), before, ARCHIVE_SECONDS)
    drop_empty(before)


@task("workflows.expire_forms", queue="schedule_executor", every=MINUTE, transactional=False)
def expire_forms() -> None:
    """Let runs go on whose forms nobody has answered in time."""
    seen = set[UUID]()
    while True:
        with unit_of_work() as session:
            late = [form_id for form_id in forms.due(session, EXPIRED_AT_ONCE + len(seen)) if form_id not in seen]
        for form_id in late:
            seen.add(form_id)
            try:
                with unit_of_work() as session:
                    forms.expire(session, form_id)
            except Exception:
                # It stays due, and the others must not wait for it.
                log.exception("form %s: not expired", form_id)
        if not late:
            return
