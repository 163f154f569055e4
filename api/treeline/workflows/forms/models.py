from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model

FORM_STATES = ("waiting", "submitted", "expired", "stopped")


class HumanInputForm(Model):
    """What a run asks a person. Its id is that of the step that waits; it is written with the step's row.

    `stopped`: the run no longer waits for it. Who has the token may answer; only its hash is stored.
    """

    __tablename__ = "human_input_forms"
    __table_args__ = (
        CheckConstraint(f"state IN {FORM_STATES}", name="state"),
        Index(None, "workspace_id", "created_at"),
        Index(None, "app_id"),
        Index(None, "run_id"),
        Index(None, "token_hash", unique=True),
        Index(None, "account_id"),
        Index(None, "end_user_id"),
        Index("ix_human_input_forms_due", "expires_at", postgresql_where="state = 'waiting'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    node_id: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    # See nodes/human_input.py; secrets are masked.
    form: Mapped[dict[str, Any]] = mapped_column(JSONB)
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)
    # The answer: the id of a button, and the values of the fields.
    action: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    answered_at: Mapped[datetime | None]
    # Who gave it, as far as that is known: a link has no name.
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    end_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("end_users.id", ondelete="SET NULL"))
