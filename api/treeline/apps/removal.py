"""Removes a deleted app: every feature's rows and content, batch by batch, then the app itself."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from treeline.apps import ports
from treeline.apps.keys.models import ApiToken
from treeline.apps.models import App
from treeline.apps.tags.models import TagBinding
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work

OVERDUE = timedelta(minutes=10)


def remove(app_id: UUID) -> None:
    """Remove a deleted app. May be interrupted anywhere and run again, also twice at once."""
    with unit_of_work() as session:
        deleted = session.scalar(select(App.id).where(App.id == app_id, App.deleted_at.is_not(None)))
    if deleted is None:
        return
    for step in reversed(ports.deleting.given()):
        while step(app_id):
            pass
    with unit_of_work() as session:
        session.execute(delete(TagBinding).where(TagBinding.target_id == app_id))
        session.execute(delete(App).where(App.id == app_id))


def overdue(session: DbSession) -> list[UUID]:
    """Apps that were deleted a while ago and are still here: their task was lost."""
    return list(session.scalars(select(App.id).where(App.deleted_at < now() - OVERDUE).limit(100)))


def close_workspace(session: DbSession, workspace_id: UUID) -> None:
    """Delete all apps of a workspace, and all keys: also those of its knowledge bases."""
    session.execute(delete(ApiToken).where(ApiToken.workspace_id == workspace_id))
    living = (App.workspace_id == workspace_id, App.deleted_at.is_(None))
    for app_id in session.scalars(update(App).where(*living).values(deleted_at=now()).returning(App.id)).all():
        enqueue("apps.remove", str(app_id))
