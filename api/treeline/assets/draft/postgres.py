"""The tree in PostgreSQL's own words: COPY for many rows, recursion for paths and subtrees.

A whole tree is read by app_id alone; recursion serves paths (upwards, at most the depth limit) and subtrees. Each step
of a recursion is a LATERAL look-up, which OFFSET 0 keeps the planner from turning into a join: with the statistics of a
new table it hashes all nodes of all apps once a level.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.assets.draft.batch import Arrival, Batch, FolderNode, Node
from treeline.assets.draft.conflicts import Existing, Replacement
from treeline.assets.draft.names import name_key
from treeline.files.service import EMPTY_SHA256
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, tuples_of

# Locks the tree and keeps its app from being deleted: DELETE of an app waits for this, then finds nothing.
_LOCK = text("""
    SELECT t.revision, t.node_count, t.pending_count
    FROM asset_trees t JOIN apps a ON a.id = t.app_id
    WHERE t.app_id = :app_id AND a.deleted_at IS NULL
    FOR UPDATE OF t FOR SHARE OF a""")

_CHANGED = text("""
    UPDATE asset_trees
    SET revision = revision + :revisions, node_count = node_count + :nodes, total_size = total_size + :size,
        pending_count = pending_count + :pending, changed_at = now()
    WHERE app_id = :app_id
    RETURNING revision""")

_CHAIN = text("""
    WITH RECURSIVE up AS (
        SELECT id, parent_id, name, node_type, 0 AS level FROM asset_nodes WHERE id = :node_id
        UNION ALL
        SELECT n.id, n.parent_id, n.name, n.node_type, up.level + 1
        FROM up CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = up.parent_id OFFSET 0) n)
    SELECT id, name, node_type FROM up ORDER BY level DESC""")

_WALK = text("""
    WITH RECURSIVE walk AS (
        SELECT id, 0 AS level FROM asset_nodes WHERE id = :app_id
        UNION ALL
        SELECT n.id, walk.level + 1
        FROM walk CROSS JOIN LATERAL (
            SELECT id FROM asset_nodes WHERE parent_id = walk.id AND name_key = (:keys)[walk.level + 1] OFFSET 0) n)
    SELECT id FROM walk WHERE level = cardinality(:keys)""").bindparams(bindparam("keys", type_=ARRAY(String)))

_SUBTREE = text("""
    WITH RECURSIVE down AS (
        SELECT id, node_type, size, sha256, 1 AS level FROM asset_nodes WHERE id = ANY(:node_ids)
        UNION ALL
        SELECT n.id, n.node_type, n.size, n.sha256, down.level + 1
        FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n)
    SELECT count(*) AS nodes, coalesce(sum(size), 0)::bigint AS size,
           count(*) FILTER (WHERE node_type = 'file' AND sha256 IS NULL) AS pending,
           coalesce(max(level) FILTER (WHERE node_type = 'folder'), 0) AS depth
    FROM down""").bindparams(bindparam("node_ids", type_=ARRAY(Uuid())))

_ARRIVAL = text("""
    SELECT (SELECT coalesce(max(position) + 1, 0) FROM asset_nodes WHERE parent_id = :parent_id) AS position,
           ARRAY(SELECT name_key FROM asset_nodes WHERE parent_id = :parent_id AND name_key = ANY(:keys)) AS taken
    """).bindparams(bindparam("keys", type_=ARRAY(String)))

_NAMES = text("SELECT name_key, position FROM asset_nodes WHERE parent_id = :parent_id")

_REORDER = text("""
    UPDATE asset_nodes n SET position = o.position
    FROM (
        SELECT id, row_number() OVER (ORDER BY place, chosen, position, id) - 1 AS position
        FROM (
            SELECT id, position, array_position(:ids, id) AS chosen,
                   CASE WHEN id = ANY(:ids) THEN :after + 0.5 ELSE position END AS place
            FROM asset_nodes WHERE parent_id = :parent_id) s) o
    WHERE n.id = o.id AND n.position <> o.position""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

