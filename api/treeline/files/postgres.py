"""Statements that only PostgreSQL supports."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Select,
    String,
    any_,
    bindparam,
    delete,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import InstrumentedAttribute

from treeline.files.models import Blob, StorageTrash
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

T = TypeVar("T")


def among(column: InstrumentedAttribute[T] | ColumnElement[T], values: Collection[T]) -> ColumnElement[bool]:
    """One of the values, sent as one array: an IN list of 80,000 would be compiled, sent and planned as 80,000."""
    return column == any_(literal(list(values), ARRAY(column.type)))


# Whoever opened an object while a row named it is still reading; a backup of the database still finds its bytes.
TRASHED_FOR = timedelta(hours=24)

_PLACE = text("""
    WITH before AS (SELECT DISTINCT storage_key FROM blobs WHERE app_id = :app_id AND sha256 = ANY(:hashes)),
    placed AS (
        INSERT INTO blobs (app_id, sha256, size, storage_key, "offset", created_at)
        SELECT :app_id, part.sha256, part.size, :storage_key, part.start, :at
        FROM unnest(:hashes, :sizes, :offsets) AS part(sha256, size, start)
        ON CONFLICT (app_id, sha256) DO UPDATE
        SET storage_key = excluded.storage_key, "offset" = excluded."offset", created_at = excluded.created_at,
            missing_since = NULL)
    SELECT storage_key FROM before""").bindparams(
    bindparam("hashes", type_=ARRAY(String)),
    bindparam("sizes", type_=ARRAY(BigInteger)),
    bindparam("offsets", type_=ARRAY(BigInteger)),
)


def place(session: DbSession, app_id: UUID, storage_key: UUID, parts: list[tuple[str, int, int]]) -> None:
    """Name the parts (SHA-256, size, offset) of an object; where the app has such bytes, these take their place."""
    hashes, sizes, offsets = zip(*parts, strict=True)
    columns = {"hashes": list(hashes), "sizes": list(sizes), "offsets": list(offsets)}
    values = {"app_id": app_id, "storage_key": storage_key, "at": now(), **columns}
    if before := session.scalars(_PLACE, values).all():
        trash_unnamed(session, before, now() + TRASHED_FOR)


def blob_sizes(session: DbSession, app_id: UUID, hashes: list[str]) -> dict[str, int]:
    here = (Blob.app_id == app_id, Blob.missing_since.is_(None))
    return dict(iter(session.execute(select(Blob.sha256, Blob.size).where(*here, among(Blob.sha256, hashes)))))


# Rows that somebody is writing get other bytes just now: waiting for them could be a deadlock.
_MARK_MISSING = text("""
    UPDATE blobs b SET missing_since = :at
    FROM (SELECT app_id, sha256 FROM blobs
          WHERE storage_key = :key AND "offset" + size > :end AND missing_since IS NULL
          FOR UPDATE SKIP LOCKED) lost
    WHERE b.app_id = lost.app_id AND b.sha256 = lost.sha256 AND b.storage_key = :key""")


def mark_missing(session: DbSession, storage_key: UUID, end: int) -> None:
    """An object ends at `end`, or is not there (0): what should lie behind that is missing."""
    session.execute(_MARK_MISSING, {"key": storage_key, "end": end, "at": now()})


def mark_found(session: DbSession, blobs: Collection[tuple[UUID, str, UUID]]) -> None:
    """These bytes (app, SHA-256, storage key) are there again."""
    found = tuple_(Blob.app_id, Blob.sha256, Blob.storage_key).in_(blobs)
    session.execute(update(Blob).where(found).values(missing_since=None))


def missing_hashes(session: DbSession, app_id: UUID) -> set[str]:
    missing = select(Blob.sha256).where(Blob.app_id == app_id, Blob.missing_since.is_not(None))
    return set(session.scalars(missing))


def among_hashes(app_id: UUID, hashes: Collection[str]) -> Select[Blob]:
    return select(Blob).where(Blob.app_id == app_id, among(Blob.sha256, hashes))


def forget(session: DbSession, app_id: UUID, hashes: Collection[str], not_before: datetime) -> int:
    """Forget blobs of an app; objects that no other blob shares are trashed until then. How many were forgotten."""
    mine = delete(Blob).where(Blob.app_id == app_id, among(Blob.sha256, hashes)).returning(Blob.storage_key)
    forgotten = session.scalars(mine).all()
    trash_unnamed(session, set(forgotten), not_before)
    return len(forgotten)


def trash_unnamed(session: DbSession, keys: Collection[UUID], not_before: datetime) -> None:
    """Trash, until then, those of these objects that no blob names any more."""
    # Two that forget the last two rows of one object at once each see the other's: then it is found without a row.
    shared = set(session.scalars(select(Blob.storage_key).where(among(Blob.storage_key, keys))))
    if unshared := sorted(set(keys) - shared):
        trash = upsert(StorageTrash).values([{"storage_key": key, "not_before": not_before} for key in unshared])
        session.execute(
            trash.on_conflict_do_update(index_elements=["storage_key"], set_={"not_before": trash.excluded.not_before})
        )


_MOVE = text("""
    UPDATE blobs b SET storage_key = :new_key, "offset" = moved.start
    FROM unnest(:hashes, :offsets) AS moved(sha256, start)
    WHERE b.app_id = :app_id AND b.sha256 = moved.sha256 AND b.storage_key = :old_key""").bindparams(
    bindparam("hashes", type_=ARRAY(String)), bindparam("offsets", type_=ARRAY(BigInteger))
)


def move_blobs(session: DbSession, app_id: UUID, old_key: UUID, new_key: UUID, places: dict[str, int]) -> int:
    """Blobs, {SHA-256: new offset}, whose bytes have been copied to another object. How many still lay in the old."""
    columns = {"hashes": list(places), "offsets": list(places.values())}
    moved = session.execute(_MOVE, {"app_id": app_id, "old_key": old_key, "new_key": new_key, **columns})
    return cast(CursorResult[Any], moved).rowcount
