from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.kernel.clock import now
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes
from treeline.triggers.errors import TriggerNotFound
from treeline.triggers.outlook import Outlook
from treeline.triggers.schedules.errors import FiringNotFound, FiringUnfinished
from treeline.triggers.schedules.schemas import (
    FiringOut,
    ScheduleIn,
    ScheduleOut,
    SchedulesQuery,
    ScheduleTimes,
    times_of,
)
from treeline.triggers.schedules.service import AppSchedules, WorkspaceSchedules
from treeline.workflows.nodes.schedule.cron import WrongSchedule
from treeline.workflows.nodes.schedule.timing import timing_in


def workspace_schedules(can: str) -> WorkspaceSchedules:
    member = current_member()
    allow(member, can)
    return WorkspaceSchedules(db.session, member.workspace_id)


def app_schedules(app_id: UUID, can: str) -> AppSchedules:
    return AppSchedules(db.session, get_app(app_id, can))


schedules = Routes(
    "schedules",
    "/console/api/workspaces/current/schedules",
    group="Triggers",
    access=CONSOLE_OR_TOKEN,
    scope=workspace_schedules,
)
of_app = Routes(
    "app_schedules",
    "/console/api/apps/<uuid:app_id>/schedules",
    group="Triggers",
    access=CONSOLE_OR_TOKEN,
    scope=app_schedules,
)


@schedules.get("", can="read")
def list_schedules(service: WorkspaceSchedules, query: SchedulesQuery) -> Page[ScheduleOut]:
    """List the schedules of all published workflows of the workspace; those that are due next come first."""
    found, total, outlooks = service.page(query.offset, query.limit, app_id=query.app_id, enabled=query.enabled)
    items = [ScheduleOut.of(each, outlooks.get(each.trigger.id, Outlook())) for each in found]
    return Page.of(items, total, query)


@of_app.post("/times", can="read", refusals=[AppNotFound])
def list_schedule_times(service: AppSchedules, body: ScheduleIn) -> ScheduleTimes:
    """List the next five times of a schedule as its node would have it. 400 with all that is wrong with it."""
    try:
        timing = timing_in(body.node_data)
    except WrongSchedule as error:
        raise InvalidInput(str(error), [wrong.at(path) for path, wrong in error.problems]) from error
    return ScheduleTimes(cron=timing.cron, timezone=timing.timezone, times=times_of(timing, now()))


@of_app.get("/<uuid:trigger_id>/firings", can="read", refusals=[AppNotFound, TriggerNotFound])
def list_firings(service: AppSchedules, trigger_id: UUID, query: PageQuery) -> Page[FiringOut]:
    """List what has come of a schedule's times, newest first."""
    found, total = service.firings(trigger_id, query.offset, query.limit)
    return Page.of([FiringOut.of(each) for each in found], total, query)


@of_app.post(
    "/<uuid:trigger_id>/firings/<uuid:firing_id>/run",
    can="edit",
    deed="trigger.run",
    needs="run",
    refusals=[AppNotFound, TriggerNotFound, FiringNotFound, FiringUnfinished],
)
def run_firing_again(service: AppSchedules, trigger_id: UUID, firing_id: UUID) -> FiringOut:
    """Start a run for a time of a schedule: one that was skipped, or whose run has ended."""
    return FiringOut.of(service.run_again(trigger_id, firing_id))
