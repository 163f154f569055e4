"""What an archive is made of, in one query."""

from uuid import UUID

from sqlalchemy import text

from treeline.assets.archives.writing import Entry
from treeline.kernel.db import DbSession

# `place`: the positions on the way, so that a folder comes before what it holds, and siblings in their order.
_ENTRIES = text("""
    WITH RECURSIVE down AS (
        SELECT id, CASE WHEN parent_id IS NULL THEN '' ELSE '/' || name END AS path, node_type, size, sha256,
               updated_at, ARRAY[position] AS place
        FROM asset_nodes WHERE id = :node_id
        UNION ALL
        SELECT n.id, down.path || '/' || n.name, n.node_type, n.size, n.sha256, n.updated_at, down.place || n.position
        FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n)
    SELECT substr(down.path, 2), down.node_type, down.size, down.updated_at, b.storage_key,
           coalesce(b."offset", 0), down.node_type = 'file' AND down.sha256 IS NULL AS pending
    FROM down LEFT JOIN LATERAL (
        SELECT * FROM blobs WHERE app_id = :app_id AND sha256 = down.sha256 OFFSET 0) b ON true
    WHERE down.path <> ''
    ORDER BY down.place, down.id""")


def entries(session: DbSession, app_id: UUID, node_id: UUID) -> tuple[list[Entry], list[str]]:
    """A node with all it holds, or with the app's id the whole tree; and the paths of files that have no content."""
    rows = session.execute(_ENTRIES, {"app_id": app_id, "node_id": node_id}).all()
    return [Entry(*row[:-1]) for row in rows], [row[0] for row in rows if row.pending]
