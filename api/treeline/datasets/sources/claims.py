"""Whose work a sync is, by the database's clock: as documents are claimed, a source at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from treeline.apps.models import App
from treeline.assets.models import AssetTree
from treeline.datasets.models import Dataset
from treeline.datasets.ports import tell_synced
from treeline.datasets.sources.asset_tree import STATE
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.kernel import claims
from treeline.kernel.claims import MOST_ATTEMPTS, Claim, is_free, is_stuck, seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id

# Of a source, the newest.
KEPT_SYNCS = 100
BATCH = 1000
OPEN = ("waiting", "running")

SyncClaim = Claim[DatasetSync]


def claim_next(session: DbSession, lease_seconds: float) -> SyncClaim | None:
    """The sync that waits longest. While one runs, or rests before it is tried again, others of its source wait. Two
    that are claimed at once nevertheless take turns at the source's row.
    """
    other = aliased(DatasetSync)
    same_source = (other.source_id == DatasetSync.source_id, other.id != DatasetSync.id, other.state == "running")
    living = (
        select(DatasetSync.id)
        .join(DatasetSource, DatasetSource.id == DatasetSync.source_id)
        .join(Dataset, Dataset.id == DatasetSource.dataset_id)
        .where(Dataset.deleted_at.is_(None), DatasetSync.state.in_(OPEN), is_free(DatasetSync))
        .where(~select(other.id).where(*same_source).exists())
    )
    started_at = func.coalesce(DatasetSync.started_at, func.clock_timestamp())
    oldest = living.order_by(DatasetSync.created_at)
    return claims.claim_first(session, DatasetSync, oldest, lease_seconds, state="running", started_at=started_at)


def end(session: DbSession, claim: SyncClaim, state: str, **values: Any) -> None:
    """Raises ClaimLost."""
    values |= {"claim": None, "claimed_until": None, "ended_at": func.clock_timestamp()}
    claims.write(session, claim, state=state, **values)
    tell_synced(session, claim.id)


def again(session: DbSession, claim: SyncClaim, seconds: float, code: str, message: str) -> None:
    """Later, and later still; the fourth time it is the end. Raises ClaimLost."""
    attempt = session.scalar(select(DatasetSync.attempt).where(claim.held)) or 0
    if attempt >= MOST_ATTEMPTS:
        end(session, claim, "error", error_code=code, error=message)
    else:
        later = seconds_from_now(claims.pause(seconds, attempt))
        claims.write(session, claim, claim=None, claimed_until=later)


def give_up(session: DbSession, message: str) -> Sequence[UUID]:
    """Of syncs that no worker gets through. Their sources."""
    reason = {"state": "error", "error_code": "sync_interrupted", "error": message, "ended_at": func.clock_timestamp()}
    given_up = (
        update(DatasetSync)
        .where(DatasetSync.state == "running", is_stuck(DatasetSync))
        .values(**reason, claim=None, claimed_until=None)
    )
    ended = session.execute(given_up.returning(DatasetSync.id, DatasetSync.source_id)).all()
    for sync_id, _ in ended:
        tell_synced(session, sync_id)
    return [source_id for _, source_id in ended]


def waiting(session: DbSession) -> int:
    """How many any worker may take now."""
    wait = select(func.count()).where(DatasetSync.state.in_(OPEN), is_free(DatasetSync))
    return session.scalar(wait) or 0


def queue_changed(session: DbSession) -> int:
    """A sync for each tree that has changed since the last one looked; one that waits already sees to it."""
    changed = (
        select(DatasetSource.id)
        .join(Dataset, Dataset.id == DatasetSource.dataset_id)
        .join(App, App.id == DatasetSource.app_id)
        .outerjoin(AssetTree, AssetTree.app_id == App.id)
        .where(
            DatasetSource.kind == "asset_tree",
            DatasetSource.auto_sync,
            Dataset.deleted_at.is_(None),
            App.deleted_at.is_(None),
            STATE.is_not(None),
            STATE.is_distinct_from(DatasetSource.seen),
        )
    )
    sources = session.scalars(changed.limit(BATCH)).all()
    for source_id in sources:
        queue(session, source_id, began_by="change")
    return len(sources)


def queue(session: DbSession, source_id: UUID, **values: Any) -> UUID:
    """The sync that waits for its turn: a new one, or the one that waits already."""
    row = {"id": new_id(), "source_id": source_id, "created_at": now(), **_DEFAULTS, **values}
    made = insert(DatasetSync).values(row)
    # A confirmation counts for the one that waits, too.
    kept = {"confirmed": DatasetSync.confirmed | made.excluded.confirmed}
    waits = {"index_elements": ["source_id"], "index_where": DatasetSync.state == "waiting"}
    return session.execute(made.on_conflict_do_update(**waits, set_=kept).returning(DatasetSync.id)).scalar_one()


_DEFAULTS = {
    "state": "waiting",
    "began_by": "request",
    "confirmed": False,
    "attempt": 0,
    "problems": [],
    **dict.fromkeys(("added", "changed", "moved", "removed", "kept", "unchanged", "skipped"), 0),
}


def forget_old(session: DbSession, source_id: UUID) -> None:
    ended = select(DatasetSync.id).where(
        DatasetSync.source_id == source_id, DatasetSync.state.in_(("completed", "error"))
    )
    old = ended.order_by(DatasetSync.created_at.desc(), DatasetSync.id.desc()).offset(KEPT_SYNCS)
    session.execute(delete(DatasetSync).where(DatasetSync.id.in_(old)))
