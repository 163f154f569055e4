from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from treeline.accounts.roles import ROLES
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

# How somebody proved to be who they are when their session began.
METHODS = ("password", "code", "oidc", "passkey", "invitation")
# Two factors by themselves: the device, and what unlocks it.
STRONG_METHODS = ("passkey",)


class Account(Model):
    """A person who can log in."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("interface_theme IN ('light', 'dark')", name="interface_theme"),
        Index(None, "avatar_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    # Not when it was hashed anew with other parameters, but when the person chose it.
    password_set_at: Mapped[datetime | None]
    interface_language: Mapped[str] = mapped_column(String(35), default="en-US")
    interface_theme: Mapped[str] = mapped_column(String(8), default="light")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    # One of the account's own uploads.
    avatar_id: Mapped[UUID | None] = mapped_column(ForeignKey("upload_files.id", ondelete="SET NULL", use_alter=True))
    # May operate the installation itself: queues, and what outbound requests may reach. No role in a workspace says so.
    is_instance_admin: Mapped[bool] = mapped_column(default=False)
    last_login_at: Mapped[datetime | None]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_password_set(self) -> bool:
        return self.password_hash is not None

    @property
    def avatar(self) -> str | None:
        return str(self.avatar_id) if self.avatar_id else None

    @property
    def avatar_url(self) -> str | None:
        return picture_url(self.id, self.avatar_id)


def picture_url(account_id: UUID, avatar_id: UUID | None) -> str | None:
    """Changes with the picture, so that browsers ask again."""
    return f"/console/api/accounts/{account_id}/avatar?v={avatar_id}" if avatar_id else None


# One account an address, however it is spelt.
Index("uq_accounts_email", func.lower(Account.email), unique=True)


class Workspace(Model):
    """What a team shares: its apps and everything else belong to one workspace."""

    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    # Members without two-step verification, who did not sign in with a passkey either, first have to turn it on.
    requires_two_step: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class WorkspaceMember(Model):
    """An account's place in a workspace."""

    __tablename__ = "workspace_members"
    __table_args__ = (
        UniqueConstraint("workspace_id", "account_id"),
        CheckConstraint(f"role IN {ROLES}", name="role"),
        Index(None, "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    # When the account last switched to this workspace: the next login goes there.
    chosen_at: Mapped[datetime | None]
    # When its last request came, as far as it has been written down.
    last_active_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class LoginSession(Model):
    """One login, and the workspace it is in now. It ends with the membership."""

    __tablename__ = "login_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["workspace_members.workspace_id", "workspace_members.account_id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace_id", "account_id"),
        Index(None, "account_id"),
        Index(None, "expires_at"),
        CheckConstraint(f"method IN {METHODS}", name="method"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID]
    workspace_id: Mapped[UUID]
    # Half of what its tokens are made of; the other half is SECRET_KEY.
    secret: Mapped[bytes]
    # How often its tokens were renewed.
    generation: Mapped[int] = mapped_column(default=0)
    rotated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    remember: Mapped[bool]
    method: Mapped[str] = mapped_column(String(16))
    ip: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(255))
    # Written every few minutes only, together with `ip`.
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Installation(Model):
    """The one row that says that first-time set-up is done, and with which SECRET_KEY."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    setup_at: Mapped[datetime] = mapped_column(default=now)
    secret_check: Mapped[str] = mapped_column(String(64))
