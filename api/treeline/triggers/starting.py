"""Runs that no person starts: in the background, in the name of the app's own end user `trigger`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

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


class Starter:
    """Starts runs that begin at triggers, all in one transaction: what they share is looked up once."""

    def __init__(self, session: DbSession):
        self.session, self.settings = session, current.settings(TriggerSettings)
        self._services: dict[UUID, StartService] = {}
        self._workflows: dict[UUID, Workflow] = {}

    def start(self, at: Listening, values: Mapping[str, Any], *, triggered_from: str, depth: int = 0) -> Run:
        """A run that a worker takes on after the commit. Nothing is written unless all of it is right.

        It waits while its app answers as many requests as it may, and is never refused for that. Raises
        TriggerNotFound if app or version are gone; what StartService raises: InvalidInput, GraphInvalid,
        UploadNotFound, VersionDeleted.
        """
        service, workflow = self._of_app(at.app_id), self._workflow(at.workflow_id)
        asked = RunRequest(
            values, triggered_from=triggered_from, user=USER, root=at.node_id, background=True, depth=depth
        )
        return service.start(workflow, asked)

    def _of_app(self, app_id: UUID) -> StartService:
        if app_id not in self._services:
            app = self.session.scalars(select(App).where(App.id == app_id, App.deleted_at.is_(None))).one_or_none()
            if app is None:
                raise _gone()
            end_user = EndUserService(self.session, app).obtain(USER)
            # A worker knows no origin: without FILES_URL the links of files begin with a slash.
            links, owner = Links(self.settings, ""), Owner(end_user_id=end_user.id)
            self._services[app_id] = StartService(self.session, app, owner, self.settings, links)
        return self._services[app_id]

    def _workflow(self, workflow_id: UUID) -> Workflow:
        if workflow_id not in self._workflows:
            workflow = self.session.get(Workflow, workflow_id)
            if workflow is None:
                raise _gone()
            self._workflows[workflow_id] = workflow
        return self._workflows[workflow_id]


def _gone() -> TriggerNotFound:
    return TriggerNotFound("The app or this version of its workflow was deleted.")
