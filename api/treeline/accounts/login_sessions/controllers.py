from uuid import UUID

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.errors import SessionNotFound
from treeline.accounts.login_sessions.schemas import LoginSessionOut, LoginSessionsOut
from treeline.accounts.login_sessions.service import OwnSessions
from treeline.accounts.requests import account_settings
from treeline.accounts.sessions import SessionService
from treeline.kernel.db import db
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes


def own_sessions(can: str) -> OwnSessions:
    allow(current_member(), can)
    return OwnSessions(SessionService(db.session, account_settings()), current_member())


login_sessions = Routes(
    "login_sessions", "/console/api/account/sessions", group="Account", access=CONSOLE, scope=own_sessions
)


@login_sessions.get("", can="belong")
def list_sessions(mine: OwnSessions) -> LoginSessionsOut:
    """List your login sessions, the last seen first."""
    current = mine.member.session_id
    columns = [name for name in LoginSessionOut.model_fields if name != "current"]
    return LoginSessionsOut(
        data=[
            LoginSessionOut(current=each.id == current, **{name: getattr(each, name) for name in columns})
            for each in mine.all()
        ]
    )


@login_sessions.delete(
    "/<uuid:session_id>", can="belong", deed="login_session.end", status=204, refusals=[SessionNotFound]
)
def end_session(mine: OwnSessions, session_id: UUID) -> None:
    """End a login session. Its next request returns 401."""
    mine.end(session_id)


@login_sessions.post("/end-others", can="belong", deed="login_session.end_others")
def end_other_sessions(mine: OwnSessions) -> Done:
    """End all your login sessions but this one."""
    mine.end_others()
    return DONE
