"""Another embedding model, while people search, documents change, workers are killed and the provider is away."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import select

from tests.conftest import TEMPLATE, Person, logged_in, make_members
from tests.integration_tests.datasets.indexing import MODEL, PROVIDER, Library, add_credentials
from tests.model_dialects import Heard, Reply
from tests.model_server import ModelServer
from tests.processes import Api, Worker, database, wait_until
from treeline import create_app
from treeline.datasets.indexing import checking
from treeline.datasets.indexing.work import work
from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

pytestmark = pytest.mark.faults

# Vectors of this one are as long, and tell nothing to those of the other.
OTHER = f"{MODEL}-turned"
DOCUMENTS, LINES, BATCH = 30, 20, 32
THREADS, PAUSE, REFUSED = 6, 0.15, 3
LOCAL = {"OUTBOUND_ALLOWED_HOSTS": "127.0.0.1"}
IMPATIENT = {**LOCAL, "INDEXING_LEASE_SECONDS": "2", "INDEXING_RETRY_SECONDS": "0"}


def line(document: int | str, number: int) -> str:
    """Words that no other line has."""
    return " ".join(f"w{document}x{number}x{word}" for word in range(6))


@dataclass
class Searching:
    """People who search for lines, all the time. Each finds its own, and nothing else is as near."""

    url: str
    key: str
    answered: int = 0
    wrong: list[str] = field(default_factory=list[str])
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Searching":
        self._threads = [threading.Thread(target=self._search, args=(at,), daemon=True) for at in range(THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(30)

    def best(self, query: str) -> tuple[str, float]:
        asked = {"query": query, "retrieval_model": {"search_method": "semantic_search", "top_k": 1}}
        reply = requests.post(self.url, json=asked, headers={"Authorization": f"Bearer {self.key}"}, timeout=60)
        assert reply.status_code == 200, reply.text
        records = reply.json()["records"]
        return (records[0]["segment"]["content"], records[0]["score"]) if records else ("", 0.0)

    def _search(self, thread: int) -> None:
        number = thread
        while not self.over.is_set():
            number += THREADS
            query = line(number % (DOCUMENTS - 2), number % LINES)
            try:
                found, score = self.best(query)
                if found != query or score < 0.99:
                    self.wrong.append(f"{query}: {found}, {score}")
            except Exception as error:
                self.wrong.append(f"{query}: {error}")
            self.answered += 1
            time.sleep(PAUSE)


@dataclass
class Site:
    settings: Settings
    flask_app: FlaskApp
    server: ModelServer
    alice: Person
    library: Library

    @property
    def path(self) -> str:
        return f"/datasets/{self.library.id}"

    def worker(self) -> Worker:
        given: dict[str, Any] = {**IMPATIENT}
        made = Worker(self.settings, "dataset", "priority_dataset", **given)
        self.hint()
        return made

    def hint(self) -> bool:
        for name in ("datasets.build_indexes", "datasets.work"):
            self.flask_app.extensions["celery"].tasks[name].apply_async()
        return False

    def embedded(self) -> list[str]:
        """For the new index; searches send one text, and lists have more."""
        heard = [each.body for each in list(self.server.requests)]
        return [text for each in heard if each["model"] == OTHER and len(each["input"]) > 1 for text in each["input"]]

    def answering(self) -> str | None:
        with unit_of_work() as session:
            mine = (KnowledgeIndex.dataset_id == self.library.id, KnowledgeIndex.state == "active")
            return session.scalar(select(KnowledgeIndex.model).where(*mine))


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with database(settings, TEMPLATE) as own, ModelServer() as server:
        own = own.model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        alice = logged_in(flask_app, "alice", make_members(flask_app).alice)
        server.models += [OTHER]
        add_credentials(alice, server.base_url)
        with flask_app.app_context():
            library = Library(alice.workspace_id, MODEL)
            with unit_of_work() as session:
                session.get_one(Dataset, library.id).permission = "all_team_members"
            yield Site(own, flask_app, server, alice, library)
            db.engine.dispose()
        flask_app.extensions["relay"].close()


def test_the_model_is_switched_under_searches(site: Site):
    documents = [
        site.library.add("\n".join(line(at, number) for number in range(LINES)), name=f"{at}.md")
        for at in range(DOCUMENTS)
    ]
    work(urgent=False)
    edited, deleted = documents[-1], documents[-2]
    key = site.alice.post("/datasets/api-keys", json={}).json["token"]
    site.server.script = _in_trouble(site.server)
    api = Api(site.settings, **LOCAL)
    workers: list[Worker] = []
    try:
        with Searching(f"{api.base}/v1{site.path}/retrieve", key) as searching:
            wait_until(lambda: searching.answered > 8)
            chosen = {"embedding_model": OTHER, "embedding_model_provider": PROVIDER}
            assert site.alice.patch(site.path, json=chosen).status_code == 200
            workers.append(site.worker())
            wait_until(lambda: site.hint() or len(site.embedded()) > 5 * BATCH, every=0.3)
            workers.pop().kill()
            _change(site, edited, deleted)
            workers.append(site.worker())
            wait_until(lambda: site.hint() or site.answering() == OTHER, 120, every=0.3)
            after = searching.answered
            wait_until(lambda: searching.answered > after + 12)
        assert searching.wrong == []
        assert searching.best(line("edited", 0))[0] == line("edited", 0)
        assert searching.best(line("added", 1))[0] == line("added", 1)
        assert searching.best(line(DOCUMENTS - 2, 0))[0] != line(DOCUMENTS - 2, 0)
    finally:
        for worker in workers:
            worker.stop()
        api.stop()
    assert checking.check(site.library.id, fix=False) == checking.Checked()
    # What the one that was killed had got is not asked for again, but for a batch; nor is what was refused lost.
    assert len(site.embedded()) - len(set(site.embedded())) <= (1 + REFUSED) * BATCH


def _in_trouble(server: ModelServer) -> Callable[[Heard], Reply | str]:
    """Slow with long lists for the new model, and in the middle away for a while."""
    trouble = iter([""] * 8 + [Reply(status=503, text="Overloaded", headers={"Retry-After": "1"})] * REFUSED)

    def script(heard: Heard) -> Reply | str:
        if heard.body.get("model") != OTHER or len(heard.body["input"]) == 1:
            return ""
        time.sleep(0.15)
        return next(trouble, "")

    return script


def _change(site: Site, edited: UUID, deleted: UUID) -> None:
    """While nobody is there to build: one segment, one document gone, one that is new."""
    segments: Any = site.alice.get(f"{site.path}/documents/{edited}/segments").json["data"]
    one = f"{site.path}/documents/{edited}/segments/{segments[0]['id']}"
    assert site.alice.patch(one, json={"content": line("edited", 0)}).status_code == 200
    assert site.alice.delete(f"{site.path}/documents?document_id={deleted}").status_code == 204
    site.library.add("\n".join(line("added", number) for number in range(LINES)), name="added.md")
