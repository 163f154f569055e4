"""Runs in this process, to ends that real processes come to rarely: an executor of our own, real rows, a real Redis."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from tests.integration_tests.runs.conftest import Bench
from tests.integration_tests.runs.drills import DRILL, OUTAGE, TROUBLES, Drills
from tests.processes import free_port, no_redis, wait_until
from treeline import create_app
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.features import Feature
from treeline.runs import execution, leases
from treeline.runs.errors import TooManyRuns
from treeline.runs.events import is_closed, stop_key
from treeline.runs.executors import LeaseLost
from treeline.runs.models import Run
from treeline.runs.streaming import relay, when_ended
from treeline.runs.sweep import GIVE_UP_SECONDS


@pytest.fixture
def drills(bench: Bench) -> Iterator[Drills]:
    yield Drills(bench)
    with bench.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Run).values(status="failed", lease_until=None))


def test_it_works(drills: Drills):
    run_id = drills.start("done")
    assert [event["event"] for event in drills.execute(run_id)] == ["message", "done"]
    assert (drills.run(run_id).status, drills.run(run_id).lease_until) == ("succeeded", None)
    assert is_closed(drills.redis, run_id)


def test_its_time_is_limited_and_that_is_no_stop(drills: Drills):
    run_id = drills.start()
    last = drills.execute(run_id, most_seconds=0.3)[-1]
    assert (last["event"], last["code"], last["status"], last["kept"]) == ("error", "run_timed_out", 504, "said")
    assert "0.3 seconds" in last["message"]
    assert (drills.run(run_id).status, drills.run(run_id).error_code) == ("failed", "run_timed_out")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_error_keeps_its_status_and_whether_it_may_be_tried_again(drills: Drills, trouble: str):
    error = TROUBLES[trouble]
    status, retryable = (error.status, error.retryable) if isinstance(error, ApiError) else (500, False)
    run_id = drills.start(trouble)
    last = drills.execute(run_id)[-1]
    assert (last["status"], last["retryable"]) == (status, retryable)
    assert (drills.run(run_id).error_status, drills.run(run_id).error_retryable) == (status, retryable)


def test_its_stream_is_limited_and_says_so(drills: Drills):
    told = drills.execute(drills.start("loud"))
    assert (told[-1]["event"], told[-1]["code"]) == ("error", "run_too_long")
    assert len(told) < 20


def test_a_piece_that_no_stream_takes_ends_it_with_what_was_told(drills: Drills):
    run_id = drills.start("huge", "done")
    told = drills.execute(run_id)
    assert [event["event"] for event in told] == ["message", "error"]
    assert (told[-1]["code"], told[-1]["kept"]) == ("run_too_long", "said")
    assert (drills.run(run_id).status, drills.run(run_id).error_code) == ("failed", "run_too_long")


def test_the_end_of_a_full_stream_is_told(drills: Drills):
    run_id = drills.start("brim", "done")
    assert drills.execute(run_id)[-1]["event"] == "done"
    assert drills.run(run_id).status == "succeeded"


def test_what_fails_after_its_end_is_told_the_end(drills: Drills):
    run_id = drills.start("unsaid", "done")
    assert [event["event"] for event in drills.execute(run_id)] == ["message", "done"]
    assert (drills.run(run_id).status, is_closed(drills.redis, run_id)) == ("succeeded", True)


def test_ends_are_stored_when_the_database_is_back(drills: Drills):
    """One that succeeds, one that fails and one that is stopped, all while it is away."""
    runs = [drills.start("done", "outage"), drills.start("trouble", "outage"), drills.start("outage")]
    with ThreadPoolExecutor(3) as pool:
        executing = [pool.submit(drills.execute, run_id) for run_id in runs]
        for run_id in runs:
            wait_until(lambda run_id=run_id: drills.run(run_id).status == "running")
        with drills.outage():
            OUTAGE.set()
            drills.redis.set(stop_key(runs[2]), b"1")
            time.sleep(1.5)
            assert not any(each.done() for each in executing)
        told = [each.result() for each in executing]
    assert [[event["event"] for event in each] for each in told] == [
        ["message", "done"],
        ["message", "error"],
        ["message", "done"],
    ]
    assert [drills.run(run_id).status for run_id in runs] == ["succeeded", "failed", "stopped"]
    assert [drills.run(run_id).lease_until for run_id in runs] == [None, None, None]


def test_whoever_ends_a_run_twice_ends_it_once(drills: Drills):
    run_id = drills.start("done", "twice")
    assert [event["event"] for event in drills.execute(run_id)] == ["message", "done"]
    assert is_closed(drills.redis, run_id)
    assert (drills.run(run_id).status, drills.run(run_id).lease_until) == ("succeeded", None)


def test_an_executor_that_cannot_tell_of_a_failure_does_not_keep_it_from_ending(drills: Drills):
    run_id = drills.start("mute")
    last = drills.execute(run_id, most_seconds=0.2)[-1]
    assert (last["event"], last["code"], "kept" in last) == ("error", "run_timed_out", False)
    assert drills.run(run_id).status == "failed"


@pytest.mark.parametrize("given", [(), ("gone",)])
def test_what_is_deleted_meanwhile_is_told_so(drills: Drills, given: tuple[str, ...]):
    """By a run that fails, and by one that would end well."""
    run_id = drills.start(*given)
    with ThreadPoolExecutor(1) as pool:
        executing = pool.submit(drills.execute, run_id, most_seconds=1)
        wait_until(lambda: drills.run(run_id).status == "running")
        with drills.flask_app.app_context(), unit_of_work() as session:
            session.execute(delete(Run).where(Run.id == run_id))
        last = executing.result()[-1]
    assert (last["event"], last["code"], last["status"]) == ("error", "run_not_found", 404)
    assert is_closed(drills.redis, run_id)


def test_a_kind_that_nobody_knows_fails(drills: Drills):
    run_id = drills.start()
    drills.change(run_id, kind="unheard_of")
    assert drills.execute(run_id)[-1]["code"] == "internal_server_error"
    assert drills.run(run_id).status == "failed"


def test_a_stop_whose_signal_was_lost_stands_in_the_row(drills: Drills):
    run_id = drills.start()
    drills.change(run_id, stop_requested_at=now())
    assert drills.execute(run_id)[-1] == {"event": "done", "task_id": str(run_id), "status": "stopped"}


def test_without_redis_the_answer_is_stored_and_told_later(drills: Drills):
    run_id = drills.start("done")
    assert drills.execute(run_id, redis=no_redis()) == []
    assert drills.run(run_id).status == "succeeded"
    drills.sweep()
    # It may still be told by its worker.
    assert drills.told(run_id) == []
    drills.overdue(run_id)
    for _ in range(2):
        drills.sweep()
        assert [event["event"] for event in drills.told(run_id)] == ["message", "done"]
        assert is_closed(drills.redis, run_id)
    assert drills.run(run_id).lease_until is None


def test_a_worker_that_dies_between_the_row_and_the_event(drills: Drills):
    """Whoever listens is told the end that the row has, once."""
    run_id = drills.start("done")
    drills.execute(run_id)
    entries: Any = drills.redis.xrange(f"run:{run_id}")
    drills.redis.xdel(f"run:{run_id}", *[entry_id for entry_id, _ in entries[1:]])
    drills.overdue(run_id)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(drills.sweep) for _ in range(4)]:
            done.result()
    assert [event["event"] for event in drills.told(run_id)] == ["message", "done"]


def test_a_dead_worker_among_troubles(drills: Drills):
    """One run that cannot be seen to keeps no other waiting."""
    blank, lost, mute = drills.start("blank", "done"), drills.start(), drills.start("mute")
    drills.execute(blank, redis=no_redis())
    drills.overdue(blank)
    for run_id in (lost, mute):
        with drills.flask_app.app_context(), unit_of_work() as session:
            assert leases.claim(session, run_id)
        drills.overdue(run_id)
    drills.sweep()
    for run_id in (lost, mute):
        last = drills.told(run_id)[-1]
        assert (last["event"], last["code"], last["status"]) == ("error", "worker_lost", 500)
        assert (drills.run(run_id).status, drills.run(run_id).lease_until) == ("failed", None)


def test_what_no_worker_takes_is_sent_again_and_given_up(drills: Drills):
    run_id = drills.start("done")
    drills.overdue(run_id)
    drills.sweep()
    again = drills.run(run_id)
    assert again.lease_until
    assert (again.status, again.lease_until > now()) == ("queued", True)
    drills.overdue(run_id, created_at=now() - timedelta(seconds=GIVE_UP_SECONDS + 1))
    drills.sweep()
    assert drills.told(run_id)[-1]["code"] == "no_worker"
    assert drills.execute(run_id)[-1]["code"] == "no_worker"


def test_what_could_not_be_sent_is_sent_by_the_next_sweep(drills: Drills):
    connected, settings = drills.flask_app, drills.flask_app.extensions["settings"]
    nobody = {"celery_broker_url": f"redis://127.0.0.1:{free_port()}/0"}
    drills.flask_app = create_app(settings.model_copy(update=nobody), [Feature(gives=[DRILL])])
    run_id = drills.start("done")
    drills.flask_app = connected
    waits = drills.run(run_id).lease_until
    assert waits
    assert waits <= now()
    drills.sweep()
    sent = drills.run(run_id)
    assert sent.lease_until
    assert (sent.status, sent.lease_until > now()) == ("queued", True)


def test_eight_workers_claim_one_run(drills: Drills):
    for _ in range(10):
        run_id = drills.start()

        def claim(run_id: UUID = run_id) -> int | None:
            with drills.flask_app.app_context(), unit_of_work() as session:
                run = leases.claim(session, run_id)
                return run and run.lease_token

        with ThreadPoolExecutor(8) as pool:
            tokens = [done.result() for done in [pool.submit(claim) for _ in range(8)]]
        assert sorted(tokens, key=str) == [1, *[None] * 7]


def test_a_worker_without_its_lease_writes_nothing(drills: Drills):
    run_id = drills.start()
    with drills.flask_app.app_context():
        with unit_of_work() as session:
            row = leases.claim(session, run_id)
            assert row
            handle = execution.RunningRun(row, execution.EventWriter(drills.redis, run_id))
        drills.overdue(run_id)
        drills.sweep()
        with unit_of_work() as session:
            assert leases.renew(session, run_id, handle.token) is None

        def write() -> None:
            with unit_of_work() as session:
                session.execute(update(Run).where(Run.id == run_id).values(total_tokens=7))
                handle.finish(session, "succeeded")

        with pytest.raises(LeaseLost):
            write()
    assert (drills.run(run_id).status, drills.run(run_id).total_tokens) == ("failed", 0)


def test_the_last_place_is_given_once(drills: Drills):
    most = {"max_active_requests": 3}
    with drills.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(App).where(App.id == drills.app_id).values(**most))

    def start() -> bool:
        try:
            return bool(drills.start())
        except TooManyRuns:
            return False

    try:
        with ThreadPoolExecutor(8) as pool:
            assert sum(done.result() for done in [pool.submit(start) for _ in range(16)]) == 3
    finally:
        with drills.flask_app.app_context(), unit_of_work() as session:
            session.execute(update(App).where(App.id == drills.app_id).values(max_active_requests=0))


def test_waiting_for_all_of_it(drills: Drills):
    run_id, slow = drills.start("done"), drills.start()
    with drills.flask_app.test_request_context(), ThreadPoolExecutor(1) as pool:
        assert wait(slow, 0.2) == (None, False)
        executing = pool.submit(drills.execute, run_id)
        last, is_whole = wait(run_id, 20)
        executing.result()
        assert (last["event"], is_whole) == ("done", True)
        drills.redis.delete(f"run:{run_id}")
        last, is_whole = wait(run_id, 20)
        assert (last["event"], is_whole) == ("done", True)
        # A process that is told to stop does not take what it has for the whole.
        drills.redis.xadd(f"run:{slow}", {b"event": b'{"event": "message", "answer": "a"}'}, id="1-0")
        ending = pool.submit(lambda: (time.sleep(0.5), relay_of(drills).close()))
        assert wait(slow, 20) == ({"event": "message", "answer": "a"}, False)
        ending.result()


def wait(run_id: UUID, seconds: float) -> Any:
    return when_ended(run_id, seconds, lambda last, ended: cast(Any, (last, ended)))


def relay_of(drills: Drills) -> Any:
    with drills.flask_app.app_context():
        return relay()
