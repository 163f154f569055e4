"""Documents are indexed by workers that are killed, with a provider that is in trouble."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from tests.conftest import TEMPLATE, logged_in, make_members
from tests.integration_tests.datasets.indexing import MODEL, Library, add_credentials, families, lines
from tests.model_dialects import Heard, Reply
from tests.model_server import ModelServer
from tests.processes import Worker, database, wait_until
from treeline import create_app
from treeline.datasets.indexing import checking
from treeline.datasets.models import ChildChunk, Document, Segment
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

pytestmark = pytest.mark.faults

KILLS = 8
BATCH = 32
LEASE = 2
IMPATIENT = {"INDEXING_LEASE_SECONDS": str(LEASE), "INDEXING_RETRY_SECONDS": "0", "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1"}


@dataclass
class Site:
    settings: Settings
    flask_app: FlaskApp
    server: ModelServer
    library: Library

    def worker(self, **more: Any) -> Worker:
        """That has something to do."""
        queues = ("dataset", "priority_dataset")
        given: dict[str, Any] = {**IMPATIENT, **more}
        worker = Worker(self.settings, *queues, **given)
        self.hint()
        return worker

    def hint(self) -> None:
        self.flask_app.extensions["celery"].tasks["datasets.work"].apply_async()

    def states(self) -> Counter[str]:
        with unit_of_work() as session:
            return Counter(session.scalars(select(Document.indexing_status)))

    @property
    def embedded(self) -> list[str]:
        return [text for heard in list(self.server.requests) for text in heard.body["input"]]


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with database(settings, TEMPLATE) as own, ModelServer() as server:
        own = own.model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        alice = logged_in(flask_app, "alice", make_members(flask_app).alice)
        add_credentials(alice, server.base_url)
        with flask_app.app_context():
            yield Site(own, flask_app, server, Library(alice.workspace_id, MODEL))
            db.engine.dispose()
        flask_app.extensions["relay"].close()


def test_killed_at_random_points(site: Site):
    texts = {f"document {at}": [f"line {line} of {at}" for line in range(150)] for at in range(6)}
    for name, written in texts.items():
        site.library.add("\n".join(written), name=f"{name}.md")
    site.server.script = lambda _: time.sleep(0.1) or ""
    outlive(site, KILLS, random.Random(7), within=0.6)
    with unit_of_work() as session:
        documents = session.execute(select(Document.id, Document.name, Document.generation)).all()
    for document_id, name, generation in documents:
        assert generation == 1
        assert site.library.texts(document_id) == texts[name.removesuffix(".md")]
    assert site.library.counts() == (900, 900)
    assert checking.check(site.library.id, fix=False) == checking.Checked()
    assert set(site.embedded) == {line for written in texts.values() for line in written}
    # Two documents are in work at a time, with a batch each.
    assert len(site.embedded) - 900 <= 2 * BATCH * KILLS


def test_killed_while_it_reads_splits_and_publishes(site: Site):
    """Without a model there is nothing else to do. As often as may be: the fourth time would be the last."""
    library = Library(site.library.workspace_id, name="Words")
    texts = [f"line {line} of {' '.join(f'word{line * 7 + at}' for at in range(40))}" for line in range(6000)]
    document_id = library.add("\n".join(texts), rule=lines(200))
    draw = random.Random(11)
    for _ in range(3):
        # The claim of the one before.
        time.sleep(LEASE)
        worker = site.worker()
        wait_until(lambda: site.hint() or _is_claimed(document_id), every=0.3)
        time.sleep(draw.uniform(0, 2))
        worker.kill()
        assert len(library.segments(document_id)) in (0, 6000)
        assert library.counts()[0] in (0, 6000)
    worker = site.worker()
    try:
        wait_until(lambda: site.hint() or _is_done(site), every=1)
    finally:
        worker.stop()
    assert library.texts(document_id) == texts
    assert checking.check(library.id, fix=False) == checking.Checked()


def _is_claimed(document_id: UUID) -> bool:
    with unit_of_work() as session:
        here = (Document.claimed_until > func.now()) | (Document.generation == 1)
        return session.scalar(select(Document.id).where(Document.id == document_id, here)) is not None


def outlive(site: Site, kills: int, draw: random.Random, *, within: float) -> None:
    """The work is done, though so many workers are killed up to so many seconds after they began to ask a model."""
    for _ in range(kills):
        before = len(site.server.requests)
        worker = site.worker()
        wait_until(lambda before=before: site.hint() or len(site.server.requests) > before or _is_done(site), every=0.3)
        time.sleep(draw.uniform(0, within))
        worker.kill()
    worker = site.worker()
    try:
        wait_until(lambda: site.hint() or _is_done(site), every=1)
    finally:
        worker.stop()


def _is_done(site: Site) -> bool:
    with unit_of_work() as session:
        assert session.scalars(select(Document.error).where(Document.indexing_status == "error")).all() == []
    return set(site.states()) == {"completed"}


def test_a_provider_in_all_kinds_of_trouble(site: Site):
    site.library.add("\n".join(f"line {line}" for line in range(200)))
    trouble = iter(
        [
            Reply(status=429, text="Slow down", headers={"Retry-After": "1"}),
            "",
            Reply(status=500, text="Oh"),
            "hang",
            "",
            Reply(raw=(b"{",), breaks=True, content_type="application/json"),
            Reply(status=503, text="Overloaded", headers={"Retry-After": "1"}),
        ]
    )

    def script(_: Heard) -> Reply | str:
        said = next(trouble, "")
        if said == "hang":
            time.sleep(2)
        return said

    site.server.script = script
    worker = site.worker(EMBEDDING_TIMEOUT_SECONDS="1")
    try:
        wait_until(lambda: _is_done(site))
    finally:
        worker.stop()
    assert site.library.counts() == (200, 200)
    assert set(site.embedded) == {f"line {line}" for line in range(200)}


def test_deleted_while_a_real_worker_is_at_it(site: Site):
    site.library.form = "hierarchical_model"
    document_id = site.library.add("\n".join(f"line {line}" for line in range(100)), rule=families())
    site.server.script = lambda _: time.sleep(0.5) or ""
    worker = site.worker()
    try:
        site.server.wait_for(1)
        with unit_of_work() as session:
            session.execute(delete(Document).where(Document.id == document_id))
        other = site.library.add("Ships sail.", rule=families())
        site.hint()
        wait_until(lambda: site.library.document(other).indexing_status == "completed")
    finally:
        worker.stop()
    with unit_of_work() as session:
        for table in (Segment, ChildChunk):
            assert session.scalar(select(func.count()).where(table.document_id == document_id)) == 0
    assert site.library.counts() == (1, 1)
    assert checking.check(site.library.id, fix=False) == checking.Checked()
