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
from treeline.triggers.starting import start_run
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
    started = 0
    for firing in in_turn:
        started += held[firing.trigger_id].take(session, firing)
        if started >= MOST_STARTED:
            break
    session.flush()
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


@dataclass
class _Held:
    """A plan whose times come in their order."""

    plan: SchedulePlan
    trigger: AppTrigger
    # Whether the run before has not ended, once that was asked.
    is_busy: bool | None = None
    waiting: int = 0

    def take(self, session: DbSession, firing: ScheduleFiring) -> bool:
        """Begin it, or say why not; whether its run was started."""
        if not self.trigger.enabled:
            _end(firing, SKIPPED, PAUSED)
            return False
        if self.plan.overlap != ALLOW and self._waits_for_another(session):
            self._put_behind(firing)
            return False
        run = start_firing(session, firing, self.plan, self.trigger)
        if run is not None:
            self.plan.last_run_id, self.is_busy = run.id, True
        return run is not None

    def _put_behind(self, firing: ScheduleFiring) -> None:
        if self.plan.overlap == SKIP_IT:
            _end(firing, SKIPPED, OVERLAP)
        elif self.waiting >= MOST_WAITING:
            _end(firing, SKIPPED, QUEUE_FULL)
        else:
            firing.state = WAITING
            self.waiting += 1

    def _waits_for_another(self, session: DbSession) -> bool:
        if self.is_busy is None:
            self.is_busy = is_unfinished(session, self.plan.last_run_id)
        return self.is_busy


def is_unfinished(session: DbSession, run_id: UUID | None) -> bool:
    unfinished = select(Run.id).where(Run.id == run_id, Run.status.in_(UNFINISHED))
    return run_id is not None and session.scalar(unfinished) is not None


def start_firing(session: DbSession, firing: ScheduleFiring, plan: SchedulePlan, trigger: AppTrigger) -> Run | None:
    """The run of a time, from the schedule's node on; None: it has failed, and its row says why."""
    at = Listening(trigger.app_id, trigger.node_id, trigger.workflow_id)
    try:
        values = {CURRENT_TIME: plan.timing.timetable.local(firing.due_at).isoformat()}
        with session.begin_nested():
            run = start_run(session, at, values, triggered_from=ScheduleKind.triggered_from)
    except SQLAlchemyError:
        raise
    except ApiError as error:
        _end(firing, FAILED, error.code, error.message)
        not_started(session, trigger.app_id, trigger.node_id, error.message)
        return None
    except Exception:
        # The others must not wait for it.
        log.exception("schedule %s: its run of %s was not started", trigger.id, firing.due_at)
        _end(firing, FAILED, "internal_server_error")
        not_started(session, trigger.app_id, trigger.node_id, None)
        return None
    _end(firing, STARTED, None)
    firing.run_id = run.id
    return run


def _end(firing: ScheduleFiring, state: str, reason: str | None, error: str | None = None) -> None:
    firing.state, firing.reason, firing.error = state, reason, error
