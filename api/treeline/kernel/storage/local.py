"""Objects in a local folder."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from treeline.kernel.storage.interface import ObjectMissing, key_of, stream

PROBE_BYTES = 64 * 1024


class LocalStorage:
    """A folder. Objects lie in 256 sub-folders by the first two digits of their key."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, key: UUID, chunks: Iterable[bytes | memoryview]) -> None:
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
        file.seek(start)
        return stream(file, length)

    def delete(self, key: UUID) -> None:
        with suppress(FileNotFoundError):
            self._path(key).unlink()

    def list(self, older_than: datetime) -> Iterator[tuple[UUID, int]]:
        for path in self.folder.glob("??/*"):
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            key = key_of(path.name)
            if key is not None and found.st_mtime < older_than.timestamp():
                yield key, found.st_size

    def remove_unfinished(self, older_than: datetime) -> int:
        # A put that was killed leaves a file under its key, and `list` names that.
        return 0

    def check(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.folder} cannot be written")

    def probe(self) -> None:
        # Not by a name that a key may have: `list` passes it over.
        path = self.folder / f"probe-{os.getpid()}"
        try:
            path.write_bytes(bytes(PROBE_BYTES))
        finally:
            path.unlink(missing_ok=True)

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
