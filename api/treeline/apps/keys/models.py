from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

PREFIX, DATASET_PREFIX = "app-", "ds-"


class ApiToken(Model):
    """A key of one app, or of a workspace's knowledge bases: all of them, or those in `dataset_ids`.

    The key itself is not here: its SHA-256 finds it, `token_shown` tells it from others.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("type = 'app' AND app_id IS NOT NULL OR type = 'dataset' AND app_id IS NULL", name="type"),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        UniqueConstraint("token_hash"),
        Index(None, "app_id"),
        Index(None, "workspace_id"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(String(16), default="app")
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    app_id: Mapped[UUID | None] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    dataset_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid()))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    # What it is for; keys from before there were names have none.
    name: Mapped[str] = mapped_column(Text, default="")
    token_hash: Mapped[str] = mapped_column(String(64))
    token_shown: Mapped[str] = mapped_column(String(32))
    # None: it works until it is deleted.
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_used_ip: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
