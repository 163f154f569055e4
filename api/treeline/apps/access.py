from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from treeline.accounts.access import allow, current_member
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.kernel.db import db

# Asked with nearly every request, and so made once: making them takes as long as the answer.
_LIVING = select(App).where(App.id == bindparam("app_id"), App.deleted_at.is_(None))
WITH_AUTHOR = _LIVING.options(joinedload(App.author))
_OF_WORKSPACE = WITH_AUTHOR.where(App.workspace_id == bindparam("workspace_id"))


def get_app(app_id: UUID, can: str) -> App:
    """An app of the caller's workspace. Raises AppNotFound, also if it is not theirs; Forbidden for a low role."""
    member = current_member()
    app = db.session.scalars(_OF_WORKSPACE, {"app_id": app_id, "workspace_id": member.workspace_id}).one_or_none()
    if app is None:
        raise AppNotFound
    allow(member, can)
    return app


def get_linked_app(app_id: UUID) -> App:
    """The app that a signed link names. The link is the right to it: there need be no member. Raises AppNotFound."""
    app = db.session.scalars(_LIVING, {"app_id": app_id}).one_or_none()
    if app is None:
        raise AppNotFound("The app this link belongs to has been deleted.")
    return app
