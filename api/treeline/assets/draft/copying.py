"""An app's files in another app of the same workspace: the tree is copied, the bytes stay where they are."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.apps.models import App
from treeline.assets.draft import postgres
from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import NO_CONTENT, ContentPending
from treeline.assets.models import AssetNode
from treeline.kernel.clock import now
from treeline.kernel.ids import new_ids

MAX_PROBLEMS = 100

_BLOBS = text("""
    INSERT INTO blobs (app_id, sha256, size, storage_key, "offset", created_at, missing_since)
    SELECT :target, b.sha256, b.size, b.storage_key, b."offset", b.created_at, b.missing_since
    FROM blobs b
    WHERE b.app_id = :source AND b.sha256 IN (SELECT n.sha256 FROM asset_nodes n WHERE n.app_id = :source)
    ON CONFLICT DO NOTHING""")

_NODES = text("""
    WITH ids AS (SELECT * FROM unnest(:old, :new) AS each(old, new))
    INSERT INTO asset_nodes
        (id, app_id, parent_id, name, name_key, node_type, position, size, sha256,
         created_at, created_by, updated_at, updated_by)
    SELECT own.new, :target, coalesce(parent.new, :target), n.name, n.name_key, n.node_type, n.position, n.size,
           n.sha256, :at, :by, :at, :by
    FROM asset_nodes n JOIN ids own ON own.old = n.id LEFT JOIN ids parent ON parent.old = n.parent_id""").bindparams(
    bindparam("old", type_=ARRAY(Uuid())), bindparam("new", type_=ARRAY(Uuid()))
)


def copy_tree(source: AppAssetService, target: AppAssetService) -> None:
    """Fill the tree of an app that has just been made.

    Raises AppNotFound; ContentPending where files are not uploaded yet.
    """
    session = source.session
    # The lock keeps blobs from being removed; that of the row, the app.
    source.lock()
    session.execute(select(App.id).where(App.id == source.app_id).with_for_update(key_share=True))
    _refuse_pending(source)
    inner = (AssetNode.app_id == source.app_id, AssetNode.parent_id.is_not(None))
    sizes = {row.id: row.size for row in session.execute(select(AssetNode.id, AssetNode.size).where(*inner))}
    old = list(sizes)
    if not old:
        return
    target.lock()
    both = {"source": source.app_id, "target": target.app_id}
    session.execute(_BLOBS, both)
    fresh = new_ids()
    ids = {"old": old, "new": [UUID(next(fresh)) for _ in old]}
    session.execute(_NODES, {"target": target.app_id, **ids, "at": now(), "by": source.by})
    target.count(nodes=len(old), size=sum(sizes.values()))


def _refuse_pending(tree: AppAssetService) -> None:
    without = (AssetNode.node_type == "file", AssetNode.sha256.is_(None))
    rows = select(AssetNode.id).where(AssetNode.app_id == tree.app_id, *without).limit(MAX_PROBLEMS)
    waiting = list(tree.session.scalars(rows))
    if waiting:
        paths = postgres.paths(tree.session, waiting)
        details = [NO_CONTENT.at(paths[node_id]) for node_id in waiting]
        raise ContentPending("Files that are not uploaded yet can't be copied.", details)
