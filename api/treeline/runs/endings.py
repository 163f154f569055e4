"""How runs ended, from their rows: for clients whose stream Redis can't finish."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from treeline.kernel.db import DbSession, unit_of_work
from treeline.runs import leases
from treeline.runs.errors import RunNotFound
from treeline.runs.events import IN_ITS_PLACE
from treeline.runs.executors import executor_of
from treeline.runs.models import ACTIVE, Run
from treeline.runs.relay import Entry, StoredEnd

log = logging.getLogger(__name__)

# A worker publishes the end right after it has stored it.
GRACE_SECONDS = 3


class StoredEnds:
    """Called with runs, it gives the ends of those that have ended a while ago, or are gone, or have paused in an
    attempt after the one given with it.
    """

    def __init__(self, flask_app: Flask, grace_seconds: float = GRACE_SECONDS):
        self.flask_app, self.grace = flask_app, timedelta(seconds=grace_seconds)

    def __call__(self, past: Mapping[UUID, int]) -> dict[UUID, StoredEnd]:
        with self.flask_app.app_context(), unit_of_work() as session:
            now, policy = session.scalars(select(func.now())).one(), leases.policy()
            found = {run.id: run for run in session.scalars(select(Run).where(Run.id.in_(past)))}
            place = f"{now.timestamp() * 1000:.0f}-0"
            ends = {run_id: StoredEnd([(place, _gone(run_id))]) for run_id in past if run_id not in found}
            for run in found.values():
                since, paused = run.finished_at, None
                if run.status == "paused":
                    paused = run.lease_token
                    if paused <= past[run.id]:
                        continue
                    if run.lease_until is not None:
                        since = run.lease_until - timedelta(seconds=policy.run_lease_seconds)
                if run.status in ACTIVE or (since is not None and since > now - self.grace):
                    continue
                try:
                    ends[run.id] = StoredEnd(entries_of(session, run), paused)
                except Exception:
                    # The others must not wait for it.
                    log.exception("run %s: can't read how it ended", run.id)
            return ends


def entries_of(session: DbSession, run: Run) -> list[Entry]:
    """The events of a finished or paused run once more. Their ids are those of the sweep: later than any of a worker's;
    of a paused one, than any of its worker's.
    """
    events = enumerate(executor_of(run.kind).ended(session, run))
    if run.status == "paused":
        return [(f"{run.lease_token}-{IN_ITS_PLACE + n}", json.dumps(event).encode()) for n, event in events]
    ended = (run.finished_at or run.created_at).timestamp() * 1000
    return [(f"{ended:.0f}-{n}", json.dumps(event).encode()) for n, event in events]


def _gone(run_id: UUID) -> bytes:
    gone = RunNotFound("The app or conversation was deleted while the answer was being generated.")
    said = {"code": gone.code, "message": gone.message, "status": gone.status}
    return json.dumps({"event": "error", "task_id": str(run_id), **said}).encode()
