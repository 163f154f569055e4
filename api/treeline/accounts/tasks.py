from treeline.accounts.activity import MemberActivity
from treeline.accounts.sessions import SessionService
from treeline.accounts.settings import AccountSettings
from treeline.accounts.verifications.service import VerificationService
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task("accounts.forget_sessions", queue="retention", every=3600)
def forget_sessions() -> None:
    """Remove login sessions that have expired."""
    SessionService(db.session, current.settings(AccountSettings)).forget_expired()


@task("accounts.forget_verifications", queue="retention", every=86400)
def forget_verifications() -> None:
    """Remove links and codes that expired more than 30 days ago."""
    VerificationService(db.session, current.settings(AccountSettings), current.redis()).forget_old()


@task("accounts.flush_activity", queue="api_token", every=60, transactional=False)
def flush_activity() -> None:
    """Write to the table when members were last active."""
    MemberActivity(current.redis()).flush()