_MATCH = text("""
    SELECT (w.place - 1)::int, n.id, n.node_type, n.size, n.sha256
    FROM unnest(:folder_ids, :keys) WITH ORDINALITY AS w(folder_id, key, place)
    CROSS JOIN LATERAL (
        SELECT * FROM asset_nodes WHERE parent_id = w.folder_id AND name_key = w.key OFFSET 0) n
    """).bindparams(bindparam("folder_ids", type_=ARRAY(Uuid(as_uuid=False))), bindparam("keys", type_=ARRAY(String)))

_POSITIONS = text("""
    SELECT parent_id, max(position) + 1 FROM asset_nodes WHERE parent_id = ANY(:ids) GROUP BY parent_id
    """).bindparams(bindparam("ids", type_=ARRAY(Uuid(as_uuid=False))))

_FILE_ARRAYS = (
    bindparam("ids", type_=ARRAY(Uuid(as_uuid=False))),
    bindparam("sizes", type_=ARRAY(BigInteger)),
    bindparam("hashes", type_=ARRAY(String)),
)

_REPLACE_NOW = text("""
    UPDATE asset_nodes n
    SET size = f.size, sha256 = f.sha256, upload_id = NULL, upload_size = NULL, upload_sha256 = NULL, upload_at = NULL,
        updated_at = :at, updated_by = :by
    FROM unnest(:ids, :sizes, :hashes) AS f(id, size, sha256) WHERE n.id = f.id""").bindparams(*_FILE_ARRAYS)

_REPLACE_AWAITED = text("""
    UPDATE asset_nodes n
    SET size = CASE WHEN n.sha256 IS NULL THEN f.size ELSE n.size END,
        upload_id = :upload_id, upload_size = f.size, upload_sha256 = f.sha256, upload_at = :at,
        updated_at = :at, updated_by = :by
    FROM unnest(:ids, :sizes, :hashes) AS f(id, size, sha256) WHERE n.id = f.id""").bindparams(*_FILE_ARRAYS)

_SHOWN = "parent_id::text, position, id::text, node_type, to_json(name)::text, size, sha256"

_TREE = text(f"SELECT {_SHOWN} FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL")  # noqa: S608  ours

_BRANCH = text(f"""
    WITH RECURSIVE down AS (
        SELECT n.*, 1 AS level FROM asset_nodes n WHERE parent_id = :folder_id
        UNION ALL
        SELECT n.*, down.level + 1
        FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n
        WHERE down.level < :depth)
    SELECT {_SHOWN} FROM down""")  # noqa: S608  ours

_PATHS = text("""
    WITH RECURSIVE up AS (
        SELECT id AS node_id, parent_id, name, 0 AS level FROM asset_nodes WHERE id = ANY(:ids)
        UNION ALL
        SELECT up.node_id, n.parent_id, n.name, up.level + 1
        FROM up CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = up.parent_id OFFSET 0) n)
    SELECT node_id, '/' || string_agg(name, '/' ORDER BY level DESC)
    FROM up WHERE parent_id IS NOT NULL GROUP BY node_id""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

_INNER = text("""
    WITH RECURSIVE up AS (
        SELECT id AS node_id, parent_id FROM asset_nodes WHERE id = ANY(:ids)
        UNION ALL
        SELECT up.node_id, n.parent_id
        FROM up CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE id = up.parent_id OFFSET 0) n)
    SELECT DISTINCT node_id FROM up WHERE parent_id = ANY(:ids)""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

