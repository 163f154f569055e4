"""Cron expressions of five fields, in a time zone.

Clocks that change: a time that a day leaves out comes right after the gap; one that a day has twice comes once. What
says `*` for its minute or hour goes by the time that passes instead: it comes in both hours, and not in the gap.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from treeline.kernel.validation import Problem, problem

ALIASES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
FIELDS = (
    ("minute", "0-59, * , - / and lists with commas"),
    ("hour", "0-23, * , - / and lists with commas"),
    ("day of the month", "1-31, L for the last day, LW for the last weekday"),
    ("month", "1-12 or JAN-DEC"),
    ("day of the week", "0-7 or SUN-SAT, 5L for the last Friday, MON#1 for the first Monday"),
)
LONGEST = 200
# What is due at a moment follows the one before it.
SMALLEST = timedelta(microseconds=1)
_ANY = "*"


class WrongSchedule(ValueError):
    """What is wrong, by where it stands in a node's data."""

    def __init__(self, problems: list[tuple[str, Problem]]):
        super().__init__(" ".join(str(each) for _, each in problems))
        self.problems = problems


def standard(text: str) -> str:
    """The expression as five fields with one space between. Raises WrongSchedule."""
    wrong = _wrong(text)
    if wrong is not None:
        raise WrongSchedule([("cron_expression", wrong)])
    return _five(text)


def _five(text: str) -> str:
    return " ".join(ALIASES.get(text.strip().lower(), text).split())


def _wrong(text: str) -> Problem | None:
    if len(text) > LONGEST:
        return problem("cron_long", f"A cron expression can have at most {LONGEST} characters.", most=LONGEST)
    five = _five(text)
    if five.startswith("@"):
        aliases = ", ".join(ALIASES)
        return problem("cron_alias", f'"{five}" is unknown. Accepted are {aliases}.', given=five, accepted=aliases)
    fields = five.split(" ") if five else []
    if len(fields) != len(FIELDS):
        message = (
            f"A cron expression has five fields: minute, hour, day of the month, month, day of the week. "
            f"This one has {len(fields)}."
        )
        return problem("cron_fields", message, count=len(fields))
    for at, given in enumerate(fields):
        if not _is_valid(" ".join(given if place == at else _ANY for place in range(len(FIELDS)))):
            name, accepted = FIELDS[at]
            message = f'The {name} "{given}" isn\'t valid. Accepted: {accepted}.'
            return problem("cron_field", message, place=at, given=given, accepted=accepted)
    if not _is_valid(five) or next(_times(five, ZoneInfo("UTC"), datetime(2024, 1, 1, tzinfo=UTC)), None) is None:
        return problem("cron_never", f'"{five}" never comes: no month has such a day.', given=five)
    return None


def _is_valid(expression: str) -> bool:
    try:
        CronSim(expression, datetime(2024, 1, 1, tzinfo=UTC))
    except CronSimError:
        return False
    return True


def _times(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    last = after
    for local in CronSim(expression, after.astimezone(zone)):
        at = local.astimezone(UTC)
        # Several times of one gap come together, right after it; and a doubled hour has been once already.
        if at > last:
            last = at
            yield at


class Timetable:
    """All times of an expression in a time zone, in UTC."""

    def __init__(self, cron: str, zone: ZoneInfo):
        """`cron` as `standard` returns it."""
        self.cron, self.zone = cron, zone

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Those that follow, ascending; at some point it may end, since CronSim looks no further than 50 years."""
        return _times(self.cron, self.zone, moment)

    def next(self, moment: datetime) -> datetime | None:
        return next(self.after(moment), None)

    def following(self, moment: datetime, count: int) -> list[datetime]:
        return list(islice(self.after(moment), count))

    def local(self, at: datetime) -> datetime:
        """The same time as people in the zone see it."""
        return at.astimezone(self.zone)

    def newest(self, first: datetime, until: datetime, most: int) -> list[datetime]:
        """The last so many from `first` to `until`, ascending. However long ago `first` is, it looks at few of them."""
        span = timedelta(hours=1)
        while True:
            begin = max(first, until - span)
            # One more than wanted, so that it is known whether there are others before.
            found = self._between(begin, until)
            if begin == first or len(found) > most:
                return found[-most:]
            span *= 4

    def _between(self, first: datetime, until: datetime) -> list[datetime]:
        found: list[datetime] = []
        for at in self.after(first - SMALLEST):
            if at > until:
                break
            found.append(at)
        return found
