from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

# heard: by the draft only, which starts no run by itself.
STATES = ("pending", "done", "failed", "heard")


class TriggerEvent(Model):
    """Something that happened elsewhere, as it was told.

    `source` and `source_id`: which node type it is for, and from which webhook or subscription it came. `content` is
    what was told, as JSON; a large one is a stored object.
    """

    __tablename__ = "trigger_events"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("uq_trigger_events_delivery", "source_id", "delivery_id", unique=True),
        Index(None, "source_id", "id"),
        Index(None, "app_id", "id"),
        Index("ix_trigger_events_pending", "not_before", postgresql_where="state = 'pending'"),
        Index(None, "created_at"),
        Index(None, "workflow_id"),
        Index("ix_trigger_events_storage_key", "storage_key", postgresql_where="storage_key IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID]
    # Whose it is alone, such as that of a webhook; None: of all apps of the workspace that listen to its source.
    app_id: Mapped[UUID | None] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[UUID]
    # What its sender calls it: twice the same within a day is one event.
    delivery_id: Mapped[str | None] = mapped_column(String(255))
    content: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    storage_key: Mapped[UUID | None]
    size: Mapped[int] = mapped_column(default=0)
    # The version that has taken it, and so runs with it.
    workflow_id: Mapped[UUID | None] = mapped_column(ForeignKey("workflows.id", ondelete="SET NULL"))
    # How many runs started one another before it.
    depth: Mapped[int] = mapped_column(default=0, server_default="0")
    state: Mapped[str] = mapped_column(String(16), default="pending")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    not_before: Mapped[datetime] = mapped_column(default=now)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class TriggerDelivery(Model):
    """One event at one node that listens: the run that it started, or why it started none."""

    __tablename__ = "trigger_deliveries"
    __table_args__ = (Index(None, "app_id", "node_id", "event_id"), Index(None, "run_id"))

    event_id: Mapped[UUID] = mapped_column(ForeignKey("trigger_events.id", ondelete="CASCADE"), primary_key=True)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    node_id: Mapped[str] = mapped_column(Text, primary_key=True)
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    # Whether it has started a run; the run may be deleted since.
    started: Mapped[bool]
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
