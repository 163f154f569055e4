"""Schedules whose workers are killed between the row of a time, its message and its run, with clocks that are wrong."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, text

from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import wait_until
from treeline.kernel.db import unit_of_work
from treeline.settings import Settings

pytestmark = pytest.mark.faults

PLANS, TIMES = 12, 60
QUEUES = ("schedule_poller", "schedule_executor")
HOUR = 3600


def minutely() -> dict[str, Any]:
    names = [f"due{number}" for number in range(PLANS)]
    every = {"mode": "cron", "cron_expression": "* * * * *", "misfire": "all"}
    nodes = [node(name, "trigger-schedule", **every) for name in names]
    return graph(*nodes, node("end", "end", outputs=[]), *(edge(name, "end") for name in names))


def rows(stand: Stand, query: str) -> list[Any]:
    with stand.flask_app.app_context(), unit_of_work() as session:
        found = cast(CursorResult[Any], session.execute(text(query)))
        return list(found) if found.returns_rows else []


@contextmanager
def two_beats(stand: Stand) -> Iterator[None]:
    ended = threading.Event()

    def beat() -> None:
        with stand.flask_app.app_context():
            tasks = stand.flask_app.extensions["celery"].tasks
            while not ended.wait(0.3):
                for name in ("triggers.poll_schedules", "triggers.start_schedules"):
                    tasks[name].apply_async()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for each in beats:
        each.start()
    try:
        yield
    finally:
        ended.set()
        for each in beats:
            each.join()


def test_killed_workers_lose_no_time_and_start_none_twice(settings: Settings):
    with standing(settings, minutely()) as stand:
        # As after an hour without power: sixty times each.
        rows(stand, f"UPDATE schedule_plans SET next_due_at = date_trunc('minute', now()) - interval '{TIMES} minutes'")

        def started() -> int:
            return rows(stand, "SELECT count(*) FROM schedule_firings WHERE state = 'started'")[0][0]

        with two_beats(stand):
            for ahead in (HOUR, -HOUR, 0):
                before = started()
                workers = [stand.worker(*QUEUES, ahead=ahead), stand.worker(*QUEUES)]
                wait_until(lambda so_far=before: started() > so_far, every=0.02)
                for worker in workers:
                    worker.kill()
                stand.flask_app.extensions["redis"].flushdb()
            for ahead in (HOUR, -HOUR, 0):
                stand.worker(*QUEUES, ahead=ahead)
            open_ones = "SELECT count(*) FROM schedule_firings WHERE state IN ('pending', 'waiting')"
            overdue = "SELECT count(*) FROM schedule_plans WHERE next_due_at <= now()"
            wait_until(lambda: rows(stand, open_ones)[0][0] + rows(stand, overdue)[0][0] == 0)
        firings = rows(stand, "SELECT trigger_id, due_at, state, run_id FROM schedule_firings")
        assert {state for _, _, state, _ in firings} == {"started"}
        # From the first time to the one that is next, minute by minute, none is missing.
        gaps = (
            "SELECT count(*) FROM (SELECT due_at - lag(due_at) OVER (PARTITION BY trigger_id ORDER BY due_at) AS gap "
            "FROM schedule_firings) gaps WHERE gap <> interval '1 minute'"
        )
        assert rows(stand, gaps)[0][0] == 0
        assert len(firings) >= PLANS * (TIMES + 1)
        made = {run_id for (run_id,) in rows(stand, "SELECT run_id FROM workflow_runs")}
        assert {run_id for *_, run_id in firings} == made
        assert len(made) == len(firings)
