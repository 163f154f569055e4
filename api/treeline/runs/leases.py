"""Leases: who may write for a run. Each function is one statement, and uses the database's clock.

A worker claims a queued run and gets a token; its writes take effect only while the row has that token. A queued run
has a lease too, unless it waits in the background: until it expires, the run is assumed to be on its way to a worker.
So has a run that has ended or paused, until its stream is closed. Expired leases are handled by the sweep.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Select, Table, bindparam, case, func, null, select, update
from sqlalchemy.exc import SQLAlchemyError

from treeline.kernel import current
from treeline.kernel.claims import seconds_from_now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.dialects import later
from treeline.runs.models import ACTIVE, UNFINISHED, Run
from treeline.runs.places import Candidate
from treeline.runs.settings import RunSettings

BATCH = 100
# How often a run goes on with another worker without getting any further.
MOST_STALLS = 5

# Built once, and on the table itself: what every run asks for takes longer to build from objects than to execute.
_RUNS = cast(Table, Run.__table__)
_RUN = bindparam("run")
_LEASE = later(bindparam("seconds", type_=Float))
_IS_HELD = (_RUNS.c.id == _RUN, _RUNS.c.lease_token == bindparam("token"), _RUNS.c.status == "running")
_HOLDS = select(_RUNS.c.id).where(*_IS_HELD)
_CLAIM = select(Run).from_statement(
    update(_RUNS)
    .where(_RUNS.c.id == _RUN, _RUNS.c.status == "queued")
    .values(
        status="running",
        lease_token=_RUNS.c.lease_token + 1,
        lease_until=_LEASE,
        started_at=func.coalesce(_RUNS.c.started_at, func.clock_timestamp()),
    )
    .returning(_RUNS)
)
_RENEW = update(_RUNS).where(*_IS_HELD).values(lease_until=_LEASE).returning(_RUNS.c.stop_requested_at)
_END = (
    update(_RUNS).where(*_IS_HELD).values(lease_until=_LEASE, finished_at=func.clock_timestamp()).returning(_RUNS.c.id)
)
_RELEASE = update(_RUNS).where(_RUNS.c.id == _RUN, _RUNS.c.status.not_in(ACTIVE)).values(lease_until=None)


def policy() -> RunSettings:
    """How long leases are. Tests have shorter ones."""
    return current.settings(RunSettings)


def candidate(session: DbSession, run_id: UUID) -> Candidate | None:
    """A queued run as one who wants a place; None if it is not queued any more."""
    queued = select(Run.id, Run.app_id, Run.workspace_id).where(Run.id == run_id, Run.status == "queued")
    row = session.execute(queued).one_or_none()
    return Candidate(*row) if row else None


def claim(session: DbSession, run_id: UUID) -> Run | None:
    """The run, now running under a new token; None if it is not queued any more: one gets it."""
    values = {"run": run_id, "seconds": policy().run_lease_seconds}
    # Whatever the session knew of it is old.
    return session.scalars(_CLAIM, values, execution_options={"populate_existing": True}).one_or_none()


def renew(session: DbSession, run_id: UUID, token: int, **values: object) -> bool | None:
    """Keep the lease. Whether the run is to be stopped; None: it belongs to this worker no longer."""
    kept = {"run": run_id, "token": token, "seconds": policy().run_lease_seconds, **values}
    row = session.execute(_RENEW, kept).one_or_none()
    return None if row is None else row.stop_requested_at is not None


def holds(session: DbSession, run_id: UUID, token: int) -> bool:
    """Whether this worker may write for the run."""
    return session.scalar(_HOLDS, {"run": run_id, "token": token}) is not None


def end(session: DbSession, run_id: UUID, token: int, status: str, **values: object) -> bool:
    """End the run in the caller's transaction; False if it is not this worker's to end."""
    ended = {"run": run_id, "token": token, "seconds": policy().run_lease_seconds, "status": status, **values}
    return session.execute(_END, ended).one_or_none() is not None


def pause(session: DbSession, run_id: UUID, token: int, **values: object) -> bool:
    """Put the run by until somebody resumes it; False if it is not this worker's, or is to be stopped."""
    paused = update(Run).where(*_held(run_id, token), Run.stop_requested_at.is_(None))
    resting = {"status": "paused", "lease_until": seconds_from_now(policy().run_lease_seconds), "stalls": 0}
    return session.execute(paused.values(**resting, **values).returning(Run.id)).one_or_none() is not None


def resume(session: DbSession, run_id: UUID) -> Run | None:
    """The run, queued once more; None if it is not paused. Whoever sends its task does it after the commit."""
    resumed = update(Run).where(Run.id == run_id, Run.status == "paused")
    return session.scalars(resumed.values(status="queued", lease_until=_on_its_way()).returning(Run)).one_or_none()


def request_stop(session: DbSession, *which: ColumnElement[bool]) -> Sequence[Run]:
    """Ask these to stop, as far as they have not ended. A paused one is queued, so that its executor ends it."""
    is_paused = Run.status == "paused"
    asked = update(Run).where(Run.status.in_(UNFINISHED), *which)
    stopping = asked.values(
        stop_requested_at=func.coalesce(Run.stop_requested_at, func.clock_timestamp()),
        status=case((is_paused, "queued"), else_=Run.status),
        lease_until=case((is_paused, _on_its_way()), else_=Run.lease_until),
    )
    return session.scalars(stopping.returning(Run), execution_options={"populate_existing": True}).all()


