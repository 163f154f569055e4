from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

KINDS = ("github", "feed", "imap", "version_published", "run_ended", "knowledge_synced")


class TriggerSubscription(Claimable, Model):
    """Something of which the workspace's workflows may be told: of a kind, at a source.

    `source`: what is watched, without its secrets. `app_id`, `dataset_id`: what is watched here; None also once that is
    gone. `cursor`: up to where the source is known.
    """

    __tablename__ = "trigger_subscriptions"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        UniqueConstraint("workspace_id", "name"),
        Index(None, "app_id", "kind"),
        Index(None, "dataset_id"),
        Index(None, "created_by"),
        Index("ix_trigger_subscriptions_due", "due_at", postgresql_where="due_at IS NOT NULL AND enabled"),
        Index("ix_trigger_subscriptions_claimed", "claimed_until", postgresql_where="claimed_until IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # JSON of the source's secrets, sealed for the workspace.
    sealed_secrets: Mapped[str | None] = mapped_column(Text)
    app_id: Mapped[UUID | None] = mapped_column(ForeignKey("apps.id", ondelete="SET NULL"))
    dataset_id: Mapped[UUID | None] = mapped_column(ForeignKey("datasets.id", ondelete="SET NULL"))
    enabled: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Seconds between two looks.
    every: Mapped[int] = mapped_column(default=300, server_default="300")
    # When it is looked at next, by the database's clock; None: it tells by itself.
    due_at: Mapped[datetime | None]
    cursor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # Since the last look that succeeded.
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str | None] = mapped_column(Text)
    looked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
