"""Blobs: which verified content an app has, and how content is verified."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from treeline.files import postgres
from treeline.files.errors import BytesMissing, BytesTooMany, HashMismatch, SizeMismatch
from treeline.files.models import Blob
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import ObjectMissing, Storage, new_key

log = logging.getLogger(__name__)

EMPTY_SHA256 = hashlib.sha256().hexdigest()


@dataclass(frozen=True)
class Received:
    """Bytes that are stored and verified, and that no row names yet. No bytes have no object."""

    key: UUID | None
    size: int
    sha256: str


class BlobService:
    """The rows of one app's blobs."""

    def __init__(self, session: DbSession, app_id: UUID):
        self.session, self.app_id = session, app_id

    def sizes(self, hashes: Iterable[str]) -> dict[str, int]:
        """{sha256: size} of those that the app has; what was found missing in the storage is not among them."""
        wanted = [sha256 for sha256 in hashes if sha256 != EMPTY_SHA256]
        return {EMPTY_SHA256: 0} | (postgres.blob_sizes(self.session, self.app_id, wanted) if wanted else {})

    def among(self, hashes: Collection[str]) -> list[Blob]:
        """Those of these hashes whose bytes the app has, or had when they were last looked for."""
        return list(self.session.scalars(postgres.among_hashes(self.app_id, hashes)))

    def missing(self) -> set[str]:
        """Hashes whose bytes were found missing in the storage."""
        return postgres.missing_hashes(self.session, self.app_id)

    def record(self, received: Received) -> None:
        """Name received bytes in this transaction. Bytes that the app has already give way to them, for nobody knows
        whether those are still there; what read them goes on for a day.

        The tree must be locked: that is what keeps the removal of blobs away.
        """
        if received.key is not None:
            self.record_parts(received.key, [(received.sha256, received.size, 0)])

    def record_parts(self, key: UUID, parts: list[tuple[str, int, int]]) -> None:
        """The same for an object that holds many blobs, each (SHA-256, size, offset); none may stand there twice."""
        postgres.place(self.session, self.app_id, key, parts)


def receive(
    storage: Storage, chunks: Iterable[bytes], *, most: int, size: int | None = None, sha256: str | None = None
) -> Received:
    """Store a stream, hashed on its way. What was declared must hold, else nothing is kept.

    No transaction may be open. Raises SizeMismatch, HashMismatch; BytesTooMany after `most` bytes.
    """
    digest, count = hashlib.sha256(), 0

    def verified() -> Iterator[bytes]:
        nonlocal count
        for chunk in chunks:
            count += len(chunk)
            if size is not None and count > size:
                raise SizeMismatch(f"{size} bytes were declared, but more were received.")
            if count > most:
                raise BytesTooMany(f"A file can have at most {most} bytes.")
            digest.update(chunk)
            yield chunk
        if size is not None and count != size:
            raise SizeMismatch(f"{size} bytes were declared, but {count} were received.")
        if sha256 is not None and digest.hexdigest() != sha256:
            raise HashMismatch(f"SHA-256 {sha256} was declared, but the content has {digest.hexdigest()}.")

    key = new_key()
    storage.put(key, verified())
    received = Received(key, count, digest.hexdigest())
    if count == 0:
        discard(storage, received)
        return Received(None, 0, EMPTY_SHA256)
    return received


def verified(
    storage: Storage, key: UUID, size: int, known: str | None, declared: str | None
) -> Received | HashMismatch:
    """An object that somebody else has written, once its bytes are known; with other bytes than declared it is removed.

    `known`: the SHA-256 that the storage itself has computed, else the object is read once.
    """
    if known is None:
        digest = hashlib.sha256()
        for chunk in storage.read(key, 0, size):
            digest.update(chunk)
        known = digest.hexdigest()
    received = Received(key, size, known)
    if declared is not None and known != declared:
        discard(storage, received)
        return HashMismatch(f"SHA-256 {declared} was declared, but the content has {known}.")
    return received


def discard(storage: Storage, received: Received) -> None:
    """Remove what was received and then not wanted. No transaction may be open.

    What cannot be removed now no row names, so retention finds it: whoever sent it is answered as if it were gone.
    """
    if received.key is not None:
        discard_object(storage, received.key)


def discard_object(storage: Storage, key: UUID) -> None:
    """The same for an object that holds many blobs."""
    try:
        storage.delete(key)
    except OSError as error:
        log.warning("object %s not deleted, left to retention: %s", key, error)


def read(storage: Storage, blob: Blob | None, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Bytes of a blob, or a part of them. No transaction may be open. Raises BytesMissing before the first."""
    if blob is None:
        return iter(())
    length = blob.size - start if length is None else length
    return read_part(storage, blob.storage_key, blob.offset + start, length)


def read_part(storage: Storage, key: UUID, start: int, length: int) -> Iterator[bytes]:
    """`length` bytes of an object. Raises BytesMissing: before the first if it is not there, else where it ends.

    What is missing counts as missing from then on. No transaction may be open, also while the stream is read.
    """
    try:
        chunks = storage.read(key, start, length)
    except ObjectMissing as error:
        _ends_at(key, 0)
        raise BytesMissing from error

    def whole() -> Iterator[bytes]:
        left = length
        for chunk in chunks:
            left -= len(chunk)
            yield chunk
        if left:
            _ends_at(key, start + length - left)
            raise BytesMissing

    return whole()


def _ends_at(key: UUID, end: int) -> None:
    with unit_of_work() as session:
        postgres.mark_missing(session, key, end)
