"""One task: syncs that wait are claimed one after another, and each is brought to its end."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.sources import claims
from treeline.datasets.sources.asset_tree import APP_DELETED, TreeBytes, list_tree, state_of
from treeline.datasets.sources.claims import SyncClaim
from treeline.datasets.sources.comparison import Plan
from treeline.datasets.sources.errors import SourceUnavailable, SyncOvertaken
from treeline.datasets.sources.listing import Listing
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.datasets.sources.sync import Copies, bring, lock_source
from treeline.datasets.sources.urls import Pages, pages_of
from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.claims import ClaimLost, renew
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.errors import ApiError, Unavailable

log = logging.getLogger(__name__)

TASK = "datasets.sync"
MOST_TASKS = 3
# A task hands back after so long, between two syncs.
MOST_SECONDS = 300.0
BEATS_A_LEASE = 4
LOST = "The worker that synced this source was lost several times in a row."
_TROUBLE = "The source couldn't be synced: the database, Redis or the storage was not available."
_PASSING = (RedisError, DBAPIError, OSError, Unavailable, SyncOvertaken, BytesMissing)


def enqueue_syncs(number: int = 1) -> None:
    """After the commit so many workers look for syncs. Lost, the sweep does it again."""
    for _ in range(number):
        enqueue(TASK)


def sweep(session: DbSession) -> None:
    """What was lost on the way, and trees that have changed."""
    for source_id in claims.give_up(session, LOST):
        _see(session, source_id)
    claims.queue_changed(session)
    enqueue_syncs(min(MOST_TASKS, claims.waiting(session)))


def work() -> None:
    until = time.monotonic() + MOST_SECONDS
    lease = current.settings(DatasetSettings).indexing_lease_seconds
    while True:
        with unit_of_work() as session:
            claim = claims.claim_next(session, lease)
        if claim is None:
            return
        sync(claim)
        if time.monotonic() > until:
            with unit_of_work():
                enqueue_syncs()
            return


def sync(claim: SyncClaim) -> None:
    """Whatever happens, the sync ends, waits to be tried again, or is another's."""
    try:
        _sync(claim)
    except ClaimLost:
        return
    except _PASSING as error:
        log.warning("sync %s is tried again: %s", claim.id, error)
        _again(claim, "sync_interrupted", error.message if isinstance(error, ApiError) else _TROUBLE)
    except ApiError as error:
        _fail(claim, error)
    except Exception:
        log.exception("sync %s", claim.id)
        _again(claim, "sync_failed", "The source couldn't be synced because of an internal error.")


def _sync(claim: SyncClaim) -> None:
    with unit_of_work() as session:
        turn = SyncTurn.of(session, claim)
    if turn.kind == "url_list":
        _sync_pages(turn)
        return
    if turn.kind != "asset_tree":
        raise SourceUnavailable("This source is synced by whoever sends its files.")
    with unit_of_work() as session:
        listing = list_tree(session, turn.look(session))
    if turn.app_id is None:
        raise SourceUnavailable(APP_DELETED)
    supply = Copies(current.storage(), TreeBytes(turn.app_id, current.storage()))
    bring(turn, listing, supply, delete=turn.deletes, confirmed=turn.confirmed)


def _sync_pages(turn: "SyncTurn") -> None:
    with unit_of_work() as session:
        known = pages_of(session, turn.source_id)
    with Pages(current.storage(), known) as pages:
        listing = pages.listing(turn.urls, turn.beat)
        bring(turn, listing, pages, delete=turn.deletes, confirmed=turn.confirmed)


def _again(claim: SyncClaim, code: str, message: str) -> None:
    retry = current.settings(DatasetSettings).indexing_retry_seconds
    with unit_of_work() as session, suppress(ClaimLost):
        _see_claimed(session, claim)
        claims.again(session, claim, retry, code, message)


def _fail(claim: SyncClaim, error: ApiError) -> None:
    with unit_of_work() as session, suppress(ClaimLost):
        _see_claimed(session, claim)
        claims.end(session, claim, "error", error_code=error.code, error=error.message)


def _see(session: DbSession, source_id: UUID) -> None:
    """What failed is tried again when the tree changes, or somebody says so; not every minute."""
    this = update(DatasetSource).where(DatasetSource.id == source_id)
    session.execute(this.values(seen=state_of(session, source_id)))


def _see_claimed(session: DbSession, claim: SyncClaim) -> None:
    source_id = session.scalar(select(DatasetSync.source_id).where(claim.held))
    if source_id is not None:
        _see(session, source_id)


@dataclass
class SyncTurn:
    """A worker's, by its claim. `state`: of the tree, before it is looked at."""

    claim: SyncClaim
    source_id: UUID
    kind: str
    app_id: UUID | None
    urls: list[str]
    deletes: bool
    confirmed: bool
    caller: Caller
    state: str | None
    _beaten: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, session: DbSession, claim: SyncClaim) -> "SyncTurn":
        row = session.execute(_found(claim)).one_or_none()
        if row is None:
            raise ClaimLost
        sync_, source, dataset = row
        return cls(
            claim=claim,
            source_id=source.id,
            kind=source.kind,
            app_id=source.app_id,
            urls=list(source.urls),
            deletes=source.on_missing == "delete",
            confirmed=sync_.confirmed,
            caller=Caller(dataset.workspace_id, source.created_by),
            state=state_of(session, source.id),
        )

    def look(self, session: DbSession) -> DatasetSource:
        """Raises ClaimLost."""
        row = session.execute(_found(self.claim)).one_or_none()
        if row is None:
            raise ClaimLost
        return row[1]

    def hold(self, session: DbSession) -> tuple[Dataset, DatasetSource]:
        row = session.execute(_found(self.claim)).one_or_none()
        if row is None:
            raise ClaimLost
        source = lock_source(session, row[2], self.caller, self.source_id)
        renew(session, self.claim)
        if source is None:
            raise ClaimLost
        return row[2], source

    def done(self, session: DbSession, source: DatasetSource, plan: Plan, listing: Listing) -> None:
        source.seen = self.state
        claims.end(session, self.claim, "completed", **outcome(plan, listing), error_code=None, error=None)
        claims.forget_old(session, self.source_id)

    def beat(self) -> None:
        if time.monotonic() - self._beaten < self.claim.lease_seconds / BEATS_A_LEASE:
            return
        with unit_of_work() as session:
            renew(session, self.claim)
        self._beaten = time.monotonic()


def outcome(plan: Plan, listing: Listing) -> dict[str, object]:
    """As the columns of a sync have it."""
    return {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "moved": len(plan.moved),
        "removed": len(plan.removed),
        "kept": len(plan.kept),
        "unchanged": plan.unchanged,
        "skipped": listing.skipped,
        "problems": listing.problems,
    }


def _found(claim: SyncClaim):
    return (
        select(DatasetSync, DatasetSource, Dataset)
        .join(DatasetSource, DatasetSource.id == DatasetSync.source_id)
        .join(Dataset, Dataset.id == DatasetSource.dataset_id)
        .where(claim.held, Dataset.deleted_at.is_(None))
    )