_COPIED = text("""
    WITH RECURSIVE down AS (
        SELECT n.*, array_position(:ids, n.id) AS place, 1 AS level FROM asset_nodes n WHERE id = ANY(:ids)
        UNION ALL
        SELECT n.*, 0, down.level + 1
        FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n)
    SELECT id::text, parent_id::text, name, name_key, node_type, position, size, sha256
    FROM down ORDER BY level, place""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

_MOVE = text("""
    UPDATE asset_nodes n
    SET parent_id = :parent_id, position = :position + array_position(:ids, n.id) - 1,
        updated_at = :at, updated_by = :by
    WHERE id = ANY(:ids)""").bindparams(bindparam("ids", type_=ARRAY(Uuid())))

NULL = r"\N"
_PIECE_ROWS = 500
COPY_COLUMNS = (
    "id, app_id, parent_id, name, name_key, node_type, position, size, sha256, upload_id, upload_size, upload_sha256,"
    " upload_at, created_at, created_by, updated_at, updated_by"
)


@dataclass(frozen=True)
class TreeState:
    revision: int
    node_count: int
    pending_count: int


@dataclass(frozen=True)
class Subtree:
    """`depth` counts folders on the longest path, the top one included."""

    nodes: int
    size: int
    pending: int
    depth: int


@dataclass(frozen=True)
class Link:
    """One node on the way from the root."""

    id: UUID
    name: str
    node_type: str


def lock_tree(session: DbSession, app_id: UUID) -> TreeState | None:
    """Wait for the tree and hold it to the end of the transaction. None if the app is gone."""
    row = session.execute(_LOCK, {"app_id": app_id}).one_or_none()
    return None if row is None else TreeState(*row)


def count_change(
    session: DbSession, app_id: UUID, *, revisions: int = 1, nodes: int = 0, size: int = 0, pending: int = 0
) -> int:
    """Count a change of the locked tree; the revision that it leads to."""
    changes = {"revisions": revisions, "nodes": nodes, "size": size, "pending": pending}
    return session.execute(_CHANGED, {"app_id": app_id, **changes}).scalar_one()


def chain(session: DbSession, app_id: UUID, node_id: UUID) -> list[Link]:
    """The way from the root, which comes first, to a node. Empty if the app has no such node."""
    way = [Link(*row) for row in session.execute(_CHAIN, {"node_id": node_id})]
    # The root's id is the app's. Compared here: given both ids, the planner may read the whole app by app_id.
    return way if way and way[0].id == app_id else []


def walk(session: DbSession, app_id: UUID, keys: list[str]) -> UUID | None:
    """The node at a path, given as name keys from the root."""
    return session.execute(_WALK, {"app_id": app_id, "keys": keys}).scalar_one_or_none()


def subtree(session: DbSession, *node_ids: UUID) -> Subtree:
    """All of them together; none may lie inside another."""
    return Subtree(*session.execute(_SUBTREE, {"node_ids": list(node_ids)}).one())


def match(session: DbSession, folder_ids: list[str], keys: list[str]) -> list[Existing]:
    """Which of these names are there in these folders; `index` is the place in the two lists."""
    return [Existing(*row) for row in session.execute(_MATCH, {"folder_ids": folder_ids, "keys": keys})]


def replace_content(session: DbSession, replacement: Replacement, arrival: Arrival) -> None:
    """Give files content that is here, or let them await new bytes."""
    by = {"by": arrival.by, "at": arrival.at}
    if replacement.now:
        session.execute(_REPLACE_NOW, by | _columns(replacement.now))
    if replacement.awaited:
        session.execute(_REPLACE_AWAITED, by | _columns(replacement.awaited) | {"upload_id": arrival.upload_id})


def _columns(files: list[tuple[str, int, str | None]]) -> dict[str, list[Any]]:
    ids, sizes, hashes = zip(*files, strict=True)
    return {"ids": list(ids), "sizes": list(sizes), "hashes": list(hashes)}


def next_positions(session: DbSession, folder_ids: list[str]) -> dict[str, int]:
    """{folder id: next free position} of those that hold something."""
    rows = session.execute(_POSITIONS, {"ids": folder_ids})
    return {str(parent_id): position for parent_id, position in rows}


def arrival(session: DbSession, parent_id: UUID, keys: list[str]) -> tuple[int, list[str]]:
    """What newcomers meet in a folder: the next free position, and which of their name keys are taken."""
    row = session.execute(_ARRIVAL, {"parent_id": parent_id, "keys": keys}).one()
    return row.position, row.taken


def names_in(session: DbSession, folder_id: UUID) -> tuple[int, list[str]]:
    """The next free position in a folder, and the name keys of all that it holds."""
    rows = session.execute(_NAMES, {"parent_id": folder_id}).all()
    return max((position for _, position in rows), default=-1) + 1, [key for key, _ in rows]


def reorder(session: DbSession, parent_id: UUID | None, ids: list[UUID], after: int) -> None:
    """Put nodes, in this order, behind the sibling at position `after` (-1: first); number all siblings from 0."""
    session.execute(_REORDER, {"parent_id": parent_id, "ids": ids, "after": after})


def tree_rows(session: DbSession, app_id: UUID) -> list[Any]:
    """Rows of every node, in no order, for a TreeWriter."""
    return tuples_of(session, _TREE, {"app_id": app_id})


def branch_rows(session: DbSession, folder_id: UUID, depth: int) -> list[Any]:
    """The same for what lies in a folder, so many levels deep."""
    return tuples_of(session, _BRANCH, {"folder_id": folder_id, "depth": depth})


def paths(session: DbSession, ids: list[UUID]) -> dict[UUID, str]:
    """{id: path} of nodes."""
    return {node_id: path for node_id, path in session.execute(_PATHS, {"ids": ids})}  # noqa: C416  rows, not pairs


def inner(session: DbSession, ids: list[UUID]) -> set[UUID]:
    """Those of the nodes that lie inside another of them."""
    return set(session.scalars(_INNER, {"ids": ids}))


def copied_rows(session: DbSession, ids: list[UUID]) -> list[Any]:
    """(id, parent id, name, name key, node type, position, size, SHA-256) of nodes and all they hold, parents first."""
    return list(session.execute(_COPIED, {"ids": ids}))


def move_nodes(session: DbSession, ids: list[UUID], parent_id: UUID, position: int, by: UUID | None) -> None:
    """Put nodes, in this order, into a folder from a position on."""
    session.execute(_MOVE, {"ids": ids, "parent_id": parent_id, "position": position, "at": now(), "by": by})


def copy_rows(batch: Batch, arrival: Arrival) -> Iterator[str]:
    """The batch's rows as COPY text, in pieces, made while PostgreSQL stores those before.

    Names need no escaping: what COPY would escape is refused in a name. Each file whose bytes are not here is marked by
    `upload_url = None`.
    """
    stamp = f"{arrival.at.isoformat()}\t{arrival.by or NULL}"
    nothing_awaited = f"{NULL}\t{NULL}\t{NULL}\t{NULL}\t{stamp}\t{stamp}\n"
    awaited_since = f"{arrival.at.isoformat()}\t{stamp}\t{stamp}\n"
    app, upload = str(arrival.app_id), str(arrival.upload_id)
    rows: list[str] = []
    folders: list[tuple[list[Node], str, int]] = [(batch.children, str(arrival.parent_id), arrival.position)]
    while folders:
        siblings, parent, position = folders.pop()
        for node in siblings:
            if node.id in batch.kept:
                folders.append((node.children, node.id, arrival.positions.get(node.id, 0)))
                continue
            head = f"{node.id}\t{app}\t{parent}\t{node.name}\t{name_key(node.name)}"
            if isinstance(node, FolderNode):
                rows.append(f"{head}\tfolder\t{position}\t0\t{NULL}\t{nothing_awaited}")
                if node.children:
                    folders.append((node.children, node.id, 0))
            else:
                sha256 = (node.sha256 or None) if node.size else EMPTY_SHA256
                if sha256 in arrival.known:
                    rows.append(f"{head}\tfile\t{position}\t{node.size}\t{sha256}\t{nothing_awaited}")
                else:
                    node.upload_url = None
                    batch.pending += 1
                    wait = f"{upload}\t{node.size}\t{sha256 or NULL}\t{awaited_since}"
                    rows.append(f"{head}\tfile\t{position}\t{node.size}\t{NULL}\t{wait}")
            position += 1
            if len(rows) == _PIECE_ROWS:
                yield "".join(rows)
                rows.clear()
    yield "".join(rows)


class _Pieces:
    """A file to read from, as COPY wants it, over text made while it is sent."""

    def __init__(self, pieces: Iterable[str]):
        self._pieces: Iterator[bytes] = (piece.encode() for piece in pieces)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def copy_nodes(session: DbSession, pieces: Iterable[str]) -> None:
    """Insert rows in COPY's text form, COPY_COLUMNS each, through the session's own connection and transaction."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.copy_expert(f"COPY asset_nodes ({COPY_COLUMNS}) FROM STDIN", _Pieces(pieces), 65536)
    finally:
        cursor.close()


def copy_batch(session: DbSession, batch: Batch, arrival: Arrival) -> None:
    """Insert what is new in a batch."""
    copy_nodes(session, copy_rows(batch, arrival))
