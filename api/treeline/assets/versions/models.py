"""A published tree: one row per version and one per node, written once and never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.clock import now
from treeline.kernel.db import Model
from treeline.kernel.ids import new_id


class AssetVersion(Model):
    """An app's tree as it was published. `number` counts from 1 for each app; none is ever given twice.

    Below 0 it is a snapshot of the draft, which is in no list: see snapshots.py.
    """

    __tablename__ = "asset_versions"
    __table_args__ = (UniqueConstraint("app_id", "number"), Index(None, "created_by"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    app_id: Mapped[UUID] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"))
    number: Mapped[int]
    tree_hash: Mapped[str] = mapped_column(String(64))
    node_count: Mapped[int]
    total_size: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class AssetVersionNode(Model):
    """A node of a version, under the id that it had in the draft. Top-level nodes have the app's id as their parent.

    The root is not among them. Nothing here has a foreign key: rows come by one statement, go with their version, and
    a key checked for every row would be a third of a publication's time. Both keys begin with the version, so that its
    rows lie together and a publication writes at the end of every index.
    """

    __tablename__ = "asset_version_nodes"
    __table_args__ = (UniqueConstraint("version_id", "parent_id", "name_key"),)

    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    node_id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    node_type: Mapped[str] = mapped_column(String(6))
    position: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
