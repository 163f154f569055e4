"""How the text of an upload begins, before it is a document."""

import asyncio

from treeline.datasets.extraction.decoding import decoded
from treeline.datasets.extraction.extractor import extract
from treeline.datasets.extraction.formats import format_of
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import read
from treeline.kernel.storage import Storage

SHOWN = 3000  # characters
# A person waits.
SECONDS = 5.0
# Enough for as many characters in any encoding, and to tell what a file is.
_HEAD = 64 * 1024
_LONGEST_CHARACTER = 4
_TABLES = ("csv", "tsv")


def preview(objects: Storage, upload: UploadFile) -> str:
    """No transaction may be open. Raises ExtractionFailed and its like, BytesMissing."""
    head = b"".join(read(objects, upload, 0, min(upload.size, _HEAD)))
    if _is_characters(upload.name, head):
        return _beginning(upload.name, head, is_whole=upload.size <= _HEAD)
    data = head + b"".join(read(objects, upload, len(head), upload.size - len(head)))
    return asyncio.run(extract(upload.name, data, SECONDS)).text[:SHOWN]


def _is_characters(name: str, head: bytes) -> bool:
    if not head.strip():
        return True
    # What is in a zip only the whole file says.
    if head.startswith(b"PK\x03\x04"):
        return False
    kind = format_of(name, head)
    return kind.is_plain or kind.name in _TABLES


def _beginning(name: str, head: bytes, *, is_whole: bool) -> str:
    """The last character of a part may be cut, and then it is in no encoding."""
    cuts = range(1 if is_whole else _LONGEST_CHARACTER)
    read_so = (decoded(name, head[: len(head) - cut]) for cut in cuts)
    best = next((each for each in read_so if each.warning is None), None)
    return (best or decoded(name, head)).text[:SHOWN]
