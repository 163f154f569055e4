"""When schedules are due: what the form means, cron expressions, clocks that change, times that were missed."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from treeline.workflows.nodes.schedule.cron import ALIASES, Timetable, WrongSchedule, standard
from treeline.workflows.nodes.schedule.missed import ALL, LATE, LATEST, MOST, SKIP, between, owed
from treeline.workflows.nodes.schedule.timing import Timing, timing_in
from treeline.workflows.nodes.schedule.visual import WEEKDAYS, cron_of
from treeline.workflows.nodes.schedule_trigger import ScheduleTrigger

# Whose clocks change at other hours, by half an hour, at midnight, or that left out a whole day.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia")
MOMENTS = st.integers(0, 20 * 365 * 86400).map(lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
CRONS = st.sampled_from(
    ("* * * * *", "*/20 * * * *", "30 2 * * *", "0,30 0-3 * * *", "15 1,2,3 * * 0", "0 0 1,15,L * *", "59 23 L 2 *")
)
TABLES = st.builds(Timetable, CRONS, st.sampled_from(ZONES).map(ZoneInfo))


def data(**more: Any) -> dict[str, Any]:
    return {"type": "trigger-schedule", **more}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # pyright: ignore[reportArgumentType]  year, month, day and so on


def wrong(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongSchedule) as raised:
        timing_in(data(**more))
    return [(path, problem.code) for path, problem in raised.value.problems]


@pytest.mark.parametrize(
    ("frequency", "config", "cron"),
    [
        ("hourly", {"on_minute": 5}, "5 * * * *"),
        ("daily", {"time": "12:00 AM"}, "0 0 * * *"),
        ("daily", {"time": "12:30 PM"}, "30 12 * * *"),
        ("daily", {"time": "21:05"}, "5 21 * * *"),
        ("weekly", {"time": "9:30 am", "weekdays": ["fri", "sun"]}, "30 9 * * 0,5"),
        ("monthly", {"time": "11:59 PM", "monthly_days": [15, "last", 1]}, "59 23 1,15,L * *"),
        # What is left of another frequency counts for nothing.
        ("daily", {"time": "1:00 AM", "weekdays": ["mon"], "monthly_days": [31], "on_minute": 7}, "0 1 * * *"),
        # Nothing said is what a new node says.
        ("weekly", {}, "0 0 * * 0"),
        (None, None, "0 0 * * *"),
    ],
)
def test_a_form_means_a_cron_expression(frequency: Any, config: Any, cron: str):
    assert cron_of(frequency, config) == cron
    assert standard(cron) == cron


@given(
    st.sampled_from(["daily", "weekly", "monthly"]),
    st.times(),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1),
    st.lists(st.one_of(st.integers(1, 28), st.just("last")), min_size=1),
    MOMENTS,
)
def test_it_is_due_when_the_form_says(frequency: str, time: Any, weekdays: list[str], days: list[Any], start: datetime):
    config = {"time": time.strftime("%I:%M %p"), "weekdays": weekdays, "monthly_days": days}
    plan = timing_in(data(frequency=frequency, visual_config=config))
    for at in plan.timetable.following(start, 10):
        assert (at.hour, at.minute, at.second) == (time.hour, time.minute, 0)
        assert frequency != "weekly" or at.strftime("%a").lower() in weekdays
        is_last = (at + timedelta(days=1)).day == 1
        assert frequency != "monthly" or at.day in days or (is_last and "last" in days)


@pytest.mark.parametrize(
    ("zone", "cron", "begin", "times"),
    [
        # 29 March: 2 o'clock is followed by 3 o'clock. The time that is left out comes right after the gap, once.
        ("Europe/Berlin", "30 2 * * *", utc(2026, 3, 28, 12), ["29 03:00", "30 02:30", "31 02:30"]),
        ("Europe/Berlin", "0,30 2 * * *", utc(2026, 3, 28, 12), ["29 03:00", "30 02:00", "30 02:30"]),
        ("America/New_York", "30 2 * * *", utc(2026, 3, 7, 12), ["08 03:00", "09 02:30", "10 02:30"]),
        # 25 October: 2 o'clock comes twice. The time comes once, and not again for who looks in the second hour.
        ("Europe/Berlin", "30 2 * * *", utc(2026, 10, 24, 12), ["25 02:30", "26 02:30", "27 02:30"]),
        ("Europe/Berlin", "30 2 * * *", utc(2026, 10, 25, 1, 10), ["26 02:30", "27 02:30", "28 02:30"]),
        # By the time that passes: in both hours, and not in the gap.
        ("Europe/Berlin", "0 * * * *", utc(2026, 10, 24, 23, 30), ["25 02:00", "25 02:00", "25 03:00"]),
        ("Europe/Berlin", "0 * * * *", utc(2026, 3, 28, 23, 30), ["29 01:00", "29 03:00", "29 04:00"]),
        # 30 December 2011 was no day.
        ("Pacific/Apia", "0 9 * * *", utc(2011, 12, 29, 10), ["29 09:00", "31 00:00", "31 09:00"]),
    ],
)
def test_clocks_change(zone: str, cron: str, begin: datetime, times: list[str]):
    table = Timetable(cron, ZoneInfo(zone))
    assert [table.local(each).strftime("%d %H:%M") for each in table.following(begin, len(times))] == times


@given(TABLES, MOMENTS)
def test_times_ascend_and_follow_the_moment(table: Timetable, moment: datetime):
    times = table.following(moment, 60)
    assert all(before < after for before, after in pairwise([moment, *times]))


@given(TABLES, MOMENTS, st.integers(0, 30))
def test_whoever_goes_on_from_a_time_finds_the_same_ones(table: Timetable, moment: datetime, skipped: int):
    """A plan keeps its next time only, and goes on from there."""
    times = table.following(moment, 60)
    assert table.following(times[skipped], 60 - skipped - 1) == times[skipped + 1 :]
    assert table.newest(times[0], times[-1], 60) == times


@given(st.sampled_from(ZONES), st.integers(2010, 2029), st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_comes_once_each_day(zone: str, year: int, hour: int, minute: int):
    table = Timetable(f"{minute} {hour} * * *", ZoneInfo(zone))
    begin = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    times = [table.local(each) for each in table.following(begin - timedelta(seconds=1), 365)]
    # That of a day that is left out comes as the next one begins, beside that day's own.
    assume(zone != "Pacific/Apia" or year != 2011)
    days = [each.date() for each in times]
    assert days == [begin.date() + timedelta(days=each) for each in range(365)]


@given(TABLES, MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)), st.integers(1, 150))
def test_the_newest_are_the_last_of_all(table: Timetable, first: datetime, away: timedelta, most: int):
    first = next(table.after(first))
    until = min(first + away, first + timedelta(days=2)) if table.cron.startswith("*") else first + away
    every_one = [first]
    for at in table.after(first):
        if at > until:
            break
        every_one.append(at)
    assert table.newest(first, until, most) == every_one[-most:]


MINUTES = Timetable("* * * * *", ZoneInfo("UTC"))
NOON = utc(2026, 3, 1, 12)


def minutes(*after_noon: int) -> list[datetime]:
    return [NOON + timedelta(minutes=each) for each in after_noon]


def test_on_time_it_runs():
    for policy in (LATEST, SKIP, ALL):
        owes = owed(MINUTES, NOON, NOON + timedelta(seconds=9), policy)
        assert (owes.run, owes.skipped, owes.next) == ([NOON], [], minutes(1)[0])


def test_after_an_outage_the_latest_runs_and_each_time_is_told():
    owes = owed(MINUTES, NOON, NOON + timedelta(minutes=3, seconds=1), LATEST)
    assert (owes.run, owes.next) == (minutes(3), minutes(4)[0])
    assert [(each.at, each.reason, each.until) for each in owes.skipped] == [
        (at, "missed", None) for at in minutes(0, 1, 2)
    ]


@pytest.mark.parametrize(("policy", "late"), LATE.items())
def test_what_is_too_late_does_not_run(policy: str, late: timedelta):
    daily = Timetable("0 12 * * *", ZoneInfo("UTC"))
    assert owed(daily, NOON, NOON + late, policy).run == [NOON]
    owes = owed(daily, NOON, NOON + late + timedelta(seconds=1), policy)
    assert (owes.run, [(each.at, each.reason) for each in owes.skipped]) == ([], [(NOON, "too_late")])
    assert owed(daily, NOON, NOON + late + timedelta(seconds=1), ALL).run == [NOON]


@pytest.mark.parametrize(("policy", "run"), [(LATEST, 1), (SKIP, 1), (ALL, MOST)])
def test_a_long_outage_is_told_in_few_rows(policy: str, run: int):
    """Each of the last hundred times by itself, those before as one: none is missing, and none is told twice."""
    moment = NOON + timedelta(days=1)
    owes = owed(MINUTES, NOON, moment, policy)
    earlier, *single = sorted([*owes.skipped], key=lambda each: each.at)
    assert (len(owes.run), len(owes.run) + len(single)) == (run, MOST)
    assert (earlier.at, earlier.reason) == (NOON, "too_many" if policy == ALL else "missed")
    told = sorted([*owes.run, *(each.at for each in single)])
    assert earlier.until == told[0] - timedelta(minutes=1)
    assert told == [moment - timedelta(minutes=each) for each in range(MOST - 1, -1, -1)]


def test_a_pause_is_told_by_its_first_and_last_time():
    found = between(MINUTES, NOON, NOON + timedelta(minutes=90, seconds=30), "paused")
    assert found is not None
    assert (found.at, found.until) == (NOON, minutes(90)[0])
    one = between(MINUTES, NOON, NOON, "paused")
    assert one is not None
    assert (one.at, one.until) == (NOON, None)
    assert between(Timetable("0 0 1 1 *", ZoneInfo("UTC")), NOON, minutes(90)[0], "paused") is None


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ({"mode": "cron", "cron_expression": "61 * * * *"}, [("cron_expression", "cron_field")]),
        ({"mode": "cron", "cron_expression": "0 0 9 * * *"}, [("cron_expression", "cron_fields")]),
        ({"mode": "cron", "cron_expression": ""}, [("cron_expression", "cron_fields")]),
        ({"mode": "cron", "cron_expression": "@reboot"}, [("cron_expression", "cron_alias")]),
        ({"mode": "cron", "cron_expression": "0 0 30 2 *"}, [("cron_expression", "cron_never")]),
        ({"mode": "cron", "cron_expression": "0 " * 200}, [("cron_expression", "cron_long")]),
        ({"mode": "sometimes"}, [("mode", "schedule_choice")]),
        ({"frequency": "yearly"}, [("frequency", "schedule_choice")]),
        ({"frequency": "hourly", "visual_config": {"on_minute": 60}}, [("visual_config.on_minute", "schedule_minute")]),
        ({"visual_config": {"time": "13:00 PM"}}, [("visual_config.time", "schedule_time")]),
        (
            {"frequency": "weekly", "visual_config": {"time": "noon", "weekdays": []}},
            [("visual_config.weekdays", "schedule_weekdays"), ("visual_config.time", "schedule_time")],
        ),
        (
            {"frequency": "monthly", "visual_config": {"monthly_days": [0]}},
            [("visual_config.monthly_days", "schedule_days")],
        ),
        ({"timezone": "Mars/Olympus"}, [("timezone", "timezone")]),
        ({"timezone": "../etc/passwd"}, [("timezone", "timezone")]),
        ({"misfire": "x", "overlap": "y"}, [("misfire", "schedule_choice"), ("overlap", "schedule_choice")]),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(given_: dict[str, Any], found: list[tuple[str, str]]):
    assert wrong(**given_) == found
    # As one sees it when the draft is saved, and as what keeps it from being published.
    node = ScheduleTrigger()
    assert [path for path, _ in node.problems(node.parse(data(**given_)))] == [path for path, _ in found]


@pytest.mark.parametrize("alias", ALIASES)
def test_names_stand_for_expressions(alias: str):
    assert timing_in(data(mode="cron", cron_expression=f" {alias.upper()} ")).cron == ALIASES[alias]


PIECES = st.sampled_from([*"0123456789*,-/L#W@ ?", "MON", "jan", "59", "@daily", "1-5", "*/7", "²", "\x00"])


def planned(**given_: Any) -> Timing | None:
    """None: it is refused. Nothing else is raised."""
    try:
        return timing_in(data(**given_))
    except WrongSchedule as error:
        return None if error.problems else timing_in(data())


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_a_schedule_or_is_refused(text: str):
    plan = planned(mode="cron", cron_expression=text, timezone="Europe/Berlin")
    if plan is not None:
        times = list(islice(plan.timetable.after(NOON), 5))
        assert times
        assert times == sorted(set(times))
        assert standard(plan.cron) == plan.cron


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=4), SCALARS, max_size=3)
CONFIGS = st.fixed_dictionaries(dict.fromkeys(("time", "weekdays", "monthly_days", "on_minute"), VALUES))
FIELDS = ("mode", "frequency", "cron_expression", "timezone", "misfire", "overlap")


@given(
    st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES)),
    CONFIGS | VALUES,
    st.sampled_from([None, "hourly", "daily", "weekly", "monthly"]),
)
def test_whatever_a_file_says_is_a_schedule_or_is_refused(fields: dict[str, Any], config: Any, frequency: str | None):
    for more in (fields, {}, {"frequency": frequency}):
        plan = planned(**{**more, "visual_config": config})
        assert plan is None or plan.timetable.next(NOON)
