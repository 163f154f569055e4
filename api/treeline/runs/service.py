from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.assets.versions.models import AssetVersion
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.runs import leases, stopping
from treeline.runs.background import send
from treeline.runs.errors import RunNotFound, TooManyRuns, VersionDeleted
from treeline.runs.models import Run


class RunService:
    """The runs of one app."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def start(
        self,
        kind: str,
        input: dict[str, Any],  # noqa: A002  the column's name
        *,
        end_user_id: UUID | None = None,
        account_id: UUID | None = None,
        model_config_id: UUID | None = None,
        asset_version_id: UUID | None = None,
        background: bool = False,
        run_id: UUID | None = None,
    ) -> Run:
        """A run that a worker takes on once this is committed. Raises TooManyRuns, VersionDeleted.

        `background`: nobody waits for it. It is never refused, and waits in its table until the app has a place.
        `run_id`: of one that its caller claims and carries out itself; no worker is told.
        """
        if not background:
            self._refuse_one_too_many()
        if asset_version_id is not None:
            self._keep_version(asset_version_id)
        run = Run(
            id=run_id or new_id(),
            workspace_id=self.app.workspace_id,
            app_id=self.app.id,
            kind=kind,
            input=input,
            end_user_id=end_user_id,
            account_id=account_id,
            model_config_id=model_config_id,
            asset_version_id=asset_version_id,
            background=background,
            lease_until=None if background else now() + timedelta(seconds=leases.policy().run_queued_seconds),
        )
        self.session.add(run)
        # What belongs to the run refers to it.
        self.session.flush()
        if run_id is None:
            send(run)
        return run

    def find(self, run_id: UUID) -> Run:
        """Raises RunNotFound."""
        run = self.session.scalars(select(Run).where(Run.id == run_id, Run.app_id == self.app.id)).one_or_none()
        if run is None:
            raise RunNotFound
        return run

    def of_end_user(self, run_id: UUID, end_user_id: UUID | None) -> Run:
        """The same, for somebody who may see their own only. Raises RunNotFound."""
        run = self.find(run_id)
        if end_user_id is None or run.end_user_id != end_user_id:
            raise RunNotFound
        return run

    def request_stop(self, run: Run) -> None:
        """Ask the worker to stop; `stopping.signal` tells it at once. What has ended stays as it ended."""
        stopping.request(self.session, Run.id == run.id)

    def resume(self, run_id: UUID) -> bool:
        """Let a worker go on with a paused run, once this is committed. False: it is not paused."""
        run = leases.resume(self.session, run_id)
        if run is not None:
            send(run)
        return run is not None

    def _refuse_one_too_many(self) -> None:
        most = self.app.max_active_requests
        if not most:
            return
        # One after the other, or two would both find the last place free.
        self.session.execute(select(App.id).where(App.id == self.app.id).with_for_update(key_share=True))
        if leases.places_of(self.session, self.app.id) >= most:
            raise TooManyRuns(f"Max concurrent requests reached for this app ({most}). Try again.")

    def _keep_version(self, version_id: UUID) -> None:
        """It is there until the commit; whoever deletes it then finds the run."""
        version = select(AssetVersion.id).where(AssetVersion.id == version_id)
        if self.session.scalar(version.with_for_update(read=True, key_share=True)) is None:
            raise VersionDeleted
