from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class AppTrigger(Model):
    """A trigger of an app: a node of its published workflow, written when that is published.

    `kind`: the node's type. `config`: the node's data, so that nobody reads a graph to look at a trigger.
    """

    __tablename__ = "app_triggers"
    __table_args__ = (UniqueConstraint("app_id", "node_id"), Index(None, "workflow_id"), Index(None, "workspace_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID]
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    # The version that answers.
    workflow_id: Mapped[UUID] = mapped_column(ForeignKey("workflows.id", ondelete="CASCADE"))
    node_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    config: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # Whether it starts runs; who publishes anew does not switch it on.
    enabled: Mapped[bool] = mapped_column(default=True, server_default=true())
    # When somebody was last told by email that it failed.
    failure_told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
