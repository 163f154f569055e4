"""A tree kept as one JSON document in one row, as is often done: each change reads and writes all of it."""

import json
import time
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, text

Nodes = list[dict[str, Any]]


class Document:
    """`nodes`: flat; each has at least `id`, `name` and `parent_id`."""

    def __init__(self, engine: Engine, nodes: Nodes):
        self.engine, self.id = engine, uuid4()
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS trees_as_documents (id uuid PRIMARY KEY, body text)"))
            row = {"id": self.id, "body": json.dumps({"nodes": nodes})}
            connection.execute(text("INSERT INTO trees_as_documents VALUES (:id, :body)"), row)

    def rename_seconds(self, node_id: str, name: str, *, indexed: bool) -> float:
        began = time.perf_counter()
        with self.engine.begin() as connection:
            read = text("SELECT body FROM trees_as_documents WHERE id = :id FOR UPDATE")
            document = json.loads(connection.execute(read, {"id": self.id}).scalar_one())
            (_rename_by_dict if indexed else _rename_by_scan)(document["nodes"], node_id, name)
            row = {"id": self.id, "body": json.dumps(document)}
            connection.execute(text("UPDATE trees_as_documents SET body = :body WHERE id = :id"), row)
        return time.perf_counter() - began


def _rename_by_scan(nodes: Nodes, node_id: str, name: str) -> None:
    node = next(node for node in nodes if node["id"] == node_id)
    siblings = [each for each in nodes if each["parent_id"] == node["parent_id"]]
    if any(each["name"].lower() == name.lower() for each in siblings if each is not node):
        raise ValueError(name)
    node["name"] = name


def _rename_by_dict(nodes: Nodes, node_id: str, name: str) -> None:
    by_id = {node["id"]: node for node in nodes}
    names = {(node["parent_id"], node["name"].lower()) for node in nodes}
    node = by_id[node_id]
    if (node["parent_id"], name.lower()) in names:
        raise ValueError(name)
    node["name"] = name
