"""Knowledge bases as indexing leaves them: rows, words, and the vectors of the scripted model."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from tests.conftest import Person
from tests.integration_tests.providers.conftest import COMPATIBLE, KEY, add
from tests.model_dialects import DIMENSIONS, vector
from tests.model_server import ModelServer
from treeline.datasets.models import ChildChunk, Dataset, DatasetMetadata, Document, KnowledgeIndex, Segment
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.stores.pgvector import PgvectorStore
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp

MODEL = "scripted-embedding"


class Library:
    """`vectors`: by the name of the model that is said to have made them."""

    def __init__(self, person: Person):
        self.workspace_id, self.account_id = person.workspace_id, person.account_id

    def dataset(self, name: str = "Guides", model: str | None = MODEL) -> Dataset:
        with unit_of_work() as session:
            made = Dataset(
                id=new_id(),
                workspace_id=self.workspace_id,
                name=name,
                created_by=self.account_id,
                indexing_technique="high_quality" if model else "economy",
            )
            session.add(made)
            session.flush()
            WordIndex(session, made.id, made.doc_language).create()
            if model:
                self.index(session, made, model)
        return made

    def index(self, session: DbSession, dataset: Dataset, model: str) -> None:
        index = KnowledgeIndex(
            id=new_id(),
            dataset_id=dataset.id,
            store="pgvector",
            provider="openai_api_compatible",
            model=model,
            dimensions=DIMENSIONS,
            state="active",
        )
        session.add(index)
        session.flush()
        PgvectorStore(session).create(VectorIndex(index.id, DIMENSIONS))

    def field(self, dataset: Dataset, name: str, kind: str) -> str:
        with unit_of_work() as session:
            made = DatasetMetadata(id=new_id(), dataset_id=dataset.id, name=name, type=kind)
            session.add(made)
        return str(made.id)

    def document(
        self, dataset: Dataset, name: str, *texts: str, children: bool = False, **values: Any
    ) -> tuple[Document, list[Segment]]:
        """Ready and found. With `children`, each line of a text is a child chunk."""
        with unit_of_work() as session:
            given: dict[str, Any] = {"generation": 1, "position": 1, "batch": "b", "created_by": self.account_id}
            place = {"workspace_id": self.workspace_id, "dataset_id": dataset.id}
            made = Document(id=new_id(), name=name, **place, **{**given, **values})
            session.add(made)
            session.flush()
            segments = [self._segment(made, at, text) for at, text in enumerate(texts, 1)]
            session.add_all(segments)
            session.flush()
            rows = [(each.id, each.content) for each in segments]
            if children:
                chunks = [each for segment in segments for each in self._children(segment)]
                session.add_all(chunks)
                rows = [(each.id, each.content) for each in chunks]
            self._write(session, dataset, made.id, rows)
        return made, segments

    def _segment(self, document: Document, position: int, text: str) -> Segment:
        return Segment(
            id=new_id(),
            dataset_id=document.dataset_id,
            document_id=document.id,
            generation=1,
            position=position,
            content=text,
            text_hash="0" * 64,
            heading=["Part"],
        )

    def _children(self, segment: Segment) -> list[ChildChunk]:
        return [
            ChildChunk(
                id=new_id(),
                dataset_id=segment.dataset_id,
                document_id=segment.document_id,
                segment_id=segment.id,
                position=at,
                content=line,
                text_hash="0" * 64,
            )
            for at, line in enumerate(segment.content.splitlines(), 1)
        ]

    def _write(self, session: DbSession, dataset: Dataset, document_id: UUID, rows: list[tuple[UUID, str]]) -> None:
        WordIndex(session, dataset.id, dataset.doc_language).add(WordRow(id_, document_id, text) for id_, text in rows)
        index = session.query(KnowledgeIndex).filter_by(dataset_id=dataset.id, state="active").one_or_none()
        if index:
            vectors = [VectorRow(id_, document_id, np.array(vector(text))) for id_, text in rows]
            PgvectorStore(session).upsert(VectorIndex(index.id, DIMENSIONS), vectors)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


@pytest.fixture
def library(context: FlaskApp, alice: Person) -> Library:
    return Library(alice)


@pytest.fixture
def models(flask_app: FlaskApp, alice: Person, server: ModelServer) -> Iterator[ModelServer]:
    """Alice's workspace may use the scripted models."""
    settings = flask_app.extensions["settings"]
    flask_app.extensions["settings"] = settings.model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
    add(alice, server)
    own = [(MODEL, "text-embedding"), ("another-embedding", "text-embedding"), ("scripted-rerank", "rerank")]
    for model, kind in own:
        alice.post(f"{COMPATIBLE}/models", json={"model": model, "model_type": kind})
    server.forget()
    yield server
    flask_app.extensions["settings"] = settings
