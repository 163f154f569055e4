"""An app's files as a source: the draft, or the version that is active."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Text, case, func, select
from sqlalchemy import cast as as_type

from treeline.apps.models import App
from treeline.assets.models import AssetTree
from treeline.assets.versions import postgres as versions
from treeline.assets.versions.models import AssetVersion
from treeline.assets.versions.reading import placed
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.errors import SourceUnavailable
from treeline.datasets.sources.listing import Listing
from treeline.datasets.sources.models import DatasetSource
from treeline.datasets.sources.patterns import chosen
from treeline.files import service as files
from treeline.files.service import BlobService
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import Storage

APP_DELETED = "The app was deleted. The documents stay; remove the source to stop this message."
NO_VERSION = "The app has no active version. Publish and activate one, or sync its draft."
# Changes with all that a listing shows. Without a row in `asset_trees`, or without a version, there is nothing: NULL.
STATE: ColumnElement[str | None] = case(
    (
        DatasetSource.tree == "draft",
        func.concat(as_type(AssetTree.revision, Text), ".", as_type(AssetTree.pending_count, Text)),
    ),
    else_=as_type(App.asset_version_id, Text),
)


def state_of(session: DbSession, source_id: UUID) -> str | None:
    """By which a later look knows whether anything has changed."""
    state = (
        select(STATE)
        .select_from(DatasetSource)
        .join(App, App.id == DatasetSource.app_id)
        .outerjoin(AssetTree, AssetTree.app_id == App.id)
    )
    return session.scalar(state.where(DatasetSource.id == source_id))


def list_tree(session: DbSession, source: DatasetSource) -> Listing:
    """The files that are chosen, by their paths below `source.path`. Raises SourceUnavailable."""
    app_id = source.app_id
    version_id = session.scalar(select(App.asset_version_id).where(App.id == app_id)) if app_id else None
    if app_id is None:
        raise SourceUnavailable(APP_DELETED)
    if source.tree == "draft":
        rows = versions.draft_nodes(session, app_id)
    elif version_id is not None:
        rows = versions.nodes(session, version_id)
    else:
        rows = []
    # Afterwards: an app or a version that was there then is one whose nodes were still all there.
    if session.scalar(select(App.id).where(App.id == app_id, App.deleted_at.is_(None))) is None:
        raise SourceUnavailable(APP_DELETED)
    if source.tree == "active":
        still = select(AssetVersion.id).where(AssetVersion.id == version_id)
        if version_id is None or session.scalar(still) is None:
            raise SourceUnavailable(NO_VERSION)
    return _listed(rows, app_id, source)


def _listed(rows: list[Any], app_id: UUID, source: DatasetSource) -> Listing:
    listing, under = Listing(), f"/{source.path}/" if source.path else "/"
    for path, row in placed(rows, str(app_id)):
        _, _, _, node_type, _, size, sha256 = row
        if node_type != "file" or sha256 is None or not path.startswith(under):
            continue
        key = path.removeprefix(under)
        if chosen(key, source.include, source.exclude):
            listing.add(key, Item(sha256, size))
    return listing


class TreeBytes:
    """The bytes of an app's files."""

    def __init__(self, app_id: UUID, storage: Storage):
        self.app_id, self.storage = app_id, storage

    def read(self, key: str, item: Item) -> Iterator[bytes]:
        """Raises SourceUnavailable, BytesMissing."""
        with unit_of_work() as session:
            blob = next(iter(BlobService(session, self.app_id).among([item.sha256])), None)
        if blob is None:
            raise SourceUnavailable(f"The content of {key} is no longer there. Sync again.")
        return cast(Iterator[bytes], files.read(self.storage, blob))
