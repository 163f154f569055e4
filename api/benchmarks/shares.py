"""How long a question waits for a place while another app wants them all.

One worker with 32 places, 40 runs of one app that hang, and short runs of others beside them. A wait is from the row of
a run to its start by the worker.
"""

import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack, running
from benchmarks.parts.table import Row
from tests.conftest import PASSWORD
from tests.processes import ColdWorker, wait_until
from tests.runs import MODULE, QUEUE
from treeline import create_app
from treeline.accounts.service import AccountService
from treeline.apps.models import App
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs import stopping
from treeline.runs.models import Run
from treeline.runs.service import RunService

PLACES = 32
LONG = {"words": 100_000, "pause": 0.5}
BRIEF = {"words": 20, "pause": 0.25}
SHORT = {"words": 1}


class Crowd:
    """`hog` has the long runs; `neighbour` is in its workspace, `stranger` is not."""

    def __init__(self, flask_app: FlaskApp, hog: UUID, neighbour: UUID):
        self.flask_app, self.hog, self.neighbour = flask_app, hog, neighbour
        with flask_app.app_context(), unit_of_work() as session:
            accounts = AccountService(session, flask_app.extensions["settings"])
            owner = accounts.create_owner("mallory@example.com", "Mallory", PASSWORD)
            mode = session.get_one(App, hog).mode
            stranger = App(workspace_id=owner.workspace_id, name="Another", mode=mode, created_by=owner.account_id)
            session.add(stranger)
            session.flush()
            self.stranger = stranger.id

    def start(self, app_id: UUID, given: Mapping[str, float]) -> UUID:
        with self.flask_app.app_context(), unit_of_work() as session:
            return RunService(session, session.get_one(App, app_id)).start("words", dict(given)).id

    def run(self, run_id: UUID) -> Run:
        with self.flask_app.app_context(), unit_of_work() as session:
            return session.get_one(Run, run_id)

    def running(self, runs: list[UUID]) -> int:
        return sum(self.run(run_id).status == "running" for run_id in runs)

    def stop(self, run_id: UUID) -> None:
        with self.flask_app.app_context():
            with unit_of_work() as session:
                session.get_one(Run, run_id).stop_requested_at = session.get_one(Run, run_id).created_at
            stopping.signal(self.flask_app.extensions["redis"], run_id)

    def waits(self, app_id: UUID, count: int) -> float:
        """Seconds, the median of so many short runs, one after the other."""
        return statistics.median(self._wait(self.start(app_id, SHORT)) for _ in range(count))

    def _wait(self, run_id: UUID) -> float:
        wait_until(lambda: self.run(run_id).finished_at is not None)
        run = self.run(run_id)
        assert run.started_at is not None
        return (run.started_at - run.created_at).total_seconds()

    def passed_on(self, holding: UUID, waiting: list[UUID]) -> float:
        """Seconds from the end of a run until one of those that wait has begun."""
        before = {run_id for run_id in waiting if self.run(run_id).started_at is not None}
        self.stop(holding)
        wait_until(lambda: self.running(waiting) > len(before))
        began = max(started for run_id in waiting if (started := self.run(run_id).started_at) is not None)
        finished = self.run(holding).finished_at
        assert finished is not None
        return (began - finished).total_seconds()


@contextmanager
def worker(stack: Stack, **more: str) -> Iterator[None]:
    made = ColdWorker(stack.settings, QUEUE, module=MODULE, threads=PLACES, **more)
    try:
        yield
    finally:
        made.kill()


def main() -> None:
    options = read_options(__doc__)
    count = 3 if options.quick else 20 * options.rounds
    with running() as stack:
        flask_app = create_app(stack.settings)
        crowd = Crowd(flask_app, UUID(stack.caller.new_app()), UUID(stack.caller.new_app()))
        with worker(stack):
            crowd.waits(crowd.neighbour, 1)
            alone = crowd.waits(crowd.neighbour, count)
            long = [crowd.start(crowd.hog, LONG) for _ in range(40)]
            share = 18
            wait_until(lambda: crowd.running(long) == share)
            time.sleep(1)
            held = crowd.running(long)
            neighbour, stranger = crowd.waits(crowd.neighbour, count), crowd.waits(crowd.stranger, count)
            begun = [run_id for run_id in long if crowd.run(run_id).status == "running"]
            waiting = [run_id for run_id in long if run_id not in begun]
            passing = statistics.median(crowd.passed_on(run_id, waiting) for run_id in begun[: len(waiting) // 4])
        with worker(stack, RUNS_RESERVE="0"):
            crowd.waits(crowd.neighbour, 1)
            brief = [crowd.start(crowd.hog, BRIEF) for _ in range(2 * PLACES)]
            wait_until(lambda: crowd.running(brief) == PLACES)
            unshared = crowd.waits(crowd.neighbour, 1)
        with flask_app.app_context():
            db.engine.dispose()
    finish(
        "shares",
        [
            Row("a short run, alone", "wait for a place", alone * 1e3, "ms"),
            Row("40 runs of one app, 32 places: it holds", "", held, "places", share),
            Row("  an app of its workspace waits", f"{neighbour * 1e3:.1f} ms", neighbour / alone, "x alone", 2),
            Row("  an app of another workspace waits", f"{stranger * 1e3:.1f} ms", stranger / alone, "x alone", 2),
            Row("  its next run, once one has ended", "", passing * 1e3, "ms"),
            Row("without shares, its runs 5 s each: another app waits", "RUNS_RESERVE=0", unshared, "s"),
        ],
        options,
    )


if __name__ == "__main__":
    main()
