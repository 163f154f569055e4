"""Lines about accounts that no route declares: signing in and out, and getting back in.

What belongs to a session stands in the log of the session's workspace; a sign-in that failed in that of the workspace
it would have come to. What is done to an account in no workspace stands in the logs of all that it is in. What is of no
account, or of one that is in no workspace, stands in the installation's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from treeline.accounts.audit.service import record
from treeline.accounts.errors import SecondFactorRequired
from treeline.accounts.models import Account, LoginSession, WorkspaceMember
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import Actor, Deed
from treeline.kernel.errors import ApiError, TooManyRequests

# The place where an account was last, or else where it came first.
LATEST = (WorkspaceMember.chosen_at.desc().nulls_last(), WorkspaceMember.created_at)


@dataclass
class SignInAttempt:
    """Whose it is, as soon as that is known; `email` as it was typed."""

    email: str = ""
    account_id: UUID | None = None


@contextmanager
def sign_in_attempt(method: str, address: str, email: str = "") -> Iterator[SignInAttempt]:
    """A refusal leaves a line. Not one because of a limit, for its attempts are not even looked at, and none because
    something is broken."""
    attempt = SignInAttempt(email)
    try:
        yield attempt
    except (SecondFactorRequired, TooManyRequests):
        raise
    except ApiError as refusal:
        if refusal.status < 500:
            _record_failure(attempt, {"method": method, "reason": refusal.code}, address)
        raise


def _record_failure(attempt: SignInAttempt, details: dict[str, str], address: str) -> None:
    """Without what was typed: it may be a password in the wrong field. The same work is done for everybody."""
    with unit_of_work() as session:
        places = select(Account.id, Account.email, WorkspaceMember.workspace_id).outerjoin(WorkspaceMember)
        named = func.lower(Account.email) == func.lower(attempt.email)
        whose = named if attempt.account_id is None else Account.id == attempt.account_id
        found = session.execute(places.where(whose).order_by(*LATEST).limit(1)).one_or_none()
        account_id, email, workspace_id = found or (None, "", None)
        by = Actor("anonymous", workspace_id=workspace_id, ip=address)
        record(session, Deed("account.sign_in_failed", "account", account_id, email, details), by)


def record_in_session(session: DbSession, deed: str, login: LoginSession, actor: Actor) -> None:
    """`actor`: its workspace becomes the session's."""
    email = session.scalar(select(Account.email).where(Account.id == login.account_id)) or ""
    by = Actor(actor.kind, actor.id, workspace_id=login.workspace_id, ip=actor.ip)
    record(session, Deed(deed, "account", login.account_id, email), by)


def record_everywhere(session: DbSession, deed: Deed, account_id: UUID, address: str | None = None) -> None:
    """Done to the account by whoever has read its mail, at `address`; without one, by whoever runs the installation."""
    places = select(WorkspaceMember.workspace_id).where(WorkspaceMember.account_id == account_id)
    for workspace_id in session.scalars(places).all() or [None]:
        kind, by = ("system", None) if address is None else ("account", account_id)
        record(session, deed, Actor(kind, by, workspace_id=workspace_id, ip=address or ""))
