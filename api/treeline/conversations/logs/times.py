"""Time ranges as the console sends them: in the member's time zone, to the minute."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from treeline.kernel.errors import InvalidInput

FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(field: str, text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text of a zone names; None for an empty one. Raises InvalidInput."""
    if not text.strip():
        return None
    for each in FORMATS:
        try:
            return datetime.strptime(text.strip(), each).replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise InvalidInput.at(field, "time", "must be a time such as 2026-03-31 08:30")
