"""A full disk and a full Redis: what can go on does, the rest says that it is full, and with room all is well again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
import requests

from tests.conftest import TEMPLATE
from tests.integration_tests.embedded.living import wait_for
from tests.integration_tests.embedded.test_up import Up
from tests.integration_tests.embedded.test_up import up as up
from tests.integration_tests.faults.disks import full, small_disk
from tests.processes import Api, Caller, Worker, database, wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

FULL = {("redis", "full"), ("storage", "full"), ("database", "full")}


@pytest.fixture(name="small_disk")
def disk_for_everything(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path, "160m") as folder:
        yield folder


def test_a_full_disk_ends_nothing_and_room_heals_it(small_disk: Path, up: Callable[..., Up]):
    instance = up(TREELINE_DATA=str(small_disk / "data"), ARGON2_MEMORY_KIB="64", ARGON2_TIME_COST="1").ready()
    base = f"http://127.0.0.1:{instance.port}"
    caller = Caller(base).set_up()
    app_id = caller.new_app()
    batch = {"children": [{"node_type": "file", "name": "large.bin", "size": 1 << 20}]}
    planned = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", json=batch).json()
    url = planned["children"][0]["upload_url"]

    with full(small_disk):
        assert wait_for(lambda: states(instance) >= FULL, 20)
        assert requests.get(f"{base}/health", timeout=10).status_code == 503
        for _ in range(3):
            # Somebody goes on reading, writing and coming in.
            reply = caller.call("PUT", url, data=bytes(1 << 20))
            assert (reply.status_code, reply.json()["code"]) == (507, "storage_full")
            assert caller.call("GET", "/apps").json()["data"][0]["id"] == app_id
            caller.log_in()
            time.sleep(1)
        assert {part["state"] for part in instance.health()["parts"]} == {"up"}
        found = {
            each["code"]
            for area in caller.call("POST", "/operations/doctor").json()["data"]
            for each in area["findings"]
        }
        assert found >= {"database.full", "redis.full", "storage.full", "disk.low"}
    assert wait_for(instance.is_well, 60), instance.health()
    assert caller.call("PUT", url, data=bytes(1 << 20)).status_code == 204
    assert instance.process.poll() is None
    assert "restarting in" not in instance.said
    assert instance.stop() == 0


def states(instance: Up) -> set[tuple[str, str]]:
    return {(name, check["state"]) for name, check in instance.health().get("checks", {}).items()}


@contextmanager
def no_memory(client: redis.Redis) -> Iterator[None]:
    client.config_set("maxmemory", 1)
    try:
        yield
    finally:
        client.config_set("maxmemory", 0)


def refusals(client: redis.Redis) -> int:
    return client.info("errorstats").get("errorstat_OOM", {}).get("count", 0)


def test_a_full_redis_ends_no_worker_and_no_request(settings: Settings):
    client = redis.Redis.from_url(settings.redis_address)
    with database(settings, TEMPLATE) as own:
        api, running = Api(own), Worker(own, "mail")
        workers = [running]
        try:
            caller = Caller(api.base).set_up()
            wait_until(lambda: running.name in names(api))
            with no_memory(client):
                before = refusals(client)
                workers.append(Worker(own, "mail"))
                # One that starts now, and the heartbeat of the one that runs.
                wait_until(lambda: refusals(client) > before + 2)
                assert caller.log_in().call("GET", "/apps").status_code == 200
                assert caller.new_app()
                # What it tries, it tries every few seconds.
                wait_until(lambda: redis_state(api) == (503, "full"))
            wait_until(lambda: {worker.name for worker in workers} <= names(api))
            assert [worker.process.poll() for worker in workers] == [None, None]
        finally:
            for worker in workers:
                worker.stop()
            api.stop()


def redis_state(api: Api) -> tuple[int, str]:
    reply = requests.get(f"{api.base}/health", timeout=10)
    return reply.status_code, reply.json()["checks"]["redis"]["state"]


def names(api: Api) -> set[str]:
    return {worker["name"] for worker in requests.get(f"{api.base}/health", timeout=10).json()["workers"]}
