"""An evaluation whose workers are killed asks each question, and counts each once."""

import time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.conftest import TEMPLATE, logged_in, make_members
from tests.integration_tests.datasets.indexing import MODEL, Library, add_credentials
from tests.model_server import ModelServer
from tests.processes import Worker, database, wait_until
from treeline import create_app
from treeline.datasets.evaluation.expectations import Expected
from treeline.datasets.evaluation.models import EvaluationAnswer, EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.kernel.db import db, unit_of_work
from treeline.settings import Settings

pytestmark = pytest.mark.faults

QUESTIONS, KILLS = 30, 3
ENVIRONMENT: dict[str, Any] = {
    "INDEXING_LEASE_SECONDS": "1",
    "INDEXING_RETRY_SECONDS": "0",
    "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
}


def test_killed_in_the_middle_of_a_run(settings: Settings):
    with database(settings, TEMPLATE) as own, ModelServer() as server:
        own = own.model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
        flask_app = create_app(own)
        flask_app.extensions["redis"].flushdb()
        alice = logged_in(flask_app, "alice", make_members(flask_app).alice)
        add_credentials(alice, server.base_url)
        with flask_app.app_context():
            library = Library(alice.workspace_id, MODEL)
            texts = [f"about subject{number}" for number in range(QUESTIONS)]
            documents = [library.indexed(text, name=f"{number}.md") for number, text in enumerate(texts)]
            server.script = lambda _: time.sleep(0.1) or ""
            run_id = start(library.id, documents)
            send = flask_app.extensions["celery"].tasks["datasets.evaluate"].apply_async
            for _ in range(KILLS):
                before = answered(run_id)
                worker = Worker(own, "dataset", **ENVIRONMENT)
                wait_until(lambda before=before: send() and answered(run_id) > before + 2, every=0.2)
                worker.kill()
                assert answered(run_id) < QUESTIONS
            worker = Worker(own, "dataset", **ENVIRONMENT)
            try:
                wait_until(lambda: send() and read(run_id).state == "completed", every=0.3)
            finally:
                worker.stop()
            run = read(run_id)
            assert (run.completed, run.total, run.error) == (QUESTIONS, QUESTIONS, None)
            assert run.figures
            assert (run.figures["ndcg"], run.figures["judged"]) == (1.0, QUESTIONS)
            assert answered(run_id) == QUESTIONS
            db.engine.dispose()
        flask_app.extensions["relay"].close()


def start(dataset_id: UUID, documents: list[UUID]) -> UUID:
    with unit_of_work() as session:
        one = EvaluationSet(dataset_id=dataset_id, name="Subjects")
        session.add(one)
        session.flush()
        for number, document_id in enumerate(documents):
            expected = Expected(document_id=document_id, document=f"{number}.md").stored()
            content = f"Which text is about subject{number}?"
            session.add(EvaluationQuestion(set_id=one.id, position=number, content=content, expected=[expected]))
        session.flush()
        run = EvaluationRun(set_id=one.id, options={}, searched={}, total=len(documents))
        session.add(run)
        session.flush()
        return run.id


def answered(run_id: UUID) -> int:
    with unit_of_work() as session:
        mine = EvaluationAnswer.run_id == run_id
        return session.scalar(select(func.count()).select_from(EvaluationAnswer).where(mine)) or 0


def read(run_id: UUID) -> Any:
    with unit_of_work() as session:
        return session.scalars(select(EvaluationRun).where(EvaluationRun.id == run_id)).one()
