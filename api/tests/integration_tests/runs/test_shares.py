"""The places of a worker, with one app that wants all of them."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from redis import Redis

from tests.processes import wait_until
from tests.runs import Stage, stage
from treeline.kernel.clock import now
from treeline.settings import Settings

LONG = {"words": 10_000, "pause": 0.05}


@pytest.fixture
def live(settings: Settings) -> Iterator[Stage]:
    """With a Redis database of its own: the worker of the package's stage would take every second of its tasks."""
    other = settings.redis_address.replace("?db=0", "?db=1")
    assert other != settings.redis_address
    Redis.from_url(other).flushdb()
    with stage(settings.model_copy(update={"redis_url": other})) as made:
        yield made


def is_overdue(live: Stage, run_id: UUID) -> bool:
    run = live.run(run_id)
    return run.status == "queued" and run.lease_until is not None and run.lease_until <= now()


def test_one_app_leaves_places_to_others_and_loses_none_of_its_own(live: Stage):
    live.worker(threads=8)
    other = live.caller.new_app()
    # Of eight places six are a workspace's, and of these four an app's.
    long = [live.start(**LONG) for _ in range(4)]
    live.until("running", *long)
    waiting = [live.start(words=3) for _ in range(6)]
    assert live.ended(live.start(app_id=other, words=3)).status == "succeeded"
    assert {live.run(run_id).status for run_id in waiting} == {"queued"}
    # One place is enough for all of them, one after the other; the sweep would need a minute for each.
    live.stop(long[0])
    for run_id in waiting:
        assert live.ended(run_id, 30).status == "succeeded"
    assert [live.run(run_id).status for run_id in long[1:]] == ["running"] * 3
    for run_id in long:
        live.stop(run_id)
        live.ended(run_id)


def test_those_that_wait_go_on_with_another_worker(live: Stage):
    first = live.worker(threads=4)
    # Of four places two are an app's.
    long = [live.start(words=60, pause=0.05) for _ in range(2)]
    live.until("running", *long)
    waiting = [live.start(words=3) for _ in range(3)]
    other = live.caller.new_app()
    assert live.ended(live.start(app_id=other, words=1)).status == "succeeded"
    first.process.terminate()
    # It has left them to the next sweep before it ends.
    wait_until(lambda: all(is_overdue(live, run_id) for run_id in waiting))
    live.worker()
    # Until it is gone, what it still makes has the app's places.
    first.process.wait(20)
    with live.flask_app.app_context():
        live.flask_app.extensions["celery"].tasks["runs.sweep"]()
    for run_id in waiting:
        assert live.ended(run_id, 30).status == "succeeded"
    assert [live.ended(run_id).status for run_id in long] == ["succeeded"] * 2
