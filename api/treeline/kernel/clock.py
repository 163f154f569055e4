"""The time. Made in Python, never by the database's now(), so that tests can move it and one request has one time."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    return datetime.now(UTC) + _ahead


def travel(ahead: timedelta) -> None:
    """Move this process's clock, counted from the real time. For tests."""
    global _ahead
    _ahead = ahead
