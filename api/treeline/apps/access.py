from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from treeline.accounts.access import allow, current_member
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.kernel.db import db


def get_app(app_id: UUID, can: str) -> App:
    """An app of the caller's workspace. Raises AppNotFound, also if it is not theirs; Forbidden for a low role."""
    member = current_member()
    app = db.session.scalars(
        select(App)
        .where(App.id == app_id, App.workspace_id == member.workspace_id, App.deleted_at.is_(None))
        .options(joinedload(App.author))
    ).one_or_none()
    if app is None:
        raise AppNotFound
    allow(member, can)
    return app


def get_linked_app(app_id: UUID) -> App:
    """The app that a signed link names. The link is the right to it: there need be no member. Raises AppNotFound."""
    app = db.session.scalars(select(App).where(App.id == app_id, App.deleted_at.is_(None))).one_or_none()
    if app is None:
        raise AppNotFound("The app of this link has been deleted.")
    return app
