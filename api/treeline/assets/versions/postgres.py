"""Versions in PostgreSQL's own words: one statement copies a tree, four make a draft equal to one.

A version's node is looked up by both parts of a key; recursion is as in assets/draft/postgres.py.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.kernel.db import DbSession, tuples_of

_PUBLISH = text("""
    INSERT INTO asset_version_nodes
        (version_id, node_id, parent_id, name, name_key, node_type, position, size, sha256)
    SELECT :version_id, id, parent_id, name, name_key, node_type, position, size, sha256
    FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL""")

_NUMBER = text("""
    UPDATE asset_trees SET last_version = last_version + 1 WHERE app_id = :app_id
    RETURNING last_version, node_count, total_size""")

_COUNTS = text("SELECT last_version, node_count, total_size FROM asset_trees WHERE app_id = :app_id")

_PENDING = text("""
    SELECT id FROM asset_nodes
    WHERE app_id = :app_id AND node_type = 'file' AND sha256 IS NULL ORDER BY id LIMIT :most""")

_SHOWN = "parent_id::text, position, node_id::text, node_type, to_json(name)::text, size, sha256"

_TREE = text(f"SELECT {_SHOWN} FROM asset_version_nodes WHERE version_id = :version_id")  # noqa: S608  ours

_BRANCH = text(f"""
    WITH RECURSIVE down AS (
        SELECT n.*, 1 AS level FROM asset_version_nodes n WHERE version_id = :version_id AND parent_id = :folder_id
        UNION ALL
        SELECT n.*, down.level + 1
        FROM down CROSS JOIN LATERAL (
            SELECT * FROM asset_version_nodes
            WHERE version_id = :version_id AND parent_id = down.node_id OFFSET 0) n
        WHERE down.level < :depth)
    SELECT {_SHOWN} FROM down""")  # noqa: S608  ours

_NODES = "node_id::text, parent_id::text, name, node_type, position, size, sha256"

_ALL = text(f"SELECT {_NODES} FROM asset_version_nodes WHERE version_id = :version_id")  # noqa: S608  ours

_DRAFT = text("""
    SELECT id::text, parent_id::text, name, node_type, position, size, sha256
    FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL""")

_CHILDREN = text("""
    SELECT node_id, parent_id, name, node_type, position, size, sha256
    FROM asset_version_nodes WHERE version_id = :version_id AND parent_id = :folder_id
    ORDER BY position, node_id OFFSET :offset LIMIT :limit""")

# A node, where it is, and where its bytes are: all of one moment.
_PLACED = """
    SELECT n.node_id, n.parent_id, n.name, n.node_type, n.position, n.size, n.sha256, found.path,
           b.storage_key, b."offset"
    FROM found JOIN asset_version_nodes n ON n.version_id = :version_id AND n.node_id = found.node_id
    LEFT JOIN LATERAL (SELECT * FROM blobs WHERE app_id = :app_id AND sha256 = n.sha256 OFFSET 0) b ON true"""

_BY_ID = text(f"""
    WITH RECURSIVE up AS (
        SELECT parent_id, name, 0 AS level
        FROM asset_version_nodes WHERE version_id = :version_id AND node_id = :node_id
        UNION ALL
        SELECT n.parent_id, n.name, up.level + 1
        FROM up CROSS JOIN LATERAL (
            SELECT * FROM asset_version_nodes
            WHERE version_id = :version_id AND node_id = up.parent_id OFFSET 0) n),
    found AS (
        SELECT CAST(:node_id AS uuid) AS node_id, '/' || string_agg(name, '/' ORDER BY level DESC) AS path FROM up)
    {_PLACED}""")  # noqa: S608  ours

_BY_PATH = text(f"""
    WITH RECURSIVE walk AS (
        SELECT CAST(:app_id AS uuid) AS node_id, '' AS path, 0 AS level
        UNION ALL
        SELECT n.node_id, walk.path || '/' || n.name, walk.level + 1
        FROM walk CROSS JOIN LATERAL (
            SELECT * FROM asset_version_nodes
            WHERE version_id = :version_id AND parent_id = walk.node_id AND name_key = (:keys)[walk.level + 1]
            OFFSET 0) n),
    found AS (SELECT node_id, path FROM walk WHERE level = cardinality(:keys))
    {_PLACED}""").bindparams(bindparam("keys", type_=ARRAY(String)))  # noqa: S608  ours

_FORGET_ALL = text("DELETE FROM asset_version_nodes WHERE version_id = :version_id")

# By their place in the table, which no statistics can turn into a look at every row for every row. They never change,
# so they stay there.
_FORGET_SOME = text("""
    DELETE FROM asset_version_nodes WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM asset_version_nodes WHERE version_id = :version_id LIMIT :most))""")

# Both sides are whole trees: they are hashed, whatever the statistics of a new table say.
_WHOLE, _SINGLY = text("SET LOCAL enable_nestloop = off"), text("SET LOCAL enable_nestloop = on")

# A node that goes elsewhere is first taken out of the way: no name is in its way then, and no folder takes it along
# that is about to be removed. No name holds a slash, so that key is free.
_PARK = text("""
    UPDATE asset_nodes n SET parent_id = n.app_id, name_key = '/' || n.id
    FROM asset_version_nodes v
    WHERE n.app_id = :app_id AND v.version_id = :version_id AND v.node_id = n.id
      AND (n.parent_id, n.name) IS DISTINCT FROM (v.parent_id, v.name)""")

_REMOVE = text("""
    DELETE FROM asset_nodes n
    WHERE n.app_id = :app_id AND n.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM asset_version_nodes v WHERE v.version_id = :version_id AND v.node_id = n.id)""")

_BRING_BACK = text("""
    INSERT INTO asset_nodes
        (id, app_id, parent_id, name, name_key, node_type, position, size, sha256,
         created_at, created_by, updated_at, updated_by)
    SELECT node_id, :app_id, parent_id, name, name_key, node_type, position, size, sha256, :at, :by, :at, :by
    FROM asset_version_nodes v
    WHERE v.version_id = :version_id AND NOT EXISTS (
        SELECT FROM asset_nodes n WHERE n.app_id = :app_id AND n.id = v.node_id)""")

_PUT_RIGHT = text("""
    UPDATE asset_nodes n
    SET parent_id = v.parent_id, name = v.name, name_key = v.name_key, position = v.position,
        size = v.size, sha256 = v.sha256,
        upload_id = NULL, upload_size = NULL, upload_sha256 = NULL, upload_at = NULL,
        updated_at = :at, updated_by = :by
    FROM asset_version_nodes v
    WHERE n.app_id = :app_id AND v.version_id = :version_id AND v.node_id = n.id
      AND (n.upload_id IS NOT NULL OR (n.parent_id, n.name, n.name_key, n.position, n.size, n.sha256)
           IS DISTINCT FROM (v.parent_id, v.name, v.name_key, v.position, v.size, v.sha256))""")

_RESTORED = text("""
    UPDATE asset_trees
    SET revision = revision + 1, node_count = :nodes, total_size = :size, pending_count = 0, changed_at = now()
    WHERE app_id = :app_id RETURNING revision""")


@dataclass(frozen=True)
class Numbered:
    """The number of a version, and what the tree holds."""

    number: int
    node_count: int
    total_size: int


def next_number(session: DbSession, app_id: UUID) -> Numbered:
    """The tree must be locked."""
    return Numbered(*session.execute(_NUMBER, {"app_id": app_id}).one())


def counts(session: DbSession, app_id: UUID) -> Numbered:
    """The number that was given last, and what the tree holds."""
    return Numbered(*session.execute(_COUNTS, {"app_id": app_id}).one())


def pending(session: DbSession, app_id: UUID, most: int) -> list[UUID]:
    """Files of the draft that have no content."""
    return list(session.scalars(_PENDING, {"app_id": app_id, "most": most}))


def draft_text(session: DbSession, app_id: UUID) -> bytes:
    """A line for each node: parent id, id, SHA-256 or "\\N" for a folder, name; a tab between.

    What COPY would escape no name holds. As bytes, because 100,000 rows take the driver several times as long.
    """
    # COPY takes no parameters; the id is a UUID, and nothing else.
    mine = f"app_id = '{app_id}' AND parent_id IS NOT NULL"
    rows = f"SELECT parent_id, id, sha256, name FROM asset_nodes WHERE {mine}"  # noqa: S608  see above
    out = BytesIO()
    cursor = session.connection().connection.cursor()
    try:
        cursor.copy_expert(f"COPY ({rows}) TO STDOUT", out)
    finally:
        cursor.close()
    return out.getvalue()


def copy_draft(session: DbSession, app_id: UUID, version_id: UUID) -> None:
    session.execute(_PUBLISH, {"app_id": app_id, "version_id": version_id})


def tree_rows(session: DbSession, version_id: UUID) -> list[Any]:
    """Rows of every node, in no order, for a TreeWriter."""
    return tuples_of(session, _TREE, {"version_id": version_id})


def branch_rows(session: DbSession, version_id: UUID, folder_id: UUID, depth: int) -> list[Any]:
    """The same for what lies in a folder, so many levels deep."""
    return tuples_of(session, _BRANCH, {"version_id": version_id, "folder_id": folder_id, "depth": depth})


def nodes(session: DbSession, version_id: UUID) -> list[Any]:
    """(id, parent id, name, node type, position, size, SHA-256) of every node, in no order."""
    return list(session.execute(_ALL, {"version_id": version_id}))


def draft_nodes(session: DbSession, app_id: UUID) -> list[Any]:
    """The same of the draft."""
    return list(session.execute(_DRAFT, {"app_id": app_id}))


def children(session: DbSession, version_id: UUID, folder_id: UUID, offset: int, limit: int | None) -> list[Any]:
    """(id, parent id, name, node type, position, size, SHA-256) of a page of a folder."""
    page = {"version_id": version_id, "folder_id": folder_id, "offset": offset, "limit": limit}
    return list(session.execute(_CHILDREN, page))


def by_id(session: DbSession, app_id: UUID, version_id: UUID, node_id: UUID) -> Any | None:
    """(id, parent id, name, node type, position, size, SHA-256, path, storage key, offset) of a node."""
    return session.execute(_BY_ID, {"app_id": app_id, "version_id": version_id, "node_id": node_id}).one_or_none()


def by_path(session: DbSession, app_id: UUID, version_id: UUID, keys: list[str]) -> Any | None:
    """The same of the node at a path, given as name keys from the root."""
    return session.execute(_BY_PATH, {"app_id": app_id, "version_id": version_id, "keys": keys}).one_or_none()


def forget_nodes(session: DbSession, version_id: UUID, most: int | None = None) -> int:
    """Remove a version's nodes, or so many of them. How many were removed."""
    if most is None:
        return _count(session, _FORGET_ALL, version_id=version_id)
    return _count(session, _FORGET_SOME, version_id=version_id, most=most)


def restore(session: DbSession, app_id: UUID, version_id: UUID, by: dict[str, Any]) -> int:
    """Make the locked draft equal to a version. How many rows that took; `by`: {"by", "at"} for those."""
    both = {"app_id": app_id, "version_id": version_id}
    session.execute(_WHOLE)
    parked = _count(session, _PARK, **both)
    touched = _count(session, _REMOVE, **both) + _count(session, _BRING_BACK, **both, **by)
    touched += _count(session, _PUT_RIGHT, **both, **by)
    session.execute(_SINGLY)
    return parked + touched


def count_restored(session: DbSession, app_id: UUID, node_count: int, total_size: int) -> int:
    """The revision that the tree has now."""
    counts = {"app_id": app_id, "nodes": node_count, "size": total_size}
    return session.execute(_RESTORED, counts).scalar_one()


def _count(session: DbSession, statement: Any, **values: Any) -> int:
    return cast(CursorResult[Any], session.execute(statement, values)).rowcount
