"""Pollers and executors at once, as two beats send them: each time that is due has one row, and one run."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import CursorResult, text

from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import Api, Caller
from treeline import create_app
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.triggers.schedules import polling, starting
from treeline.workflows.nodes.schedule.cron import Timetable

SCHEDULES, CRON = 12, "*/5 * * * *"


def many_schedules(**data: Any) -> dict[str, Any]:
    names = [f"due{number}" for number in range(SCHEDULES)]
    nodes = [node(name, "trigger-schedule", mode="cron", cron_expression=CRON, **data) for name in names]
    return graph(*nodes, node("end", "end", outputs=[]), *(edge(name, "end") for name in names))


@pytest.fixture
def flask_app(api: Api) -> Iterator[FlaskApp]:
    made = create_app(api.settings)
    yield made
    made.extensions["relay"].close()
    with made.app_context():
        db.engine.dispose()


def published(caller: Caller, document: dict[str, Any]) -> UUID:
    app_id = caller.new_app()
    path = f"/apps/{app_id}/workflows"
    for address, body in ((f"{path}/draft", {"graph": document}), (f"{path}/publish", {})):
        assert caller.call("POST", address, json=body).status_code == 200
    return UUID(app_id)


def rows(flask_app: FlaskApp, query: str, **values: Any) -> list[Any]:
    with flask_app.app_context(), unit_of_work() as session:
        found = cast(CursorResult[Any], session.execute(text(query), values))
        return list(found) if found.returns_rows else []


def at_once(flask_app: FlaskApp, *acts: Callable[[], None]) -> None:
    begin = Barrier(len(acts))

    def do(act: Callable[[], None]) -> None:
        with flask_app.app_context():
            begin.wait()
            act()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(do, acts))


MINE = "FROM schedule_plans p JOIN app_triggers t ON t.id = p.trigger_id WHERE t.app_id = :app"


@pytest.mark.parametrize("overlap", ["allow", "queue"])
def test_each_due_time_has_one_row_and_one_run(flask_app: FlaskApp, caller: Caller, overlap: str):
    app_id = published(caller, many_schedules(misfire="all", overlap=overlap))
    begin: datetime = rows(flask_app, "SELECT date_trunc('hour', now()) - interval '90 minutes'")[0][0]
    mine = "trigger_id IN (SELECT id FROM app_triggers WHERE app_id = :app)"
    rows(flask_app, f"UPDATE schedule_plans SET next_due_at = :begin WHERE {mine}", begin=begin, app=app_id)
    at_once(flask_app, *[polling.poll] * 3, *[starting.start_all] * 3)
    at_once(flask_app, *[polling.poll] * 3, *[starting.start_all] * 3)
    table = Timetable(CRON, ZoneInfo("UTC"))
    due = {
        (trigger_id, at)
        for trigger_id, following in rows(flask_app, f"SELECT p.trigger_id, p.next_due_at {MINE}", app=app_id)
        for at in table.newest(begin, following - timedelta(seconds=1), 100)
    }
    assert len(due) >= SCHEDULES * 18
    firings = rows(
        flask_app, f"SELECT trigger_id, due_at, run_id, state FROM schedule_firings WHERE {mine}", app=app_id
    )
    assert {(trigger_id, at) for trigger_id, at, *_ in firings} == due
    assert len(firings) == len(due)
    started = {run_id for *_, run_id, state in firings if state == "started"}
    made = {run_id for (run_id,) in rows(flask_app, "SELECT run_id FROM workflow_runs WHERE app_id = :app", app=app_id)}
    assert started == made
    # One at a time where they queue, and all the others wait.
    assert len(made) == (len(due) if overlap == "allow" else SCHEDULES)
    assert {state for *_, state in firings} == ({"started"} if overlap == "allow" else {"started", "waiting"})


def test_publishing_beside_a_poller_loses_no_time(flask_app: FlaskApp, caller: Caller):
    app_id = published(caller, many_schedules())
    mine = "trigger_id IN (SELECT id FROM app_triggers WHERE app_id = :app)"
    begin: datetime = rows(flask_app, "SELECT date_bin('5 minutes', now(), '2000-01-01Z')")[0][0]
    rows(flask_app, f"UPDATE schedule_plans SET next_due_at = :begin WHERE {mine}", begin=begin, app=app_id)
    path = f"/apps/{app_id}/workflows/publish"
    at_once(flask_app, polling.poll, lambda: published_again(caller, path), polling.poll, starting.start_all)
    at_once(flask_app, polling.poll, starting.start_all)
    fired = rows(
        flask_app,
        f"SELECT DISTINCT trigger_id FROM schedule_firings WHERE due_at >= :begin AND state <> 'skipped' AND {mine}",
        begin=begin,
        app=app_id,
    )
    assert len(fired) == SCHEDULES


def published_again(caller: Caller, path: str) -> None:
    assert caller.call("POST", path, json={}).status_code == 200
