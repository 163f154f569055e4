"""The end of workspaces that nobody is in: their rows go when nothing is left that refers to them."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from treeline.accounts.models import Workspace, WorkspaceMember
from treeline.kernel.db import unit_of_work


def remove_left_workspaces() -> None:
    """Those that cannot go yet wait for the next time. Whatever else they have goes with them."""
    left = ~select(WorkspaceMember.id).where(WorkspaceMember.workspace_id == Workspace.id).exists()
    with unit_of_work() as session:
        found = session.scalars(select(Workspace.id).where(left)).all()
    for workspace_id in found:
        try:
            with unit_of_work() as session:
                session.execute(delete(Workspace).where(Workspace.id == workspace_id, left))
        except IntegrityError:
            continue
