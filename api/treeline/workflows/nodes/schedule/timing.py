"""A schedule's node: when it is due, and what happens where it can't run at that time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from treeline.kernel.validation import Problem, problem
from treeline.workflows.nodes.node import NodeData
from treeline.workflows.nodes.schedule.cron import Timetable, WrongSchedule, standard
from treeline.workflows.nodes.schedule.missed import LATEST, MISFIRES
from treeline.workflows.nodes.schedule.visual import choice, cron_of

UTC = "UTC"
VISUAL, CRON = "visual", "cron"
# What a time does while the run of the one before has not ended.
ALLOW, SKIP_IT, QUEUE = "allow", "skip", "queue"
OVERLAPS = (ALLOW, SKIP_IT, QUEUE)


class ScheduleData(NodeData):
    """Of any type, whatever a file says: what is wrong is told when it is saved, and keeps it from being published."""

    mode: Any = VISUAL
    frequency: Any = None
    visual_config: Any = None
    cron_expression: Any = None
    timezone: Any = None
    misfire: Any = None
    overlap: Any = None


@dataclass(frozen=True)
class Timing:
    cron: str
    timezone: str
    misfire: str
    overlap: str

    @property
    def timetable(self) -> Timetable:
        """Raises WrongSchedule: a machine may know fewer time zones than the one that made the plan."""
        zone = zone_named(self.timezone)
        if zone is None:
            raise WrongSchedule([("timezone", _unknown(self.timezone))])
        return Timetable(self.cron, zone)


def timing_of(data: ScheduleData) -> Timing:
    """Raises WrongSchedule with all that is wrong."""
    wrong: list[tuple[str, Problem]] = []
    cron = ""
    try:
        cron = _cron(data)
    except WrongSchedule as error:
        wrong += error.problems
    zone = data.timezone or UTC
    if zone_named(zone) is None:
        wrong.append(("timezone", _unknown(zone)))
    misfire, overlap = data.misfire or LATEST, data.overlap or ALLOW
    for name, given, accepted in (("misfire", misfire, MISFIRES), ("overlap", overlap, OVERLAPS)):
        if given not in accepted:
            wrong.append((name, choice(given, accepted)))
    if wrong:
        raise WrongSchedule(wrong)
    return Timing(cron, zone, misfire, overlap)


def _cron(data: ScheduleData) -> str:
    if data.mode in (None, "", VISUAL):
        return standard(cron_of(data.frequency, data.visual_config))
    if data.mode == CRON:
        given = data.cron_expression
        return standard(given if isinstance(given, str) else "")
    raise WrongSchedule([("mode", choice(data.mode, (VISUAL, CRON)))])


def _unknown(zone: Any) -> Problem:
    return problem("timezone", f'The time zone "{zone}" is unknown. Enter one such as Europe/Paris.')


def zone_named(name: Any) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    # A name that leads elsewhere, to a folder, or to what is no time zone.
    except (LookupError, ValueError, OSError):
        return None


def timing_in(data: Mapping[str, Any]) -> Timing:
    """Of a node's data as the graph has it. Raises WrongSchedule."""
    return timing_of(ScheduleData.model_validate(data))
