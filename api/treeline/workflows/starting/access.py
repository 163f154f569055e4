"""Who starts a run: an end user, named by the client, or a member who tries the draft."""

from uuid import UUID

from treeline.accounts.access import current_member
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.conversations.answering.trying import tried_files
from treeline.conversations.owners import Owner
from treeline.files.links import links
from treeline.kernel import current
from treeline.kernel.db import DbSession, db
from treeline.runs.errors import RunNotFound
from treeline.runs.service import RunService
from treeline.workflows.drafts.service import MODES, DraftService
from treeline.workflows.drafts.single import only, values_from
from treeline.workflows.errors import NodeNotFound, NotForThisMode, WorkflowNotFound, WorkflowNotPublished
from treeline.workflows.logs.service import SINGLE
from treeline.workflows.models import Workflow
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.schemas import RunIn, TriedRunIn
from treeline.workflows.starting.service import RunRequest, StartService
from treeline.workflows.variables.schemas import RunNodeIn
from treeline.workflows.variables.service import Inspector
from treeline.workflows.versions.service import VersionService


def try_draft(app: App, body: TriedRunIn) -> UUID:
    """Start the draft as it is, with the files as they are, in the member's name."""
    member, settings = current_member(), current.settings(WorkflowSettings)
    workflow = DraftService(db.session, app, settings, by=member.account_id).kept()
    tried = tried_files(db.session, app, "draft", member.account_id)
    asked = RunRequest(
        body.inputs,
        body.files or (),
        triggered_from="debugging",
        asset_version_id=tried.version_id,
        asset_version=tried.name,
        user=str(member.account_id),
        root=body.start_node_id,
    )
    return starts(db.session, app, Owner(account_id=member.account_id)).start(workflow, asked).id


def try_node(app: App, node_id: str, body: RunNodeIn, kinds: tuple[str, ...] = ()) -> UUID:
    """Start one node of the draft: what it looks at is given, or what the inspector has."""
    if app.mode not in MODES:
        raise NodeNotFound("This app has no workflow.")
    member, settings = current_member(), current.settings(WorkflowSettings)
    workflow = DraftService(db.session, app, settings, by=member.account_id).kept()
    only(workflow.graph, node_id, kinds)
    tried = tried_files(db.session, app, "draft", member.account_id)
    values = Inspector(db.session, app, member.account_id).values()
    for node, given in values_from(body.inputs).items():
        values[node] = values.get(node, {}) | given
    asked = RunRequest(
        body.inputs,
        body.files or (),
        system={"query": body.query} if body.query is not None else {},
        triggered_from=SINGLE,
        asset_version_id=tried.version_id,
        asset_version=tried.name,
        user=str(member.account_id),
        node_id=node_id,
        values=values,
    )
    return starts(db.session, app, Owner(account_id=member.account_id)).start(workflow, asked).id


def run_published(app: App, body: RunIn, workflow_id: str | None = None) -> UUID:
    """Start what is published, or one version of it, in an end user's name."""
    workflow = _published(app, workflow_id)
    end_user = EndUserService(db.session, app).obtain(body.user)
    asked = RunRequest(body.inputs, body.files or (), user=body.user)
    return starts(db.session, app, Owner(end_user_id=end_user.id)).start(workflow, asked).id


def require_own(app: App, task_id: UUID, user: str) -> None:
    """Raises RunNotFound unless it is a workflow's run of this end user."""
    end_user = EndUserService(db.session, app).find(user)
    run = RunService(db.session, app).of_end_user(task_id, end_user.id if end_user else None)
    if run.kind not in MODES:
        raise RunNotFound


def _published(app: App, workflow_id: str | None) -> Workflow:
    if workflow_id is None and app.mode != "workflow":
        raise NotForThisMode("This app is no workflow: send it messages instead.")
    versions = VersionService(db.session, app, current.settings(WorkflowSettings))
    if workflow_id is not None:
        try:
            return versions.get(UUID(workflow_id))
        except ValueError as error:
            raise WorkflowNotFound("No version has this id: it must be a UUID.") from error
    current_one = versions.current()
    if current_one is None:
        raise WorkflowNotPublished("This workflow hasn't been published yet.")
    return current_one


def starts(session: DbSession, app: App, owner: Owner) -> StartService:
    return StartService(session, app, owner, current.settings(WorkflowSettings), links())
