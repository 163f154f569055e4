"""What only PostgreSQL says this way."""

from collections.abc import Collection
from datetime import datetime
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


_INSERT_NEW = text("""
    INSERT INTO blobs (app_id, sha256, size, storage_key, "offset", created_at)
    SELECT :app_id, part.sha256, part.size, :storage_key, part.start, :at
    FROM unnest(:hashes, :sizes, :offsets) AS part(sha256, size, start)
    ON CONFLICT DO NOTHING""").bindparams(
    bindparam("hashes", type_=ARRAY(String)),
    bindparam("sizes", type_=ARRAY(BigInteger)),
    bindparam("offsets", type_=ARRAY(BigInteger)),
)


def insert_new(session: DbSession, app_id: UUID, storage_key: UUID, parts: list[tuple[str, int, int]]) -> int:
    """Name the parts (SHA-256, size, offset) of an object that the app does not have yet. How many those are."""
    hashes, sizes, offsets = zip(*parts, strict=True)
    columns = {"hashes": list(hashes), "sizes": list(sizes), "offsets": list(offsets)}
    written = session.execute(_INSERT_NEW, {"app_id": app_id, "storage_key": storage_key, "at": now(), **columns})
    return cast(CursorResult[Any], written).rowcount


def blob_sizes(session: DbSession, app_id: UUID, hashes: list[str]) -> dict[str, int]:
    sizes = select(Blob.sha256, Blob.size).where(Blob.app_id == app_id, among(Blob.sha256, hashes))
    return dict(iter(session.execute(sizes)))


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
