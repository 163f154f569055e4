"""Uploads before they are documents: which files, and how their text begins."""

from io import BytesIO
from typing import Any

import pytest

from tests import documents
from tests.conftest import Cast, Person
from tests.integration_tests.datasets.test_datasets import become

LONG = "The harbour master is Anna. " * 200


def upload(person: Person, name: str, data: bytes) -> str:
    sent = {"file": (BytesIO(data), name)}
    reply = person.post("/console/api/files/upload", data=sent, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def preview(person: Person, name: str, data: bytes) -> Any:
    return person.get(f"/console/api/files/{upload(person, name, data)}/preview")


@pytest.mark.parametrize(
    ("name", "data", "begins"),
    [
        ("a.docx", documents.docx("Hello Anna", "More"), "Hello Anna\n\nMore"),
        ("a.xlsx", documents.xlsx(("name", "age"), ("Anna", "3")), "## One"),
        ("a.html", b"<html><h1>Ships</h1><script>bad()</script><p>Hello</p>", "# Ships\n\nHello"),
        ("a.csv", "名字,年龄\n安娜,3\n".encode("gbk"), "名字,年龄\n安娜,3"),
        ("a.txt", b"", ""),
        ("a.py", b"print(1)\n", "print(1)"),
        ("long.txt", "河".encode("gb18030") * 60_000, "河" * 3000),
        ("odd.txt", b"x" + "河".encode("gb18030") * 60_000, "x" + "河" * 2999),
        ("long.md", LONG.encode(), LONG[:3000]),
    ],
)
def test_the_beginning_is_as_a_knowledge_base_reads_it(alice: Person, name: str, data: bytes, begins: str):
    reply = preview(alice, name, data)
    assert reply.status_code == 200, reply.json
    assert reply.json["content"].startswith(begins)
    assert len(reply.json["content"]) <= 3000


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\0", 415, "unsupported_file_type"),
        ("a.zip", documents.zipped(**{"a.txt": "hello"}), 415, "unsupported_file_type"),
        ("a.pdf", b"%PDF-1.4 and nothing else", 400, "file_broken"),
    ],
)
def test_what_has_no_text_is_said(alice: Person, name: str, data: bytes, status: int, code: str):
    reply = preview(alice, name, data)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert name in reply.json["message"]


def test_whoever_curates_knowledge_may_look(cast: Cast):
    """And none of the extensions that are named is refused by its name."""
    become(cast, "dataset_operator")
    named = cast.bob.get("/console/api/files/support-type").json["allowed_extensions"]
    assert {"md", "pdf", "docx", "xlsx", "csv"} <= set(named)
    assert preview(cast.bob, "a.md", b"# Rivers").json == {"content": "# Rivers"}
