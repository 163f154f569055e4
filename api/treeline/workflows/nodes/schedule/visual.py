"""What somebody has chosen in the form of a schedule, as a cron expression."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from treeline.kernel.validation import Problem, problem
from treeline.workflows.nodes.schedule.cron import WrongSchedule

# Where nothing is said.
DAILY, MIDNIGHT = "daily", "12:00 AM"
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
LAST = "last"
# "9:30 PM", and what is nearly that.
_TIME = re.compile(r"(\d{1,2}):(\d{2})\s*([AaPp])\.?[Mm]\.?|(\d{1,2}):(\d{2})")

Problems = list[tuple[str, Problem]]


def cron_of(frequency: Any, config: Any) -> str:
    """By the fields of this frequency alone: what is left of another one makes no difference. Raises WrongSchedule."""
    frequency = frequency or DAILY
    make = FREQUENCIES.get(frequency) if isinstance(frequency, str) else None
    if make is None:
        raise WrongSchedule([("frequency", choice(frequency, FREQUENCIES))])
    return make(_Config(config if isinstance(config, Mapping) else {}))


def choice(given: Any, accepted: Mapping[str, Any] | tuple[str, ...]) -> Problem:
    names = ", ".join(accepted)
    return problem("schedule_choice", f'"{given}" isn\'t supported. Accepted: {names}.', accepted=names)


class _Clock(NamedTuple):
    hour: int
    minute: int


class _Config:
    def __init__(self, config: Mapping[str, Any]):
        self.config = config

    def hourly(self) -> str:
        minute = self._given("on_minute", 0)
        if isinstance(minute, bool) or not isinstance(minute, int) or not 0 <= minute <= 59:
            message = "Choose a minute of the hour, from 0 to 59."
            raise WrongSchedule([("visual_config.on_minute", problem("schedule_minute", message))])
        return f"{minute} * * * *"

    def daily(self) -> str:
        return self._at("*", "*", [])

    def weekly(self) -> str:
        given, problems = self._given("weekdays", ["sun"]), []
        days = [each.lower() if isinstance(each, str) else "" for each in given] if isinstance(given, list) else []
        if not days or set(days) - set(WEEKDAYS):
            accepted = ", ".join(WEEKDAYS)
            message = f"Choose at least one day of the week. Accepted: {accepted}."
            problems.append(("visual_config.weekdays", problem("schedule_weekdays", message, accepted=accepted)))
        named = ",".join(str(at) for at, day in enumerate(WEEKDAYS) if day in days)
        return self._at("*", named, problems)

    def monthly(self) -> str:
        given, problems = self._given("monthly_days", [1]), []
        days = given if isinstance(given, list) else []
        if not days or not all(each == LAST or (type(each) is int and 1 <= each <= 31) for each in days):
            message = f'Choose at least one day of the month: 1 to 31, or "{LAST}".'
            problems.append(("visual_config.monthly_days", problem("schedule_days", message)))
            days = []
        numbers = sorted({each for each in days if each != LAST})
        return self._at(",".join([*map(str, numbers), *(["L"] if LAST in days else [])]), "*", problems)

    def _given(self, name: str, unset: Any) -> Any:
        given = self.config.get(name)
        return unset if given is None else given

    def _at(self, days: str, weekdays: str, problems: Problems) -> str:
        clock = _clock(self._given("time", MIDNIGHT))
        if clock is None:
            message = "Enter a time such as 9:30 AM."
            problems.append(("visual_config.time", problem("schedule_time", message)))
        if problems or clock is None:
            raise WrongSchedule(problems)
        return f"{clock.minute} {clock.hour} {days} * {weekdays}"


FREQUENCIES: Mapping[str, Callable[[_Config], str]] = {
    "hourly": _Config.hourly,
    "daily": _Config.daily,
    "weekly": _Config.weekly,
    "monthly": _Config.monthly,
}


def _clock(text: Any) -> _Clock | None:
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    half = found[3]
    hour, minute = int(found[1] or found[4]), int(found[2] or found[5])
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    return _Clock(hour, minute) if hour <= 23 and minute <= 59 else None
