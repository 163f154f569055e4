"""The mail about a sign-in from a browser that has not signed in to the account before."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from treeline.accounts.letters.service import DAY
from treeline.accounts.lockout import Lockout
from treeline.accounts.models import Account, LoginSession
from treeline.accounts.sessions import Caller
from treeline.accounts.settings import AccountSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.mail.service import Letter, MailService, is_configured

# A program that logs in anew each time is no news after that.
MOST_A_DAY = 5
# Chromium's relatives name it too, and it names Safari: the first that fits is it.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")
UNKNOWN = "?"


def device_of(agent: str) -> str:
    """What a person knows a browser by, from its User-Agent: "Firefox, Windows". Other programs by their first word."""
    browser = next((name for mark, name in BROWSERS if f"{mark}/" in agent), None)
    if browser is None:
        return re.split(r"[/ ]", agent, maxsplit=1)[0][:40] or UNKNOWN
    system = next((name for name in SYSTEMS if name in agent), None)
    return f"{browser}, {system}".replace("Mac OS X", "macOS") if system else browser


class NewDevices:
    """Tells an account's owner; in the transaction that opens the session."""

    def __init__(self, session: DbSession, settings: AccountSettings, lockout: Lockout):
        self.session, self.settings, self._lockout = session, settings, lockout

    def tell(self, account: Account, caller: Caller) -> None:
        """Before the session is there. Nobody is told who has no mail server: there is nothing to pass on."""
        if not is_configured(self.settings) or self._was_here(account, caller):
            return
        if self._lockout.exceeds(MOST_A_DAY, DAY, "new device", str(account.id)):
            return
        values = {
            "name": account.name,
            "email": account.email,
            "device": device_of(caller.agent),
            "address": caller.address or UNKNOWN,
            "time": spoken_time(now(), account.timezone),
        }
        MailService(self.session, self.settings).send(
            Letter("new_device", account.email, account.interface_language, values, link="/settings/security")
        )

    def _was_here(self, account: Account, caller: Caller) -> bool:
        """With a session that has not ended, from the same place and by the same browser."""
        same = (LoginSession.ip == caller.address, LoginSession.user_agent == caller.agent)
        mine = select(LoginSession.id).where(LoginSession.account_id == account.id, *same)
        return self.session.scalar(mine.limit(1)) is not None


def spoken_time(time: datetime, zone: str) -> str:
    try:
        return f"{time.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
    except ZoneInfoNotFoundError:
        return f"{time:%Y-%m-%d %H:%M} (UTC)"
