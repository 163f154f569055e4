"""Writes a zip while it is sent: nothing goes to disk, and only a piece of it is held in memory."""

import io
import re
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from treeline.assets.draft.names import extension
from treeline.kernel.storage import CHUNK_BYTES

# Extensions of what is compressed already: deflating it once more costs time and gains nothing.
_COMPRESSED = re.compile(
    "7z|aac|avif|br|bz2|docx|epub|flac|gif|gz|heic|jar|jpe?g|lz4|m4[av]|mkv|mov|mp[34]|odp|ods|odt|ogg|opus"
    "|parquet|png|pptx|rar|tgz|webm|webp|whl|woff2?|xlsx|xz|zip|zst",
    re.IGNORECASE,
)
_FILE = (stat.S_IFREG | 0o644) << 16
_FOLDER = (stat.S_IFDIR | 0o755) << 16 | 0x10


class ZipMember(NamedTuple):
    """A node to be archived; a file of no bytes is stored nowhere."""

    path: str
    node_type: str
    size: int
    updated_at: datetime
    storage_key: UUID | None
    offset: int


def stream(entries: Iterable[ZipMember], read: Callable[[ZipMember], Iterator[bytes]]) -> Generator[bytes]:
    """The archive of these nodes, in pieces. `read` gives a file's bytes."""
    out = _Outlet()
    with ZipFile(out, "w") as archive:
        for entry in entries:
            if entry.node_type == "folder":
                archive.mkdir(_folder(entry))
                continue
            with archive.open(_file(entry), "w") as member:
                for chunk in read(entry) if entry.size else ():
                    member.write(chunk)
                    if out.waiting >= CHUNK_BYTES:
                        yield out.take()
    yield out.take()


class _Outlet(io.RawIOBase):
    """A file that can be written only, as zipfile wants it; what was written waits to be taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  bytes alone come
        self._pieces.append(data)
        self.waiting += len(data)
        return len(data)

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        self.waiting = 0
        return data


def _folder(entry: ZipMember) -> ZipInfo:
    info = ZipInfo(f"{entry.path}/", _written(entry))
    info.external_attr = _FOLDER
    info.CRC = 0
    return info


def _file(entry: ZipMember) -> ZipInfo:
    info = ZipInfo(entry.path, _written(entry))
    info.external_attr = _FILE
    # Known here, so that zipfile takes the long form for files that need it.
    info.file_size = entry.size
    # Level 0 only wraps. It is not "stored": a reader of a stream could not tell where such a member ends.
    info.compress_type = ZIP_DEFLATED
    level = 0 if _COMPRESSED.fullmatch(extension(entry.path.rpartition("/")[2])) else 1
    info._compresslevel = level  # pyright: ignore[reportAttributeAccessIssue]  # public from Python 3.13
    return info


def _written(entry: ZipMember) -> tuple[int, int, int, int, int, int]:
    at = entry.updated_at.astimezone(UTC)
    return at.year, at.month, at.day, at.hour, at.minute, at.second
