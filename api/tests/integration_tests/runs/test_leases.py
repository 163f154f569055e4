"""Who may write for a run, decided in one statement each: every condition of every statement holds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.conftest import Cast
from treeline.apps.models import App
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs import leases
from treeline.runs.models import ACTIVE, STATUSES, Run

TOKEN = 3
TOKENS = (TOKEN - 1, TOKEN, TOKEN + 1)
# Seconds from now that the lease of a run that has ended, or waits, is good for; None: it has none.
UNTIL = (-7, -5, 500, None)


@pytest.fixture
def runs(context: FlaskApp, cast: Cast) -> list[UUID]:
    """Every status with every lease and every token."""
    app_id = UUID(cast.alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"])
    with unit_of_work() as session:
        app, now = session.get_one(App, app_id), session.scalars(select(func.clock_timestamp())).one()
        made = [
            Run(
                workspace_id=app.workspace_id,
                app_id=app.id,
                kind="words",
                input={},
                status=status,
                lease_token=token,
                lease_until=None if until is None else now + timedelta(seconds=until),
            )
            for status, until, token in product(STATUSES, UNTIL, TOKENS)
        ]
        session.add_all(made)
        session.flush()
        return [run.id for run in made]


Row = dict[str, Any]


def rows() -> dict[UUID, Row]:
    with unit_of_work() as session:
        columns = [column.key for column in Run.__table__.columns]
        return {run.id: {name: getattr(run, name) for name in columns} for run in session.scalars(select(Run))}


def changes(before: dict[UUID, Row], after: dict[UUID, Row]) -> dict[UUID, set[str]]:
    differing = {key: {name for name in row if row[name] != after[key][name]} for key, row in before.items()}
    return {key: names for key, names in differing.items() if names}


def is_over(row: Row, now: datetime) -> bool:
    return row["lease_until"] is not None and row["lease_until"] < now


def is_held(row: Row, now: datetime) -> bool:
    return row["status"] == "running" and row["lease_token"] == TOKEN


ENDED = {"status", "lease_until", "finished_at"}
STATEMENTS: dict[str, tuple[Callable[[DbSession, UUID], Any], Callable[[Row, datetime], bool], set[str]]] = {
    "claim": (
        leases.claim,
        lambda row, now: row["status"] == "queued",
        {"status", "lease_token", "lease_until", "started_at"},
    ),
    "renew": (lambda session, run_id: leases.renew(session, run_id, TOKEN) is not None, is_held, {"lease_until"}),
    "end": (lambda session, run_id: leases.end(session, run_id, TOKEN, "succeeded"), is_held, ENDED),
    "release": (
        leases.release,
        lambda row, now: row["status"] not in ACTIVE and row["lease_until"] is not None,
        {"lease_until"},
    ),
    "take over": (
        lambda session, run_id: leases.take_over(session, run_id, "running", "failed"),
        lambda row, now: row["status"] == "running" and is_over(row, now),
        {*ENDED, "lease_token"},
    ),
    "wait again": (
        leases.wait_again,
        lambda row, now: row["status"] == "queued" and is_over(row, now),
        {"lease_until"},
    ),
    "close": (
        leases.close_next,
        lambda row, now: row["status"] not in ACTIVE and is_over(row, now),
        {"lease_until"},
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_it_changes_the_run_that_it_may_change_and_no_other(runs: list[UUID], name: str):
    act, may, changed = STATEMENTS[name]
    before, expected = rows(), dict[UUID, set[str]]()
    assert set(runs) <= set(before)
    for run_id in runs:
        with unit_of_work() as session:
            now = session.scalars(select(func.clock_timestamp())).one()
            told = act(session, run_id)
        if may(before[run_id], now):
            expected[run_id] = changed
        # What says whether it did says so rightly.
        assert name == "release" or bool(told) == (run_id in expected), before[run_id]
        after = rows()
        assert changes(before, after) == expected, before[run_id]
        for key in expected:
            token = after[key]["lease_token"] - before[key]["lease_token"]
            assert token == int("lease_token" in changed)
            if name != "release":
                assert after[key]["lease_until"] > now + timedelta(seconds=5)
    assert expected


def test_only_a_queued_run_wants_a_place(runs: list[UUID]):
    every = rows()
    for run_id in runs:
        row = every[run_id]
        with unit_of_work() as session:
            found = leases.candidate(session, run_id)
        wanted = (run_id, row["app_id"], row["workspace_id"])
        assert found == (wanted if row["status"] == "queued" else None)


def test_a_run_whose_task_was_not_sent_waits_no_longer(runs: list[UUID]):
    before, expected = rows(), dict[UUID, set[str]]()
    for run_id in runs:
        leases.wait_no_longer(run_id)
        if before[run_id]["status"] == "queued":
            expected[run_id] = {"lease_until"}
        assert changes(before, rows()) == expected
    after = rows()
    with unit_of_work() as session:
        now = session.scalars(select(func.clock_timestamp())).one()
    assert all(after[run_id]["lease_until"] <= now for run_id in expected)


def test_a_stop_is_told_with_the_lease(runs: list[UUID]):
    with unit_of_work() as session:
        held = select(Run).where(Run.status == "running", Run.lease_token == TOKEN).limit(1)
        run = session.scalars(held).one()
        run_id, run.stop_requested_at = run.id, run.created_at
    with unit_of_work() as session:
        assert leases.renew(session, run_id, TOKEN) is True


@pytest.mark.parametrize(
    ("find", "statuses"),
    [
        (leases.abandoned, {"running"}),
        (leases.waiting, {"queued"}),
        (leases.unclosed, set(STATUSES) - set(ACTIVE)),
    ],
)
def test_what_is_overdue_is_found_the_longest_first(
    runs: list[UUID], find: Callable[[DbSession], list[UUID]], statuses: set[str]
):
    with unit_of_work() as session:
        now = session.scalars(select(func.now())).one()
        found = find(session)
    every = rows()
    wanted = [key for key, row in every.items() if row["status"] in statuses and is_over(row, now)]
    assert sorted(found) == sorted(wanted)
    assert len(found) == len(statuses) * 2 * len(TOKENS)
    until = [every[key]["lease_until"] for key in found]
    assert until == sorted(until)
