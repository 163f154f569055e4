"""Login sessions: one row per login. Its tokens are renewed together, and a logout ends all of them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from treeline.accounts.errors import (
    AccessTokenExpired,
    AccessTokenInvalid,
    CsrfFailed,
    RefreshTokenExpired,
    RefreshTokenInvalid,
    SessionNotFound,
)
from treeline.accounts.models import STRONG_METHODS, Account, LoginSession, Workspace, WorkspaceMember
from treeline.accounts.settings import AccountSettings
from treeline.accounts.tokens import SessionTokens, session_in
from treeline.accounts.two_step.models import TwoStepSecret
from treeline.kernel.clock import now
from treeline.kernel.crypto import BadSignature
from treeline.kernel.db import DbSession

# Two pages of one browser may renew at the same time: the slower one gets what the faster one got.
TWIN = timedelta(seconds=60)
SEEN_EVERY = timedelta(minutes=5)
UNSYNCHRONIZED = {"synchronize_session": False}
# Asked with every request, and so made once: making it takes as long as the answer.
_WITH_ROLE = (
    select(
        LoginSession,
        WorkspaceMember.role,
        Account.is_instance_admin,
        (
            Workspace.requires_two_step
            & TwoStepSecret.confirmed_at.is_(None)
            & LoginSession.method.not_in(STRONG_METHODS)
        ).label("lacks_two_step"),
        WorkspaceMember.id,
    )
    .join(
        WorkspaceMember,
        (WorkspaceMember.workspace_id == LoginSession.workspace_id)
        & (WorkspaceMember.account_id == LoginSession.account_id),
    )
    .join(Account, Account.id == LoginSession.account_id)
    .join(Workspace, Workspace.id == LoginSession.workspace_id)
    .outerjoin(TwoStepSecret, TwoStepSecret.account_id == LoginSession.account_id)
    .where(LoginSession.id == bindparam("session_id"))
)


class Authenticated(NamedTuple):
    """`lacks_two_step`: the workspace asks for a second factor, and this session has none."""

    login: LoginSession
    role: str
    is_instance_admin: bool
    lacks_two_step: bool
    member_id: UUID


@dataclass(frozen=True)
class Caller:
    """Where a login comes from. `place`: what limits count by; None where the address says nothing."""

    address: str
    agent: str
    place: str | None = None
    # Whether the client is still there to read the reply.
    waits: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Tokens:
    """What a browser keeps of its session; `remember`: also when it is closed."""

    access: str
    refresh: str
    csrf: str
    remember: bool
    # What proves later that this browser has logged in before; empty where that is no news.
    device: str = ""


class SessionService:
    def __init__(self, session: DbSession, settings: AccountSettings):
        self.session, self.settings = session, settings

    def open(self, member: WorkspaceMember, caller: Caller, remember: bool, method: str = "password") -> Tokens:
        """`method`: one of models.METHODS."""
        login = LoginSession(
            account_id=member.account_id,
            workspace_id=member.workspace_id,
            secret=secrets.token_bytes(32),
            remember=remember,
            method=method,
            ip=caller.address,
            user_agent=caller.agent,
        )
        self._renew(login, 0)
        self.session.add(login)
        # Its tokens name its id.
        self.session.flush()
        return self._tokens(login)

    def authenticate(self, token: str, csrf: str | None) -> Authenticated:
        """The session of an access token, and what it may do. `csrf` None: none is needed.

        Raises AccessTokenInvalid, AccessTokenExpired, CsrfFailed.
        """
        found = self.session.execute(_WITH_ROLE, {"session_id": session_in(token)}).one_or_none()
        if found is None:
            raise AccessTokenInvalid("The access_token doesn't belong to a session. Log in again.")
        found = Authenticated(*found)
        login = found.login
        tokens = self._signed(login)
        try:
            grant = tokens.open_access(token)
        except BadSignature as error:
            raise AccessTokenInvalid("The access_token is invalid. Log in again.") from error
        time = now()
        if grant.expires <= time.timestamp() or login.expires_at <= time or grant.generation < login.generation - 1:
            raise AccessTokenExpired("The access_token has expired. Refresh it with POST /console/api/refresh-token.")
        if csrf is not None:
            try:
                tokens.open_csrf(csrf)
            except BadSignature as error:
                raise CsrfFailed("The csrf_token doesn't belong to this session. Log in again.") from error
        return found

    def saw(self, login: LoginSession, address: str) -> None:
        """It is in use, from there: noted once in a while, and not with every request."""
        time = now()
        if time - login.last_seen_at < SEEN_EVERY:
            return
        this = update(LoginSession).where(LoginSession.id == login.id)
        # It may have ended meanwhile, and another request may have noted it.
        self.session.execute(this.values(last_seen_at=time, ip=address[:64]), execution_options=UNSYNCHRONIZED)

    def renew(self, token: str) -> tuple[LoginSession, Tokens | None]:
        """The session of a refresh token, and new tokens. None: it was used up before, so a copy is about, and the
        session is over.

        Raises RefreshTokenInvalid, RefreshTokenExpired.
        """
        login = self.session.scalar(select(LoginSession).where(LoginSession.id == session_in(token)).with_for_update())
        if login is None:
            raise RefreshTokenInvalid(
                "The refresh_token cookie is missing or doesn't belong to a session. Log in again."
            )
        try:
            generation = self._signed(login).open_refresh(token)
        except BadSignature as error:
            raise RefreshTokenInvalid("The refresh_token is invalid. Log in again.") from error
        if login.expires_at <= now():
            raise RefreshTokenExpired("The refresh_token has expired. Log in again.")
        if generation == login.generation:
            self._renew(login, generation + 1)
        elif generation < login.generation - 1 or now() - login.rotated_at > TWIN:
            self.session.delete(login)
            return login, None
        return login, self._tokens(login)

    def end(self, *tokens: str) -> LoginSession | None:
        """End the session that these access or refresh tokens are of, be they old or new; other texts do nothing."""
        for token in tokens:
            login = self.session.scalar(select(LoginSession).where(LoginSession.id == session_in(token)))
            if login is not None and self._is_of(login, token):
                self.session.execute(delete(LoginSession).where(LoginSession.id == login.id))
                return login
        return None

    def all(self, account_id: UUID) -> list[LoginSession]:
        """Of an account: those that still go on, the one seen last in front."""
        mine = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.expires_at > now())
        return list(self.session.scalars(mine.order_by(LoginSession.last_seen_at.desc(), LoginSession.id)))

    def end_one(self, account_id: UUID, session_id: UUID) -> None:
        """Raises SessionNotFound."""
        this = delete(LoginSession).where(LoginSession.id == session_id, LoginSession.account_id == account_id)
        if self.session.scalar(this.returning(LoginSession.id)) is None:
            raise SessionNotFound

    def end_others(self, account_id: UUID, but: UUID) -> None:
        self.session.execute(delete(LoginSession).where(LoginSession.account_id == account_id, LoginSession.id != but))

    def end_all(self, account_id: UUID) -> None:
        self.session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))

    def forget_expired(self) -> None:
        self.session.execute(delete(LoginSession).where(LoginSession.expires_at <= now()))

    def _renew(self, login: LoginSession, generation: int) -> None:
        login.generation, login.rotated_at = generation, now()
        login.expires_at = login.rotated_at + timedelta(days=self.settings.refresh_token_expire_days)

    def _tokens(self, login: LoginSession) -> Tokens:
        """Made of nothing but the row, so that it yields the same ones again."""
        signed = self._signed(login)
        expires = login.rotated_at + timedelta(minutes=self.settings.access_token_expire_minutes)
        return Tokens(
            access=signed.access(login.generation, int(expires.timestamp())),
            refresh=signed.refresh(login.generation),
            csrf=signed.csrf(),
            remember=login.remember,
        )

    def _signed(self, login: LoginSession) -> SessionTokens:
        return SessionTokens(self.settings.secret_key or "", login.id, login.secret)

    def _is_of(self, login: LoginSession, token: str) -> bool:
        signed = self._signed(login)
        for proves in (signed.open_access, signed.open_refresh):
            try:
                proves(token)
            except BadSignature:
                continue
            return True
        return False
