"""Syncs of a source whose worker is killed, and whose app is deleted: all of a sync, or nothing."""

import random
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from tests.conftest import TEMPLATE, Person, logged_in, make_members
from tests.integration_tests.assets.conftest import Tree
from tests.processes import Worker, database, wait_until
from tests.pushes import packed
from treeline import create_app
from treeline.datasets.models import Document
from treeline.datasets.sources.models import DatasetSync
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

pytestmark = pytest.mark.faults

LEASE = 2
IMPATIENT: dict[str, Any] = {
    "INDEXING_LEASE_SECONDS": str(LEASE),
    "INDEXING_RETRY_SECONDS": "0",
    "INDEXING_SWEEP_SECONDS": "1",
}
FILES = 400


class Place:
    """An app with files, and a knowledge base that has them as a source."""

    def __init__(self, settings: Settings, flask_app: FlaskApp, alice: Person):
        self.settings, self.flask_app, self.alice = settings, flask_app, alice
        app_id = alice.post("/apps", json={"name": "Harbour", "mode": "agent-chat"}).json["id"]
        self.tree = Tree(alice, app_id)
        dataset = alice.post("/datasets", json={"name": "Harbour", "indexing_technique": "economy"}).json["id"]
        self.path = f"/datasets/{dataset}"

    def fill(self, texts: dict[str, str]) -> None:
        files = {path: text.encode() for path, text in texts.items()}
        body = {"files": packed_list(files), "delete_extraneous": True}
        reply = self.tree.post("/sync", json=body)
        if reply.status_code == 409:
            upload = reply.json["upload"]
            by_hash = {each["sha256"]: files[each["path"]] for each in body["files"]}
            data = packed([by_hash[digest] for digest in upload["missing"]])
            assert self.alice.client.put(upload["pack_url"], data=data).status_code == 200
            reply = self.tree.post("/sync", json=body)
        assert reply.status_code == 200, reply.json

    def worker(self) -> Worker:
        return Worker(self.settings, "pipeline", **IMPATIENT)

    def poll(self) -> None:
        self.flask_app.extensions["celery"].tasks["datasets.poll_sources"]()

    def paths(self) -> set[str]:
        found = self.alice.get(f"{self.path}/tree/documents").json["data"]
        return {"/".join(filter(None, (each["folder"], each["name"]))) for each in found}

    def has(self, texts: dict[str, str]) -> bool:
        return self.paths() == set(texts)

    def syncs(self) -> dict[str, int]:
        with self.flask_app.app_context(), unit_of_work() as session:
            return dict(
                iter(session.execute(select(DatasetSync.state, func.count()).group_by(DatasetSync.state)).all())
            )


def packed_list(files: dict[str, bytes]) -> list[dict[str, Any]]:
    from hashlib import sha256

    return [{"path": p, "size": len(data), "sha256": sha256(data).hexdigest()} for p, data in files.items()]


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    with database(settings, TEMPLATE) as own:
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        alice = logged_in(flask_app, "alice", make_members(flask_app).alice)
        yield Place(own, flask_app, alice)
        with flask_app.app_context():
            db.engine.dispose()
        flask_app.extensions["relay"].close()


def test_a_worker_that_is_killed_leaves_all_of_a_sync_or_nothing(place: Place):
    draw = random.Random(5)
    texts = {f"folder {at % 9}/{at}.md": f"Text number {at}." for at in range(FILES)}
    place.fill(texts)
    values = {"kind": "asset_tree", "app_id": place.tree.app_id, "tree": "draft"}
    source = place.alice.post(f"{place.path}/sources", json=values).json["source"]
    before, kills = set[str](), 0
    for round_ in range(3):
        if round_:
            moved = {f"moved {round_}/{path}": text for path, text in list(texts.items())[:150]}
            texts = {**dict(list(texts.items())[150:]), **moved, f"new {round_}.md": f"New {round_}."}
            place.fill(texts)
            place.poll()
        # The fourth time would be the last.
        for _ in range(2):
            worker = place.worker()
            place.poll()
            wait_until(
                lambda texts=texts: place.poll() or _is_claimed(place, source["id"]) or place.has(texts), every=0.1
            )
            time.sleep(draw.uniform(0, 0.4))
            worker.kill()
            kills += 1
            assert place.paths() in (before, set(texts))
            time.sleep(LEASE)
        worker = place.worker()
        try:
            wait_until(lambda texts=texts: place.poll() or place.has(texts), every=0.3)
            wait_until(lambda: set(place.syncs()) == {"completed"}, every=0.3)
        finally:
            worker.stop()
        before = set(texts)
    assert kills == 6
    documents = place.alice.get(f"{place.path}/documents?limit=1").json["total"]
    assert documents == len(texts)


def test_an_app_that_is_deleted_while_it_is_synced_takes_nothing_with_it(place: Place):
    texts = {f"{at}.md": f"Text number {at}." for at in range(FILES)}
    place.fill(texts)
    values = {"kind": "asset_tree", "app_id": place.tree.app_id, "tree": "draft"}
    place.alice.post(f"{place.path}/sources", json=values)
    worker = place.worker()
    try:
        wait_until(lambda: place.poll() or place.paths() == set(texts), every=0.3)
        place.fill({**texts, "more.md": "More."})
        place.poll()
        assert place.alice.delete(f"/apps/{place.tree.app_id}").status_code == 204
        remover = Worker(place.settings, "app_deletion")
        try:
            wait_until(lambda: place.poll() or _is_gone(place), every=0.3)
        finally:
            remover.stop()
        wait_until(lambda: "waiting" not in place.syncs() and "running" not in place.syncs(), every=0.3)
    finally:
        worker.stop()
    assert set(texts) <= place.paths()
    with place.flask_app.app_context(), unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(Document)) in (FILES, FILES + 1)


def test_the_fourth_loss_ends_a_sync_with_its_reason(place: Place):
    place.fill({"a.md": "Alder."})
    values = {"kind": "asset_tree", "app_id": place.tree.app_id, "tree": "draft"}
    source = place.alice.post(f"{place.path}/sources", json=values).json["source"]
    with place.flask_app.app_context(), unit_of_work() as session:
        lost = {"state": "running", "attempt": 4, "claim": UUID(int=1), "claimed_until": func.now()}
        session.execute(update(DatasetSync).values(**lost))
    place.poll()
    last = place.alice.get(f"{place.path}/sources/{source['id']}").json["last_sync"]
    assert (last["state"], last["error_code"]) == ("error", "sync_interrupted")
    # Not every minute from now on.
    place.poll()
    assert place.syncs() == {"error": 1}


def _is_claimed(place: Place, source_id: str) -> bool:
    with place.flask_app.app_context(), unit_of_work() as session:
        here = (DatasetSync.source_id == UUID(source_id), DatasetSync.claimed_until > func.now())
        return session.scalar(select(DatasetSync.id).where(*here)) is not None


def _is_gone(place: Place) -> bool:
    from treeline.apps.models import App

    with place.flask_app.app_context(), unit_of_work() as session:
        return session.scalar(select(App.id).where(App.id == UUID(place.tree.app_id))) is None
