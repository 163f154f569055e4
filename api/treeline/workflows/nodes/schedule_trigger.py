"""A schedule: its runs begin when it is due."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from treeline.kernel.clock import now
from treeline.kernel.validation import problem
from treeline.workflows.nodes.schedule.cron import WrongSchedule
from treeline.workflows.nodes.schedule.missed import LATEST
from treeline.workflows.nodes.schedule.timing import ALLOW, UTC, ScheduleData, timing_of, zone_named
from treeline.workflows.nodes.triggers import Trigger

CURRENT_TIME = "current_time"


class ScheduleTrigger(Trigger[ScheduleData]):
    """Output: the time that was due, in the schedule's time zone. By hand it is now."""

    kind = "trigger-schedule"
    data = ScheduleData
    default: ClassVar[Mapping[str, Any]] = {
        "mode": "visual",
        "frequency": "daily",
        "cron_expression": "",
        "visual_config": {"time": "12:00 AM", "weekdays": ["sun"], "monthly_days": [1], "on_minute": 0},
        "timezone": UTC,
        "misfire": LATEST,
        "overlap": ALLOW,
    }

    def outputs(self, data: ScheduleData) -> Mapping[str, str]:
        return {CURRENT_TIME: "string"}

    def problems(self, data: ScheduleData) -> Iterable[tuple[str, str]]:
        try:
            timing_of(data)
        except WrongSchedule as error:
            yield from ((path, _in_a_sentence(str(wrong))) for path, wrong in error.problems)

    def read(self, data: ScheduleData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        value = given.get(CURRENT_TIME)
        if value in (None, ""):
            zone = zone_named(data.timezone or UTC) or ZoneInfo(UTC)
            return {CURRENT_TIME: now().astimezone(zone).isoformat()}, []
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            accepted = "2026-03-01T09:00:00+01:00"
            wrong = problem("wrong_type", f"{CURRENT_TIME} must be a time such as {accepted}.", accepted=accepted)
            return {}, [wrong.at(f"inputs.{CURRENT_TIME}")]
        return {CURRENT_TIME: value}, []


def _in_a_sentence(text: str) -> str:
    """As `problems` are told, behind the node's title."""
    return text[:1].lower() + text[1:].rstrip(".")
