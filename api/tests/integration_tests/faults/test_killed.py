"""kill -9 while something is under way: afterwards it has happened or it has not."""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.conftest import TEMPLATE
from tests.processes import Aim, Api, Caller, database, wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

FILES = 20_000
BATCH = {
    "children": [
        {
            "name": f"folder {i}",
            "node_type": "folder",
            "children": [{"name": f"file {n}", "node_type": "file", "size": 5} for n in range(FILES // 20)],
        }
        for i in range(20)
    ]
}


@pytest.fixture
def api(settings: Settings) -> Iterator[Api]:
    with database(settings, TEMPLATE) as own:
        running = Api(own)
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


def test_a_batch_is_whole_or_not_there_when_the_api_is_killed(api: Api):
    """At 20 points of the request, from before it is read to after it is answered."""
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"
    began = time.monotonic()
    parent = caller.call("POST", f"{assets}/folders", json={"name": "measured"}).json()["id"]
    assert caller.call("POST", f"{assets}/batch-upload", json={**BATCH, "parent_id": parent}).status_code == 201
    whole = time.monotonic() - began
    assert caller.call("DELETE", f"{assets}/nodes/{parent}").status_code == 200
    counts: list[int] = []
    aim = Aim(whole, 7)
    for number in range(20):
        parent = caller.call("POST", f"{assets}/folders", json={"name": f"parent {number}"}).json()["id"]

        def send(caller: Caller = caller, parent_id: str = parent) -> None:
            # Killed while it works: that is what is meant to happen.
            with suppress(requests.ConnectionError):
                caller.call("POST", f"{assets}/batch-upload", json={**BATCH, "parent_id": parent_id})

        request = threading.Thread(target=send)
        request.start()
        if number < 18:
            aim.wait()
        else:
            # However slow the machine: at the end it is killed right after its answer.
            request.join()
        api.kill()
        request.join()
        api.restart()
        caller = Caller(api.base).log_in()
        tree = caller.call("GET", f"{assets}/tree").json()["children"]
        (made,) = [node for node in tree if node["id"] == parent]
        counts.append(sum(1 + len(folder["children"]) for folder in made["children"]))
        aim.came(late=counts[-1] > 0)
        assert caller.call("DELETE", f"{assets}/nodes/{parent}").status_code == 200
    assert set(counts) <= {0, FILES + 20}
    assert len(set(counts)) == 2, "no kill came before the commit: the test no longer aims at the batch"


def test_bytes_are_whole_or_not_there_when_the_api_is_killed(api: Api):
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"
    data = os.urandom(24 * 1024 * 1024)
    draw = random.Random(11)
    for number in range(6):
        body = {"children": [{"name": f"f{number}", "node_type": "file", "size": len(data)}]}
        (node,) = caller.call("POST", f"{assets}/batch-upload", json=body).json()["children"]

        def chunks() -> Iterator[bytes]:
            for start in range(0, len(data), 1 << 20):
                time.sleep(0.01)
                yield data[start : start + (1 << 20)]

        def send(url: str = node["upload_url"]) -> None:
            with suppress(requests.ConnectionError):
                requests.put(url, data=chunks(), timeout=60)

        request = threading.Thread(target=send)
        request.start()
        time.sleep(draw.uniform(0.05, 0.5))
        api.kill()
        request.join()
        api.restart()
        caller = Caller(api.base).log_in()
        seen = caller.call("GET", f"{assets}/nodes/{node['id']}").json()
        if seen["status"] == "pending":
            # The link is still good: the file is sent once more.
            url = node["upload_url"].replace(node["upload_url"].split("/files/")[0], api.base)
            assert requests.put(url, data=data, timeout=60).status_code == 204
        assert caller.call("GET", f"{assets}/files/{node['id']}/raw").content == data


def test_a_client_that_goes_away_leaves_nothing(api: Api):
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"
    body = {"children": [{"name": "f", "node_type": "file", "size": 1_000_000}]}
    (node,) = caller.call("POST", f"{assets}/batch-upload", json=body).json()["children"]

    def broken() -> Iterator[bytes]:
        yield b"x" * 500_000
        raise ConnectionResetError

    for _ in range(3):
        with pytest.raises((ConnectionResetError, requests.ConnectionError)):
            requests.put(node["upload_url"], data=broken(), timeout=30)

    def parts() -> list[Path]:
        files = (api.settings.treeline_data / "storage").rglob("*")
        return [path for path in files if path.is_file() and path.stat().st_size == 500_000]

    wait_until(lambda: not parts())
    assert caller.call("GET", f"{assets}/nodes/{node['id']}").json()["status"] == "pending"
