from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class UploadFile(Model):
    """A file that somebody gave along with a message: an end user of an app, or a member in the console.

    Its bytes are an object of its own. A member's file belongs to no app; only the member may use it.
    """

    __tablename__ = "upload_files"
    __table_args__ = (
        Index(None, "workspace_id"),
        Index(None, "app_id"),
        Index(None, "end_user_id"),
        Index(None, "account_id"),
        Index(None, "storage_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    app_id: Mapped[UUID | None] = mapped_column(ForeignKey("apps.id"))
    end_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("end_users.id", ondelete="SET NULL"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    extension: Mapped[str] = mapped_column(String(32))
    mime_type: Mapped[str] = mapped_column(String(255))
    # None: the file is empty.
    storage_key: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
