"""The draft at one moment, readable while people keep changing it: tests of an app use the files being edited.

A snapshot is a version that no list shows: its number is negative. What already equals the draft is taken as it is.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select

from treeline.apps.models import App
from treeline.assets.draft.service import AppAssetService
from treeline.assets.versions import postgres
from treeline.assets.versions.hashing import meanwhile
from treeline.assets.versions.models import AssetVersion
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id


class Snapshots:
    def __init__(self, session: DbSession, app: App, *, by: UUID | None = None):
        self.session, self.app, self.by = session, app, by

    def take(self) -> AssetVersion:
        """A version that equals the draft, which stays locked until the commit. Raises AppNotFound."""
        state = AppAssetService(self.session, self.app, by=self.by).lock()
        with meanwhile(str(self.app.id), postgres.draft_text(self.session, self.app.id)) as hashed:
            # A file that awaits its bytes has no place in the hash: such a draft is like no other.
            tree_hash = "" if state.pending_count else hashed.result()
        return (tree_hash and self._equal(tree_hash)) or self._copy(tree_hash)

    def others(self, kept: UUID) -> list[UUID]:
        """All snapshots of the app but one."""
        mine = (AssetVersion.app_id == self.app.id, AssetVersion.number < 0, AssetVersion.id != kept)
        return list(self.session.scalars(select(AssetVersion.id).where(*mine)))

    def _equal(self, tree_hash: str) -> AssetVersion | None:
        same = (AssetVersion.app_id == self.app.id, AssetVersion.tree_hash == tree_hash)
        newest = select(AssetVersion).where(*same).order_by(AssetVersion.number.desc()).limit(1)
        # It is there until the commit, and then a run names it.
        return self.session.scalars(newest.with_for_update(read=True, key_share=True)).one_or_none()

    def _copy(self, tree_hash: str) -> AssetVersion:
        least = select(func.min(AssetVersion.number)).where(AssetVersion.app_id == self.app.id)
        counted = postgres.counts(self.session, self.app.id)
        snapshot = AssetVersion(
            id=new_id(),
            app_id=self.app.id,
            number=min(0, self.session.scalar(least) or 0) - 1,
            tree_hash=tree_hash,
            node_count=counted.node_count,
            total_size=counted.total_size,
            note="",
            created_by=self.by,
        )
        postgres.copy_draft(self.session, self.app.id, snapshot.id)
        self.session.add(snapshot)
        # A run refers to it.
        self.session.flush()
        return snapshot


def drop(session: DbSession, version_ids: Collection[UUID]) -> None:
    for version_id in version_ids:
        postgres.forget_nodes(session, version_id)
    session.execute(delete(AssetVersion).where(AssetVersion.id.in_(version_ids), AssetVersion.number < 0))
