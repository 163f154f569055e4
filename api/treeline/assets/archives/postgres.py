"""The content of an archive, in one query."""

from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.assets.archives.writing import ZipMember
from treeline.kernel.db import DbSession

# `place`: the positions on the way, so that a folder comes before what it holds, and siblings in their order.
_ENTRIES = text("""
    WITH RECURSIVE down AS (
        SELECT id, w.path, node_type, size, sha256, updated_at, ARRAY[w.place::int] AS place
        FROM unnest(:ids, :paths) WITH ORDINALITY AS w(node_id, path, place) JOIN asset_nodes ON id = w.node_id
        UNION ALL
        SELECT n.id, down.path || '/' || n.name, n.node_type, n.size, n.sha256, n.updated_at, down.place || n.position
        FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n)
    SELECT substr(down.path, 2), down.node_type, down.size, down.updated_at, b.storage_key,
           coalesce(b."offset", 0), down.node_type = 'file' AND down.sha256 IS NULL AS pending
    FROM down LEFT JOIN LATERAL (
        SELECT * FROM blobs WHERE app_id = :app_id AND sha256 = down.sha256 OFFSET 0) b ON true
    WHERE down.path <> ''
    ORDER BY down.place, down.id""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("paths", type_=ARRAY(String))
)


def entries(session: DbSession, app_id: UUID, paths: dict[UUID, str]) -> tuple[list[ZipMember], list[str]]:
    """Nodes with all they hold, each under the path given for it ("/docs"; "" is not shown); and the paths of files
    that have no content."""
    values = {"app_id": app_id, "ids": list(paths), "paths": list(paths.values())}
    rows = session.execute(_ENTRIES, values).all()
    return [ZipMember(*row[:-1]) for row in rows], [row[0] for row in rows if row.pending]
