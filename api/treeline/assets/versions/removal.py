"""Removes the versions of a deleted app."""

from uuid import UUID

from sqlalchemy import Select, delete, select

from treeline.assets.versions import postgres
from treeline.assets.versions.models import AssetVersion, AssetVersionNode
from treeline.kernel.db import unit_of_work

BATCH = 5000


def forget_versions(app_id: UUID) -> bool:
    """A step of `app_deletion`: remove a batch of a version's nodes, or the version that has none left."""
    with unit_of_work() as session:
        version_id = session.scalar(select(AssetVersion.id).where(AssetVersion.app_id == app_id).limit(1))
        if version_id is None:
            return False
        if postgres.forget_nodes(session, version_id, BATCH) < BATCH:
            session.execute(delete(AssetVersion).where(AssetVersion.id == version_id))
        return True


def named_by_versions(app_id: UUID) -> Select[str | None]:
    """The hashes of the bytes that the app's versions name."""
    versions = select(AssetVersion.id).where(AssetVersion.app_id == app_id)
    return select(AssetVersionNode.sha256).where(AssetVersionNode.version_id.in_(versions))
