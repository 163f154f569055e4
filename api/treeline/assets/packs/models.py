from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model


class PackList(Model):
    """What the indexes in a pack mean. It stays as it was answered, while one file after the other becomes ready.

    `entries` have 32 bytes for `nodes`: a node's id and the id of the upload that it awaits; 40 bytes for `hashes`: a
    SHA-256 and the size, big endian.
    """

    __tablename__ = "pack_lists"
    __table_args__ = (CheckConstraint("kind IN ('nodes', 'hashes')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    entries: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
