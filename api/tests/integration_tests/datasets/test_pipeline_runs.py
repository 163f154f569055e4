"""Trials of pipelines: they show what would be, and write nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.writing_model import TEXT, split_lines
from tests.model_dialects import Reply
from tests.model_server import ModelServer
from treeline.datasets.models import Document, Segment
from treeline.datasets.pipelines import trying
from treeline.datasets.pipelines.models import PipelineRun
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def run_of(person: Person, shelf: Shelf, document_ids: list[str], *steps: Any) -> Any:
    reply = person.post(f"{shelf.path}/pipeline-runs", json={"steps": list(steps), "document_ids": document_ids})
    assert reply.status_code == 201, reply.json
    assert reply.json["status"] == "waiting"
    assert "datasets.try_pipeline" in shelf.run_tasks()
    return person.get(f"{shelf.path}/pipeline-runs/{reply.json['id']}").json


def rows(flask_app: FlaskApp) -> Any:
    with flask_app.app_context(), unit_of_work() as session:
        documents = session.execute(select(Document.__table__).order_by(Document.id)).all()
        return documents, session.execute(select(Segment.__table__).order_by(Segment.id)).all()


def test_a_trial_shows_what_would_be_and_writes_nothing(
    flask_app: FlaskApp, alice: Person, shelf: Shelf, writer: ModelServer, stored: Callable[[], set[str]]
):
    alice.post(f"{shelf.path}/metadata", json={"name": "author", "type": "string"})
    document = shelf.add("ships.md", TEXT)
    lost = shelf.add("lost.md", TEXT)
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Document).where(Document.id == UUID(lost["id"])).values(storage_key=uuid4()))
    before, objects = rows(flask_app), stored()
    steps = [{"type": "redact"}, split_lines(), {"type": "context"}, {"type": "metadata", "fields": ["author"]}]
    run = run_of(alice, shelf, [document["id"], lost["id"]], *steps)
    assert (run["status"], run["error"]) == ("succeeded", None)
    first, second = run["documents"]
    assert (first["name"], first["total_segments"], first["asked"]) == ("ships.md", 2, 3)
    assert first["metadata"] == {"author": "Anna"}
    assert first["tokens"] > 0
    ships = first["segments"][0]
    assert ships["indexed"] == ["ctxships harbor report\n\nShips sail in the morning."]
    assert (second["error_code"], second["segments"]) == ("bytes_missing", [])
    assert (rows(flask_app), stored()) == (before, objects)
    assert alice.get(f"{shelf.path}/pipelines").json["total"] == 1
    # And what was tried costs nothing more.
    asked = len(writer.requests)
    made = alice.post(f"{shelf.path}/pipelines", json={"steps": steps}).json
    alice.post(f"{shelf.path}/pipelines/{made['id']}/apply", json={"document_ids": [document["id"]]})
    shelf.run_tasks()
    assert len(writer.requests) == asked
    assert shelf.segments(document["id"])[0]["enrichment"]["context"] == "ctxships harbor report"


def test_a_trial_says_what_went_wrong(alice: Person, shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT)
    writer.script = lambda _: Reply(status=401, text="No")
    (tried,) = run_of(alice, shelf, [document["id"]], {"type": "summary"})["documents"]
    assert tried["error_code"] == "enrichment_failed"


def test_a_trial_is_of_a_few_documents(alice: Person, shelf: Shelf):
    document = shelf.add("ships.md", TEXT)
    pipeline = alice.get(f"{shelf.path}/pipelines").json["data"][0]["id"]
    ids = [document["id"]]
    for body in (
        {"steps": [], "document_ids": ids * 4},
        {"steps": [], "document_ids": []},
        {"document_ids": ids},
        {"steps": [], "pipeline_id": pipeline, "document_ids": ids},
    ):
        assert alice.post(f"{shelf.path}/pipeline-runs", json=body).status_code == 400, body
    body = {"pipeline_id": pipeline, "document_ids": ids}
    assert alice.post(f"{shelf.path}/pipeline-runs", json=body).status_code == 201


def test_a_trial_whose_worker_is_gone_ends(context: FlaskApp, alice: Person, shelf: Shelf):
    document = shelf.add("ships.md", TEXT)
    body = {"steps": [], "document_ids": [document["id"]]}
    run_id = alice.post(f"{shelf.path}/pipeline-runs", json=body).json["id"]
    context.extensions["redis"].flushdb()
    with unit_of_work() as session:
        old = update(PipelineRun).values(created_at=now() - timedelta(hours=1))
        session.execute(old)
    with unit_of_work() as session:
        trying.sweep(session)
    assert shelf.run_tasks() == ["datasets.try_pipeline"]
    path = f"{shelf.path}/pipeline-runs/{run_id}"
    assert alice.get(path).json["status"] == "succeeded"
    with unit_of_work() as session:
        lost = {"status": "running", "started_at": now() - timedelta(hours=1)}
        session.execute(update(PipelineRun).values(**lost))
        trying.sweep(session)
    assert (alice.get(path).json["status"], "lost" in alice.get(path).json["error"]) == ("failed", True)
    with unit_of_work() as session:
        session.execute(update(PipelineRun).values(created_at=now() - timedelta(days=2)))
        trying.sweep(session)
    assert alice.get(path).status_code == 404
