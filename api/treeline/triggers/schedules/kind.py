from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.triggers.kinds import TriggerKind
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Outlook
from treeline.triggers.schedules.history import outlooks
from treeline.triggers.schedules.models import SchedulePlan
from treeline.triggers.schedules.recording import database_time, paused, record
from treeline.workflows.checks import graph_refusal
from treeline.workflows.engine.graph import Issue
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.schedule.cron import WrongSchedule
from treeline.workflows.nodes.schedule.timing import Timing, timing_in

KIND = "trigger-schedule"


class ScheduleKind(TriggerKind):
    """Due at times that follow from its node. It hears of no events: a draft's runs at once."""

    triggered_from: ClassVar[str] = "schedule"

    def published(self, session: DbSession, app: App, workflow: Workflow, triggers: Sequence[AppTrigger]) -> None:
        """What is due at the same times as before stays due when it was: nothing that is due just now is lost."""
        there = select(SchedulePlan).where(SchedulePlan.trigger_id.in_([each.id for each in triggers]))
        plans = {each.trigger_id: each for each in session.scalars(there.order_by(SchedulePlan.trigger_id))}
        moment = database_time(session)
        for trigger in triggers:
            timing, row = _timed(trigger), plans.get(trigger.id)
            if row is None:
                row = SchedulePlan(trigger_id=trigger.id)
                session.add(row)
            if row.next_due_at is None or (row.cron, row.timezone) != (timing.cron, timing.timezone):
                row.next_due_at = timing.timetable.next(moment)
            row.cron, row.timezone = timing.cron, timing.timezone
            row.misfire, row.overlap = timing.misfire, timing.overlap
        session.flush()

    def switched(self, session: DbSession, trigger: AppTrigger) -> None:
        """What has come while it was off is not made up for, even if no poller has looked meanwhile."""
        held = select(SchedulePlan).where(SchedulePlan.trigger_id == trigger.id).with_for_update()
        row, moment = session.scalars(held).one_or_none(), database_time(session)
        if trigger.enabled and row is not None and row.next_due_at is not None and row.next_due_at <= moment:
            with suppress(WrongSchedule):
                record(session, {row.trigger_id: paused(session, row, moment)})

    def outlook(self, session: DbSession, triggers: Sequence[AppTrigger]) -> Mapping[UUID, Outlook]:
        return outlooks(session, triggers)


def _timed(trigger: AppTrigger) -> Timing:
    try:
        return timing_in(trigger.config)
    except WrongSchedule as error:
        issues = [Issue(trigger.node_id, path, f"{trigger.title}: {wrong}") for path, wrong in error.problems]
        raise graph_refusal("can't be published", issues) from error
