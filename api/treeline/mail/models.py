from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

MAIL_STATES = ("queued", "sending", "sent", "failed", "undelivered", "cancelled")


class Mail(Claimable, Model):
    """A mail to one address. `undelivered`: there is no mail server; an instance admin may pass it on.

    `failures`: how often it was tried in vain. `due_at`: when it is tried next, by the database's clock; None: not
    by itself.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(f"state IN {MAIL_STATES}", name="state"),
        Index(None, "created_at"),
        Index(None, "state", "created_at"),
        Index("ix_mails_due", "due_at", postgresql_where="due_at IS NOT NULL"),
        Index("ix_mails_expiring", "expires_at", postgresql_where="sealed_content IS NOT NULL"),
        Index("ix_mails_claimed", "claimed_until", postgresql_where="claimed_until IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # A folder of templates.
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    # JSON of the values and the link, sealed for this row; gone once it is sent, cancelled or expired.
    sealed_content: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    failures: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    # The same for each attempt, so that a second copy is known as one.
    message_id: Mapped[str | None] = mapped_column(Text)
    # Whose business it is about, if a workspace's; it may be gone.
    workspace_id: Mapped[UUID | None]
    # When what it says is of no use any more.
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]

    @property
    def has_content(self) -> bool:
        return self.sealed_content is not None
