"""Who calls the console API, and what their role allows."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import g, request
from sqlalchemy import select

from treeline.accounts.activity import MemberActivity
from treeline.accounts.cookies import ACCESS, CSRF, Cookies
from treeline.accounts.errors import AccessTokenExpired, AccessTokenInvalid, CsrfFailed, TwoStepRequired
from treeline.accounts.models import Account, Workspace
from treeline.accounts.personal_tokens.errors import PersonalTokenExpired, PersonalTokenInvalid
from treeline.accounts.personal_tokens.models import PREFIX
from treeline.accounts.personal_tokens.service import authenticate
from treeline.accounts.personal_tokens.uses import TokenUses
from treeline.accounts.rights import SESSION, TOKEN, Holder, Right
from treeline.accounts.roles import ABILITIES
from treeline.accounts.sessions import SessionService
from treeline.accounts.settings import AccountSettings
from treeline.kernel import current
from treeline.kernel.callers import PROXIED, place_of
from treeline.kernel.db import DbSession, db, unit_of_work
from treeline.kernel.deeds import Actor, acts, current_actor
from treeline.kernel.errors import Forbidden, Unauthorized
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access

OPERATE = "operate"
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
# What somebody needs who first has to turn on two-step verification: blueprints, and endpoints of others.
WITHOUT_TWO_STEP = {
    "account",
    "two_step",
    "passkeys",
    "new_passkeys",
    "login_sessions",
    "account_closing",
    "workspaces.list_workspaces",
    "workspaces.read_current_workspace",
    "workspaces.read_current_workspace_by_post",
    "workspaces.switch_workspace",
    "members.leave_workspace",
    "joining.join_workspace",
}
_LOCAL_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1])(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Member:
    """An account in the workspace that its session is in, or its token is for."""

    account_id: UUID
    workspace_id: UUID
    role: str
    # Of a personal access token: its own id, which no session has.
    session_id: UUID
    is_instance_admin: bool = False
    # What its workspace asks for. Until then only the routes in WITHOUT_TWO_STEP are open.
    lacks_two_step: bool = False


def current_member() -> Member:
    """Who makes this request; there is one wherever the access is CONSOLE."""
    return g.member


def allow(member: Member, can: str) -> None:
    """Raises Forbidden unless the member's role has the ability: read, edit, curate, manage, own, or belong.

    `operate` is no role's: it is an instance admin's, whoever owns the workspace.
    """
    if can == OPERATE:
        if not member.is_instance_admin:
            raise Forbidden(
                "Only an instance admin can do this. To make an account an instance admin, run `treeline "
                "accounts make-admin`."
            )
        return
    roles = ABILITIES[can]
    if member.role not in roles:
        raise Forbidden(f"This requires the role {' or '.join(roles)}; your role is {member.role}.")


def holds(holder: Holder | None) -> None:
    """Said by whoever authenticates a request."""
    g.holder = holder


def current_holder() -> Holder | None:
    """What this request was authenticated with; None for one that needs nothing, or has a link."""
    return g.get("holder")


def current_right() -> Right | None:
    """What this request makes use of."""
    holder, operation = current_holder(), current.flask_app().operations.get(request.endpoint or "")
    if holder is None or operation is None or operation.can is None:
        return None
    return Right(holder, operation.can, current_actor().workspace_id)


def _check() -> Collection[str] | None:
    sent = _bearer()
    return _by_token(sent) if sent.startswith(PREFIX) else _by_login(sent)


def _by_token(sent: str) -> Collection[str]:
    """No browser sends a token by itself: it needs no CSRF token beside it."""
    with unit_of_work() as session:
        token, role = authenticate(session, sent)
    g.member = Member(token.account_id, token.workspace_id, role, token.id)
    holds(Holder(TOKEN, token.id))
    acts(Actor("account", token.account_id, workspace_id=token.workspace_id, token=token.name))
    belongs_to("account", token.account_id)
    TokenUses(current.redis()).note(token.id, request.remote_addr)
    return token.scopes


def _by_login(sent: str) -> None:
    settings = current.settings(AccountSettings)
    token = Cookies(settings).read(request, ACCESS)
    csrf = _sent_csrf(Cookies(settings)) if token and request.method not in HARMLESS else None
    if not (token or sent):
        raise Unauthorized("Not logged in: send the access_token cookie or an Authorization: Bearer header.")
    with unit_of_work() as session:
        sessions = SessionService(session, settings)
        login, role, is_instance_admin, lacks_two_step, member_id = sessions.authenticate(token or sent, csrf)
        sessions.saw(login, request.remote_addr or "")
    g.member = Member(login.account_id, login.workspace_id, role, login.id, is_instance_admin, lacks_two_step)
    if lacks_two_step and not {request.blueprint, request.endpoint} & WITHOUT_TWO_STEP:
        raise TwoStepRequired
    holds(Holder(SESSION, login.id))
    acts(Actor("account", login.account_id, workspace_id=login.workspace_id))
    belongs_to("account", login.account_id)
    MemberActivity(current.redis()).note(member_id, None)


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _sent_csrf(cookies: Cookies) -> str:
    cookie, header = cookies.read(request, CSRF), request.headers.get("X-CSRF-Token", "")
    if not cookie:
        raise CsrfFailed("The csrf_token cookie is missing. Log in again.")
    # A page sees the cookies of other instances on this host too, and sends them all.
    if cookie not in header.split(","):
        fault = "doesn't match the csrf_token cookie" if header else "is missing"
        raise CsrfFailed(f"The header X-CSRF-Token {fault}: set it to the cookie's value.")
    return cookie


CONSOLE = Access(
    "console",
    _check,
    refusals=(Unauthorized, AccessTokenInvalid, AccessTokenExpired, CsrfFailed, TwoStepRequired),
    # Of the alternatives the one that fits a document: a client without a browser.
    security={"accessToken": {"type": "http", "scheme": "bearer"}},
)
# For what scripts do, too: by personal access tokens, which have scopes. What is of an account itself, of its members
# and of secrets takes a login.
CONSOLE_OR_TOKEN = Access(
    "console",
    _check,
    refusals=(*CONSOLE.refusals, PersonalTokenInvalid, PersonalTokenExpired),
    security=CONSOLE.security,
    otherwise={"personalToken": {"type": "http", "scheme": "bearer", "description": "A personal access token: tlp-…"}},
    scoped=True,
)


def own_account(can: str) -> Account:
    """The scope of the account routes."""
    allow(current_member(), can)
    return db.session.get_one(Account, current_member().account_id)


def lock_workspace(session: DbSession, workspace_id: UUID) -> None:
    """One such change of a workspace at a time. Rows that only refer to the workspace are not held up."""
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def caller_place() -> str | None:
    """What limits by address count by; None where the address says nothing, since many share it."""
    trusted = current.settings(AccountSettings).respect_xforward_headers_enabled
    proxied = not trusted and any(name in request.headers for name in PROXIED)
    return place_of(request.remote_addr or "", proxied=proxied)


def from_this_machine() -> bool:
    """Whether nobody but a process of this machine can have sent this request, a web page of elsewhere included."""
    address = (request.remote_addr or "").removeprefix("::ffff:")
    local = address.startswith("127.") or address == "::1"
    # A proxy on this machine brings requests from anywhere; a page of elsewhere may have pointed its name at us.
    return local and not any(name in request.headers for name in PROXIED) and bool(_LOCAL_HOST.fullmatch(request.host))
