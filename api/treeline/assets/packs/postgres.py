"""Makes thousands of files ready in one statement."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, String, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.assets.models import AssetNode
from treeline.files.postgres import among
from treeline.kernel.db import DbSession

_MAKE_READY = text("""
    UPDATE asset_nodes n
    SET size = f.size, sha256 = f.sha256, upload_id = NULL, upload_size = NULL, upload_sha256 = NULL, upload_at = NULL
    FROM unnest(:ids, :uploads, :hashes, :sizes) AS f(id, upload_id, sha256, size)
    CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = f.id OFFSET 0) old
    WHERE n.id = f.id AND old.app_id = :app_id AND old.upload_id = f.upload_id AND old.upload_size = f.size
          AND coalesce(old.upload_sha256, f.sha256) = f.sha256
    RETURNING n.id, f.size - old.size AS grown, old.sha256 IS NOT NULL AS replaced""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())),
    bindparam("uploads", type_=ARRAY(Uuid())),
    bindparam("hashes", type_=ARRAY(String)),
    bindparam("sizes", type_=ARRAY(BigInteger)),
)


class Received(NamedTuple):
    """Verified bytes for a node that awaits them under this upload."""

    node_id: UUID
    upload_id: UUID
    sha256: str
    size: int


@dataclass(frozen=True)
class Taken:
    """Which nodes are ready now; how many of them had content before; by how many bytes the tree has grown."""

    nodes: set[UUID]
    replaced: int
    grown: int


def make_ready(session: DbSession, app_id: UUID, arrivals: list[Received]) -> Taken:
    """Give nodes what they await; those that await something else are left as they are."""
    ids, uploads, hashes, sizes = (list(column) for column in zip(*arrivals, strict=True))
    columns = {"ids": ids, "uploads": uploads, "hashes": hashes, "sizes": sizes}
    rows = session.execute(_MAKE_READY, {"app_id": app_id, **columns}).all()
    return Taken({row.id for row in rows}, sum(row.replaced for row in rows), sum(row.grown for row in rows))


def standing(session: DbSession, ids: list[UUID]) -> dict[UUID, Any]:
    """What nodes are and await now, by their ids; those that are gone are left out."""
    columns = (
        AssetNode.id,
        AssetNode.app_id,
        AssetNode.upload_id,
        AssetNode.upload_size,
        AssetNode.upload_sha256,
        AssetNode.sha256,
    )
    return {row.id: row for row in session.execute(select(*columns).where(among(AssetNode.id, ids)))}
