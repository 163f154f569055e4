"""What an account has of its own, for tests that look for it as somebody else."""

from uuid import UUID

from sqlalchemy import select

from treeline.accounts.models import LoginSession
from treeline.accounts.passkeys.models import Passkey
from treeline.kernel.db import DbSession


def add_own(session: DbSession, account_id: UUID) -> dict[str, str]:
    """A passkey, and the session that is open: their ids, by the names that paths give them."""
    passkey = Passkey(
        account_id=account_id, name="Hers", credential_id=b"hers", public_key=b"", sign_count=0, backed_up=False
    )
    session.add(passkey)
    session.flush()
    opened = session.scalars(select(LoginSession.id).where(LoginSession.account_id == account_id)).one()
    return {"passkey_id": str(passkey.id), "session_id": str(opened)}
