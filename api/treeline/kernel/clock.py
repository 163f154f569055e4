"""The current time, from Python and not the database's now(), so that tests can set it and a request has one time."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    return datetime.now(UTC) + _ahead


def travel(ahead: timedelta) -> None:
    """Move this process's clock, counted from the real time. For tests."""
    global _ahead
    _ahead = ahead
