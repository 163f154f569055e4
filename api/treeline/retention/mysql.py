"""Statements that only MySQL and MariaDB support."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, cast, func, literal_column, select

from treeline.assets.models import AssetNode
from treeline.kernel.db import DbSession

# Longer than any path: a name has 255 characters at most, and folders are nested up to a bound.
_LONGEST = 16_000


def paths(session: DbSession, node_ids: Sequence[UUID]) -> dict[UUID, str]:
    """{node id: path}, each from the root of its own app."""
    columns = (AssetNode.id.label("node_id"), AssetNode.parent_id, cast(AssetNode.name, String(_LONGEST)).label("path"))
    up = select(*columns).where(AssetNode.id.in_(node_ids)).cte("up", recursive=True)
    path = func.concat(AssetNode.name, literal_column("'/'"), up.c.path)
    above = select(up.c.node_id, AssetNode.parent_id, path).join(AssetNode, AssetNode.id == up.c.parent_id)
    up = up.union_all(above)
    found = select(up.c.node_id, up.c.path).where(up.c.parent_id.is_(None))
    return dict(iter(session.execute(found).all()))
