from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select, update

from treeline.apps.models import App
from treeline.datasets.models import Dataset, Document
from treeline.datasets.permissions import Caller
from treeline.datasets.sources import claims, work
from treeline.datasets.sources.asset_tree import list_tree
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.errors import SourceKindMismatch, SourceNotFound
from treeline.datasets.sources.listing import Listing
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.datasets.sources.requests import Report
from treeline.datasets.sources.sync import documents_of, lock_source, plan_of
from treeline.datasets.sources.urls import pages_of
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput

MAX_SOURCES = 100
# Of a page that nobody has looked at yet.
_UNKNOWN = Item("", 0)
# What a worker syncs by itself; the others come with a request.
BY_WORKERS = ("asset_tree", "url_list")


class SourceService:
    """The sources of one dataset, in the name of one caller."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset):
        self.session, self.caller, self.dataset = session, caller, dataset

    def all(self) -> list[DatasetSource]:
        mine = select(DatasetSource).where(DatasetSource.dataset_id == self.dataset.id)
        return list(self.session.scalars(mine.order_by(DatasetSource.created_at, DatasetSource.id)))

    def get(self, source_id: UUID) -> DatasetSource:
        """Raises SourceNotFound."""
        mine = (DatasetSource.id == source_id, DatasetSource.dataset_id == self.dataset.id)
        source = self.session.scalars(select(DatasetSource).where(*mine)).one_or_none()
        if source is None:
            raise SourceNotFound
        return source

    def create(self, values: Mapping[str, Any], app: App | None) -> DatasetSource:
        """The first sync waits. Raises InvalidInput."""
        source = self.unsaved(values, app)
        self.session.add(source)
        self.session.flush()
        self._queue(source, confirm=False)
        return source

    def unsaved(self, values: Mapping[str, Any], app: App | None) -> DatasetSource:
        """Raises InvalidInput."""
        number = select(func.count()).where(DatasetSource.dataset_id == self.dataset.id)
        if (self.session.scalar(number) or 0) >= MAX_SOURCES:
            told = f"a knowledge base can have at most {MAX_SOURCES} sources."
            raise InvalidInput.at("kind", "too_many_sources", told, most=MAX_SOURCES)
        given = {**values, "urls": list(dict.fromkeys(values["urls"]))}
        name = given.pop("name", None) or (app.name if app else "") or "URLs"
        auto = given.pop("auto_sync") and app is not None
        return DatasetSource(
            dataset_id=self.dataset.id, name=name, auto_sync=auto, created_by=self.caller.account_id, **given
        )

    def update(self, source: DatasetSource, values: Mapping[str, Any]) -> DatasetSource:
        """Raises InvalidInput."""
        if "urls" in values and source.kind != "url_list":
            raise InvalidInput.at("urls", "source_field", "only sources of the kind url_list have URLs.")
        for name, value in values.items():
            setattr(source, name, list(dict.fromkeys(value)) if name == "urls" else value)
        if source.kind != "asset_tree":
            source.auto_sync = False
        # Whatever was seen, it was looked at otherwise.
        source.seen, source.updated_at = None, now()
        return source

    def delete(self, source: DatasetSource, *, documents: bool) -> None:
        """Its documents stay, as any others, or go with it. Those in the archive stay in any case."""
        if lock_source(self.session, self.dataset, self.caller, source.id) is None:
            raise SourceNotFound
        mine = Document.source_id == source.id
        if documents:
            gone = self.session.scalars(select(Document.id).where(mine, ~Document.archived)).all()
            if gone:
                documents_of(self.session, self.caller, self.dataset).delete(gone)
        self.session.execute(update(Document).where(mine).values(source_id=None, source_key=None))
        self.session.execute(delete(DatasetSource).where(DatasetSource.id == source.id))

    def request_sync(self, source: DatasetSource, *, confirm: bool) -> DatasetSync:
        """The sync that waits for its turn. Raises SourceKindMismatch."""
        self._require_worker(source)
        return self._queue(source, confirm=confirm)

    def plan(self, source: DatasetSource) -> Report:
        """What a sync would do; of pages without looking at them. Raises SourceUnavailable, SourceKindMismatch."""
        self._require_worker(source)
        is_saved = source.id is not None
        if source.kind == "asset_tree":
            listing = list_tree(self.session, source)
        else:
            known = pages_of(self.session, source.id) if is_saved else {}
            listing = Listing({url: known.get(url, _UNKNOWN) for url in source.urls})
        saved = source if is_saved else None
        plan = plan_of(self.session, saved, listing, delete=source.on_missing == "delete")
        return Report(plan, listing, source_id=source.id)

    def syncs(self, source: DatasetSource, offset: int, limit: int) -> tuple[list[DatasetSync], int]:
        """One page, the newest first, and how many there are."""
        mine = DatasetSync.source_id == source.id
        total = self.session.scalar(select(func.count()).select_from(DatasetSync).where(mine)) or 0
        newest_first = select(DatasetSync).where(mine).order_by(DatasetSync.created_at.desc(), DatasetSync.id.desc())
        return list(self.session.scalars(newest_first.offset(offset).limit(limit))), total

    def figures(self, sources: Sequence[DatasetSource]) -> dict[UUID, tuple[int, DatasetSync | None, str | None]]:
        """{id: (documents, last sync, name of the app)}."""
        ids = [each.id for each in sources]
        counted = select(Document.source_id, func.count()).where(among(Document.source_id, ids))
        counts: dict[UUID | None, int] = dict(iter(self.session.execute(counted.group_by(Document.source_id)).all()))
        place = func.row_number().over(
            partition_by=DatasetSync.source_id, order_by=(DatasetSync.created_at.desc(), DatasetSync.id.desc())
        )
        placed = select(DatasetSync.id, place.label("place")).where(among(DatasetSync.source_id, ids)).subquery()
        newest = select(DatasetSync).join(placed, and_(placed.c.id == DatasetSync.id, placed.c.place == 1))
        last = {each.source_id: each for each in self.session.scalars(newest)}
        apps = [each.app_id for each in sources if each.app_id is not None]
        living = select(App.id, App.name).where(among(App.id, apps), App.deleted_at.is_(None))
        names: dict[UUID | None, str] = dict(iter(self.session.execute(living).all()))
        return {each.id: (counts.get(each.id, 0), last.get(each.id), names.get(each.app_id)) for each in sources}

    def _queue(self, source: DatasetSource, *, confirm: bool) -> DatasetSync:
        sync_id = claims.queue(self.session, source.id, confirmed=confirm, created_by=self.caller.account_id)
        work.enqueue_syncs()
        return self.session.scalars(select(DatasetSync).where(DatasetSync.id == sync_id)).one()

    def _require_worker(self, source: DatasetSource) -> None:
        if source.kind not in BY_WORKERS:
            how = "a new zip (…/sources/archive)" if source.kind == "archive" else "the next push (…/sync)"
            raise SourceKindMismatch(f"{source.name} is synced by {how}.")
