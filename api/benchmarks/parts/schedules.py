"""Many schedules that are due at once: how long it takes until each has its run, and what memory the worker needs."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, number
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import ColdWorker, Worker, wait_until
from treeline import create_app
from treeline.kernel.db import db

MIB = 1024 * 1024
OF_ONE_APP = 50
# As the worker that has these queues in `dev/up`.
THREADS = 8


def schedule_rows(stack: Stack, plans: int) -> list[Row]:
    for _ in range(plans // OF_ONE_APP):
        _publish(stack)
    worker = ColdWorker(stack.settings, "schedule_poller", "schedule_executor", threads=THREADS)
    try:
        wait_until(lambda: worker.name in _working(stack), every=0.25)
        before = _bytes(worker, "VmRSS")
        began = time.perf_counter()
        _all_due(stack)
        _poll(stack)
        wait_until(lambda: _count(stack, "SELECT count(*) FROM workflow_runs") >= plans, 600, every=0.2)
        seconds = time.perf_counter() - began
        peak = _bytes(worker, "VmHWM")
    finally:
        worker.kill()
    firings = _count(stack, "SELECT count(*) FROM schedule_firings WHERE state = 'started'")
    runs = _count(stack, "SELECT count(DISTINCT run_id) FROM schedule_firings")
    made = _count(stack, "SELECT count(*) FROM workflow_runs")
    lost = max(abs(plans - each) for each in (firings, runs, made))
    shown = f"{number(plans)} plans, {plans / seconds:,.0f} a second"
    return [
        Row("schedules due at once: each has its run", shown, seconds, "s", 60),
        Row("  with one run, no more", f"{number(made)} runs", plans - lost, "plans", plans, at_least=True),
        Row("  memory of the worker", f"{before / MIB:.0f} MiB before", peak / MIB, "MiB", 200),
    ]


def _publish(stack: Stack) -> None:
    app_id = stack.created("/apps", {"name": "bench", "mode": "workflow"})["id"]
    names = [f"due{each}" for each in range(OF_ONE_APP)]
    yearly: dict[str, Any] = {"mode": "cron", "cron_expression": "0 0 1 1 *"}
    nodes = [node(name, "trigger-schedule", **yearly) for name in names]
    document = graph(*nodes, node("end", "end", outputs=[]), *(edge(name, "end") for name in names))
    path = f"/apps/{app_id}/workflows"
    for address, body in ((f"{path}/draft", {"graph": document}), (f"{path}/publish", {})):
        reply = stack.caller.call("POST", address, json=body)
        assert reply.status_code == 200, reply.text[:500]


def _all_due(stack: Stack) -> None:
    with stack.engine.begin() as connection:
        connection.execute(text("UPDATE schedule_plans SET next_due_at = date_trunc('second', clock_timestamp())"))


def _poll(stack: Stack) -> None:
    """As beat does."""
    flask_app = create_app(stack.settings)
    with flask_app.app_context():
        flask_app.extensions["celery"].tasks["triggers.poll_schedules"].apply_async()
        db.engine.dispose()
    flask_app.extensions["relay"].close()


def _count(stack: Stack, query: str) -> int:
    with stack.engine.begin() as connection:
        return connection.execute(text(query)).scalar_one()


def _working(stack: Stack) -> set[str]:
    workers = stack.caller.session.get(f"{stack.api.base}/health", timeout=10).json()["workers"]
    return {each["name"] for each in workers}


def _bytes(worker: Worker, field: str) -> int:
    """Of /proc/<pid>/status, which counts in KiB."""
    lines = Path(f"/proc/{worker.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024
