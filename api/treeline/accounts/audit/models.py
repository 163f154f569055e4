from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class AuditEvent(Model):
    """A line of the audit log. It refers to no other row: it outlives who did it, and what it was done to."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index(None, "workspace_id", "id"),
        Index(None, "workspace_id", "actor_id", "id"),
        Index(None, "workspace_id", "object_id", "id"),
        Index(None, "workspace_id", "object_kind", "id"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # None: of the installation itself, for instance admins.
    workspace_id: Mapped[UUID | None]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[UUID | None]
    # Accounts by address, keys by name, as they were.
    actor_name: Mapped[str] = mapped_column(Text)
    deed: Mapped[str] = mapped_column(String(64))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[UUID | None]
    object_name: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    ip: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
