from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treeline.accounts.models import Account
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

MODES = ("chat", "agent-chat", "advanced-chat", "workflow", "completion")


class App(Model):
    """What a team builds. From `deleted_at` on it is gone for everyone; its rows and bytes follow in the background."""

    __tablename__ = "apps"
    __table_args__ = (
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        Index(None, "workspace_id", "created_at"),
        Index(None, "asset_version_id"),
        Index(None, "model_config_id"),
        Index(None, "deleted_at", postgresql_where="deleted_at IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[str] = mapped_column(String(16))
    icon_type: Mapped[str | None] = mapped_column(String(8))
    icon: Mapped[str | None] = mapped_column(Text)
    icon_background: Mapped[str | None] = mapped_column(Text)
    use_icon_as_answer_icon: Mapped[bool] = mapped_column(default=False)
    max_active_requests: Mapped[int | None]
    # The version of its files that it works with. By name, and made last: the two tables name each other.
    asset_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("asset_versions.id", ondelete="SET NULL", use_alter=True)
    )
    # How it answers; likewise.
    model_config_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("app_model_configs.id", ondelete="SET NULL", use_alter=True)
    )
    # Whether programs may use it with its keys, and people through its public page.
    enable_api: Mapped[bool] = mapped_column(default=True)
    enable_site: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    deleted_at: Mapped[datetime | None]

    author: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=created_by)

    @property
    def author_name(self) -> str | None:
        return self.author.name if self.author else None
