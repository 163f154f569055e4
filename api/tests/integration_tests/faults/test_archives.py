"""kill -9 while an archive is imported: the tree and its bytes are there, or nothing is."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
import requests

from tests.conftest import TEMPLATE
from tests.processes import Aim, Api, Caller, database
from tests.zips import Part, zip_of
from treeline.settings import Settings

pytestmark = pytest.mark.faults

FILES = 5000


@pytest.fixture
def api(settings: Settings) -> Iterator[Api]:
    with database(settings, TEMPLATE) as own:
        running = Api(own)
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


def test_an_import_is_whole_or_not_there_when_the_api_is_killed(api: Api):
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"

    def archive() -> bytes:
        """Bytes that are not here yet."""
        return zip_of(*(Part(f"d/{number}", os.urandom(500)) for number in range(FILES)))

    def send(caller: Caller, parent_id: str, data: bytes) -> None:
        # Killed while it works: that is what is meant to happen.
        with suppress(requests.ConnectionError):
            caller.call("POST", f"{assets}/import-archive?parent_id={parent_id}", data=data)

    def folder(caller: Caller, name: str) -> str:
        return caller.call("POST", f"{assets}/folders", json={"name": name}).json()["id"]

    parent, data = folder(caller, "measured"), archive()
    began = time.monotonic()
    send(caller, parent, data)
    whole = time.monotonic() - began
    counts: list[int] = []
    aim = Aim(whole, 5)
    for number in range(8):
        parent, data = folder(caller, f"parent {number}"), archive()
        request = threading.Thread(target=send, args=(caller, parent, data))
        request.start()
        aim.wait()
        api.kill()
        request.join()
        api.restart()
        caller = Caller(api.base).log_in()
        seen = caller.call("GET", f"{assets}/archive?node_id={parent}")
        # Whatever is there can be read whole: no row names bytes that are not.
        with ZipFile(BytesIO(seen.content)) as there:
            assert there.testzip() is None
            counts.append(sum(not info.is_dir() for info in there.filelist))
        aim.came(late=counts[-1] > 0)
    assert set(counts) <= {0, FILES}
    assert len(set(counts)) == 2, "every kill fell on the same side: the test no longer aims at the import"
