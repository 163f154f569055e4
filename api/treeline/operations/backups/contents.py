"""The bytes of the storage: objects one behind the other, as streams that are cut into parts.

An object never changes under its key, so what a previous backup has of it stays as it is. The index has a line of
JSON for each object: key, size, SHA-256, number of the stream, position in it. Objects of equal content share a place.
"""

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from treeline.kernel.clock import now
from treeline.kernel.storage import ObjectMissing, Storage
from treeline.operations.backups.archive import Archive, Contents, Part
from treeline.operations.backups.errors import BackupAltered
from treeline.operations.backups.rows import lines_in, pieces

PART_BYTES = 4 * 1024 * 1024
# A stream of which less is still named is written anew.
WORTH_KEEPING = 0.5
_ENTRY = struct.Struct(">32sqiq")


class Entry(NamedTuple):
    key: UUID
    size: int
    sha256: str
    stream: int
    position: int


class Index:
    """Where which object is. Packed: a system may have a million of them."""

    def __init__(self) -> None:
        self._entries: dict[bytes, bytes] = {}
        self._places: dict[bytes, bytes] = {}

    def __contains__(self, key: UUID) -> bool:
        return key.bytes in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        digest = bytes.fromhex(entry.sha256)
        packed = _ENTRY.pack(digest, entry.size, entry.stream, entry.position)
        self._entries[entry.key.bytes] = packed
        self._places.setdefault(digest, packed)

    def same(self, key: UUID, digest: bytes) -> bool:
        """Whether there is an object of this content. Then it is this key's, too."""
        if (packed := self._places.get(digest)) is None:
            return False
        self._entries[key.bytes] = packed
        return True

    def entries(self) -> Iterator[Entry]:
        """By their keys."""
        for key in sorted(self._entries):
            digest, size, stream, position = _ENTRY.unpack(self._entries[key])
            yield Entry(UUID(bytes=key), size, digest.hex(), stream, position)


def read_index(archive: Archive, contents: Contents) -> Iterator[Entry]:
    for part in contents.index:
        for line in lines_in(archive, part):
            key, size, digest, stream, position = json.loads(line)
            yield Entry(UUID(key), size, digest, stream, position)


@dataclass
class _Stream:
    """What is new, being written."""

    archive: Archive
    number: int

    def __post_init__(self) -> None:
        self.parts, self.position, self._buffer = list[Part](), 0, bytearray()
        # Also by objects without a byte.
        self.used = False

    def write(self, data: bytes) -> None:
        self._buffer += data
        self.position += len(data)
        while len(self._buffer) >= PART_BYTES:
            self.parts.append(self.archive.add(bytes(self._buffer[:PART_BYTES])))
            del self._buffer[:PART_BYTES]

    def end(self) -> None:
        if self._buffer:
            self.parts.append(self.archive.add(bytes(self._buffer)))


def write_contents(archive: Archive, keys: set[UUID], storage: Storage, tell: Callable[[int], None]) -> Contents:
    """The objects of these keys. `tell`: called with the number of those that are done."""
    made, index = Contents(), Index()
    before = archive.manifest.contents if archive.manifest else Contents()
    made.streams = _kept(archive, before, keys, index)
    new = sorted(keys - {entry.key for entry in index.entries()}) if len(index) else sorted(keys)
    tell(len(keys) - len(new))
    stream = _Stream(archive, len(made.streams))
    sizes = _sizes(storage, set(new)) if new else {}
    for key in new:
        if (size := sizes.get(key)) is None or not _take(key, size, storage, stream, index):
            made.missing.append(str(key))
        tell(1)
    stream.end()
    if stream.used:
        made.streams.append(stream.parts)
    lines = ((entry.key, _line(entry)) for entry in index.entries())
    for payload, rows in pieces(_counted(lines, made, index)):
        made.index.append(archive.add(payload, rows))
    return made


def _counted(lines: Iterator[tuple[UUID, bytes]], made: Contents, index: Index) -> Iterator[tuple[UUID, bytes]]:
    made.count = len(index)
    made.size = sum(entry.size for entry in index.entries())
    yield from lines


def _line(entry: Entry) -> bytes:
    return json.dumps([str(entry.key), *entry[1:]]).encode() + b"\n"


def _kept(archive: Archive, before: Contents, keys: set[UUID], index: Index) -> list[list[Part]]:
    """The streams of the previous backup, those that are of no use left empty: their numbers stay."""
    there = [all(archive.keep(part) for part in stream) for stream in before.streams]
    entries = [each for each in read_index(archive, before) if each.key in keys and there[each.stream]]
    used = [set[tuple[int, int]]() for _ in before.streams]
    for each in entries:
        used[each.stream].add((each.position, each.size))
    useful = [
        good and sum(size for _, size in extents) >= WORTH_KEEPING * sum(part.size for part in stream)
        for good, extents, stream in zip(there, used, before.streams, strict=True)
    ]
    for each in entries:
        if useful[each.stream]:
            index.put(each)
    return [stream if good else [] for stream, good in zip(before.streams, useful, strict=True)]


def _sizes(storage: Storage, keys: set[UUID]) -> dict[UUID, int]:
    """Ahead of every clock: what was stored this moment counts."""
    return {key: size for key, size in storage.list(now() + timedelta(days=1)) if key in keys}


def _take(key: UUID, size: int, storage: Storage, stream: _Stream, index: Index) -> bool:
    """False: it is gone, or shorter than the storage says."""
    digest, position, length = sha256(), stream.position, 0
    try:
        chunks = storage.read(key, 0, size)
        if size <= PART_BYTES:
            data = b"".join(chunks)
            if len(data) != size:
                return False
            if index.same(key, sha256(data).digest()):
                return True
            chunks = iter((data,))
        for chunk in chunks:
            digest.update(chunk)
            length += len(chunk)
            stream.write(chunk)
    except ObjectMissing:
        return False
    if length != size:
        return False
    index.put(Entry(key, size, digest.hexdigest(), stream.number, position))
    stream.used = True
    return True


class Reader:
    """Reads objects out of the streams; quickly, if they are asked for in the order of their places."""

    def __init__(self, archive: Archive, contents: Contents):
        self._archive, self._streams = archive, contents.streams
        self._held: tuple[Part, bytes] | None = None
        self._starts = [self._starts_of(stream) for stream in contents.streams]

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """Its bytes. Raises BackupAltered at the end if they are not those that were stored."""
        from bisect import bisect_right

        digest, position, left = sha256(), entry.position, entry.size
        while left:
            starts = self._starts[entry.stream]
            at = bisect_right(starts, position) - 1
            payload = self._payload(self._streams[entry.stream][at])
            chunk = payload[position - starts[at] :][:left]
            if not chunk:
                raise BackupAltered(f"The content {entry.key} isn't in the backup as a whole.")
            digest.update(chunk)
            yield chunk
            position, left = position + len(chunk), left - len(chunk)
        if digest.hexdigest() != entry.sha256:
            raise BackupAltered(f"The content {entry.key} was altered: its hash differs.")

    def _payload(self, part: Part) -> bytes:
        if self._held is None or self._held[0] != part:
            self._held = (part, self._archive.read(part))
        return self._held[1]

    def _starts_of(self, stream: list[Part]) -> list[int]:
        """All parts of a stream but its last are of one size."""
        return [PART_BYTES * number for number in range(len(stream))]
