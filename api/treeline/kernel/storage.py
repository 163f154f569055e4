"""Where bytes live. Streamed both ways: no object is ever held in memory.

A key is a fresh UUID, never used twice, so an object never changes: whatever a reader opened stays what it was.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from flask import current_app

from treeline.settings import Settings

CHUNK_BYTES = 256 * 1024


class ObjectMissing(Exception):
    """The storage has no object under a key that a row names."""


class Storage(Protocol):
    def put(self, key: UUID, chunks: Iterable[bytes]) -> None:
        """Store an object. Durable when this returns; if anything raises, `chunks` too, nothing is kept."""
        ...

    def read(self, key: UUID, start: int, length: int) -> Iterator[bytes]:
        """`length` bytes from `start`. Raises ObjectMissing before the first one."""
        ...

    def delete(self, key: UUID) -> None:
        """Remove an object; one that is not there is fine."""
        ...

    def check(self) -> None:
        """Raises OSError if objects cannot be written."""
        ...


def new_key() -> UUID:
    """Random, not in time order: the first two digits spread the objects over folders."""
    return uuid4()


class LocalStorage:
    """A folder. Objects lie in 256 sub-folders by the first two digits of their key."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, key: UUID, chunks: Iterable[bytes]) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def read(self, key: UUID, start: int, length: int) -> Iterator[bytes]:
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError as error:
            raise ObjectMissing(str(key)) from error

        def chunks() -> Iterator[bytes]:
            left = length
            with file:
                file.seek(start)
                while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                    left -= len(chunk)
                    yield chunk

        return chunks()

    def delete(self, key: UUID) -> None:
        with suppress(FileNotFoundError):
            self._path(key).unlink()

    def check(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.folder} cannot be written")
        if shutil.disk_usage(self.folder).free == 0:
            raise OSError(f"{self.folder} is full")

    def _path(self, key: UUID) -> Path:
        text = str(key)
        return self.folder / text[:2] / text


def _sync_folder(folder: Path) -> None:
    """A new name is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create_storage(settings: Settings) -> Storage:
    return LocalStorage(settings.storage_folder)


def storage() -> Storage:
    """The storage of the running app."""
    return current_app.extensions["storage"]
