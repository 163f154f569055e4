"""The provider `time`: the clock and the calendar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from treeline.kernel.clock import now
from treeline.providers.port import ToolSpec
from treeline.tools.builtin.tool import BadArgument, BuiltinTool

FORMAT = "%Y-%m-%d %H:%M:%S"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MAX_FORMAT = 200


def current_time(given: Mapping[str, Any]) -> str:
    shape = str(given.get("format") or FORMAT)
    if len(shape) > MAX_FORMAT:
        raise BadArgument(f"format has {len(shape)} characters; at most {MAX_FORMAT} are accepted")
    try:
        return now().astimezone(_zone(given.get("timezone") or "UTC")).strftime(shape)
    except (ValueError, UnicodeError) as error:
        raise BadArgument(f"format: {error}") from error


def localtime_to_timestamp(given: Mapping[str, Any]) -> str:
    return str(int(_read(given.get("localtime")).replace(tzinfo=_zone(given.get("timezone") or "UTC")).timestamp()))


def timestamp_to_localtime(given: Mapping[str, Any]) -> str:
    zone = _zone(given.get("timezone") or "UTC")
    try:
        seconds = float(str(given.get("timestamp")))
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone).strftime(FORMAT)
    except (ValueError, OverflowError, OSError) as error:
        raise BadArgument(f"timestamp: {given.get('timestamp')} is no number of seconds since 1970") from error


def timezone_conversion(given: Mapping[str, Any]) -> str:
    here, there = _zone(given.get("current_timezone") or "UTC"), _zone(given.get("target_timezone") or "UTC")
    try:
        return _read(given.get("current_time")).replace(tzinfo=here).astimezone(there).strftime(FORMAT)
    except OverflowError as error:
        raise BadArgument("current_time: the year is out of range") from error


def weekday(given: Mapping[str, Any]) -> str:
    try:
        day = date(*(int(str(given.get(name))) for name in ("year", "month", "day")))
    except (ValueError, OverflowError) as error:
        raise BadArgument(f"year, month and day are no date: {error}") from error
    return f"{day.isoformat()} is a {_DAYS[day.weekday()]}."


def _zone(name: object) -> tzinfo:
    try:
        return ZoneInfo(str(name))
    except (ValueError, LookupError, OSError) as error:
        raise BadArgument(
            f"{str(name)[:60]} is no time zone; accepted are names such as Europe/Rome and UTC"
        ) from error


def _read(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text).strip()).replace(tzinfo=None)
    except ValueError as error:
        raise BadArgument(f"{str(text)[:60]} is no time; accepted is 2026-01-31 14:30:00") from error


def _spec(name: str, description: str, required: tuple[str, ...], **properties: str) -> ToolSpec:
    described = {name: {"type": "string", "description": text} for name, text in properties.items()}
    return ToolSpec(name, description, {"type": "object", "properties": described, "required": list(required)})


_ZONE = "A time zone such as Europe/Rome; UTC if left out."
_TIME = "A time such as 2026-01-31 14:30:00."
TIME = (
    BuiltinTool(
        _spec(
            "current_time",
            "The date and time now.",
            (),
            format=f"As strftime has it; {FORMAT} if left out.",
            timezone=_ZONE,
        ),
        current_time,
    ),
    BuiltinTool(
        _spec(
            "localtime_to_timestamp",
            "The seconds since 1970 of a local time.",
            ("localtime",),
            localtime=_TIME,
            timezone=_ZONE,
        ),
        localtime_to_timestamp,
    ),
    BuiltinTool(
        _spec(
            "timestamp_to_localtime",
            "The local time of seconds since 1970.",
            ("timestamp",),
            timestamp="Seconds since 1970.",
            timezone=_ZONE,
        ),
        timestamp_to_localtime,
    ),
    BuiltinTool(
        _spec(
            "timezone_conversion",
            "A time in another time zone.",
            ("current_time",),
            current_time=_TIME,
            current_timezone=_ZONE,
            target_timezone=_ZONE,
        ),
        timezone_conversion,
    ),
    BuiltinTool(
        _spec(
            "weekday",
            "Which day of the week a date is.",
            ("year", "month", "day"),
            year="Such as 2026.",
            month="1 to 12.",
            day="1 to 31.",
        ),
        weekday,
    ),
)
