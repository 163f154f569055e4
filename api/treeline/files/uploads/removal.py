"""Removes the attachments of a deleted app."""

from uuid import UUID

from sqlalchemy import select

from treeline.files.removal import BATCH, empty_trash
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import forget
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work


def forget_app_uploads(app_id: UUID) -> bool:
    """A step of `app_deletion`: forget a batch of uploads and remove their objects. False when none is left."""
    with unit_of_work() as session:
        some = session.scalars(select(UploadFile.id).where(UploadFile.app_id == app_id).limit(BATCH)).all()
        forget(session, some, now())
    empty_trash(current.storage())
    return len(some) > 0
