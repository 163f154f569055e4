"""A knowledge base that is to change its model: what its indexes say, and what the models were asked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL
from tests.model_dialects import Heard
from tests.model_server import ModelServer
from treeline.kernel import current
from treeline.kernel.db import unit_of_work

OTHER = f"{MODEL}-32"
PROVIDER = "openai_api_compatible"
TO_OTHER = {"embedding_model": OTHER, "embedding_model_provider": PROVIDER}
LINES = {
    "mode": "custom",
    "rules": {"segmentation": {"separator": "\\n", "max_tokens": 50, "chunk_overlap": 0}},
}


def indexes(shelf: Shelf) -> list[Any]:
    return shelf.alice.get(f"{shelf.path}/indexes").json["data"]


def states(shelf: Shelf) -> dict[str, str]:
    return {each["embedding_model"] or each["doc_language"]: each["state"] for each in indexes(shelf)}


def by_vectors(shelf: Shelf, query: str) -> tuple[list[str], list[Any]]:
    asked = {"query": query, "retrieval_model": {"search_method": "semantic_search", "top_k": 1}}
    reply = shelf.alice.post(f"{shelf.path}/hit-testing", json=asked)
    assert reply.status_code == 200, reply.json
    return [each["segment"]["content"] for each in reply.json["records"]], reply.json.get("warnings", [])


def asked_of(server: ModelServer) -> list[tuple[str, str]]:
    return [(heard.body["model"], each) for heard in server.requests for each in heard.body["input"]]


def switch(shelf: Shelf, **values: Any) -> Any:
    reply = shelf.alice.patch(shelf.path, json=values)
    assert reply.status_code == 200, reply.json
    return reply.json


def meanwhile(shelf: Shelf, act: Callable[[], object]) -> Callable[[Heard], str]:
    """Somebody does something once, before the model answers."""
    flask_app, left = current.flask_app(), [act]

    def script(_: Heard) -> str:
        with flask_app.app_context():
            while left:
                left.pop()()
        return ""

    return script


def take_all(redis: Any) -> None:
    """Messages that are to be answered by hand."""
    redis.delete("dataset", "priority_dataset")


def active(shelf: Shelf) -> UUID:
    return UUID(next(each["id"] for each in indexes(shelf) if each["state"] == "active" and each["kind"] == "vectors"))


def rows_of(index_id: UUID) -> int:
    with unit_of_work() as session:
        return session.scalar(text(f"SELECT count(*) FROM vectors.b_{index_id.hex}")) or 0
