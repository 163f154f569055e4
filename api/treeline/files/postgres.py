"""What only PostgreSQL says this way."""

from uuid import UUID

from sqlalchemy import String, any_, delete, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from treeline.files.models import Blob, StorageTrash
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession


def insert_if_new(session: DbSession, blob: Blob) -> bool:
    """False if the app has these bytes already."""
    values = {column.key: getattr(blob, column.key) for column in Blob.__table__.columns}
    written = session.execute(upsert(Blob).values(values).on_conflict_do_nothing().returning(Blob.sha256))
    return written.one_or_none() is not None


def blob_sizes(session: DbSession, app_id: UUID, hashes: list[str]) -> dict[str, int]:
    # One array parameter: an IN list of 80,000 would be compiled, sent and planned as 80,000.
    wanted = any_(literal(hashes, ARRAY(String)))
    rows = session.execute(select(Blob.sha256, Blob.size).where(Blob.app_id == app_id, Blob.sha256 == wanted))
    return dict(iter(rows))


def trash_blobs(session: DbSession, app_id: UUID, most: int) -> int:
    """Forget up to `most` blobs of an app and trash their objects, for removal now. How many were forgotten."""
    some = select(Blob.sha256).where(Blob.app_id == app_id).limit(most)
    forgotten = session.scalars(
        delete(Blob).where(Blob.app_id == app_id, Blob.sha256.in_(some)).returning(Blob.storage_key)
    ).all()
    if forgotten:
        trash = upsert(StorageTrash).values([{"storage_key": key, "not_before": now()} for key in set(forgotten)])
        session.execute(trash.on_conflict_do_nothing())
    return len(forgotten)
