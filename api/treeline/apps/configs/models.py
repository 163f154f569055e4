from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class AppModelConfig(Model):
    """How an app answers: model, prompt, form, features. Written once and never changed; the app names the one in use.

    `asset_version_id`: the version of its files that it is pinned to; without one it follows the active version.
    `published`: it is or was the app's; the others were tried in the studio only.
    """

    __tablename__ = "app_model_configs"
    __table_args__ = (Index(None, "app_id"), Index(None, "asset_version_id"), Index(None, "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    config: Mapped[dict[str, Any]] = mapped_column(JSONB)
    asset_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset_versions.id", ondelete="SET NULL"))
    published: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
