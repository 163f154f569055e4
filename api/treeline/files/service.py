"""Blobs: which verified bytes an app has, and how bytes become verified."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from treeline.files import postgres
from treeline.files.errors import BytesMissing, BytesTooMany, HashMismatch, SizeMismatch
from treeline.files.models import Blob
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.storage import ObjectMissing, Storage, new_key

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
        """{sha256: size} of those that the app has."""
        wanted = [sha256 for sha256 in hashes if sha256 != EMPTY_SHA256]
        return {EMPTY_SHA256: 0} | (postgres.blob_sizes(self.session, self.app_id, wanted) if wanted else {})

    def find(self, sha256: str) -> Blob | None:
        """The row of bytes that a file names; None for no bytes."""
        if sha256 == EMPTY_SHA256:
            return None
        return self.session.scalars(select(Blob).where(Blob.app_id == self.app_id, Blob.sha256 == sha256)).one()

    def record(self, received: Received) -> bool:
        """Name received bytes in this transaction; False if the app has them already and the new object is surplus.

        The tree must be locked: that is what keeps the removal of blobs away.
        """
        if received.key is None:
            return True
        row = Blob(
            app_id=self.app_id,
            sha256=received.sha256,
            size=received.size,
            storage_key=received.key,
            offset=0,
            created_at=now(),
        )
        return postgres.insert_if_new(self.session, row)


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
                raise SizeMismatch(f"{size} bytes were declared, more came.")
            if count > most:
                raise BytesTooMany(f"A file has at most {most} bytes.")
            digest.update(chunk)
            yield chunk
        if size is not None and count != size:
            raise SizeMismatch(f"{size} bytes were declared, {count} came.")
        if sha256 is not None and digest.hexdigest() != sha256:
            raise HashMismatch(f"SHA-256 {sha256} was declared, {digest.hexdigest()} came.")

    key = new_key()
    storage.put(key, verified())
    if count == 0:
        storage.delete(key)
        return Received(None, 0, EMPTY_SHA256)
    return Received(key, count, digest.hexdigest())


def discard(storage: Storage, received: Received) -> None:
    """Remove what was received and then not wanted."""
    if received.key is not None:
        storage.delete(received.key)


def read(storage: Storage, blob: Blob | None, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Bytes of a blob, or a part of them. No transaction may be open. Raises BytesMissing before the first."""
    if blob is None:
        return iter(())
    try:
        return storage.read(blob.storage_key, blob.offset + start, blob.size - start if length is None else length)
    except ObjectMissing as error:
        raise BytesMissing from error
