from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

STATUSES = ("queued", "running", "paused", "succeeded", "partial-succeeded", "failed", "stopped")
# A worker has it, or is about to.
ACTIVE = ("queued", "running")
# A paused one waits for somebody, without a worker; it may still go on, or be stopped.
UNFINISHED = (*ACTIVE, "paused")


class Run(Model):
    """One answer being made, by a worker. Its id is the `task_id` of every event; it names all that it worked with.

    The worker that holds the lease counts its writes by `lease_token`: one whose lease has run out is fenced off.
    """

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        Index(None, "app_id", "created_at"),
        Index(None, "end_user_id"),
        Index(None, "account_id"),
        Index(None, "model_config_id"),
        Index(None, "asset_version_id"),
        Index(None, "lease_until", postgresql_where="lease_until IS NOT NULL"),
        Index(
            "ix_runs_background",
            "status",
            "workspace_id",
            "created_at",
            postgresql_where="background AND status IN ('queued', 'running')",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workspace_id: Mapped[UUID]
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    # Which executor runs it: see runs/executors.py.
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(20), default="queued")
    # Nobody waits for it: it is queued for as long as it takes, see runs/background.py.
    background: Mapped[bool] = mapped_column(default=False, server_default=false())
    input: Mapped[dict[str, Any]] = mapped_column(JSONB)
    end_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("end_users.id", ondelete="SET NULL"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    model_config_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_model_configs.id", ondelete="SET NULL"))
    asset_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset_versions.id", ondelete="SET NULL"))
    lease_token: Mapped[int] = mapped_column(default=0)
    # Who is seen to until when: see runs/leases.py. None: it waits in the background; or it has ended or paused, and
    # its stream is closed.
    lease_until: Mapped[datetime | None]
    # How often in a row a worker was lost before it had got any further.
    stalls: Mapped[int] = mapped_column(default=0, server_default="0")
    # Of all workers that have had it, pauses left out.
    worked_seconds: Mapped[float] = mapped_column(default=0.0, server_default="0")
    stop_requested_at: Mapped[datetime | None]
    # Of a failed run: code, status and words of the error, and whether the same question may succeed a little later.
    error_code: Mapped[str | None] = mapped_column(String(64))
    error_status: Mapped[int | None]
    error_retryable: Mapped[bool] = mapped_column(default=False, server_default=false())
    error: Mapped[str | None] = mapped_column(Text)
    total_tokens: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def asset_version(self) -> str | None:
        """Which files a member tried the app with: "draft", or a number."""
        return self.input.get("asset_version")
