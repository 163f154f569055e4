"""Verified content, and objects that wait to be removed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.db import Model


class Blob(Model):
    """Verified bytes of one app: `size` bytes from `offset` of the object `storage_key`.

    Per app, so that a key for one app can neither probe nor claim another's bytes. `missing_since`: when the storage
    was found not to have them. The row stays, for the object may come back; but the bytes are asked for again.
    """

    __tablename__ = "blobs"
    __table_args__ = (
        CheckConstraint('size > 0 AND "offset" >= 0', name="extent"),
        Index(None, "storage_key"),
        Index("ix_blobs_missing", "app_id", postgresql_where=text("missing_since IS NOT NULL")),
    )

    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    storage_key: Mapped[UUID]
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    missing_since: Mapped[datetime | None]


class StorageTrash(Model):
    """An object that no row names any more. Written where the last such row goes; removed after `not_before`."""

    __tablename__ = "storage_trash"

    storage_key: Mapped[UUID] = mapped_column(primary_key=True)
    not_before: Mapped[datetime] = mapped_column(index=True)
