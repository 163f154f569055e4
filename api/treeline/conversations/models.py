from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treeline.accounts.models import Account
from treeline.apps.end_users.models import EndUser
from treeline.files.uploads.models import UploadFile
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class Conversation(Model):
    """Messages that belong together. From `deleted_at` on it is gone for everyone; its rows follow in the background.

    It belongs to an end user (through the service API) or to a member (who tries the app in the console).
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index(None, "app_id", "updated_at"),
        Index(None, "app_id", "created_at"),
        Index(None, "end_user_id", "updated_at"),
        Index(None, "account_id", "updated_at"),
        Index(None, "deleted_at", postgresql_where="deleted_at IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    mode: Mapped[str] = mapped_column(String(16))
    # Empty until somebody or the model has named it.
    name: Mapped[str] = mapped_column(Text, default="")
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    introduction: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(16), default="normal")
    end_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("end_users.id", ondelete="SET NULL"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]

    end_user: Mapped[EndUser | None] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise")


class Message(Model):
    """A question and its answer. `status`: running, normal, stopped or error."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("status IN ('running', 'normal', 'stopped', 'error')", name="status"),
        Index(None, "conversation_id", "created_at"),
        Index(None, "app_id", "created_at"),
        Index(None, "parent_message_id"),
        Index(None, "run_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    parent_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    query: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(16), default="running")
    error: Mapped[str | None] = mapped_column(Text)
    model_provider: Mapped[str | None] = mapped_column(String(64))
    model: Mapped[str | None] = mapped_column(String(255))
    # Why the answer ended: "stop", "length", "tool_call" or "limit" (of what an answer may cost); None: nobody said.
    finish_reason: Mapped[str | None] = mapped_column(String(16))
    # What the model was given, as [{role, text}]: it repeats what was said before, so only whoever shows it loads it.
    prompt: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, deferred=True)
    prompt_tokens: Mapped[int] = mapped_column(default=0)
    completion_tokens: Mapped[int] = mapped_column(default=0)
    prompt_unit_price: Mapped[Decimal] = mapped_column(Numeric(14, 6), default=Decimal(0))
    completion_unit_price: Mapped[Decimal] = mapped_column(Numeric(14, 6), default=Decimal(0))
    total_price: Mapped[Decimal] = mapped_column(Numeric(18, 9), default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    # Without one the prices are zeros that say nothing.
    price_known: Mapped[bool] = mapped_column(default=False)
    # The sources of the answer, numbered, as clients are told of them.
    retriever_resources: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    # Seconds from the start of the run to the end of the answer.
    latency: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class AgentThought(Model):
    """One step on the way to an answer: what was thought and said, the tool that was called, and what came back.

    Without a tool it is what the model thought before it answered.
    """

    __tablename__ = "message_agent_thoughts"
    __table_args__ = (UniqueConstraint("message_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    position: Mapped[int]
    thought: Mapped[str] = mapped_column(Text, default="")
    tool: Mapped[str] = mapped_column(Text, default="")
    tool_input: Mapped[str] = mapped_column(Text, default="")
    observation: Mapped[str] = mapped_column(Text, default="")
    tokens: Mapped[int] = mapped_column(default=0)
    latency: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Feedback(Model):
    """What a user or a member thinks of an answer: one each."""

    __tablename__ = "message_feedbacks"
    __table_args__ = (
        CheckConstraint("rating IN ('like', 'dislike')", name="rating"),
        UniqueConstraint("message_id", "end_user_id"),
        UniqueConstraint("message_id", "account_id"),
        Index(None, "app_id", "created_at"),
        Index(None, "end_user_id"),
        Index(None, "account_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    rating: Mapped[str] = mapped_column(String(8))
    content: Mapped[str] = mapped_column(Text, default="")
    end_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("end_users.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    end_user: Mapped[EndUser | None] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise")


class MessageFile(Model):
    """A file that came with a question: one that was uploaded, or a remote one by its address."""

    __tablename__ = "message_files"
    __table_args__ = (Index(None, "message_id"), Index(None, "upload_file_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    type: Mapped[str] = mapped_column(String(16))
    transfer_method: Mapped[str] = mapped_column(String(16))
    url: Mapped[str | None] = mapped_column(Text)
    upload_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("upload_files.id", ondelete="SET NULL"))
    belongs_to: Mapped[str] = mapped_column(String(16), default="user")
    created_at: Mapped[datetime] = mapped_column(default=now)

    upload: Mapped[UploadFile | None] = relationship(lazy="raise")


class ConversationVariable(Model):
    """A value that a conversation keeps between its messages, declared in the app's config."""

    __tablename__ = "conversation_variables"
    __table_args__ = (UniqueConstraint("conversation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    value_type: Mapped[str] = mapped_column(String(16))
    value: Mapped[Any] = mapped_column(JSONB)
    description: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
