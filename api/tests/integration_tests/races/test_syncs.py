"""Syncs of one knowledge base at the same moment."""

import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database
from treeline.settings import Settings

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def api(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with database(settings, TEMPLATE) as own:
        running = Api(own.model_copy(update={"treeline_data": tmp_path_factory.mktemp("data")}))
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


class Folder:
    """One that is pushed by one caller."""

    def __init__(self, caller: Caller, dataset_id: str, files: Files):
        self.caller, self.path, self.files = caller, f"/datasets/{dataset_id}", files

    def sync(self) -> Any:
        listed = [{"path": p, "size": len(d), "sha256": sha256(d).hexdigest()} for p, d in self.files.items()]
        body = {"files": listed, "delete_extraneous": True, "confirm": True}
        return self.caller.call("POST", f"{self.path}/sync", json=body)

    def send(self) -> None:
        upload = self.sync().json()["upload"]
        by_hash = {sha256(data).hexdigest(): data for data in self.files.values()}
        wanted = [by_hash[each] for each in upload["missing"]]
        body = b"".join(struct.pack(">IQ", at, len(data)) + data for at, data in enumerate(wanted))
        assert self.caller.call("PUT", upload["pack_url"], data=body).status_code == 200

    def there(self) -> dict[str, str]:
        tree = self.caller.call("GET", f"{self.path}/tree/documents").json()["data"]
        paths = ["/".join(filter(None, (each["folder"], each["name"]))) for each in tree]
        assert len(paths) == len(set(paths))
        return {path: each["sha256"] for path, each in zip(paths, tree, strict=True)}


def files_of(who: int) -> Files:
    shared = {f"shared/{at}.md": f"Text {at}".encode() for at in range(40)}
    return shared | {f"own/{at}.md": f"{who} wrote {at}".encode() for at in range(20)}


@pytest.mark.parametrize("same", [True, False])
def test_syncs_at_once_leave_what_one_of_them_has(api: Api, same: bool):
    callers = [Caller(api.base).log_in() for _ in range(3)]
    made = callers[0].call("POST", "/datasets", json={"name": f"Same {same}", "indexing_technique": "economy"})
    folders = [Folder(caller, made.json()["id"], files_of(0 if same else who)) for who, caller in enumerate(callers)]
    # What is the same for all is sent once.
    for each in folders[:1] if same else folders:
        each.send()
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda folder: folder.sync(), folders))
    for reply in replies:
        # What one of them has taken, another has to send again; nothing is left half done.
        assert reply.status_code == 200 or reply.json()["code"] in ("sync_bytes_missing", "sync_overtaken"), reply.text
    there = folders[0].there()
    wanted = [{path: sha256(data).hexdigest() for path, data in folder.files.items()} for folder in folders]
    assert there in wanted
    if same:
        assert [reply.status_code for reply in replies] == [200] * 3
        assert sum(reply.json()["added"] for reply in replies) == 60
