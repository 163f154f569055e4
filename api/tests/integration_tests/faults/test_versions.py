"""PostgreSQL stopped at once and started again in the middle of a publication: the version is whole, or not there."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from flask_migrate import upgrade

from tests.processes import Aim, Api, Caller, wait_until
from treeline import create_app
from treeline.embedded import servers
from treeline.embedded.servers import Servers
from treeline.settings import Settings

pytestmark = pytest.mark.faults

FOLDERS, FILES = 40, 500


@pytest.fixture
def own_servers(tmp_path: Path) -> Iterator[Servers]:
    with servers.start(tmp_path) as started:
        yield started


@pytest.fixture
def api(own_servers: Servers, tmp_path: Path, settings: Settings) -> Iterator[Api]:
    addresses = {"database_url": own_servers.database_url, "redis_url": own_servers.redis_url}
    own = settings.model_copy(update={**addresses, "treeline_data": tmp_path})
    with create_app(own).app_context():
        upgrade()
    running = Api(own)
    try:
        Caller(running.base).set_up()
        yield running
    finally:
        running.stop()


def test_a_publication_while_the_database_is_killed(api: Api, own_servers: Servers):
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"
    empty = [{"name": f"file {n}", "node_type": "file", "size": 0} for n in range(FILES)]
    tree = [{"name": f"folder {n}", "node_type": "folder", "children": empty} for n in range(FOLDERS)]
    assert caller.call("POST", f"{assets}/batch-upload", json={"children": tree}).status_code == 201
    began = time.monotonic()
    first = caller.call("POST", f"{assets}/versions", json={}).json()
    whole = time.monotonic() - began
    assert first["node_count"] == FOLDERS * (FILES + 1)
    postgres, aim, statuses = own_servers.children[0], Aim(whole, 9), list[int]()

    def publish() -> None:
        with suppress(requests.RequestException):
            statuses.append(caller.call("POST", f"{assets}/versions", json={}).status_code)

    for _ in range(8):
        before = len(statuses)
        request = threading.Thread(target=publish)
        request.start()
        aim.wait()
        # An immediate shutdown: every session is cut off where it is, and the next start recovers.
        assert postgres.process is not None
        postgres.process.send_signal(signal.SIGQUIT)
        postgres.process.wait()
        postgres.start()
        postgres.wait_until_ready()
        request.join()
        wait_until(lambda: caller.call("GET", f"{assets}/versions").status_code == 200)
        assert statuses[before:] in ([], [201], [503])
        aim.came(late=statuses[before:] == [201])
        for version in caller.call("GET", f"{assets}/versions?limit=100").json()["data"]:
            assert (version["tree_hash"], version["node_count"]) == (first["tree_hash"], first["node_count"])
            nodes = caller.call("GET", f"{assets}/versions/{version['number']}/tree?format=flat").json()["nodes"]
            assert len(nodes) == first["node_count"]
    assert 503 in statuses, "no kill came before the commit: the test no longer aims at the publication"
    assert caller.call("POST", f"{assets}/versions", json={}).status_code == 201
