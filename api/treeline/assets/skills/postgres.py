"""Every SKILL.md of a tree, with the path of its folder and the location of its content, in one statement."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from treeline.assets.skills.rules import SKILL_FILE
from treeline.kernel.db import DbSession

_SKILLS = """
    WITH RECURSIVE found AS (
        SELECT {node_id} AS id, parent_id, size, sha256, count(*) OVER () AS total
        FROM {nodes} WHERE {mine} AND name = :name AND node_type = 'file'
        ORDER BY {node_id} LIMIT :most),
    up AS (
        SELECT id AS file_id, parent_id, '' AS name, 0 AS level FROM found
        UNION ALL
        SELECT up.file_id, n.parent_id, n.name, up.level + 1
        FROM up CROSS JOIN LATERAL (SELECT * FROM {nodes} WHERE {above} OFFSET 0) n),
    folders AS (
        SELECT file_id, coalesce(string_agg('/' || name, '' ORDER BY level DESC) FILTER (WHERE name <> ''), '') AS path
        FROM up GROUP BY file_id)
    SELECT found.id, found.parent_id, folders.path, found.size, found.sha256, b.storage_key, b."offset", found.total
    FROM found JOIN folders ON folders.file_id = found.id
    LEFT JOIN LATERAL (SELECT * FROM blobs WHERE app_id = :app_id AND sha256 = found.sha256 OFFSET 0) b ON true
    ORDER BY folders.path"""

_OF_DRAFT = text(
    _SKILLS.format(nodes="asset_nodes", node_id="id", mine="app_id = :app_id", above="id = up.parent_id"),
)
_OF_VERSION = text(
    _SKILLS.format(
        nodes="asset_version_nodes",
        node_id="node_id",
        mine="version_id = :version_id",
        above="version_id = :version_id AND node_id = up.parent_id",
    )
)


def of_draft(session: DbSession, app_id: UUID, most: int) -> list[Any]:
    """(file id, folder id, the folder's path, size, SHA-256, storage key, offset, how many there are), by path."""
    return list(session.execute(_OF_DRAFT, {"app_id": app_id, "name": SKILL_FILE, "most": most}))


def of_version(session: DbSession, app_id: UUID, version_id: UUID, most: int) -> list[Any]:
    """The same of a version."""
    values = {"app_id": app_id, "version_id": version_id, "name": SKILL_FILE, "most": most}
    return list(session.execute(_OF_VERSION, values))
