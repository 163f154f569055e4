"""Makes runs of the times that are due. Any number may do so at once: one holds a plan, and deals with its times."""

import logging
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from treeline.apps.models import App
from treeline.files.postgres import among
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.runs.models import UNFINISHED, Run
from treeline.triggers.alerts import not_started
from treeline.triggers.kinds import Listening
from treeline.triggers.models import AppTrigger
from treeline.triggers.schedules.kind import ScheduleKind
from treeline.triggers.schedules.models import (
    FAILED,
    PENDING,
    SKIPPED,
    STARTED,
    WAITING,
    ScheduleFiring,
    SchedulePlan,
)
from treeline.triggers.schedules.recording import PAUSED
from treeline.triggers.starting import Starter
from treeline.workflows.nodes.schedule.timing import ALLOW, SKIP_IT
from treeline.workflows.nodes.schedule_trigger import CURRENT_TIME

log = logging.getLogger(__name__)

# So many plans are held at once, and so many runs started in one transaction.
PLANS, MOST_STARTED = 50, 200
# So many times wait for a run to end; later ones are skipped.
MOST_WAITING = 100
OVERLAP, QUEUE_FULL = "overlap", "queue_full"


def start_all() -> None:
    """All that can begin now."""
    while True:
        with unit_of_work() as session:
            if not start_batch(session):
                return


def start_batch(session: DbSession) -> int:
    """How many plans had something to begin."""
    held = {plan.trigger_id: _Held(plan, trigger) for plan, trigger in session.execute(_ready()).all()}
    open_ones = ScheduleFiring.state.in_((PENDING, WAITING))
    theirs = select(ScheduleFiring).where(among(ScheduleFiring.trigger_id, list(held)), open_ones)
    # By app: two that make the end users of the same apps in another order would wait for each other.
    in_turn = sorted(session.scalars(theirs), key=lambda each: (held[each.trigger_id].trigger.app_id, each.due_at))
    starter, results, started = Starter(session), [], 0
    for firing in in_turn:
        result = held[firing.trigger_id].take(starter, firing)
        results.append((firing, result))
        started += result.run is not None
        if started >= MOST_STARTED:
            break
    # Together: each run that is added would write down what has become of the one before.
    for firing, result in results:
        result.write(firing)
    for each in held.values():
        each.plan.last_run_id = each.last_run_id
    session.flush()
    for firing, result in results:
        if result.state == FAILED:
            trigger = held[firing.trigger_id].trigger
            not_started(session, trigger.app_id, trigger.node_id, result.error)
    return len(held)


def _ready():
    """Plans with times that may begin, held from here on. One that somebody else holds is dealt with by them."""
    last = select(Run.id).join(SchedulePlan, SchedulePlan.last_run_id == Run.id)
    busy = last.where(SchedulePlan.trigger_id == ScheduleFiring.trigger_id, Run.status.in_(UNFINISHED)).exists()
    may_begin = or_(ScheduleFiring.state == PENDING, and_(ScheduleFiring.state == WAITING, ~busy))
    since = func.min(ScheduleFiring.due_at).label("since")
    first = select(ScheduleFiring.trigger_id, since).where(may_begin).group_by(ScheduleFiring.trigger_id).subquery()
    joined = (
        select(SchedulePlan, AppTrigger)
        .select_from(SchedulePlan)
        .join(first, first.c.trigger_id == SchedulePlan.trigger_id)
    )
    joined = joined.join(AppTrigger, AppTrigger.id == SchedulePlan.trigger_id).join(App, App.id == AppTrigger.app_id)
    # The rows of an app that is being deleted go with it.
    there = joined.where(App.deleted_at.is_(None)).order_by(first.c.since, AppTrigger.app_id).limit(PLANS)
    return there.with_for_update(of=SchedulePlan, skip_locked=True)


@dataclass(frozen=True)
class Result:
    """What has come of a time."""

    state: str
    reason: str | None = None
    error: str | None = None
    run: Run | None = None

    def write(self, firing: ScheduleFiring) -> None:
        firing.state, firing.reason, firing.error = self.state, self.reason, self.error
        if self.run is not None:
            firing.run_id = self.run.id


class _Held:
    """A plan whose times come in their order."""

    def __init__(self, plan: SchedulePlan, trigger: AppTrigger):
        self.plan, self.trigger, self.last_run_id = plan, trigger, plan.last_run_id
        # Whether the run before has not ended, once that was asked.
        self._is_busy: bool | None = None
        self._waiting = 0

    def take(self, starter: Starter, firing: ScheduleFiring) -> Result:
        """Begin it, or say why not."""
        if not self.trigger.enabled:
            return Result(SKIPPED, PAUSED)
        if self.plan.overlap != ALLOW and self._waits_for_another(starter.session):
            return self._put_behind()
        result = start_firing(starter, firing, self.plan, self.trigger)
        if result.run is not None:
            self.last_run_id, self._is_busy = result.run.id, True
        return result

    def _put_behind(self) -> Result:
        if self.plan.overlap == SKIP_IT:
            return Result(SKIPPED, OVERLAP)
        if self._waiting >= MOST_WAITING:
            return Result(SKIPPED, QUEUE_FULL)
        self._waiting += 1
        return Result(WAITING)

    def _waits_for_another(self, session: DbSession) -> bool:
        if self._is_busy is None:
            self._is_busy = is_unfinished(session, self.last_run_id)
        return self._is_busy


def is_unfinished(session: DbSession, run_id: UUID | None) -> bool:
    unfinished = select(Run.id).where(Run.id == run_id, Run.status.in_(UNFINISHED))
    return run_id is not None and session.scalar(unfinished) is not None


def start_firing(starter: Starter, firing: ScheduleFiring, plan: SchedulePlan, trigger: AppTrigger) -> Result:
    """The run of a time, from the schedule's node on, or why there is none. To be written into the time's row."""
    at = Listening(trigger.app_id, trigger.node_id, trigger.workflow_id)
    try:
        values = {CURRENT_TIME: plan.timing.timetable.local(firing.due_at).isoformat()}
        return Result(STARTED, run=starter.start(at, values, triggered_from=ScheduleKind.triggered_from))
    except SQLAlchemyError:
        raise
    except ApiError as error:
        return Result(FAILED, error.code, error.message)
    except Exception:
        # The others must not wait for it.
        log.exception("schedule %s: its run of %s was not started", trigger.id, firing.due_at)
        return Result(FAILED, "internal_server_error")
