"""Retention at the same moment as everything else: it never removes bytes that a row names.

Two processes run it without a pause, with ages so short that only the locks protect what is new: any blob that no file
names is forgotten at once, and its object removed at once.
"""

import os
import random
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from tests.conftest import TEMPLATE
from tests.integration_tests.races.retention import Retention, retention
from tests.processes import Api, Caller, Worker, database, wait_until
from treeline.apps.models import App
from treeline.assets.draft.batch import FileNode, check
from treeline.assets.draft.postgres import lock_tree
from treeline.assets.draft.service import AppAssetService
from treeline.files.postgres import forget
from treeline.kernel.clock import now
from treeline.kernel.storage import create_storage, new_key
from treeline.settings import Settings

SECONDS = float(os.environ.get("RACE_SECONDS", "1.5"))
# Few contents for many files: most of the time somebody names what somebody else has just deleted.
CONTENTS = [f"content {number} ".encode() * 500 for number in range(8)]


@pytest.fixture(scope="module")
def api(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """With a storage of its own: what other tests have stored would be without a row here."""
    with database(settings, TEMPLATE) as own:
        running = Api(own.model_copy(update={"treeline_data": tmp_path_factory.mktemp("data")}))
        try:
            Caller(running.base).set_up()
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def engine(api: Api) -> Iterator[Engine]:
    engine = create_engine(api.settings.sqlalchemy_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def two_of_it(api: Api) -> Iterator[list[Retention]]:
    running = [Retention(api.settings) for _ in range(2)]
    try:
        yield running
        for process in running:
            process.stop()
    finally:
        for process in running:
            process.process.kill()


class Writer:
    """Somebody who makes, writes, reads and deletes files of one app, and knows what each must contain."""

    def __init__(self, api: Api, app_id: str, seed: int):
        self.caller, self.draw = Caller(api.base).log_in(), random.Random(seed)
        self.base, self.files, self.late = f"/apps/{app_id}/assets", dict[str, bytes](), 0
        self.versions: dict[int, dict[str, bytes]] = {}

    def upload(self) -> None:
        """New files of unknown content, sent at once or a little later: perhaps too late."""
        self._batch({}, [self.draw.choice(CONTENTS) for _ in range(self.draw.randint(1, 4))])

    def name_known(self) -> None:
        """New files by their SHA-256: what is here need not be sent, and is ready at once."""
        contents = self.draw.sample(CONTENTS, self.draw.randint(1, 4))
        self._batch({data: sha256(data).hexdigest() for data in contents}, contents)

    def pack(self) -> None:
        """New files whose bytes come in one pack: once most of them are gone, the rest moves."""
        contents = [self.draw.choice(CONTENTS) + self.draw.randbytes(1) for _ in range(6)]
        wanted = [{"name": f"{self.draw.random()}", "node_type": "file", "size": len(data)} for data in contents]
        reply = self.caller.call("POST", f"{self.base}/batch-upload", json={"children": wanted})
        assert reply.status_code == 201, reply.text
        upload, by_index = reply.json()["upload"], dict(enumerate(contents))
        ids = [node["id"] for node in reply.json()["children"]]
        order = [ids.index(node_id) for node_id in upload["missing"]]
        body = b"".join(struct.pack(">IQ", i, len(by_index[n])) + by_index[n] for i, n in enumerate(order))
        late = {
            failure["index"] for failure in requests.put(upload["pack_url"], data=body, timeout=30).json()["failed"]
        }
        self.late += len(late)
        self.files |= {ids[n]: by_index[n] for i, n in enumerate(order) if i not in late}

    def publish(self) -> None:
        """Everybody's files, kept: these must read back though their nodes are deleted."""
        reply = self.caller.call("POST", f"{self.base}/versions", json={})
        if reply.status_code == 201:
            self.versions[reply.json()["number"]] = dict(self.files)
        else:
            assert reply.json()["code"] == "app_asset_files_pending", reply.text

    def drop_version(self) -> None:
        if len(self.versions) > 2:
            number, _ = self.versions.popitem()
            assert self.caller.call("DELETE", f"{self.base}/versions/{number}").status_code == 200

    def delete_most(self) -> None:
        while len(self.files) > 2:
            node = self.draw.choice(list(self.files))
            del self.files[node]
            assert self.caller.call("DELETE", f"{self.base}/nodes/{node}").status_code == 200

    def _batch(self, hashes: dict[bytes, str], contents: list[bytes]) -> None:
        wanted = [
            {"name": f"{self.draw.random()}", "node_type": "file", "size": len(data), "sha256": hashes.get(data)}
            for data in contents
        ]
        reply = self.caller.call("POST", f"{self.base}/batch-upload", json={"children": wanted})
        assert reply.status_code == 201, reply.text
        for node, data in zip(reply.json()["children"], contents, strict=True):
            if node.get("upload_url"):
                time.sleep(self.draw.choice((0, 0, 0.15)))
                status = requests.put(node["upload_url"], data=data, timeout=30).status_code
                assert status in (204, 404)
                if status == 404:
                    self.late += 1
                    continue
            self.files[node["id"]] = data

    def write(self) -> None:
        if not self.files:
            return self.upload()
        node, data = self.draw.choice(list(self.files)), self.draw.choice(CONTENTS)
        reply = self.caller.call("PUT", f"{self.base}/files/{node}", json={"content": data.decode()})
        assert reply.status_code == 200, reply.text
        self.files[node] = data
        return None

    def delete(self) -> None:
        """All of them: often nobody else names their bytes then."""
        while self.files:
            node, _ = self.files.popitem()
            assert self.caller.call("DELETE", f"{self.base}/nodes/{node}").status_code == 200

    def read(self) -> None:
        if self.files:
            node, data = self.draw.choice(list(self.files.items()))
            reply = self.caller.call("GET", f"{self.base}/files/{node}/raw")
            assert (reply.status_code, reply.content) == (200, data)

    def read_all(self) -> None:
        """Everything in the tree, as it was sent. Nobody else may be writing."""
        for node, data in self.files.items():
            reply = self.caller.call("GET", f"{self.base}/files/{node}/raw")
            assert (reply.status_code, reply.content) == (200, data)
        for number, files in self.versions.items():
            for node, data in files.items():
                reply = self.caller.call("GET", f"{self.base}/versions/{number}/files/{node}/raw")
                assert (reply.status_code, reply.content) == (200, data)


def race(writers: list[Writer], *verbs: str) -> None:
    """Each does its verbs in an order of its own until time is over; then every file reads back byte for byte."""

    def work(writer: Writer) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            getattr(writer, writer.draw.choice(verbs))()

    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(work, writers))
    for writer in writers:
        writer.read_all()


@pytest.mark.parametrize(
    ("verbs", "goes"),
    [
        (("upload", "delete", "read"), ("unfinished_files", "unnamed_blobs", "trashed_objects")),
        (("name_known", "delete", "read"), ("unnamed_blobs", "trashed_objects")),
        (("write", "write", "delete", "read"), ("unnamed_blobs", "trashed_objects")),
        (("pack", "pack", "delete_most", "read"), ("unnamed_blobs", "trashed_objects", "sparse_objects")),
        (("write", "write", "publish", "drop_version", "delete", "read"), ("unnamed_blobs", "trashed_objects")),
        (("upload", "name_known", "write", "pack", "delete", "read"), ("unnamed_blobs", "trashed_objects")),
    ],
    ids=["uploads", "known bytes", "texts", "packs", "versions", "all"],
)
def test_every_file_reads_back(
    api: Api, engine: Engine, two_of_it: list[Retention], verbs: tuple[str, ...], goes: tuple[str, ...]
):
    app_id = Caller(api.base).log_in().new_app()
    writers = [Writer(api, app_id, seed) for seed in range(4)]
    # Objects without a row go by age alone: on a loaded machine 5 s may lie between the bytes and their commit.
    with retention(two_of_it, unknown=60) as removed:
        before = removed()
        race(writers, *verbs)
        after = removed()
        assert all(after[kind] > before.get(kind, 0) for kind in goes), "it raced against nothing"
        counts_are_right(engine, app_id)
        for writer in writers:
            writer.read_all()


def counts_are_right(engine: Engine, app_id: str) -> None:
    with engine.connect() as connection:
        kept = text("SELECT node_count, pending_count, total_size FROM asset_trees WHERE app_id = :id")
        counted = text("""
            SELECT count(*), count(*) FILTER (WHERE sha256 IS NULL), coalesce(sum(size), 0)
            FROM asset_nodes WHERE app_id = :id AND parent_id IS NOT NULL""")
        one, other = (tuple(connection.execute(query, {"id": app_id}).one()) for query in (kept, counted))
    assert one == other


def test_apps_that_are_deleted_take_their_bytes_and_no_others(api: Api, engine: Engine, two_of_it: list[Retention]):
    """Their removal runs beside retention. In the end the storage holds what rows name, and nothing else."""
    caller = Caller(api.base).log_in()
    objects = create_storage(api.settings)
    stays = [Writer(api, caller.new_app(), seed) for seed in range(2)]

    def come_and_go(seed: int) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            writer = Writer(api, caller.new_app(), seed)
            writer.upload()
            writer.name_known()
            writer.read_all()
            # Bytes of an API that died before its commit.
            objects.put(new_key(), iter([b"lost"]))
            assert caller.call("DELETE", writer.base.removesuffix("/assets")).status_code == 204

    worker = Worker(api.settings, "app_deletion")
    try:
        with retention(two_of_it) as removed, ThreadPoolExecutor(2) as pool:
            going = pool.map(come_and_go, (7, 8))
            race(stays, "upload", "name_known", "write", "delete", "read")
            list(going)
            with engine.connect() as connection:
                wait_until(lambda: only_named_bytes_are_left(connection, api.settings.storage_folder))
            assert removed()["unknown_objects"] > 0
    finally:
        worker.stop()
    for writer in stays:
        writer.read_all()


def only_named_bytes_are_left(connection: Connection, folder: Path) -> bool:
    connection.rollback()
    deleted = connection.execute(text("SELECT count(*) FROM apps WHERE deleted_at IS NOT NULL")).scalar_one()
    # Equal bytes that came later have put some into the trash, for a day.
    named = text("SELECT storage_key FROM blobs UNION SELECT storage_key FROM storage_trash")
    keys = {str(key) for key in connection.execute(named).scalars()}
    stored = {path.name for path in folder.rglob("*") if path.is_file()}
    return deleted == 0 and keys == stored


# What the lock is for, one step at a time.


class Unnamed:
    """An app with bytes that no file names, since its only one was deleted."""

    def __init__(self, api: Api):
        self.caller = Caller(api.base).log_in()
        self.app_id, self.data = UUID(self.caller.new_app()), os.urandom(2000)
        self.sha256 = sha256(self.data).hexdigest()
        self.base = f"/apps/{self.app_id}/assets"
        node = self.batch()
        assert requests.put(node["upload_url"], data=self.data, timeout=30).status_code == 204
        assert self.caller.call("DELETE", f"{self.base}/nodes/{node['id']}").status_code == 200

    def batch(self) -> dict[str, Any]:
        child = {"name": "file", "node_type": "file", "size": len(self.data), "sha256": self.sha256}
        reply = self.caller.call("POST", f"{self.base}/batch-upload", json={"children": [child]})
        assert reply.status_code == 201, reply.text
        return reply.json()["children"][0]

    def content(self, node_id: object) -> bytes:
        return self.caller.call("GET", f"{self.base}/files/{node_id}/raw").content


@pytest.fixture
def unnamed(api: Api) -> Unnamed:
    return Unnamed(api)


def someone_waits(engine: Engine) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one() > 0


def test_bytes_that_a_batch_has_found_stay_until_it_names_them(
    api: Api, engine: Engine, unnamed: Unnamed, two_of_it: list[Retention]
):
    """The batch has seen that the bytes are here and is not committed; retention has found that nothing names them."""
    with Session(engine) as session:
        tree = AppAssetService(session, session.get_one(App, unnamed.app_id))
        wanted = FileNode(name="file", size=len(unnamed.data), sha256=unnamed.sha256)
        tree.batch_create_from_tree(check([wanted], tree.limits))
        assert wanted.upload_url is not None, "the batch has not found the bytes"
        with retention(two_of_it[:1]) as removed:
            wait_until(lambda: someone_waits(engine))
            session.commit()
            removed()
            assert unnamed.content(wanted.id) == unnamed.data


def test_a_batch_waits_for_bytes_that_are_being_forgotten(
    api: Api, engine: Engine, unnamed: Unnamed, two_of_it: list[Retention]
):
    with ThreadPoolExecutor(1) as pool:
        with Session(engine) as session:
            assert lock_tree(session, unnamed.app_id) is not None
            assert forget(session, unnamed.app_id, [unnamed.sha256], now()) == 1
            batch = pool.submit(unnamed.batch)
            wait_until(lambda: someone_waits(engine))
            session.commit()
        node = batch.result()
    assert node["upload_url"], "the batch counts on bytes that are gone"
    with retention(two_of_it[:1], awaited=60) as removed:
        assert removed()["trashed_objects"] == 1
        assert requests.put(node["upload_url"], data=unnamed.data, timeout=30).status_code == 204
        removed()
        assert unnamed.content(node["id"]) == unnamed.data


@pytest.mark.faults
def test_a_busy_tree_does_not_keep_the_others_waiting(
    api: Api, engine: Engine, unnamed: Unnamed, two_of_it: list[Retention]
):
    """Its lock is given up after 10 s, and the run goes on."""
    other = Unnamed(api)
    first, _ = sorted((unnamed, other), key=lambda each: each.app_id)
    with Session(engine) as session:
        assert lock_tree(session, first.app_id) is not None
        with retention(two_of_it[:1]) as removed:
            assert removed()["unnamed_blobs"] >= 1
            session.rollback()
            removed()
            assert not [app for app in (unnamed, other) if app.batch().get("upload_url") is None]
