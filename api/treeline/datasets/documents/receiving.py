"""The bytes of new documents: stored before any row names them."""

import itertools
import mimetypes
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.extraction.formats import format_of
from treeline.files import service as stored
from treeline.files.uploads.models import UploadFile
from treeline.files.uploads.service import extension_of, read
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage

_HEAD = 64 * 1024


@dataclass(frozen=True)
class NewBytes:
    """A file that is to be a document; its object, `received`, no row names yet.

    `source_id`, `source_key`: what the document is to be kept in step with, and what it is called there.
    """

    name: str
    folder: str
    media_type: str
    received: stored.Received
    upload_file_id: UUID | None = None
    source_id: UUID | None = None
    source_key: str | None = None

    @property
    def extension(self) -> str:
        return extension_of(self.name)[:32]


def receive_text(objects: Storage, name: str, text: str, folder: str = "") -> NewBytes:
    return receive_file(objects, name, "text/plain", [text.encode()], folder)


def receive_file(objects: Storage, name: str, media_type: str, chunks: Iterable[bytes], folder: str = "") -> NewBytes:
    """No transaction may be open. Raises UnsupportedFormat for what is plainly no document, BytesTooMany."""
    stream = iter(chunks)
    first = next(stream, b"")
    # What is in a zip only the whole file says; that is for the work to find out.
    if first and not first.startswith(b"PK\x03\x04"):
        format_of(name, first[:_HEAD])
    received = stored.receive(objects, itertools.chain([first], stream), most=MAX_BYTES)
    guessed = mimetypes.guess_type(name)[0] or media_type or "application/octet-stream"
    return NewBytes(name, folder, guessed[:255], received)


def receive_uploads(objects: Storage, uploads: Sequence[UploadFile], folder: str = "") -> Iterator[NewBytes]:
    """Copies of uploads: an upload is removed with age, a document stays."""
    for upload in uploads:
        chunks = read(objects, upload, 0, upload.size)
        copied = receive_file(objects, upload.name, upload.mime_type, chunks, folder)
        yield replace(copied, upload_file_id=upload.id)


@contextmanager
def kept_if_recorded(objects: Storage, files: Sequence[NewBytes]) -> Iterator[None]:
    """What a refusal keeps from being named is removed again; after anything else its row may stand."""
    try:
        yield
    except ApiError:
        for file in files:
            stored.discard(objects, file.received)
        raise


def folder_of(folder: str | None) -> str:
    """As it is stored: `guides/new`, without slashes around it."""
    return posixpath.normpath(f"/{folder or ''}").strip("/")
