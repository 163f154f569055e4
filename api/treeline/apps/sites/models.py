from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model


class Site(Model):
    """How an app presents itself to its users; one an app."""

    __tablename__ = "sites"

    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    # Part of the address of the app's public page.
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(Text)
    icon_type: Mapped[str | None] = mapped_column(String(8))
    icon: Mapped[str | None] = mapped_column(Text)
    icon_background: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    default_language: Mapped[str] = mapped_column(String(16), default="en-US")
    chat_color_theme: Mapped[str | None] = mapped_column(String(32))
    chat_color_theme_inverted: Mapped[bool] = mapped_column(default=False)
    copyright: Mapped[str | None] = mapped_column(Text)
    privacy_policy: Mapped[str | None] = mapped_column(Text)
    custom_disclaimer: Mapped[str] = mapped_column(Text, default="")
    customize_domain: Mapped[str | None] = mapped_column(Text)
    customize_token_strategy: Mapped[str] = mapped_column(String(16), default="not_allow")
    prompt_public: Mapped[bool] = mapped_column(default=False)
    show_workflow_steps: Mapped[bool] = mapped_column(default=True)
    use_icon_as_answer_icon: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=now)
