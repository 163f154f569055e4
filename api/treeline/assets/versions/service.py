"""The operations on versions: publish, read, compare, restore, activate, delete."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select, update

from treeline.apps.configs.models import AppModelConfig
from treeline.apps.models import App
from treeline.assets.archives.errors import MAX_NAMED
from treeline.assets.draft import postgres as draft
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import TooManyNodes
from treeline.assets.versions import ports, postgres
from treeline.assets.versions.diff import NOTHING, Diff, Item, compare
from treeline.assets.versions.errors import DraftPending, VersionActive, VersionInUse, VersionPinned
from treeline.assets.versions.hashing import meanwhile
from treeline.assets.versions.models import AssetVersion
from treeline.assets.versions.reading import Seen, VersionReader, find_version, items_of
from treeline.kernel import clock
from treeline.kernel.db import DbSession
from treeline.kernel.idempotency import Idempotency, Once
from treeline.kernel.ids import new_id

DRAFT = "draft"


@dataclass(frozen=True)
class Compared:
    """`against`: a number, "draft", or None for nothing at all."""

    number: int
    against: int | str | None
    diff: Diff


@dataclass(frozen=True)
class Restored:
    """The draft's revision now, and what it is equal to."""

    revision: int
    version: AssetVersion


class AssetVersions:
    """The versions of one app, in the name of `by` (null: not a person). A version is a number, or "active"."""

    def __init__(self, session: DbSession, app: App, *, by: UUID | None = None, limits: Limits | None = None):
        self.session, self.app, self.by, self.limits = session, app, by, limits or Limits()
        self.draft = AppAssetService(session, app, by=by, limits=limits)
        self.revision: int | None = None

    def publish(self, note: str, *, if_match: int | None = None, once: Once | None = None) -> Seen:
        """The draft as it is, kept as a version. `if_match`, `once`: as for a batch.

        Raises DraftPending, Stale, IdempotencyKeyReused, IdempotencyKeyInUse; VersionNotFound if this was taken before
        and the version has been deleted since.
        """
        keys = Idempotency(self.session, self.app.id, "publish")
        if once is not None and (outcome := keys.begin(once)) is not None:
            return self.find(str(outcome["number"]))
        state = self.draft.lock(if_match)
        if state.pending_count:
            self._refuse_pending()
        version = self._copy(note)
        for told in ports.published.given():
            told(self.session, self.app, version)
        if once is not None:
            keys.finish(once, {"number": version.number})
        return Seen(version, active=False)

    def _copy(self, note: str) -> AssetVersion:
        """The tree is locked, so that what is hashed and what is copied are the same."""
        version_id, app_id = new_id(), self.app.id
        with meanwhile(str(app_id), postgres.draft_text(self.session, app_id)) as tree_hash:
            postgres.copy_draft(self.session, app_id, version_id)
        counted = postgres.next_number(self.session, app_id)
        version = AssetVersion(
            id=version_id,
            app_id=app_id,
            number=counted.number,
            tree_hash=tree_hash.result(),
            node_count=counted.node_count,
            total_size=counted.total_size,
            note=note,
            created_at=clock.now(),
            created_by=self.by,
        )
        self.session.add(version)
        return version

    def _refuse_pending(self) -> None:
        waiting = postgres.pending(self.session, self.app.id, MAX_NAMED)
        raise DraftPending(sorted(draft.paths(self.session, waiting).values()))

    def page(self, offset: int, limit: int) -> tuple[list[Seen], int]:
        """One page of the versions, the newest first, and how many there are."""
        mine = (AssetVersion.app_id == self.app.id, AssetVersion.number > 0)
        total = self.session.scalar(select(func.count()).select_from(AssetVersion).where(*mine)) or 0
        newest_first = select(AssetVersion).where(*mine).order_by(AssetVersion.number.desc())
        versions = self.session.scalars(newest_first.offset(offset).limit(limit))
        active = self._active_id()
        return [Seen(version, version.id == active) for version in versions], total

    def find(self, ref: str) -> Seen:
        """Raises VersionNotFound."""
        return find_version(self.session, self.app, ref)

    def reader(self, ref: str) -> VersionReader:
        """Raises VersionNotFound."""
        return self._reader(self.find(ref).version)

    def diff(self, ref: str, against: str | None = None) -> Compared:
        """What a version has otherwise than another, than the draft, or by default than the one before it.

        Raises VersionNotFound.
        """
        version = self.find(ref).version
        if against == DRAFT:
            items = items_of(postgres.draft_nodes(self.session, self.app.id), self.app.id)
            return Compared(version.number, DRAFT, compare(items, self._reader(version).items()))
        other = self._before(version) if against is None else self.find(against).version
        if other is not None and other.tree_hash == version.tree_hash:
            return Compared(version.number, other.number, NOTHING)
        items: list[Item] = [] if other is None else self._reader(other).items()
        return Compared(version.number, other and other.number, compare(items, self._reader(version).items()))

    def restore(self, ref: str, *, if_match: int | None = None) -> Restored:
        """Make the draft equal to a version: every node with the id that it had, and nothing awaited any more.

        Raises VersionNotFound, Stale, TooManyNodes.
        """
        state = self.draft.lock(if_match)
        version = self.find(ref).version
        if version.node_count > self.limits.app_nodes:
            raise TooManyNodes(f"An app can have at most {self.limits.app_nodes} nodes; version {ref} has more.")
        by = {"by": self.by, "at": clock.now()}
        if not postgres.restore(self.session, self.app.id, version.id, by):
            return Restored(state.revision, version)
        self.revision = postgres.count_restored(self.session, self.app.id, version.node_count, version.total_size)
        return Restored(self.revision, version)

    def activate(self, ref: str) -> Seen:
        """The version that agents and readers of `active` get from now on. Raises VersionNotFound."""
        self.draft.lock()
        version = self.find(ref).version
        self.session.execute(update(App).where(App.id == self.app.id).values(asset_version_id=version.id))
        return Seen(version, active=True)

    def delete(self, ref: str) -> None:
        """Raises VersionNotFound, VersionActive, VersionPinned, VersionInUse."""
        # The lock keeps it from being activated or restored meanwhile; the row's own, from being pinned or run on.
        self.draft.lock()
        seen = self.find(ref)
        if seen.active:
            raise VersionActive
        this = select(AssetVersion.id).where(AssetVersion.id == seen.version.id)
        self.session.execute(this.with_for_update())
        if self._pinned_id() == seen.version.id:
            raise VersionPinned
        if self._published_with(seen.version.id):
            raise VersionPinned("A published workflow uses this version. Delete that version of the workflow first.")
        if self._in_use(seen.version.id):
            raise VersionInUse
        postgres.forget_nodes(self.session, seen.version.id)
        self.session.execute(delete(AssetVersion).where(AssetVersion.id == seen.version.id))

    def _reader(self, version: AssetVersion) -> VersionReader:
        return VersionReader(self.session, self.app.id, version, self.limits)

    def _before(self, version: AssetVersion) -> AssetVersion | None:
        earlier = (AssetVersion.app_id == self.app.id, AssetVersion.number.between(1, version.number - 1))
        latest = select(AssetVersion).where(*earlier).order_by(AssetVersion.number.desc()).limit(1)
        return self.session.scalars(latest).one_or_none()

    def _pinned_id(self) -> UUID | None:
        pinned = select(AppModelConfig.asset_version_id).join(App, App.model_config_id == AppModelConfig.id)
        return self.session.scalar(pinned.where(App.id == self.app.id))

    def _published_with(self, version_id: UUID) -> bool:
        # The table stands to the right: by its name.
        workflows = AssetVersion.metadata.tables["workflows"]
        published = (workflows.c.asset_version_id == version_id, workflows.c.state == "published")
        return self.session.scalar(select(workflows.c.id).where(*published).limit(1)) is not None

    def _in_use(self, version_id: UUID) -> bool:
        # The table stands to the right: by its name. What has ended has no lease.
        runs = AssetVersion.metadata.tables["runs"]
        unfinished = select(runs.c.id).where(runs.c.asset_version_id == version_id, runs.c.lease_until.is_not(None))
        return self.session.scalar(unfinished.limit(1)) is not None

    def _active_id(self) -> UUID | None:
        return self.session.scalar(select(App.asset_version_id).where(App.id == self.app.id))
