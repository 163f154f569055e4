from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import ContractBody, Schema, Timestamp
from treeline.triggers.outlook import Outlook
from treeline.triggers.schedules.history import status_of
from treeline.triggers.schedules.service import Fire, Scheduled
from treeline.workflows.nodes.schedule.cron import SMALLEST, WrongSchedule
from treeline.workflows.nodes.schedule.timing import Timing
from treeline.workflows.schemas import OpenObject

SHOWN = 5


class SchedulesQuery(PageQuery):
    app_id: UUID | None = None
    enabled: bool | None = Field(None, description="Only those that are switched on, or off.")


class LastFiring(Schema):
    at: Timestamp
    status: str = Field(description="Of its run; `not_started`, `skipped`, `pending`, `waiting` or `deleted` else.")
    run_id: UUID | None
    error: str | None


class ScheduleOut(Schema):
    id: UUID = Field(description="Of the trigger, to switch it on or off.")
    app_id: UUID
    app_name: str
    node_id: str
    title: str
    enabled: bool
    cron: str
    timezone: str
    misfire: str = Field(description="Times that were missed: `latest` runs one if it is not late, `skip`, or `all`.")
    overlap: str = Field(description="While the run before has not ended: `allow`, `skip` or `queue`.")
    next_times: list[str] = Field(description="The next five, in the schedule's time zone; none if it is off.")
    last: LastFiring | None
    failures: int = Field(description="Among the last `looked_at` times.")
    looked_at: int

    @classmethod
    def of(cls, found: Scheduled, outlook: Outlook) -> "ScheduleOut":
        plan, trigger, last = found.plan, found.trigger, outlook.last
        return cls(
            id=trigger.id,
            app_id=found.app.id,
            app_name=found.app.name,
            node_id=trigger.node_id,
            title=trigger.title,
            enabled=trigger.enabled,
            cron=plan.cron,
            timezone=plan.timezone,
            misfire=plan.misfire,
            overlap=plan.overlap,
            next_times=_next_times(found),
            last=LastFiring(at=last.at, status=last.status, run_id=last.run_id, error=last.error) if last else None,
            failures=outlook.failures,
            looked_at=outlook.looked_at,
        )


def times_of(timing: Timing, begin: datetime) -> list[str]:
    """The first times from then on, as people in the time zone read them."""
    timetable = timing.timetable
    return [timetable.local(each).isoformat() for each in timetable.following(begin - SMALLEST, SHOWN)]


def _next_times(found: Scheduled) -> list[str]:
    if not found.trigger.enabled or found.plan.next_due_at is None:
        return []
    try:
        return times_of(found.plan.timing, found.plan.next_due_at)
    except WrongSchedule:
        return []


class FiringOut(Schema):
    id: UUID
    due_at: Timestamp
    until: Timestamp | None = Field(description="It stands for all times from `due_at` until then.")
    status: str = Field(description="Of its run; `not_started`, `skipped`, `pending`, `waiting` or `deleted` else.")
    reason: str | None = Field(
        description="Why it was skipped: `missed`, `too_late`, `too_many`, `paused`, `overlap`, `queue_full` or "
        "`unreadable`; or the code of the error that kept it from starting."
    )
    error: str | None
    run_id: UUID | None
    created_at: Timestamp

    @classmethod
    def of(cls, fire: Fire) -> "FiringOut":
        firing = fire.firing
        return cls(
            id=firing.id,
            due_at=firing.due_at,
            until=firing.until,
            status=status_of(firing.state, fire.run_status),
            reason=firing.reason,
            error=firing.error or fire.run_error,
            run_id=firing.run_id,
            created_at=firing.created_at,
        )


class ScheduleIn(ContractBody):
    """What the node of a schedule has in its data."""

    mode: str | None = Field(None, max_length=32, description="`visual` or `cron`.")
    frequency: str | None = Field(None, max_length=32, description="`hourly`, `daily`, `weekly` or `monthly`.")
    visual_config: OpenObject | None = None
    cron_expression: str | None = Field(None, max_length=1000)
    timezone: str | None = Field(None, max_length=255)

    @property
    def node_data(self) -> dict[str, Any]:
        return {"type": "trigger-schedule", **self.model_dump()}


class ScheduleTimes(Schema):
    cron: str
    timezone: str
    times: list[str] = Field(description="The next five, in the schedule's time zone.")
