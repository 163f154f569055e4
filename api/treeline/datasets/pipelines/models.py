from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

RUN_STATES = ("waiting", "running", "succeeded", "failed")


class EnrichmentCache(Model):
    """What a model wrote for a step, so that it is not asked for the same twice. `key`: a hash of all that matters."""

    __tablename__ = "enrichment_cache"
    __table_args__ = (Index(None, "used_at"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    used_at: Mapped[datetime] = mapped_column(default=now)


class PipelineRun(Model):
    """A trial of a pipeline on a few documents: its result is here, and nowhere else. Removed after a day."""

    __tablename__ = "pipeline_runs"
    __table_args__ = (
        CheckConstraint(f"status IN {RUN_STATES}", name="status"),
        Index(None, "dataset_id", "created_at"),
        Index(None, "created_at"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    # As a process rule: mode, rules, enrichments.
    rule: Mapped[dict[str, Any]] = mapped_column(JSONB)
    document_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    # Of each document what it would become, or why it would not.
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
