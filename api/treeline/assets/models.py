"""The draft tree of an app: one row per node, one row per tree that serves as its lock, and pack lists."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model


class AssetTree(Model):
    """One row an app. Whoever changes the tree locks it first and holds it to the commit; there is no other lock."""

    __tablename__ = "asset_trees"
    # Half-empty pages: the row is updated in place at every change.
    __table_args__ = ({"postgresql_with": {"fillfactor": 50}},)

    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    node_count: Mapped[int] = mapped_column(default=0)
    # Files that have no content yet: while there are any, the tree may look different at the same revision.
    pending_count: Mapped[int] = mapped_column(default=0)
    total_size: Mapped[int] = mapped_column(BigInteger, default=0)
    # The number that was last given to a version; that of a deleted one is not given again.
    last_version: Mapped[int] = mapped_column(default=0)
    # None: never, as far as anything says.
    changed_at: Mapped[datetime | None]


class AssetNode(Model):
    """A folder or a file. The root of a tree has the app's id, no parent and no name, and is never shown.

    sha256 names verified bytes and is null until there are any. upload_* describe bytes that are awaited. app_id has no
    foreign key: the root proves the app, and a key checked for every row would be a tenth of a batch's time.
    """

    __tablename__ = "asset_nodes"
    __table_args__ = (
        # parent_id first and alone in front: the cascade looks children up by it, without such an index it scans.
        UniqueConstraint("parent_id", "name_key"),
        Index(None, "app_id"),
        CheckConstraint("node_type IN ('file', 'folder')", name="node_type"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("(parent_id IS NULL) = (id = app_id)", name="root"),
        CheckConstraint("node_type = 'file' OR (size = 0 AND sha256 IS NULL AND upload_id IS NULL)", name="folder"),
        CheckConstraint("(upload_id IS NULL) = (upload_at IS NULL)", name="upload"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    app_id: Mapped[UUID]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset_nodes.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    node_type: Mapped[str] = mapped_column(String(6))
    position: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    upload_id: Mapped[UUID | None]
    upload_size: Mapped[int | None] = mapped_column(BigInteger)
    upload_sha256: Mapped[str | None] = mapped_column(String(64))
    upload_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None]


class PackList(Model):
    """What the indexes in a pack mean. It stays as it was answered, while one file after the other becomes ready.

    `entries` have 32 bytes for `nodes`: a node's id and the id of the upload that it awaits; 40 bytes for `hashes`: a
    SHA-256 and the size, big endian.
    """

    __tablename__ = "pack_lists"
    __table_args__ = (CheckConstraint("kind IN ('nodes', 'hashes')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    entries: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
