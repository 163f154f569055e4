"""The operations of every storage, and its errors."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID, uuid4

CHUNK_BYTES = 256 * 1024


class ObjectMissing(Exception):
    """The storage has no object under this key."""


class StorageUnavailable(OSError):
    """The storage cannot be reached, or cannot do what it should. Its message names neither address nor key."""


class StorageRejected(StorageUnavailable):
    """The storage is there, and does not take what every such request says: trying again does not help."""


class Storage(Protocol):
    """Any call may raise OSError: of the disk, or StorageUnavailable."""

    def put(self, key: UUID, chunks: Iterable[bytes | memoryview]) -> None:
        """Store an object. Durable when this returns; if anything raises, `chunks` too, nothing is kept."""
        ...

    def read(self, key: UUID, start: int, length: int) -> Iterator[bytes]:
        """`length` bytes from `start`. Raises ObjectMissing before the first one."""
        ...

    def delete(self, key: UUID) -> None:
        """Remove an object; one that is not there is fine."""
        ...

    def list(self, older_than: datetime) -> Iterator[tuple[UUID, int]]:
        """(key, size) of every object last changed before a time."""
        ...

    def remove_unfinished(self, older_than: datetime) -> int:
        """Remove what began before a time and never became an object, so that `list` does not name it. How many."""
        ...

    def check(self) -> None:
        """Raises OSError if the storage is away, or not ours to write."""
        ...

    def probe(self) -> None:
        """Write a little and remove it, where that is cheap. Raises OSError."""
        ...


class Staged(Protocol):
    """What lies under a staging key; `version` changes with the bytes."""

    size: int
    sha256: str | None
    version: str


@runtime_checkable
class StagingStorage(Storage, Protocol):
    """A storage that takes bytes from clients by itself."""

    def presign_put(self, staging: UUID, seconds: int, size: int) -> str: ...

    def head(self, staging: UUID) -> Staged: ...

    def adopt(self, staging: UUID, key: UUID, version: str) -> None: ...


class Readable(Protocol):
    def read(self, amount: int, /) -> bytes: ...

    def close(self) -> None: ...


def new_key() -> UUID:
    """Random, not in time order: the first two digits spread the objects over folders."""
    return uuid4()


def key_of(name: str) -> UUID | None:
    """The key that an object is named after; None for what somebody else put here."""
    try:
        return UUID(name)
    except ValueError:
        return None


def stream(source: Readable, length: int) -> Iterator[bytes]:
    """The next `length` bytes, or as many as there are; closes the source."""
    with closing(source):
        while length > 0 and (chunk := source.read(min(CHUNK_BYTES, length))):
            length -= len(chunk)
            yield chunk
