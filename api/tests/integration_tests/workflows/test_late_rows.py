"""A write that was given up, and arrives all the same, changes nothing that is newer."""

import json
from uuid import UUID

from sqlalchemy import select, update

from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run
from treeline.workflows import postgres
from treeline.workflows.models import WorkflowStep


def test_what_was_finished_is_not_begun_again(builder: Builder, flask_app: FlaskApp):
    builder.save(HELLO)
    run_id = UUID(builder.try_it(name="Ann")[0]["task_id"])
    mine = select(WorkflowStep).where(WorkflowStep.run_id == run_id, WorkflowStep.node_id == "greet")
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Run).where(Run.id == run_id).values(status="running", lease_token=1))
        step = session.scalars(mine).one()
        row = {
            "run_id": str(run_id),
            "frame": "",
            "node_id": "greet",
            "attempt": step.attempt,
            "node_type": "template-transform",
            "title": "greet",
            "size": 0,
            "reused": False,
            "started_at": "2026-01-01T00:00:00Z",
        }
        seq = step.seq
        for given, status in ((seq - 1, "succeeded"), (seq, "running"), (seq + 1, "stopped"), (seq, "stopped")):
            rows = [row | {"seq": given, "status": "running" if given <= seq else "stopped"}]
            postgres.write_steps(session, run_id, 1, json.dumps(rows))
            session.expire_all()
            assert session.scalars(mine).one().status == status
