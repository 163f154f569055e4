from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import join

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.triggers.errors import TriggerNotFound
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Outlook
from treeline.triggers.schedules.errors import FiringNotFound, FiringUnfinished
from treeline.triggers.schedules.history import outlooks
from treeline.triggers.schedules.models import PENDING, WAITING, ScheduleFiring, SchedulePlan
from treeline.triggers.schedules.starting import is_unfinished, start_firing
from treeline.triggers.starting import Starter


@dataclass(frozen=True)
class Scheduled:
    """A schedule of a published workflow."""

    plan: SchedulePlan
    trigger: AppTrigger
    app: App


@dataclass(frozen=True)
class Fire:
    """A time of a schedule and how its run went."""

    firing: ScheduleFiring
    run_status: str | None = None
    run_error: str | None = None


class WorkspaceSchedules:
    """All schedules of a workspace, those that are due next first."""

    def __init__(self, session: DbSession, workspace_id: UUID):
        self.session, self.workspace_id = session, workspace_id

    def page(
        self, offset: int, limit: int, *, app_id: UUID | None, enabled: bool | None
    ) -> tuple[list[Scheduled], int, Mapping[UUID, Outlook]]:
        wanted: list[ColumnElement[bool]] = [AppTrigger.workspace_id == self.workspace_id, App.deleted_at.is_(None)]
        if app_id is not None:
            wanted.append(AppTrigger.app_id == app_id)
        if enabled is not None:
            wanted.append(AppTrigger.enabled.is_(enabled))
        joined = join(SchedulePlan, AppTrigger, AppTrigger.id == SchedulePlan.trigger_id)
        joined = joined.join(App, App.id == AppTrigger.app_id)
        order = (
            AppTrigger.enabled.desc(),
            SchedulePlan.next_due_at.is_(None),
            SchedulePlan.next_due_at,
            SchedulePlan.trigger_id,
        )
        found = select(SchedulePlan, AppTrigger, App).select_from(joined).where(*wanted).order_by(*order)
        rows = [Scheduled(*row) for row in self.session.execute(found.offset(offset).limit(limit))]
        total = self.session.scalar(select(func.count()).select_from(joined).where(*wanted)) or 0
        return rows, total, outlooks(self.session, [each.trigger for each in rows])


class AppSchedules:
    """The schedules of one app."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def firings(self, trigger_id: UUID, offset: int, limit: int) -> tuple[list[Fire], int]:
        """What has come of its times, the newest first. Raises TriggerNotFound."""
        self._plan(trigger_id)
        mine = select(ScheduleFiring, Run.status, Run.error).outerjoin(Run, Run.id == ScheduleFiring.run_id)
        newest = mine.where(ScheduleFiring.trigger_id == trigger_id).order_by(ScheduleFiring.due_at.desc())
        rows = [Fire(*row) for row in self.session.execute(newest.offset(offset).limit(limit))]
        counted = select(func.count()).where(ScheduleFiring.trigger_id == trigger_id)
        return rows, self.session.scalar(counted) or 0

    def run_again(self, trigger_id: UUID, firing_id: UUID) -> Fire:
        """Start a run of this time, with the version that is published now.

        Raises TriggerNotFound, FiringNotFound, FiringUnfinished.
        """
        plan, trigger = self._plan(trigger_id, hold=True)
        wanted = (ScheduleFiring.id == firing_id, ScheduleFiring.trigger_id == trigger_id)
        firing = self.session.scalars(select(ScheduleFiring).where(*wanted)).one_or_none()
        if firing is None:
            raise FiringNotFound
        if firing.until is not None:
            raise FiringNotFound("This row stands for several times. Run one of them from its own row.")
        if firing.state in (PENDING, WAITING) or is_unfinished(self.session, firing.run_id):
            raise FiringUnfinished
        result = start_firing(Starter(self.session), firing, plan, trigger)
        result.write(firing)
        self.session.flush()
        return Fire(firing, result.run.status if result.run else None)

    def _plan(self, trigger_id: UUID, *, hold: bool = False) -> tuple[SchedulePlan, AppTrigger]:
        wanted = (AppTrigger.app_id == self.app.id, SchedulePlan.trigger_id == trigger_id)
        found = select(SchedulePlan, AppTrigger).join(AppTrigger, AppTrigger.id == SchedulePlan.trigger_id)
        # Whoever starts its runs holds it, too.
        found = found.where(*wanted).with_for_update(of=SchedulePlan) if hold else found.where(*wanted)
        row = self.session.execute(found).one_or_none()
        if row is None:
            raise TriggerNotFound("This app has no such schedule.")
        return row[0], row[1]
