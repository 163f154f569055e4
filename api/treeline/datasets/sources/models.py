"""Sources, their syncs, and bytes that were pushed and are no documents yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.claims import Claimable
from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id

KINDS = ("asset_tree", "archive", "push", "url_list")
TREES = ("draft", "active")
ON_MISSING = ("delete", "keep")
STATES = ("waiting", "running", "completed", "error")
# What began a sync: a person or a program, or a tree that has changed.
TRIGGERS = ("request", "change")


class DatasetSource(Model):
    """Where documents come from. Each names it and, in `source_key`, its path or URL there.

    `folder`: where the documents are put. `seen`: the state of the tree that the last sync looked at; another is synced
    by itself while `auto_sync` is on. `app_id`: None also once the app is gone: its documents stay.
    """

    __tablename__ = "dataset_sources"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"tree IN {TREES}", name="tree"),
        CheckConstraint(f"on_missing IN {ON_MISSING}", name="on_missing"),
        # A folder that is pushed again is the same source.
        Index("uq_dataset_sources_pushed", "dataset_id", "folder", unique=True, postgresql_where="kind = 'push'"),
        Index(None, "dataset_id", "created_at"),
        Index(None, "app_id"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    folder: Mapped[str] = mapped_column(Text, default="")
    on_missing: Mapped[str] = mapped_column(String(8), default="delete")
    auto_sync: Mapped[bool] = mapped_column(default=False)
    # Of an asset_tree: a part of which tree, and which of its files.
    app_id: Mapped[UUID | None] = mapped_column(ForeignKey("apps.id", ondelete="SET NULL"))
    tree: Mapped[str] = mapped_column(String(8), default="active")
    path: Mapped[str] = mapped_column(Text, default="")
    include: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    exclude: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    urls: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    seen: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class DatasetSync(Model, Claimable):
    """One sync of a source: a line of its history, and, while it waits or runs, its place in the queue.

    A worker claims it under a token, as it does documents. `confirmed`: it may delete most of the documents.
    `problems`: files that are no documents, and URLs that did not answer: {path, code, message} each.
    """

    __tablename__ = "dataset_syncs"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"began_by IN {TRIGGERS}", name="began_by"),
        Index("uq_dataset_syncs_waiting", "source_id", unique=True, postgresql_where="state = 'waiting'"),
        Index(None, "source_id", "created_at"),
        Index("ix_dataset_syncs_work", "created_at", postgresql_where="state IN ('waiting', 'running')"),
        Index(None, "created_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("dataset_sources.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    began_by: Mapped[str] = mapped_column(String(16), default="request")
    confirmed: Mapped[bool] = mapped_column(default=False)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    error_code: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class DatasetContent(Model):
    """Pushed bytes that no document has yet. A sync makes them a document's own, or they are swept with age."""

    __tablename__ = "dataset_contents"
    __table_args__ = (Index(None, "storage_key"), Index(None, "created_at"))

    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    storage_key: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=now)


class DatasetPackList(Model):
    """What the indexes in a pack mean: 40 bytes each, a SHA-256 and the size, big endian."""

    __tablename__ = "dataset_pack_lists"
    __table_args__ = (Index(None, "dataset_id"), Index(None, "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    entries: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
