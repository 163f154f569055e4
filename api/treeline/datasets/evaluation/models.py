"""Evaluation sets: questions with the documents or segments that answer them, and runs over them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

RUN_STATES = ("waiting", "running", "completed", "error")


class EvaluationSet(Model):
    __tablename__ = "evaluation_sets"
    __table_args__ = (UniqueConstraint("dataset_id", "name"), Index(None, "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class EvaluationQuestion(Model):
    """Never changed, so that two runs that have it have asked the same. `expected`: as `expectations.py` has it."""

    __tablename__ = "evaluation_questions"
    __table_args__ = (Index(None, "set_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation_sets.id", ondelete="CASCADE"))
    position: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    expected: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(default=now)


class EvaluationRun(Model, Claimable):
    """All questions of a set, asked in one way. The row is the queue, by the database's clock.

    `claim`: the worker whose run it is until `claimed_until`; each of its writes names it. `options`: how was searched,
    as `retrieval_model`; `searched`: what in: technique, model, language, numbers of documents and segments.
    """

    __tablename__ = "evaluation_runs"
    __table_args__ = (
        CheckConstraint(f"state IN {RUN_STATES}", name="state"),
        Index(None, "set_id", "created_at"),
        Index("ix_evaluation_runs_work", "created_at", postgresql_where="state IN ('waiting', 'running')"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation_sets.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    options: Mapped[dict[str, Any]] = mapped_column(JSONB)
    searched: Mapped[dict[str, Any]] = mapped_column(JSONB)
    total: Mapped[int]
    completed: Mapped[int] = mapped_column(default=0)
    # Once it is completed.
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class EvaluationAnswer(Model):
    """What one question of a run was answered with. Scores are None where nothing that is expected is there any more.

    `results`: the first ten; `missing`: what was expected and can't be found, with the reason; `warnings`: codes of the
    search. The question itself may be gone by now.
    """

    __tablename__ = "evaluation_answers"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation_runs.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    ndcg: Mapped[float | None]
    recall: Mapped[float | None]
    reciprocal_rank: Mapped[float | None]
    milliseconds: Mapped[float]
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    missing: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    warnings: Mapped[list[str]] = mapped_column(JSONB)
