"""What is no bundle, or not as it was written: turned away before anything is written."""

from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED

import msgspec
import pytest
from sqlalchemy import func, select

from tests.bundles import Contents, unzipped, zipped
from tests.integration_tests.datasets.bundled import TEXTS, bring, export
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import lines
from tests.zips import Part, zip_of
from treeline.datasets.bundles import format as bundle
from treeline.datasets.models import Dataset
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp


def changed(name: str, change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    """A zip with another member, and a manifest that does not know."""

    def spoil(data: bytes) -> bytes:
        members = unzipped(data)
        made = change(members.get(name, b""))
        if made is None:
            del members[name]
        else:
            members[name] = made
        return zipped(members)

    return spoil


def rewritten(change: Callable[[Contents], object]) -> Callable[[bytes], bytes]:
    """A bundle that says something else, with the hashes of that."""

    def spoil(data: bytes) -> bytes:
        made = Contents.of(data)
        change(made)
        return made.zipped()

    return spoil


def manifest(**values: Any) -> Callable[[bytes], bytes]:
    return changed(bundle.MANIFEST, lambda data: msgspec.json.encode({**msgspec.json.decode(data), **values}))


def replaced(made: Contents, at: int, **values: Any) -> None:
    made.segments[at] = msgspec.structs.replace(made.segments[at], **values)


def of_document(**values: Any) -> Callable[[Contents], None]:
    def change(made: Contents) -> None:
        made.documents[0] = msgspec.structs.replace(made.documents[0], **values)

    return change


def vectors_with(numbers: Callable[[bytes], bytes], dims: int | None = None) -> Callable[[Contents], None]:
    def change(made: Contents) -> None:
        assert made.vectors
        made.numbers = numbers(made.numbers)
        made.vectors.dimensions = dims or made.vectors.dimensions

    return change


NOT_A_NUMBER = b"\x00\x7e"
SPOILED: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "no zip": (lambda _: b"what", "app_asset_invalid_archive", "Not a zip"),
    "cut off": (lambda data: data[: len(data) // 2], "app_asset_invalid_archive", ""),
    "another zip": (lambda _: zipped({"a.txt": b"x"}), "bundle_invalid", "not an export"),
    "another format": (manifest(format="else"), "bundle_invalid", "its format is 'else'"),
    "newer": (manifest(version=2), "bundle_version_unsupported", "Update Treeline"),
    "no version": (manifest(version=0), "bundle_invalid", "no format version 0"),
    "manifest cut": (changed(bundle.MANIFEST, lambda data: data[:-9]), "bundle_invalid", "manifest.json"),
    "wrong hash": (
        changed("texts/000000.txt", lambda data: data.swapcase()),
        "bundle_invalid",
        "texts/000000.txt: its SHA-256 is not that of the manifest",
    ),
    "wrong size": (changed("files/000000.md", lambda data: data + b"x"), "bundle_invalid", "files/000000.md: has"),
    "missing": (changed("files/000000.md", lambda _: None), "bundle_invalid", "files/000000.md: missing"),
    "no lines": (changed(bundle.SEGMENTS, lambda _: None), "bundle_invalid", "segments.jsonl: missing"),
    "unlisted": (changed("files/more.md", lambda _: b"x"), "bundle_invalid", "files/more.md: not part"),
    "traversal": (changed("../../etc/passwd", lambda _: b"x"), "app_asset_invalid_archive", ".."),
    "absolute": (changed("/etc/passwd", lambda _: b"x"), "app_asset_invalid_archive", "absolute"),
    "unnamed file": (
        rewritten(lambda made: made.files.update({"files/x": b"x"})),
        "bundle_invalid",
        "no document has it",
    ),
    "file of another": (rewritten(of_document(file="files/000001.md")), "bundle_invalid", "another document's"),
    "outside": (rewritten(of_document(file="../x")), "bundle_invalid", "not a file of the bundle"),
    "no rule": (rewritten(of_document(rule=9)), "bundle_invalid", "documents.jsonl: line 1: rule"),
    "no field": (rewritten(of_document(metadata={"x": 1})), "bundle_invalid", "line 1: metadata"),
    "no folder": (rewritten(of_document(folder="/a/../b")), "bundle_invalid", "line 1: folder"),
    "no name": (rewritten(of_document(name=" ")), "bundle_invalid", "line 1: name"),
    "too few": (rewritten(of_document(segments=3)), "bundle_invalid", "document 1 has 2 segments, not 3"),
    "no line": (changed(bundle.DOCUMENTS, lambda data: b"[]" + data[2:]), "bundle_invalid", "documents.jsonl: line 1"),
    "beyond": (rewritten(lambda made: replaced(made, 0, end=9999)), "bundle_invalid", "segments.jsonl: line 1: start"),
    "half a place": (rewritten(lambda made: replaced(made, 0, end=None)), "bundle_invalid", "line 1: start"),
    "nul": (
        rewritten(lambda made: replaced(made, 0, content="a\0b")),
        "bundle_invalid",
        "line 1: text can't contain NUL",
    ),
    "blank": (rewritten(lambda made: replaced(made, 0, content=" ")), "bundle_invalid", "line 1: content"),
    "answer": (rewritten(lambda made: replaced(made, 0, answer="x")), "bundle_invalid", "line 1: answer"),
    "no document": (rewritten(lambda made: replaced(made, 0, document=7)), "bundle_invalid", "line 1: document"),
    "fewer vectors": (rewritten(vectors_with(lambda data: data[:-8])), "bundle_invalid", "vectors.f16"),
    "other width": (rewritten(vectors_with(lambda data: data, dims=32)), "bundle_invalid", "3 vectors of 32 numbers"),
    "nan": (rewritten(vectors_with(lambda data: NOT_A_NUMBER + data[2:])), "bundle_invalid", "vector 1"),
    "zeros": (rewritten(vectors_with(lambda data: bytes(128) + data[128:])), "bundle_invalid", "vector 1 is all zeros"),
    "no vector": (
        rewritten(lambda made: replaced(made, 0, vector=False)),
        "bundle_invalid",
        "vectors.f16: the manifest",
    ),
}


@pytest.mark.parametrize("how", SPOILED)
def test_nothing_is_written_of_what_is_not_whole(
    how: str, embedded: Shelf, flask_app: FlaskApp, stored: Callable[[], set[str]]
):
    embedded.add("harbor.md", TEXTS["harbor.md"], process_rule=lines())
    embedded.add("mill.md", TEXTS["mill.md"])
    data = export(embedded.alice, embedded.path)
    spoil, code, message = SPOILED[how]
    before = stored()
    reply = bring(embedded.alice, spoil(data), name="Copy")
    assert (reply.status_code, reply.json["code"]) == (400, code), reply.json
    assert message in reply.json["message"]
    assert stored() == before
    with flask_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Dataset)) == 1


def test_sizes_are_bounded_before_anything_is_read(embedded: Shelf, flask_app: FlaskApp):
    embedded.add("harbor.md", TEXTS["harbor.md"])
    settings = flask_app.extensions["settings"]
    flask_app.extensions["settings"] = settings.model_copy(update={"asset_max_file_bytes": 1000})
    # Says that it is larger than it is: it is not looked into.
    lying = zip_of(Part(bundle.MANIFEST, b"{}", method=ZIP_DEFLATED, size=2000))
    try:
        for data in (export(embedded.alice, embedded.path), lying):
            assert bring(embedded.alice, data, name="Copy").status_code == 413
    finally:
        flask_app.extensions["settings"] = settings
