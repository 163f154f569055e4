"""Statements that only PostgreSQL supports: recursion through the nodes of a version."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.kernel.db import DbSession

_PATHS = text("""
    WITH RECURSIVE up AS (
        SELECT node_id AS id, parent_id, '/' || name AS path
        FROM asset_version_nodes WHERE version_id = :version_id AND node_id = ANY(:ids)
        UNION ALL
        SELECT up.id, n.parent_id, '/' || n.name || up.path
        FROM up CROSS JOIN LATERAL (
            SELECT * FROM asset_version_nodes WHERE version_id = :version_id AND node_id = up.parent_id OFFSET 0) n)
    SELECT id, path FROM up WHERE parent_id = :root_id""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

_UNDER = text("""
    WITH RECURSIVE down AS (
        SELECT node_id, name, node_type, size, sha256, :path || '/' || name AS path
        FROM asset_version_nodes WHERE version_id = :version_id AND parent_id = :folder_id
        UNION ALL
        SELECT n.node_id, n.name, n.node_type, n.size, n.sha256, down.path || '/' || n.name
        FROM down CROSS JOIN LATERAL (
            SELECT * FROM asset_version_nodes WHERE version_id = :version_id AND parent_id = down.node_id OFFSET 0) n)
    SELECT path, name, node_type, size, sha256 FROM down ORDER BY path COLLATE "C" """)


def paths(session: DbSession, version_id: UUID, root_id: UUID, ids: list[UUID]) -> dict[UUID, str]:
    """{node id: path} of nodes of a version. `root_id`: the app's id."""
    found = session.execute(_PATHS, {"version_id": version_id, "root_id": root_id, "ids": ids})
    return {row.id: row.path for row in found}


def under(session: DbSession, version_id: UUID, folder_id: UUID, path: str) -> list[Any]:
    """(path, name, node type, size, SHA-256) of all that lies in a folder, in the order of the paths."""
    return list(session.execute(_UNDER, {"version_id": version_id, "folder_id": folder_id, "path": path}))
