from datetime import datetime, tzinfo

from treeline.accounts.access import current_member
from treeline.accounts.models import Account
from treeline.conversations.logs.times import moment, zone_of
from treeline.kernel.db import db


def member_zone() -> tzinfo:
    """The time zone of whoever makes this request."""
    return zone_of(db.session.get_one(Account, current_member().account_id).timezone)


def span(start: str, end: str) -> tuple[datetime | None, datetime | None]:
    """(since, until) of texts in the member's time. Raises InvalidInput."""
    zone = member_zone()
    return moment("start", start, zone), moment("end", end, zone)
