from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

# What somebody may do who reads the mail of an address. "password": set a new one, after "reset" was proven.
Purpose = Literal["reset", "password", "login", "email", "delete", "invitation", "transfer"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


class Verification(Model):
    """A short-lived proof that somebody reads an address. Neither its token nor its code is here."""

    __tablename__ = "verifications"
    __table_args__ = (
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
        UniqueConstraint("token_hash"),
        Index(None, "purpose", "email"),
        Index(None, "account_id"),
        Index(None, "workspace_id"),
        Index(None, "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(16))
    # In the form that accounts have it in.
    email: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    workspace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    # An HMAC with the token as its key: whoever reads this table can't try the million codes.
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, str]] = mapped_column(JSONB)
    # The mail that has its link: of no use when the proof is used or revoked.
    mail_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
