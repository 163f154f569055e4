from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

PREFIX = "tlp-"


class PersonalToken(Model):
    """A token of one member of one workspace. It ends with the membership.

    The token itself is not here: its SHA-256 finds it, `token_shown` tells it from others.
    """

    __tablename__ = "personal_tokens"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["workspace_members.workspace_id", "workspace_members.account_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        UniqueConstraint("token_hash"),
        Index(None, "workspace_id", "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID]
    workspace_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(String(64))
    token_shown: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    # None: it works until it is deleted.
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_used_ip: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
