"""What to do about times that have passed meanwhile: the poller was away, or the whole machine."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from treeline.workflows.nodes.schedule.cron import SMALLEST, Timetable

# How late a time may still be run, by policy. "all" runs all of them, however late.
LATEST, SKIP, ALL = "latest", "skip", "all"
MISFIRES = (LATEST, SKIP, ALL)
LATE = {LATEST: timedelta(hours=1), SKIP: timedelta(minutes=5)}
# So many are told one by one, and run at most. Those before are told as one.
MOST = 100

# Why a time was not run.
MISSED, TOO_LATE, TOO_MANY = "missed", "too_late", "too_many"


@dataclass(frozen=True)
class Skipped:
    """One time, or all from `at` to `until`."""

    at: datetime
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class Owed:
    """What a plan owes when it is looked at, and when to look next."""

    run: list[datetime]
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    next: datetime | None = None


def owed(timetable: Timetable, first: datetime, moment: datetime, policy: str) -> Owed:
    """Of a plan that is due since `first`, looked at in a `moment`."""
    times = timetable.newest(first, moment, MOST) or [first]
    following = timetable.next(moment)
    before = _before(timetable, first, times[0], TOO_MANY if policy == ALL else MISSED)
    if policy == ALL:
        return Owed(times, before, following)
    *missed, newest = times
    is_late = moment - newest > LATE.get(policy, LATE[LATEST])
    told = [*before, *(Skipped(each, MISSED) for each in missed)]
    if is_late:
        return Owed([], [*told, Skipped(newest, TOO_LATE)], following)
    return Owed([newest], told, following)


def between(timetable: Timetable, begin: datetime, end: datetime, reason: str) -> Skipped | None:
    """All times from `begin` to `end` as one, for whatever kept them from running; None if there are none."""
    first = timetable.next(begin - SMALLEST)
    if first is None or first > end:
        return None
    last = timetable.newest(first, end, 1)[-1]
    return Skipped(first, reason, last if last > first else None)


def _before(timetable: Timetable, first: datetime, oldest: datetime, reason: str) -> list[Skipped]:
    """Those that are too many to be told one by one."""
    if oldest <= first:
        return []
    found = between(timetable, first, oldest - timedelta(seconds=1), reason)
    return [found] if found else []
