"""Documents are indexed into a remote store that is killed in the middle of what it is sent."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from tests.conftest import TEMPLATE, logged_in, make_members
from tests.integration_tests.datasets.indexing import MODEL, Library, add_credentials
from tests.model_server import ModelServer
from tests.processes import Program, Worker, database, environment, free_port, start, wait_until
from treeline import create_app
from treeline.datasets.indexing import checking
from treeline.datasets.models import Document, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_store
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.settings import Settings

pytestmark = pytest.mark.faults

KILLS, DOCUMENTS, LINES = 3, 6, 30


class Store:
    """A store in a process of its own. What it had written before it died is there when it starts again."""

    def __init__(self, settings: Settings, folder: Path):
        self.settings, self.folder, self.port = settings, folder, free_port()
        self.process: Program | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def start(self, dies_in: int = 0) -> None:
        """`dies_in`: in the middle of which write."""
        arguments = ("tests.dying_store", str(self.port), str(self.folder), str(dies_in))
        self.process = start(*arguments, env=environment(self.settings), cold=False)
        wait_until(lambda: self.is_dead or self._answers())

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, 9)
            self.process.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(self.url, timeout=5).ok
        except requests.RequestException:
            return False


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[tuple[Settings, Store, ModelServer, Library]]:
    store = Store(settings, tmp_path / "store")
    with database(settings, TEMPLATE) as own, ModelServer() as server:
        given = {"outbound_allowed_hosts": ["127.0.0.1"], "vector_store": "qdrant", "qdrant_url": store.url}
        own = own.model_copy(update=given)
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        alice = logged_in(flask_app, "alice", make_members(flask_app).alice)
        add_credentials(alice, server.base_url)
        with flask_app.app_context():
            yield own, store, server, Library(alice.workspace_id, MODEL, store="qdrant")
            db.engine.dispose()
        flask_app.extensions["relay"].close()
        store.kill()


def test_a_store_that_is_killed_in_the_middle_of_a_batch(site: tuple[Settings, Store, ModelServer, Library]):
    settings, store, server, library = site
    texts = {f"{at}.md": [f"line {line} of {at}" for line in range(LINES)] for at in range(DOCUMENTS)}
    for name, written in texts.items():
        library.add("\n".join(written), name=name)
    store.start(dies_in=2)
    given: dict[str, Any] = {"OUTBOUND_ALLOWED_HOSTS": "127.0.0.1", "INDEXING_RETRY_SECONDS": "0"}
    given |= {"VECTOR_STORE": "qdrant", "QDRANT_URL": store.url}
    worker = Worker(settings, "dataset", "priority_dataset", **given)
    try:
        for kill in range(1, KILLS + 1):
            wait_until(lambda: _hint() or store.is_dead, every=0.3)
            assert _states()["error"] == 0
            store.start(dies_in=2 if kill < KILLS else 0)
        wait_until(lambda: _hint() or _states()["completed"] == DOCUMENTS, every=0.3)
    finally:
        worker.stop()
    assert library.index_id
    with unit_of_work() as session:
        rows = set(session.scalars(select(Segment.id)))
    stored = open_store("qdrant", db.session, current.settings(DatasetSettings)).ids(VectorIndex(library.index_id, 64))
    assert set(stored) == rows
    assert len(rows) == DOCUMENTS * LINES
    assert checking.check(library.id, fix=False) == checking.Checked()
    # What the model had answered was kept.
    embedded = Counter(text for heard in list(server.requests) for text in heard.body["input"])
    assert set(embedded.values()) == {1}


def _hint() -> None:
    current.flask_app().extensions["celery"].tasks["datasets.work"].apply_async()


def _states() -> Counter[str]:
    with unit_of_work() as session:
        return Counter(session.scalars(select(Document.indexing_status)))
