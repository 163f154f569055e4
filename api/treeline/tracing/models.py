from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

PROVIDERS = ("langfuse", "langsmith", "phoenix", "opik", "otlp")
CONTENTS = ("full", "masked", "none")
DELIVERY_STATES = ("waiting", "delivered", "failed")


class TraceTarget(Claimable, Model):
    """Where an app's traces go. Whoever claims it sends what waits for it: one worker at a time.

    `config`: without its secrets. `sampling`: the share of runs, 0 to 1. `contents`: what of texts is sent. `failures`:
    in a row. `due_at`: not before, by the database's clock.
    """

    __tablename__ = "trace_targets"
    __table_args__ = (
        CheckConstraint(f"provider IN {PROVIDERS}", name="provider"),
        CheckConstraint(f"contents IN {CONTENTS}", name="contents"),
        UniqueConstraint("app_id", "provider"),
        Index(None, "workspace_id"),
        Index(None, "due_at"),
        Index(None, "claimed_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    provider: Mapped[str] = mapped_column(String(16))
    config: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # JSON of the secrets, sealed for the workspace.
    sealed_secrets: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(default=True)
    sampling: Mapped[float] = mapped_column(Float, default=1.0)
    contents: Mapped[str] = mapped_column(String(16), default="full")
    patterns: Mapped[list[str]] = mapped_column(JSONB, default=list)
    failures: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now)
    error: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class TraceDelivery(Model):
    """A run whose trace goes to a target, written in the transaction that ends the run.

    `attempts`: how often it was sent. `waits_since`: from then on it is tried for a while. `error`: why it failed, or
    what of it the target did not take.
    """

    __tablename__ = "trace_deliveries"
    __table_args__ = (
        CheckConstraint(f"state IN {DELIVERY_STATES}", name="state"),
        UniqueConstraint("target_id", "run_id"),
        Index(None, "run_id"),
        Index(None, "target_id", "state", "waits_since"),
        Index(None, "ended_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("trace_targets.id", ondelete="CASCADE"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    waits_since: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
