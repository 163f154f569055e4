"""Runs that outlive their worker, and pauses: an executor of our own, real rows, a real Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.integration_tests.runs.conftest import Bench
from tests.integration_tests.runs.stories import STORY, Stories, names_of, text_of
from tests.processes import no_redis, wait_until
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.runs.events import is_closed, place_of, published, stream_key
from treeline.runs.leases import MOST_STALLS
from treeline.runs.models import Run
from treeline.runs.writing import EventWriter


@pytest.fixture
def stories(bench: Bench) -> Iterator[Stories]:
    yield Stories(bench)
    with bench.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Run).values(status="failed", lease_until=None))


def ordered(ids: list[str]) -> bool:
    places = [place_of(each) for each in ids]
    return places == sorted(set(places))


def test_another_worker_goes_on_where_a_dead_one_stopped(stories: Stories):
    run_id = stories.begin(steps=4, dies_at=2)
    stories.dies(run_id)
    assert (stories.run(run_id).status, stories.run(run_id).stalls) == ("queued", 1)
    stories.work(run_id)
    run = stories.run(run_id)
    assert (run.status, run.lease_token, run.lease_until, run.stalls) == ("partial-succeeded", 2, None, 0)
    assert run.worked_seconds > 0
    heard = stories.heard(run_id)
    assert text_of(heard) == "0 1 2 3 "
    assert names_of(heard) == ["step", "step", "step", "step", "step", "finished"]
    assert ordered([each for each, _ in heard])
    assert {each.split("-")[0] for each, _ in heard} == {"1", "2"}
    # The text of the interrupted step was out already.
    assert [event["data"]["text"] for _, event in heard if event["event"] == "text_replace"] == ["0 1 "]
    # Whoever had heard the first worker goes on with the second.
    last_of_first = [each for each, _ in heard if each.startswith("1-")][-1]
    assert stories.heard(run_id, last_of_first) == [each for each in heard if each[0].startswith("2-")]


def test_so_many_workers_in_a_row_that_get_no_further_end_it(stories: Stories):
    run_id = stories.begin(dies_at=1, dies=100)
    for lost in range(1, MOST_STALLS + 1):
        stories.dies(run_id)
        assert (stories.run(run_id).status, stories.run(run_id).stalls) == ("queued", lost)
    stories.dies(run_id)
    run = stories.run(run_id)
    assert (run.status, run.error_code) == ("failed", "worker_lost")
    assert "without getting any further" in (run.error or "")
    assert stories.told(run_id)[-1]["code"] == "worker_lost"


def test_a_stop_of_what_waits_for_another_worker(stories: Stories):
    run_id = stories.begin(dies_at=1)
    stories.dies(run_id)
    stories.stop(run_id)
    stories.work(run_id)
    assert stories.run(run_id).status == "stopped"
    assert names_of(stories.heard(run_id))[-1] == "finished"


def test_a_fenced_worker_adds_nothing_to_the_stream(stories: Stories):
    run_id = stories.begin(dies_at=1)
    stories.dies(run_id)
    late = STORY.handles[run_id]
    stories.work(run_id)
    before = stories.told(run_id)
    late.emit("late")
    late.emit("text_chunk", data={"text": "late"})
    assert not late.events.close() or stories.told(run_id) == before  # pyright: ignore[reportAttributeAccessIssue]  of the handle itself
    assert stories.told(run_id) == before
    assert is_closed(stories.redis, run_id)


def test_the_next_attempt_fences_off_the_last_before_it_says_anything(stories: Stories):
    run_id = stories.begin()
    first, second = (EventWriter(stories.redis, run_id, attempt) for attempt in (1, 2))
    first.write({"event": "step"})
    assert second.begin() == ""
    first.write({"event": "late"})
    assert [event["event"] for event in published(stories.redis, run_id)] == ["step"]


def test_an_error_that_the_executor_stores_itself(stories: Stories):
    run_id = stories.begin(steps=1, refused=True)
    stories.work(run_id)
    run = stories.run(run_id)
    assert (run.status, run.error_code, run.error, run.error_status) == (
        "failed",
        "invalid_param",
        "It ends badly.",
        400,
    )


def test_who_wants_only_what_is_new_and_past_pauses(stories: Stories):
    run_id = stories.begin(steps=3, pause_at=0)
    stories.work(run_id)
    assert names_of(stories.heard(run_id, only_new=True)) == ["paused"]
    with ThreadPoolExecutor() as pool:
        rest = pool.submit(stories.heard, run_id, only_new=True, past_pauses=True)
        whole = pool.submit(stories.heard, run_id, past_pauses=True)
        relay = stories.flask_app.extensions["relay"]
        wait_until(lambda: len(relay._subscriptions.get(f"run:{run_id}", ())) == 2)
        stories.resume(run_id)
        stories.work(run_id)
        assert names_of(rest.result()) == ["step", "step", "finished"]
        assert names_of(whole.result()) == ["step", "paused", "step", "step", "finished"]
    # Also while its stream is still there.
    assert names_of(stories.heard(run_id, only_new=True))[-1] == "finished"


def test_a_pause_has_no_lease_and_no_place_and_goes_on(stories: Stories):
    run_id = stories.begin(steps=3, pause_at=0)
    with stories.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(App).where(App.id == stories.app_id).values(max_active_requests=1))
    try:
        stories.work(run_id)
        paused = stories.run(run_id)
        assert (paused.status, paused.lease_until, paused.finished_at) == ("paused", None, None)
        assert names_of(stories.heard(run_id)) == ["step", "paused"]
        stories.sweep()
        assert stories.run(run_id).status == "paused"
        other = stories.begin(steps=1)
        stories.work(other)
        assert stories.run(other).status == "partial-succeeded"
        first = stories.heard(run_id)
        assert stories.resume(run_id)
        assert not stories.resume(run_id)
        with ThreadPoolExecutor() as pool:
            # Both come while it waits for a worker: the end of the pause is not theirs.
            whole, rest = pool.submit(stories.heard, run_id), pool.submit(stories.heard, run_id, first[-1][0])
            stories.work(run_id)
            assert text_of(whole.result()) == "0 1 2 "
            assert names_of(whole.result()) == ["step", "paused", "step", "step", "finished"]
            assert whole.result() == first + rest.result()
        assert stories.heard(run_id) == whole.result()
        assert stories.heard(run_id, first[-1][0]) == rest.result()
        assert (stories.run(run_id).status, stories.run(run_id).lease_token) == ("partial-succeeded", 2)
    finally:
        with stories.flask_app.app_context(), unit_of_work() as session:
            session.execute(update(App).where(App.id == stories.app_id).values(max_active_requests=0))


def test_a_pause_whose_stream_has_expired_is_told_from_the_rows(stories: Stories):
    run_id = stories.begin(steps=2, pause_at=0)
    stories.work(run_id)
    followed = stories.heard(run_id)
    stories.redis.delete(stream_key(run_id))
    stored = stories.heard(run_id)
    assert (names_of(stored), text_of(stored)) == (["step", "paused"], "0 ")
    assert stories.resume(run_id)
    stories.work(run_id)
    whole = stories.heard(run_id)
    assert (names_of(whole), text_of(whole)) == (["step", "step", "finished"], "0 1 ")
    # Nobody gets twice what they have had, from Redis or from the rows.
    for before in (followed, stored):
        rest = stories.heard(run_id, before[-1][0])
        assert (names_of(rest), text_of(rest)) == (["step", "finished"], "1 ")


def test_a_pause_that_redis_has_not_heard_of_is_told_by_the_sweep(stories: Stories):
    run_id = stories.begin(steps=2, pause_at=0)
    stories.work(run_id, no_redis())
    assert stories.run(run_id).status == "paused"
    stories.overdue(run_id)
    stories.sweep()
    assert stories.run(run_id).lease_until is None
    before = stories.heard(run_id)
    assert (names_of(before), text_of(before)) == (["step", "paused"], "0 ")
    assert stories.resume(run_id)
    stories.work(run_id)
    after = stories.heard(run_id)
    assert (text_of(after), names_of(after)[-1]) == ("0 1 ", "finished")
    assert ordered([each for each, _ in after])


def test_a_stop_ends_a_pause(stories: Stories):
    run_id = stories.begin(steps=2, pause_at=0)
    stories.work(run_id)
    stories.stop(run_id)
    assert stories.run(run_id).status == "queued"
    stories.work(run_id)
    assert stories.run(run_id).status == "stopped"
    assert names_of(stories.heard(run_id)) == ["step", "paused", "finished"]


def test_what_is_to_be_stopped_does_not_pause(stories: Stories):
    run_id = stories.begin(steps=2, pause_at=0)
    stories.stop(run_id)
    stories.work(run_id)
    assert stories.run(run_id).status == "stopped"


def test_the_time_of_its_kind_counts_all_attempts_and_no_pause(stories: Stories):
    run_id = stories.begin(steps=2, slow_at=1)
    stories.change(run_id, worked_seconds=49.5)
    stories.work(run_id)
    assert (stories.run(run_id).status, stories.run(run_id).error_code) == ("failed", "run_timed_out")
    assert "50 seconds" in (stories.run(run_id).error or "")


def test_what_was_resumed_is_not_given_up_for_its_age(stories: Stories):
    run_id = stories.begin(steps=2, pause_at=0)
    stories.work(run_id)
    assert stories.resume(run_id)
    stories.overdue(run_id, created_at=stories.run(run_id).created_at.replace(year=2020))
    stories.sweep()
    assert stories.run(run_id).status == "queued"


def test_redis_comes_back_empty_while_a_run_goes_on(stories: Stories):
    """What it had is told from the rows; who was listening gets nothing twice."""
    run_id = stories.begin(steps=2, dies_at=1)
    stories.dies(run_id)
    stories.redis.delete(stream_key(run_id))
    stories.work(run_id)
    heard = stories.heard(run_id)
    assert (names_of(heard), text_of(heard)) == (["step", "step", "finished"], "0 1 ")
    assert heard[0][0].startswith("0-")
    wait_until(lambda: stories.run(run_id).lease_until is None)
