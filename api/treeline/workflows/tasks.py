"""Tasks around runs: what is done once they have ended, and where their steps go."""

from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import db
from treeline.kernel.tasks import task
from treeline.runs.models import Run
from treeline.workflows import postgres
from treeline.workflows.engine.values import from_json
from treeline.workflows.models import WorkflowRun
from treeline.workflows.running.reading import SYSTEM
from treeline.workflows.variables.service import Inspector, outputs_of

DAY = 24 * 3600


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
    postgres.make_partitions(db.session)
