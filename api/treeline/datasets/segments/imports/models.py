from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

IMPORT_STATUSES = ("waiting", "processing", "completed", "error")


class SegmentImport(Model, Claimable):
    """Segments that wait to be written, all of them in one transaction. `claim`: whose work it is until then.

    `rows`: [content, answer] each; none once it is over.
    """

    __tablename__ = "segment_imports"
    __table_args__ = (
        CheckConstraint(f"status IN {IMPORT_STATUSES}", name="status"),
        Index(None, "dataset_id"),
        Index(None, "document_id", "created_at"),
        Index(None, "created_by"),
        Index(None, "created_at"),
        Index("ix_segment_imports_work", "claimed_until", postgresql_where="status IN ('waiting', 'processing')"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    rows: Mapped[list[Any]] = mapped_column(JSONB)
    total: Mapped[int]
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
