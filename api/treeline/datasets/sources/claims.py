"""Whose work a sync is, by the database's clock: as documents are claimed, a source at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Interval, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from treeline.apps.models import App
from treeline.assets.models import AssetTree
from treeline.datasets.models import Dataset
from treeline.datasets.ports import tell_synced
from treeline.datasets.sources.asset_tree import STATE
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id

MOST_ATTEMPTS = 4
# Of a source, the newest.
KEPT_SYNCS = 100
BATCH = 1000


class SyncLost(Exception):
    """The sync is not this worker's any more: its source is gone, or the claim has expired."""


@dataclass(frozen=True)
class SyncClaim:
    sync_id: UUID
    token: UUID
    lease_seconds: float


# While one runs, or rests before it is tried again, others of its source wait. Two that are claimed at once
# nevertheless take turns at the source's row.
_NEXT = text("""
    WITH next AS (
        SELECT y.id FROM dataset_syncs y
        JOIN dataset_sources s ON s.id = y.source_id
        JOIN datasets d ON d.id = s.dataset_id AND d.deleted_at IS NULL
        WHERE y.state IN ('waiting', 'running') AND y.attempt < :attempts
              AND (y.claimed_until IS NULL OR y.claimed_until <= clock_timestamp())
              AND NOT EXISTS (
                SELECT FROM dataset_syncs o
                WHERE o.source_id = y.source_id AND o.id <> y.id AND o.state = 'running')
        ORDER BY y.created_at LIMIT 1 FOR UPDATE OF y SKIP LOCKED)
    UPDATE dataset_syncs y
    SET state = 'running', claim = :token, claimed_until = clock_timestamp() + :lease, attempt = y.attempt + 1,
        started_at = coalesce(y.started_at, clock_timestamp())
    FROM next WHERE y.id = next.id RETURNING y.id""").bindparams(bindparam("lease", type_=Interval()))


def claim_next(session: DbSession, lease_seconds: float) -> SyncClaim | None:
    token = uuid4()
    values = {"token": token, "lease": timedelta(seconds=lease_seconds), "attempts": MOST_ATTEMPTS}
    found = session.scalar(_NEXT, values)
    return None if found is None else SyncClaim(found, token, lease_seconds)


def held(claim: SyncClaim) -> tuple[ColumnElement[bool], ...]:
    return DatasetSync.id == claim.sync_id, DatasetSync.claim == claim.token, DatasetSync.state == "running"


def renew(session: DbSession, claim: SyncClaim) -> None:
    """Raises SyncLost."""
    kept = update(DatasetSync).where(*held(claim)).values(claimed_until=_in(claim.lease_seconds))
    if session.execute(kept.returning(DatasetSync.id)).one_or_none() is None:
        raise SyncLost


def end(session: DbSession, claim: SyncClaim, state: str, **values: Any) -> None:
    """Raises SyncLost."""
    ended = update(DatasetSync).where(*held(claim))
    values |= {"state": state, "claim": None, "claimed_until": None, "ended_at": func.clock_timestamp()}
    if session.execute(ended.values(**values).returning(DatasetSync.id)).one_or_none() is None:
        raise SyncLost
    tell_synced(session, claim.sync_id)


def again(session: DbSession, claim: SyncClaim, seconds: float, code: str, message: str) -> None:
    """Later, and later still; the fourth time it is the end."""
    attempt = session.scalar(select(DatasetSync.attempt).where(*held(claim))) or 0
    if attempt >= MOST_ATTEMPTS:
        end(session, claim, "error", error_code=code, error=message)
    else:
        rest = {"claim": None, "claimed_until": _in(seconds * 2 ** max(0, attempt - 1))}
        session.execute(update(DatasetSync).where(*held(claim)).values(**rest))


def give_up(session: DbSession, message: str) -> Sequence[UUID]:
    """Of syncs that no worker gets through. Their sources."""
    lost = (
        DatasetSync.state == "running",
        DatasetSync.claimed_until < func.now(),
        DatasetSync.attempt >= MOST_ATTEMPTS,
    )
    reason = {"state": "error", "error_code": "sync_interrupted", "error": message, "ended_at": func.clock_timestamp()}
    given_up = update(DatasetSync).where(*lost).values(**reason, claim=None, claimed_until=None)
    ended = session.execute(given_up.returning(DatasetSync.id, DatasetSync.source_id)).all()
    for sync_id, _ in ended:
        tell_synced(session, sync_id)
    return [source_id for _, source_id in ended]


def waiting(session: DbSession) -> int:
    """How many any worker may take now."""
    free = or_(DatasetSync.claimed_until.is_(None), DatasetSync.claimed_until <= func.now())
    wait = select(func.count()).where(
        DatasetSync.state.in_(("waiting", "running")), DatasetSync.attempt < MOST_ATTEMPTS, free
    )
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


def _in(seconds: float) -> ColumnElement[Any]:
    return func.clock_timestamp() + text(f"interval '{seconds} seconds'")
