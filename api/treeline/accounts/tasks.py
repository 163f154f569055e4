from treeline.accounts.sessions import SessionService
from treeline.accounts.settings import AccountSettings
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task("accounts.forget_sessions", queue="retention", every=3600)
def forget_sessions() -> None:
    """Remove login sessions that have expired."""
    SessionService(db.session, current.settings(AccountSettings)).forget_expired()
