"""Runs in the background: who is fetched when, and what waits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.conftest import PASSWORD
from tests.integration_tests.runs.conftest import Bench
from tests.integration_tests.runs.stories import Stories
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.runs import background
from treeline.runs.models import Run


@pytest.fixture
def stories(bench: Bench) -> Iterator[Stories]:
    made = Stories(bench)
    made.redis.delete(background.QUEUE)
    yield made
    with bench.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Run).values(status="failed", lease_until=None))
        session.execute(update(App).values(max_active_requests=0))


@pytest.fixture(scope="module")
def other_app(bench: Bench) -> UUID:
    """Of another workspace."""
    client = bench.flask_app.test_client()
    assert (
        client.post("/console/api/login", json={"email": "mallory@example.com", "password": PASSWORD}).status_code
        == 200
    )
    token = client.get_cookie("csrf_token")
    headers = {"X-CSRF-Token": token.value if token else ""}
    reply = client.post("/console/api/apps", json={"name": "An app", "mode": "chat"}, headers=headers)
    return UUID(reply.json["id"])


def claimed(stories: Stories) -> UUID | None:
    with stories.flask_app.app_context(), unit_of_work() as session:
        run = background.claim_next(session)
        return run.id if run else None


def messages(stories: Stories) -> int:
    return stories.redis.llen(background.QUEUE)  # pyright: ignore[reportReturnType]  no coroutine here


def test_it_works(stories: Stories):
    run_id = stories.begin(background=True)
    assert messages(stories) == 1
    waiting = stories.run(run_id)
    assert (waiting.status, waiting.lease_until, waiting.background) == ("queued", None, True)
    stories.next()
    assert stories.run(run_id).status == "partial-succeeded"
    # A message too many does nothing.
    stories.next()
    assert messages(stories) == 1


def test_the_oldest_first_and_workspaces_in_turn(stories: Stories, other_app: UUID):
    mine = [stories.begin(background=True) for _ in range(4)]
    others = [stories.begin(background=True, app_id=other_app) for _ in range(2)]
    assert [claimed(stories) for _ in range(7)] == [mine[0], others[0], mine[1], others[1], mine[2], mine[3], None]


def test_a_full_app_makes_them_wait_and_drops_none(stories: Stories, other_app: UUID):
    with stories.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(App).where(App.id == stories.app_id).values(max_active_requests=2))
    # Background runs take no place of people's while they wait.
    waiting = [stories.begin(background=True, steps=1) for _ in range(4)]
    people = stories.begin(steps=1)
    assert claimed(stories) == waiting[0]
    assert claimed(stories) is None
    elsewhere = stories.begin(background=True, app_id=other_app)
    assert claimed(stories) == elsewhere
    stories.work(people)
    for run_id in waiting[1:]:
        stories.next()
        assert stories.run(run_id).status == "partial-succeeded"


def test_the_last_place_is_given_once(stories: Stories):
    with stories.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(App).where(App.id == stories.app_id).values(max_active_requests=3))
    for _ in range(8):
        stories.begin(background=True)
    with ThreadPoolExecutor(8) as pool:
        got = [done.result() for done in [pool.submit(claimed, stories) for _ in range(8)]]
    assert len([each for each in got if each]) == len({each for each in got if each}) == 3


def test_they_wait_for_as_long_as_it_takes(stories: Stories):
    run_id = stories.begin(background=True)
    stories.change(run_id, created_at=stories.run(run_id).created_at.replace(year=2020))
    stories.redis.delete(background.QUEUE)
    for _ in range(3):
        stories.sweep()
    # One hint, for one run: not one more with each sweep.
    assert (stories.run(run_id).status, messages(stories)) == ("queued", 1)
    stories.next()
    assert stories.run(run_id).status == "partial-succeeded"


def test_a_worker_that_ends_one_tells_of_the_next(stories: Stories):
    for _ in range(2):
        stories.begin(background=True, steps=1)
    stories.redis.delete(background.QUEUE)
    stories.next()
    assert messages(stories) == 1
    stories.next()
    assert messages(stories) == 1


def test_a_dead_worker_leaves_it_to_the_next(stories: Stories):
    run_id = stories.begin(background=True, dies_at=1)
    stories.dies(run_id)
    again = stories.run(run_id)
    assert (again.status, again.lease_until) == ("queued", None)
    stories.next()
    assert (stories.run(run_id).status, stories.run(run_id).lease_token) == ("partial-succeeded", 2)


def test_a_stop_goes_before_those_that_wait(stories: Stories):
    with stories.flask_app.app_context(), unit_of_work() as session:
        session.execute(update(App).where(App.id == stories.app_id).values(max_active_requests=1))
    first, second = (stories.begin(background=True) for _ in range(2))
    assert claimed(stories) == first
    stories.stop(second)
    stories.next()
    assert stories.run(second).status == "stopped"
