"""Machines whose clocks are hours apart: Redis' clock says how old is what is in Redis."""

from collections.abc import Iterator

import pytest
import redis
import requests

from tests.conftest import TEMPLATE
from tests.processes import Caller, ColdApi, ColdWorker, database, wait_until
from treeline.operations.service import queues
from treeline.settings import Settings

HOURS = {"ahead": 7200, "behind": -7200}


@pytest.fixture(scope="module", params=list(HOURS))
def shifted(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[Caller, ColdWorker]]:
    """An API whose clock is wrong, and a worker whose clock is wrong the other way."""
    hours = HOURS[request.param]
    with database(settings, TEMPLATE) as own:
        api = ColdApi(own, module="tests.shifted_app", SHIFT=str(hours))
        worker = ColdWorker(own, "mail", module="tests.shifted_app", SHIFT=str(-hours))
        try:
            caller = Caller(api.base).set_up()
            wait_until(lambda: ages(caller, worker))
            yield caller, worker
        finally:
            worker.stop()
            api.stop()


def test_health_lists_the_worker_and_when_it_was_seen(shifted: tuple[Caller, ColdWorker]):
    caller, worker = shifted
    assert 0 <= ages(caller, worker)[0] <= 20


def ages(caller: Caller, worker: ColdWorker) -> list[float]:
    """Seconds since the worker was seen; empty if it never was."""
    workers = requests.get(f"{caller.base}/health", timeout=10).json()["workers"]
    return [each["seen_seconds_ago"] for each in workers if each["name"] == worker.name]


def test_a_message_is_as_old_as_it_is(shifted: tuple[Caller, ColdWorker], settings: Settings):
    """Sent by the API, whose clock is wrong; looked at by it, and by a command whose clock is right."""
    caller, _ = shifted
    client = redis.Redis.from_url(settings.redis_address)
    client.delete("app_deletion")
    app_id = caller.new_app()
    assert caller.call("DELETE", f"/apps/{app_id}").status_code == 204
    try:
        found = {queue["name"]: queue for queue in caller.call("GET", "/operations/queues").json()["data"]}
        assert found["app_deletion"]["depth"] == 1
        assert 0 <= found["app_deletion"]["oldest_age"] < 60
        assert found["mail"]["consumers"] == 1
        oldest = {queue.name: queue.oldest_age for queue in queues(client)}["app_deletion"]
        assert oldest is not None
        assert oldest < 60
    finally:
        client.delete("app_deletion")
