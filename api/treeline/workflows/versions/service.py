from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from treeline.apps.models import App
from treeline.assets.versions.diff import NOTHING
from treeline.assets.versions.service import DRAFT, AssetVersions
from treeline.datasets.uses.binding import bind, require_readable
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.runs.models import UNFINISHED, Run
from treeline.workflows import ports
from treeline.workflows.checks import require_publishable
from treeline.workflows.drafts.service import Content, DraftService, copy_of
from treeline.workflows.errors import WorkflowInUse, WorkflowNotFound, WorkflowNotPublished
from treeline.workflows.models import Workflow, WorkflowRun
from treeline.workflows.nodes.knowledge_retrieval import datasets_of


class VersionService:
    """The published workflows of one app; the newest is the one that answers."""

    def __init__(self, session: DbSession, app: App, settings: KernelSettings, *, by: UUID | None = None):
        self.drafts = DraftService(session, app, settings, by=by)
        self.session, self.app, self.settings, self.by = session, app, settings, by

    def current(self) -> Workflow | None:
        newest = select(Workflow).where(*self._published).order_by(Workflow.created_at.desc(), Workflow.id.desc())
        return self.session.scalars(newest.limit(1)).one_or_none()

    def publish(self, name: str = "", comment: str = "", *, if_hash: str | None = None) -> Workflow:
        """The draft, from now on what answers, together with the app's files as they are.

        `if_hash`: only in this state. Raises DraftNotExist, DraftNotSync, GraphInvalid with all that is wrong,
        DatasetNotFound for a knowledge base that whoever publishes may not read, DraftPending.
        """
        # One after the other: what answers is then of the same version as what starts its runs.
        self.session.execute(select(App.id).where(App.id == self.app.id).with_for_update(key_share=True))
        draft = self.drafts.get(if_hash=if_hash)
        require_publishable(draft)
        named = datasets_of(draft.graph)
        require_readable(self.session, self.app, named, self.by)
        bind(self.session, self.app, named, self.by)
        row = copy_of(draft, "published", self.by)
        row.marked_name, row.marked_comment, row.created_at = name, comment, now()
        row.asset_version_id = self._files()
        self.session.add(row)
        self.session.flush()
        for told in ports.published.given():
            told(self.session, self.app, row)
        return row

    def page(self, offset: int, limit: int, *, by: UUID | None, named: bool) -> tuple[list[Workflow], bool]:
        """Published workflows, the newest first, and whether there are more."""
        wanted = list(self._published)
        if by is not None:
            wanted.append(Workflow.created_by == by)
        if named:
            wanted.append(Workflow.marked_name != "")
        newest = select(Workflow).where(*wanted).order_by(Workflow.created_at.desc(), Workflow.id.desc())
        rows = list(self.session.scalars(newest.offset(offset).limit(limit + 1)))
        return rows[:limit], len(rows) > limit

    def get(self, workflow_id: UUID) -> Workflow:
        """Raises WorkflowNotFound."""
        row = self.session.scalars(select(Workflow).where(Workflow.id == workflow_id, *self._published)).one_or_none()
        if row is None:
            raise WorkflowNotFound
        return row

    def rename(self, workflow_id: UUID, name: str | None, comment: str | None) -> Workflow:
        row = self.get(workflow_id)
        row.marked_name = row.marked_name if name is None else name
        row.marked_comment = row.marked_comment if comment is None else comment
        row.updated_at, row.updated_by = now(), self.by
        return row

    def restore(self, workflow_id: UUID) -> Workflow:
        """Make a published workflow the draft. Raises WorkflowNotFound, WorkflowNotPublished."""
        of_app = (Workflow.id == workflow_id, Workflow.app_id == self.app.id)
        row = self.session.scalars(select(Workflow).where(*of_app)).one_or_none()
        if row is None:
            raise WorkflowNotFound
        if row.state != "published":
            raise WorkflowNotPublished("Only a published version can be restored.")
        # Its secrets come with it, as they are sealed.
        draft = self.drafts.save(Content(row.graph, row.features, [], row.conversation_variables))
        draft.environment_variables, draft.sealed_secrets = row.environment_variables, row.sealed_secrets
        draft.hash = row.hash
        return draft

    def delete(self, workflow_id: UUID) -> None:
        """Raises WorkflowNotFound; WorkflowInUse for the newest, and for one with unfinished runs."""
        row = self.get(workflow_id)
        newest = self.current()
        if newest is not None and newest.id == row.id:
            raise WorkflowInUse("This version answers requests. Publish another one first.")
        running = (
            select(func.count())
            .select_from(WorkflowRun)
            .join(Run, Run.id == WorkflowRun.run_id)
            .where(WorkflowRun.workflow_id == row.id, Run.status.in_(UNFINISHED))
        )
        if self.session.scalar(running):
            raise WorkflowInUse("Runs of this version haven't finished yet.")
        self.session.execute(delete(Workflow).where(Workflow.id == row.id))

    def _files(self) -> UUID | None:
        """The version of the app's files as they are: the newest, if nothing has changed since."""
        versions = AssetVersions(self.session, self.app, by=self.by)
        newest, _ = versions.page(0, 1)
        if not newest and not versions.draft.lock().node_count:
            return None
        if newest and versions.diff(str(newest[0].version.number), DRAFT).diff == NOTHING:
            return newest[0].version.id
        published = versions.publish("")
        self.session.flush()
        return versions.activate(str(published.version.number)).version.id

    @property
    def _published(self) -> tuple[ColumnElement[bool], ...]:
        return Workflow.app_id == self.app.id, Workflow.state == "published"
