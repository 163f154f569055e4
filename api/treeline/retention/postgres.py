"""Statements that only PostgreSQL supports."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.kernel.db import DbSession

_PATHS = text("""
    WITH RECURSIVE up AS (
        SELECT id AS node_id, parent_id, name AS path FROM asset_nodes WHERE id = ANY(:ids)
        UNION ALL
        SELECT up.node_id, n.parent_id, n.name || '/' || up.path
        FROM up CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = up.parent_id OFFSET 0) n)
    SELECT node_id, path FROM up WHERE parent_id IS NULL""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))


def paths(session: DbSession, node_ids: Sequence[UUID]) -> dict[UUID, str]:
    """{node id: path}, each from the root of its own app."""
    return {row.node_id: row.path for row in session.execute(_PATHS, {"ids": list(node_ids)})}
