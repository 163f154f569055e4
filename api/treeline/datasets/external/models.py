from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class ExternalKnowledgeApi(Model):
    """A service that answers searches, `{endpoint}/retrieval`, for any number of knowledge bases."""

    __tablename__ = "external_knowledge_apis"
    __table_args__ = (Index(None, "workspace_id", "created_at"), Index(None, "created_by"), Index(None, "updated_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    endpoint: Mapped[str] = mapped_column(Text)
    # Sealed for the workspace; never leaves the server. None: the service asks for no key.
    sealed_key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
