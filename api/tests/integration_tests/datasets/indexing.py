"""Documents for tests of what happens to them once they are queued."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select, update

from tests.conftest import Person
from tests.model_dialects import Heard, vector
from treeline.datasets.indexing.work import work
from treeline.datasets.models import Dataset, DatasetProcessRule, Document, KnowledgeIndex, Segment
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex
from treeline.datasets.stores.registry import open_store
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import new_key

MODEL = "scripted-embedding"
PROVIDER = "openai_api_compatible"


@dataclass
class Library:
    """A dataset; `model`: None for words only."""

    workspace_id: UUID
    model: str | None = None
    name: str = "Library"
    form: str = "text_model"
    store: str = "pgvector"
    id: UUID = field(init=False)
    index_id: UUID | None = field(init=False, default=None)
    _position: int = 0

    def __post_init__(self) -> None:
        technique = "high_quality" if self.model else "economy"
        with unit_of_work() as session:
            dataset = Dataset(workspace_id=self.workspace_id, name=self.name, indexing_technique=technique)
            session.add(dataset)
            session.flush()
            self.id = dataset.id
            if self.model:
                index = KnowledgeIndex(
                    dataset_id=dataset.id, store=self.store, provider=PROVIDER, model=self.model, state="active"
                )
                session.add(index)
                session.flush()
                self.index_id = index.id

    def add(self, text: str | bytes, name: str = "notes.md", rule: dict[str, Any] | None = None, **more: Any) -> UUID:
        """A queued document; each line is a segment, unless `rule` says otherwise."""
        data = text if isinstance(text, bytes) else text.encode()
        self._position += 1
        with unit_of_work() as session:
            document = Document(
                workspace_id=self.workspace_id,
                dataset_id=self.id,
                position=self._position,
                name=name,
                extension=name.rpartition(".")[2],
                size=len(data),
                storage_key=_stored(data),
                doc_form=self.form,
                batch="b",
                building=1,
                process_rule_id=self._rule(session, rule or lines()),
                **more,
            )
            session.add(document)
            session.flush()
            return document.id

    def change(self, document_id: UUID, text: str) -> None:
        """Other bytes, queued."""
        data = text.encode()
        self.update(
            document_id,
            storage_key=_stored(data),
            size=len(data),
            building=Document.generation + 1,
            indexing_status="waiting",
            splitting_completed_at=None,
            claim=None,
            claimed_until=None,
            attempt=0,
        )

    def update(self, document_id: UUID, **values: Any) -> None:
        with unit_of_work() as session:
            session.execute(update(Document).where(Document.id == document_id).values(**values))

    def indexed(self, text: str, **more: Any) -> UUID:
        document_id = self.add(text, **more)
        work(urgent=False)
        assert self.document(document_id).indexing_status == "completed", self.document(document_id).error
        return document_id

    def document(self, document_id: UUID) -> Document:
        with unit_of_work() as session:
            return session.scalars(select(Document).where(Document.id == document_id)).one()

    def segments(self, document_id: UUID) -> Sequence[Segment]:
        with unit_of_work() as session:
            mine = select(Segment).where(Segment.document_id == document_id)
            return session.scalars(mine.order_by(Segment.generation, Segment.position)).all()

    def texts(self, document_id: UUID) -> list[str]:
        return [each.content for each in self.segments(document_id)]

    def by_words(self, query: str) -> list[UUID]:
        with unit_of_work() as session:
            return [each.id for each in WordIndex(session, self.id, "English").search(query, 10)]

    def by_vector(self, query: str, dims: int = 64) -> list[UUID]:
        assert self.index_id
        with unit_of_work() as session:
            store = open_store("pgvector", session, current.settings(DatasetSettings))
            hits = store.search(VectorIndex(self.index_id, dims), np.array(vector(query)), 10)
            return [each.id for each in hits if each.cosine > 0.5]

    def counts(self) -> tuple[int, int]:
        """Rows of words and of vectors."""
        with unit_of_work() as session:
            words = WordIndex(session, self.id, "English").count()
            if self.index_id is None:
                return words, 0
            store = open_store("pgvector", session, current.settings(DatasetSettings))
            return words, store.count(VectorIndex(self.index_id, 64))

    def meanwhile(self, act: Callable[[], object]) -> Callable[[Heard], str]:
        """A script of the provider's: somebody does something before the model answers."""
        flask_app = current.flask_app()

        def script(_: Heard) -> str:
            with flask_app.app_context():
                act()
            return ""

        return script

    def _rule(self, session: Any, rule: dict[str, Any]) -> UUID:
        made = DatasetProcessRule(dataset_id=self.id, mode=rule["mode"], rules=rule.get("rules"))
        session.add(made)
        session.flush()
        return made.id


def _stored(data: bytes) -> UUID:
    key = new_key()
    current.storage().put(key, [data])
    return key


def lines(max_tokens: int = 50) -> dict[str, Any]:
    """Each line a segment."""
    segmentation = {"separator": "\\n", "max_tokens": max_tokens, "chunk_overlap": 0}
    return {"mode": "custom", "rules": {"pre_processing_rules": [], "segmentation": segmentation}}


def families() -> dict[str, Any]:
    rules = {
        "parent_mode": "paragraph",
        "segmentation": {"separator": "\\n\\n", "max_tokens": 200},
        "subchunk_segmentation": {"separator": "\\n", "max_tokens": 50},
    }
    return {"mode": "hierarchical", "rules": rules}


def add_credentials(person: Person, base_url: str) -> None:
    values = {"credentials": {"base_url": base_url, "api_key": "sk-0123456789abcdef"}}
    reply = person.post(f"/workspaces/current/model-providers/{PROVIDER}/credentials", json=values)
    assert reply.status_code == 201, reply.json
