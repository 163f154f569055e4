"""Knowledge bases that are exported and imported in tests."""

from typing import Any

ZIP = "application/zip"
TEXTS = {
    "harbor.md": "Ships sail from the harbor in the morning.\nFish is sold at noon.",
    "bakery.md": "Bread rises in the bakery at night.",
    "mill.md": "The mill grinds grain for the bakery.",
}


def export(person: Any, path: str) -> bytes:
    reply = person.get(f"{path}/export")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, ZIP), reply.json
    return reply.data


def bring(person: Any, data: bytes, **query: str) -> Any:
    return person.post("/datasets/import", data=data, content_type=ZIP, query_string=query)


def brought(person: Any, data: bytes, **query: str) -> Any:
    reply = bring(person, data, **query)
    assert reply.status_code == 201, reply.json
    return reply.json
