from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.models import App
from treeline.conversations.answering.trying import tried_files
from treeline.conversations.owners import Owner
from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import Unavailable
from treeline.kernel.web import Routes
from treeline.runs.errors import RunNotFound
from treeline.workflows.archive.reading import ArchivedRun, StepLogs
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.errors import DraftNotExist, NodeNotFound, RunNotEnded
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.rerun.schemas import RerunIn
from treeline.workflows.rerun.service import Reruns
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.access import starts
from treeline.workflows.starting.controllers import STARTS
from treeline.workflows.starting.replies import ran
from treeline.workflows.starting.service import RunRequest

reruns = Routes(
    "workflow_reruns",
    "/console/api/apps/<uuid:app_id>/workflow-runs/<uuid:run_id>/rerun",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)


@reruns.post(
    "",
    can="edit",
    transactional=False,
    refusals=(*STARTS, RunNotFound, RunNotEnded, NodeNotFound, DraftNotExist, BytesMissing, Unavailable),
)
def rerun(app: App, run_id: UUID, body: RerunIn) -> Response:
    """Run a finished run again from one of its nodes; results of the nodes before it are reused. Returns server-sent
    events."""
    archived = StepLogs(app).archived(run_id)
    return ran(app, lambda: _started(app, run_id, body, archived), streaming=True)


def _started(app: App, run_id: UUID, body: RerunIn, archived: ArchivedRun | None) -> UUID:
    account_id = current_member().account_id
    reruns = Reruns(RunLogs(db.session, app), starts(db.session, app, Owner(account_id=account_id)))
    asked = RunRequest({}, triggered_from="debugging", user=str(account_id))
    draft = None
    if body.draft:
        draft = DraftService(db.session, app, current.settings(WorkflowSettings), by=account_id).kept()
        tried = tried_files(db.session, app, "draft", account_id)
        asked = RunRequest(
            {},
            triggered_from="debugging",
            user=str(account_id),
            asset_version_id=tried.version_id,
            asset_version=tried.name,
        )
    return reruns.start(run_id, body.node_id, asked, draft=draft, archived=archived).id
