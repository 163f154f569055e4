"""Evaluation sets of a knowledge base of Alice's."""

from typing import Any

from tests.integration_tests.datasets.conftest import Shelf


class Trial:
    """An evaluation set of a shelf's."""

    def __init__(self, shelf: Shelf, *questions: Any):
        self.shelf, self.alice = shelf, shelf.alice
        made = self.alice.post(f"{shelf.path}/evaluation-sets", json={"name": "Town"})
        assert made.status_code == 201, made.json
        self.path = f"{shelf.path}/evaluation-sets/{made.json['id']}"
        if questions:
            self.put(*questions)

    def put(self, *questions: Any) -> Any:
        reply = self.alice.post(f"{self.path}/questions", json={"questions": list(questions)})
        assert reply.status_code == 200, reply.json
        return reply.json

    def start(self, **body: Any) -> str:
        reply = self.alice.post(f"{self.path}/runs", json=body)
        assert reply.status_code == 201, reply.json
        return reply.json["id"]

    def run(self, **body: Any) -> Any:
        """Started and brought to its end."""
        run_id = self.start(**body)
        self.shelf.run_tasks()
        return self.read(run_id)

    def read(self, run_id: str) -> Any:
        return self.alice.get(f"{self.path}/runs/{run_id}").json

    def answers(self, run: Any) -> list[Any]:
        return self.alice.get(f"{self.path}/runs/{run['id']}/answers?limit=100").json["data"]

    def compare(self, before: Any, after: Any, **query: Any) -> Any:
        query = {"baseline": before["id"], **query}
        return self.alice.get(f"{self.path}/runs/{after['id']}/comparison", query_string=query)


def asks(question: str, *documents: str, **more: Any) -> dict[str, Any]:
    return {"question": question, "expected": [{"document": each, **more} for each in documents]}
