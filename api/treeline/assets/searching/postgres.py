"""Files of the draft with the location of their content, a part at a time, in one statement."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from treeline.kernel.db import DbSession

_FILES = text("""
    WITH RECURSIVE found AS (
        SELECT id, parent_id, name, size, sha256 FROM asset_nodes
        WHERE app_id = :app_id AND node_type = 'file' AND sha256 IS NOT NULL
          AND id > coalesce(CAST(:after AS uuid), '00000000-0000-0000-0000-000000000000')
        ORDER BY id LIMIT :most),
    up AS (
        SELECT id, parent_id, '/' || name AS path FROM found
        UNION ALL
        SELECT up.id, n.parent_id, '/' || n.name || up.path
        FROM up CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = up.parent_id AND parent_id IS NOT NULL
                                    OFFSET 0) n)
    SELECT found.id, up.path, found.name, found.size, found.sha256, b.storage_key, b."offset"
    FROM found JOIN up ON up.id = found.id AND up.parent_id = :app_id
    LEFT JOIN LATERAL (SELECT * FROM blobs WHERE app_id = :app_id AND sha256 = found.sha256 OFFSET 0) b ON true
    ORDER BY found.id""")


def files_after(session: DbSession, app_id: UUID, after: UUID | None, most: int) -> list[Any]:
    """(id, path, name, size, SHA-256, storage key, offset) of files whose bytes are here, in the order of ids."""
    return list(session.execute(_FILES, {"app_id": app_id, "after": after, "most": most}))
