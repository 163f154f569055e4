"""Creates and removes an app's tree."""

from uuid import UUID

from sqlalchemy import Select, delete, select

from treeline.apps.models import App
from treeline.assets.models import AssetNode, AssetTree
from treeline.kernel.db import DbSession, unit_of_work

BATCH = 5000


def make_tree(session: DbSession, app: App) -> None:
    """With the app, so that no reader ever has to make it."""
    session.add(AssetTree(app_id=app.id))
    session.add(AssetNode(id=app.id, app_id=app.id, name="", name_key="", node_type="folder", position=0))


def forget_nodes(app_id: UUID) -> bool:
    """A step of `app_deletion`: remove a batch of nodes, files first, so that no folder takes many with it."""
    with unit_of_work() as session:
        some = select(AssetNode.id).where(AssetNode.app_id == app_id).order_by(AssetNode.node_type).limit(BATCH)
        gone = session.scalars(delete(AssetNode).where(AssetNode.id.in_(some)).returning(AssetNode.id)).all()
    return len(gone) > 0


def named_by_nodes(app_id: UUID) -> Select[str | None]:
    """The hashes of the bytes that the draft names."""
    return select(AssetNode.sha256).where(AssetNode.app_id == app_id)
