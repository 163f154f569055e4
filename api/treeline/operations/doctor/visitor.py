"""An account that exists for one login, in a workspace of its own: nobody's data, sessions or audit log are touched."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from treeline.accounts.models import Account, Installation, Workspace, WorkspaceMember
from treeline.accounts.passwords import Passwords
from treeline.kernel.ids import new_id
from treeline.operations.doctor.case import Case

# No mail server takes such an address, and nobody can be invited by it.
DOMAIN = "@doctor.invalid"
LEFT_BEHIND = timedelta(minutes=10)


@dataclass(frozen=True)
class Visitor:
    email: str
    password: str


def is_set_up(case: Case) -> bool:
    with case.engine.connect() as connection:
        return connection.execute(select(Installation.id)).first() is not None


@contextmanager
def visiting(case: Case) -> Iterator[Visitor]:
    account_id, workspace_id = new_id(), new_id()
    # A letter and a digit, whatever is drawn.
    visitor = Visitor(f"{account_id}{DOMAIN}", f"a1{secrets.token_urlsafe(24)}")
    password_hash, at = Passwords(case.settings).hash(visitor.password), case.clock()
    account = {"id": account_id, "email": visitor.email, "name": "treeline doctor",
               "password_hash": password_hash, "password_set_at": at}  # fmt: skip
    member = {"id": new_id(), "workspace_id": workspace_id, "account_id": account_id, "role": "owner"}
    with case.engine.begin() as connection:
        _forget(connection, case)
        for model, row in (
            (Workspace, {"id": workspace_id, "name": "treeline doctor"}),
            (Account, account),
            (WorkspaceMember, member),
        ):
            connection.execute(insert(model), row)
    try:
        yield visitor
    finally:
        with case.engine.begin() as connection:
            connection.execute(delete(Workspace).where(Workspace.id == workspace_id))
            connection.execute(delete(Account).where(Account.id == account_id))


def _forget(connection: Connection, case: Case) -> None:
    """What a doctor that was killed has left."""
    old = select(Account.id).where(
        Account.email.endswith(DOMAIN, autoescape=True), Account.created_at < case.clock() - LEFT_BEHIND
    )
    accounts = connection.execute(old).scalars().all()
    if accounts:
        theirs = select(WorkspaceMember.workspace_id).where(WorkspaceMember.account_id.in_(accounts))
        connection.execute(delete(Workspace).where(Workspace.id.in_(theirs)))
        connection.execute(delete(Account).where(Account.id.in_(accounts)))
