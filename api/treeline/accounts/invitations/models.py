from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from treeline.accounts.roles import ROLES
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class Invitation(Model):
    """An address that may join a workspace with a role, until it has, or the invitation expires or is revoked."""

    __tablename__ = "workspace_invitations"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES} AND role <> 'owner'", name="role"),
        Index(
            "uq_workspace_invitations_open",
            "workspace_id",
            "email",
            unique=True,
            postgresql_where="accepted_at IS NULL AND revoked_at IS NULL",
        ),
        Index(None, "workspace_id", "created_at"),
        Index(None, "verification_id"),
        Index(None, "invited_by"),
        Index(None, "accepted_by"),
        Index(None, "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    # In its normal form.
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    # Of the link that was made last; those before it are void. Such rows and mails are forgotten sooner than this one.
    verification_id: Mapped[UUID]
    mail_id: Mapped[UUID]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None]
    # When whoever has it asked for a new link, after the last one had expired.
    asked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