def requeue(session: DbSession, run_id: UUID) -> Run | None:
    """Let another worker go on with an overdue run, fencing off its own; None if it came back, or does not get on."""
    overdue = update(Run).where(Run.id == run_id, Run.status == "running", Run.lease_until < func.clock_timestamp())
    again = overdue.where(Run.stalls < MOST_STALLS)
    queued = again.values(status="queued", stalls=Run.stalls + 1, lease_until=_on_its_way())
    return session.scalars(queued.returning(Run)).one_or_none()


def hand_over(session: DbSession, run_id: UUID, token: int) -> None:
    """Let another worker go on with this worker's run at once; from here on this one is fenced off."""
    session.execute(update(Run).where(*_held(run_id, token)).values(status="queued", lease_until=seconds_from_now(0)))


def progressed(session: DbSession, run_id: UUID, token: int) -> None:
    """The run has got further than the workers before: they count no more."""
    session.execute(update(Run).where(*_held(run_id, token)).values(stalls=0))


def release(session: DbSession, run_id: UUID) -> None:
    """The run has ended or paused, and its stream is closed: nothing is left to see to."""
    session.execute(_RELEASE, {"run": run_id})


def abandoned(session: DbSession) -> Sequence[UUID]:
    """Runs whose worker has let its lease run out."""
    return _overdue(session, Run.status == "running")


def waiting(session: DbSession) -> Sequence[UUID]:
    """Runs that no worker has taken, though their time on the way is over."""
    return _overdue(session, Run.status == "queued")


def unclosed(session: DbSession) -> Sequence[UUID]:
    """Runs that have ended or paused, and whose stream nobody has closed."""
    return _overdue(session, Run.status.not_in(ACTIVE))


def take_over(session: DbSession, run_id: UUID, was: str, status: str, **values: object) -> Run | None:
    """End an overdue run in its worker's place, fencing that off; None if somebody else did, or it came back."""
    overdue = update(Run).where(Run.id == run_id, Run.status == was, Run.lease_until < func.clock_timestamp())
    ended = overdue.values(
        status=status,
        lease_token=Run.lease_token + 1,
        lease_until=seconds_from_now(policy().run_lease_seconds),
        finished_at=func.clock_timestamp(),
        **values,
    )
    return session.scalars(ended.returning(Run)).one_or_none()


def wait_again(session: DbSession, run_id: UUID) -> bool:
    """Give a queued run's task, sent anew, the time to arrive; False if it has been taken by now."""
    return _prolonged(session, Run.id == run_id, Run.status == "queued", seconds=policy().run_queued_seconds)


def wait_no_longer(*run_ids: UUID) -> None:
    """The tasks of queued runs are not on their way: the next sweep sends them. If this fails too, a later one does."""
    with suppress(SQLAlchemyError), unit_of_work() as session:
        session.execute(
            update(Run).where(Run.id.in_(run_ids), Run.status == "queued").values(lease_until=seconds_from_now(0))
        )


def close_next(session: DbSession, run_id: UUID) -> bool:
    """Take on the closing of a stream whose run has ended or paused; False if somebody else has."""
    return _prolonged(session, Run.id == run_id, Run.status.not_in(ACTIVE), seconds=policy().run_lease_seconds)


def _prolonged(session: DbSession, *which: ColumnElement[bool], seconds: float) -> bool:
    overdue = update(Run).where(*which, Run.lease_until < func.clock_timestamp())
    return (
        session.execute(overdue.values(lease_until=seconds_from_now(seconds)).returning(Run.id)).one_or_none()
        is not None
    )


def places_taken() -> Select[UUID, int]:
    """How many places of their own (max_active_requests) apps have given away. Who waits in the background has none."""
    # By the index of leases: these few, and not an app's runs of all times.
    has_place = (Run.lease_until.is_not(None), (Run.status == "running") | ((Run.status == "queued") & ~Run.background))
    return select(Run.app_id, func.count().label("count")).where(*has_place).group_by(Run.app_id)


def places_of(session: DbSession, app_id: UUID) -> int:
    return session.scalar(places_taken().where(Run.app_id == app_id).with_only_columns(func.count())) or 0


def _on_its_way() -> ColumnElement:
    """The lease of a queued run: for its task to arrive. In the background there is none to wait for."""
    return case((Run.background, null()), else_=seconds_from_now(policy().run_queued_seconds))


def _held(run_id: UUID, token: int) -> tuple[ColumnElement[bool], ...]:
    return Run.id == run_id, Run.lease_token == token, Run.status == "running"


def _overdue(session: DbSession, which: ColumnElement[bool]) -> Sequence[UUID]:
    # By the start of this transaction: a clock that goes on would keep the index out of it.
    overdue = select(Run.id).where(which, Run.lease_until < func.now())
    return session.scalars(overdue.order_by(Run.lease_until).limit(BATCH)).all()
