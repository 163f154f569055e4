"""Triggers: runs begin here when something happens elsewhere. Run by hand, their values are given."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import field_validator

from treeline.kernel.clock import now
from treeline.kernel.text import clean
from treeline.kernel.validation import problem
from treeline.workflows.engine.step import Done
from treeline.workflows.nodes.event_outputs import OUTPUTS
from treeline.workflows.nodes.node import Context, Data, Node, NodeData

CURRENT_TIME = "current_time"


class Trigger(Node[Data]):
    """Its values are put where its outputs will be before it runs, as those of a start."""

    is_root = True

    def read(self, data: Data, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The values that a run begins with, and all that is wrong with what is given, as `details` of an error."""
        return dict(given), []

    async def run(self, context: Context, data: Data) -> Done:
        return Done(context.value((context.node_id,)) or {})


class ScheduleData(NodeData):
    timezone: str | None = None


class ScheduleTrigger(Trigger[ScheduleData]):
    """Output: the time that was due, in the schedule's time zone. By hand it is now."""

    kind = "trigger-schedule"
    data = ScheduleData
    default: ClassVar[Mapping[str, Any]] = {
        "mode": "visual",
        "frequency": "daily",
        "cron_expression": "",
        "visual_config": {"time": "12:00 AM", "weekdays": ["sun"], "monthly_days": [1], "on_minute": 0},
        "timezone": "UTC",
    }

    def outputs(self, data: ScheduleData) -> Mapping[str, str]:
        return {CURRENT_TIME: "string"}

    def read(self, data: ScheduleData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        value = given.get(CURRENT_TIME)
        if value in (None, ""):
            return {CURRENT_TIME: now().astimezone(_zone(data.timezone)).isoformat()}, []
        try:
            datetime.fromisoformat(value)
        except (TypeError, ValueError):
            accepted = "2026-03-01T09:00:00+01:00"
            wrong = problem("wrong_type", f"{CURRENT_TIME} must be a time such as {accepted}.", accepted=accepted)
            return {}, [wrong.at(f"inputs.{CURRENT_TIME}")]
        return {CURRENT_TIME: value}, []


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (LookupError, ValueError, OSError):
        return ZoneInfo("UTC")


class EventData(NodeData):
    # The kind of the subscription.
    provider_id: str = ""
    # One of the kind's events; empty: all.
    event_name: str = ""

    @field_validator("provider_id", "event_name", mode="before")
    @classmethod
    def _unknown(cls, value: Any) -> Any:
        return value if isinstance(value, str) else ""


class EventTrigger(Trigger[EventData]):
    """Of a subscription. Outputs: what its kind of event consists of; of a plug-in of elsewhere, whatever comes."""

    kind = "trigger-plugin"
    data = EventData
    default: ClassVar[Mapping[str, Any]] = {
        "plugin_id": "",
        "provider_id": "",
        "event_name": "",
        "subscription_id": "",
        "event_parameters": {},
    }

    def outputs(self, data: EventData) -> Mapping[str, str]:
        return OUTPUTS.get(data.provider_id, {})

    def read(self, data: EventData, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return clean(dict(given)), []
