from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

STATES = ("draft", "published", "tried")
# What is not there is null for the database too.
Json = JSONB(none_as_null=True)
TRIGGERED_FROM = ("debugging", "app-run", "webhook", "schedule", "event", "tool", "single-step")


class Workflow(Model):
    """A graph and what it runs with. An app has one draft; what was published or tried is never changed.

    `tried`: the draft as it was when a member ran it. `asset_version_id`: the files that a published one runs with.
    Values of secret variables are in `sealed_secrets` only, as JSON {name: value}.
    """

    __tablename__ = "workflows"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index("uq_workflows_draft", "app_id", unique=True, postgresql_where="state = 'draft'"),
        Index(None, "app_id", "state", "created_at"),
        Index(None, "asset_version_id"),
        Index(None, "created_by"),
        Index(None, "updated_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID]
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))
    graph: Mapped[dict[str, Any]] = mapped_column(JSONB)
    features: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    environment_variables: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    conversation_variables: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    sealed_secrets: Mapped[str | None] = mapped_column(Text)
    # Of everything that the draft consists of, secrets included: what an editor names to save over it.
    hash: Mapped[str] = mapped_column(String(64))
    marked_name: Mapped[str] = mapped_column(Text, default="")
    marked_comment: Mapped[str] = mapped_column(Text, default="")
    asset_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset_versions.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))

    @property
    def version(self) -> str:
        """As clients know it: "draft", or when it was published."""
        return "draft" if self.state != "published" else self.created_at.strftime("%Y-%m-%d %H:%M:%S.%f")


class WorkflowRun(Model):
    """What a run of the kinds workflow and advanced-chat is beyond its row in `runs`."""

    __tablename__ = "workflow_runs"
    __table_args__ = (
        CheckConstraint(f"triggered_from IN {TRIGGERED_FROM}", name="triggered_from"),
        Index(None, "app_id", "run_id"),
        Index(None, "workflow_id"),
        Index(None, "parent_run_id"),
        Index(None, "forked_from"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    workflow_id: Mapped[UUID] = mapped_column(ForeignKey("workflows.id", ondelete="CASCADE"))
    triggered_from: Mapped[str] = mapped_column(String(16))
    # The run that called this one as a tool, and the run whose finished steps this one began with.
    parent_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    forked_from: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    outputs: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    steps: Mapped[int] = mapped_column(default=0)
    exceptions_count: Mapped[int] = mapped_column(default=0)
    total_price: Mapped[Decimal] = mapped_column(Numeric(18, 9), default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    # How many workers have taken it on.
    attempts: Mapped[int] = mapped_column(default=0)


class WorkflowStep(Model):
    """The journal: a row for each attempt at a node. What a run knows is these rows, in the order of `seq`.

    Partitioned by the run's id, which begins with the time: a month each.
    """

    __tablename__ = "workflow_steps"
    __table_args__ = ({"postgresql_partition_by": "RANGE (run_id)"},)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    # Which items and rounds of containers it belongs to: "it:7/loop:2". Empty for the graph itself.
    frame: Mapped[str] = mapped_column(Text, primary_key=True)
    node_id: Mapped[str] = mapped_column(Text, primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    node_type: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    predecessor: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    handle: Mapped[str | None] = mapped_column(Text)
    inputs: Mapped[Any] = mapped_column(Json, nullable=True)
    process_data: Mapped[Any] = mapped_column(Json, nullable=True)
    outputs: Mapped[Any] = mapped_column(Json, nullable=True)
    writes: Mapped[Any] = mapped_column(Json, nullable=True)
    error: Mapped[str | None] = mapped_column(Text)
    error_type: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[Any] = mapped_column(Json, nullable=True)
    # Bytes of the outputs.
    size: Mapped[int] = mapped_column(default=0)
    # Copied from the run that this one was forked from.
    reused: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class WorkflowValue(Model):
    """A value too large for a step's row: it stands once a run, however many rows name it."""

    __tablename__ = "workflow_values"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    value: Mapped[Any] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(default=now)


class WorkflowArchive(Model):
    """An object with the steps and large values of a run that ended long ago. Without a run, it is of no use."""

    __tablename__ = "workflow_archives"
    __table_args__ = (
        UniqueConstraint("run_id"),
        Index(None, "app_id"),
        Index("ix_workflow_archives_unused", "created_at", postgresql_where="run_id IS NULL"),
    )

    storage_key: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id"))
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=now)


class WorkflowFile(Model):
    """A stored file that came with a run, or that one of its nodes has made: it stays as long as the run does."""

    __tablename__ = "workflow_files"
    __table_args__ = (Index(None, "upload_file_id"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    upload_file_id: Mapped[UUID] = mapped_column(ForeignKey("upload_files.id", ondelete="CASCADE"), primary_key=True)


class DraftVariable(Model):
    """A value in the inspector: what a node gave when a member last ran it in the draft, or what they set it to."""

    __tablename__ = "workflow_draft_variables"
    __table_args__ = (
        UniqueConstraint("app_id", "account_id", "node_id", "name"),
        Index(None, "account_id"),
        Index(None, "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    node_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    value_type: Mapped[str] = mapped_column(String(16))
    value: Mapped[Any] = mapped_column(JSONB)
    edited: Mapped[bool] = mapped_column(default=False)
    # The run that it comes from; none where somebody has set it.
    run_id: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)
