from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id
from treeline.workflows.nodes.schedule.timing import OVERLAPS, Timing

# pending: a run is to be made of it. waiting: until the run before has ended.
PENDING, WAITING, STARTED, SKIPPED, FAILED = "pending", "waiting", "started", "skipped", "failed"
FIRING_STATES = (PENDING, WAITING, STARTED, SKIPPED, FAILED)


class SchedulePlan(Model):
    """When a schedule of a published workflow is due. Whoever moves it on, or starts its runs, holds the row."""

    __tablename__ = "schedule_plans"
    __table_args__ = (
        CheckConstraint(f"overlap IN {OVERLAPS}", name="overlap"),
        Index("ix_schedule_plans_due", "next_due_at", postgresql_where="next_due_at IS NOT NULL"),
        Index(None, "last_run_id"),
    )

    trigger_id: Mapped[UUID] = mapped_column(ForeignKey("app_triggers.id", ondelete="CASCADE"), primary_key=True)
    cron: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(Text)
    misfire: Mapped[str] = mapped_column(String(16))
    overlap: Mapped[str] = mapped_column(String(16))
    # None: never again.
    next_due_at: Mapped[datetime | None]
    # The run that it has started last: what `overlap` looks at.
    last_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def timing(self) -> Timing:
        return Timing(self.cron, self.timezone, self.misfire, self.overlap)


class ScheduleFiring(Model):
    """A time that was due, and what has come of it: one row a time, so that it is run once whoever saw it.

    Skipped ones say why in `reason`, failed ones with the code of an error. `until`: this row stands for all times from
    `due_at` until then.
    """

    __tablename__ = "schedule_firings"
    __table_args__ = (
        CheckConstraint(f"state IN {FIRING_STATES}", name="state"),
        UniqueConstraint("trigger_id", "due_at"),
        Index(
            "ix_schedule_firings_open",
            "trigger_id",
            "due_at",
            postgresql_where="state IN ('pending', 'waiting')",
        ),
        Index(None, "run_id"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    trigger_id: Mapped[UUID] = mapped_column(ForeignKey("app_triggers.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default=PENDING)
    reason: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    # None for one that is started: its run has been deleted since.
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
