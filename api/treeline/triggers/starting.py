"""Runs that no person starts: in the background, in the name of the app's own end user `trigger`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.conversations.owners import Owner
from treeline.files.links import Links
from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.triggers.errors import TriggerNotFound
from treeline.triggers.kinds import Listening
from treeline.triggers.settings import TriggerSettings
from treeline.workflows.models import Workflow
from treeline.workflows.starting.service import RunRequest, StartService

USER = "trigger"


def start_run(
    session: DbSession, at: Listening, values: Mapping[str, Any], *, triggered_from: str, depth: int = 0
) -> Run:
    """A run that begins at a trigger, in the caller's transaction; a worker takes it on after the commit.

    It waits while its app answers as many requests as it may, and is never refused for that. Raises TriggerNotFound if
    app or version are gone; what StartService raises: InvalidInput, GraphInvalid, UploadNotFound, VersionDeleted.
    """
    app = session.scalars(select(App).where(App.id == at.app_id, App.deleted_at.is_(None))).one_or_none()
    workflow = session.get(Workflow, at.workflow_id) if app is not None else None
    if app is None or workflow is None:
        raise TriggerNotFound("The app or this version of its workflow was deleted.")
    settings = current.settings(TriggerSettings)
    end_user = EndUserService(session, app).obtain(USER)
    # A worker knows no origin: without FILES_URL the links of files begin with a slash.
    starts = StartService(session, app, Owner(end_user_id=end_user.id), settings, Links(settings, ""))
    asked = RunRequest(values, triggered_from=triggered_from, user=USER, root=at.node_id, background=True, depth=depth)
    return starts.start(workflow, asked)
