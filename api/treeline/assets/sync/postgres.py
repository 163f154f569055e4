"""The whole content of a folder, and the statements that only a sync needs."""

from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.assets.sync.comparison import Standing
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession

_COLUMNS = "id::text, parent_id::text, name, name_key, node_type, position, size, sha256, upload_id IS NOT NULL"
_TREE = text(f"SELECT {_COLUMNS} FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL")  # noqa: S608  ours
_BRANCH = text(f"""
    WITH RECURSIVE down AS (
        SELECT * FROM asset_nodes WHERE parent_id = :folder_id
        UNION ALL
        SELECT n.* FROM down CROSS JOIN LATERAL (SELECT * FROM asset_nodes WHERE parent_id = down.id OFFSET 0) n)
    SELECT {_COLUMNS} FROM down""")  # noqa: S608  ours

_DELETE = text("DELETE FROM asset_nodes WHERE id = ANY(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid(as_uuid=False)))
)

_RENAME = text("""
    UPDATE asset_nodes n SET name = w.name, updated_at = :at, updated_by = :by
    FROM unnest(:ids, :names) AS w(id, name) WHERE n.id = w.id""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid(as_uuid=False))), bindparam("names", type_=ARRAY(String))
)


def standing(session: DbSession, app_id: UUID, folder_id: UUID) -> list[Standing]:
    """All that lies in a folder, at any depth; the root's id is the app's."""
    if folder_id == app_id:
        rows = session.execute(_TREE, {"app_id": app_id})
    else:
        rows = session.execute(_BRANCH, {"folder_id": folder_id})
    return [Standing(*row) for row in rows]


def delete_nodes(session: DbSession, ids: list[str]) -> None:
    """With all they hold."""
    session.execute(_DELETE, {"ids": ids})


def respell(session: DbSession, names: list[tuple[str, str]], by: UUID | None) -> None:
    """Give nodes, by id, another spelling of the same name."""
    ids, spelled = zip(*names, strict=True)
    session.execute(_RENAME, {"ids": list(ids), "names": list(spelled), "at": now(), "by": by})
