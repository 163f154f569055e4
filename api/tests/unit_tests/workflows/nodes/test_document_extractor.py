"""The node document-extractor; the formats are tested with the extraction itself."""

from typing import Any

import pytest

from tests.documents import docx
from tests.node_context import FakeFiles, NodeContext, failure, run
from treeline.kernel.web import FlaskApp
from treeline.workflows.engine.file import File
from treeline.workflows.nodes.document_extractor import DocumentExtractorNode

NODE = DocumentExtractorNode()


def file(name: str) -> File:
    return File(name, "document", "local_file", name, related_id=name)


def context(value: Any, **contents: bytes) -> NodeContext:
    return NodeContext({"n": {"f": value}}, files=FakeFiles(**contents))


def test_texts():
    contents = {"a.docx": docx("Hello Anna"), "b.txt": "Grüße".encode("latin-1")}
    with FlaskApp("bare").app_context():
        one = run(NODE, context(file("a.docx"), **contents), variable_selector=["n", "f"])
        two = run(NODE, context([file("a.docx"), file("b.txt")], **contents), variable_selector=["n", "f"])
        none = run(NODE, context([]), variable_selector=["n", "f"])
    assert one.outputs == {"text": "Hello Anna"}
    assert two.outputs == {"text": ["Hello Anna", "Grüße"]}
    assert two.process_data["documents"][1]["warnings"][0].startswith("b.txt was read as Latin-1")
    assert none.outputs == {"text": []}


@pytest.mark.parametrize("value", [None, "text", [file("a"), "text"]])
def test_what_is_no_file(value: Any):
    failed = failure(NODE, context(value), variable_selector=["n", "f"])
    assert failed.type == "no_file"
    assert failed.message.startswith("n.f is ")


def test_failures_have_words():
    with FlaskApp("bare").app_context():
        failed = failure(NODE, context(file("a.png"), **{"a.png": b"\x89PNG\0"}), variable_selector=["n", "f"])
    assert (failed.type, failed.retryable) == ("unsupported_file_type", False)
    assert "an image" in failed.message
    many = failure(NODE, context([file("a")] * 101), variable_selector=["n", "f"])
    assert many.type == "too_many_files"
