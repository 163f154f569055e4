from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model


class TriggerListener(Model):
    """A member who waits for an event of one of the draft's nodes: for what has come since."""

    __tablename__ = "trigger_listeners"
    __table_args__ = (Index(None, "account_id"), Index(None, "seen_at"))

    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    node_id: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)
    # When the member has last asked.
    seen_at: Mapped[datetime] = mapped_column(default=now)
