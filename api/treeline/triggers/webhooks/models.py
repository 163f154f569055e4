from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class Webhook(Model):
    """The address of a webhook node: the same for as long as there is the app, whatever is published."""

    __tablename__ = "webhooks"
    __table_args__ = (UniqueConstraint("webhook_id"), UniqueConstraint("app_id", "node_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    node_id: Mapped[str] = mapped_column(Text)
    # In the address; nobody guesses it.
    webhook_id: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(default=now)
