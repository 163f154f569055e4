"""What a backup consists of: a header, parts named by their content, and a manifest of them, which is written last.

header `treeline-backup.json`: format, version, how it is encrypted, and its own hash. parts `parts/ab/abcd…`: rows of a
table (lines, compressed), content (a stretch of bytes), or the index of the content. `manifest`: see Manifest.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from treeline.kernel.storage import ObjectMissing
from treeline.operations.backups.errors import (
    BackupAltered,
    BackupIncomplete,
    BackupNewer,
    NoBackup,
    PlaceTaken,
)
from treeline.operations.backups.places import Place
from treeline.operations.backups.sealing import Lock, Plain, lock_of, new_lock

FORMAT, VERSION = "treeline-backup", 1
HEADER, MANIFEST, PARTS = "treeline-backup.json", "manifest", "parts/"
HASH_BYTES = 32


class Part(NamedTuple):
    """`size` and `sha256` are those of what is stored. `rows`: of a table's part."""

    name: str
    size: int
    sha256: str
    rows: int = 0


@dataclass
class TableRows:
    """Rows of one table. `columns`: (name, kind) in the order of each line; `digest`: of the lines, in any order."""

    name: str
    columns: list[tuple[str, str]]
    key: list[str]
    rows: int = 0
    digest: str = ""
    parts: list[Part] = field(default_factory=list[Part])


@dataclass
class Contents:
    """The objects of the storage. Each is a stretch of one of the streams, which are cut into parts.

    `index`: parts with a line for each object, see objects.py. `missing`: keys that rows name and the storage lacks.
    """

    count: int = 0
    size: int = 0
    index: list[Part] = field(default_factory=list[Part])
    streams: list[list[Part]] = field(default_factory=list[list[Part]])
    missing: list[str] = field(default_factory=list[str])


@dataclass
class Manifest:
    """`revision`: of the schema. `secret_check`: what the right SECRET_KEY makes; `secret_key`: itself, if wanted."""

    made_at: str
    treeline: str
    revision: str
    database: str
    secret_check: str | None = None
    secret_key: str | None = None
    tables: list[TableRows] = field(default_factory=list[TableRows])
    contents: Contents = field(default_factory=Contents)
    lacks: list[str] = field(default_factory=list[str])

    def parts(self) -> Iterator[Part]:
        for table in self.tables:
            yield from table.parts
        yield from self.contents.index
        for stream in self.contents.streams:
            yield from stream

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class Archive:
    """A backup that is there, or is to be. Closed by whoever opened its place."""

    def __init__(self, place: Place, lock: Lock, manifest: Manifest | None):
        self.place, self.lock, self.manifest = place, lock, manifest
        self.written = 0
        self._known = {part.name: part for part in manifest.parts()} if manifest else {}
        self._there = place.names() if place.keeps else set[str]()

    def add(self, payload: bytes, rows: int = 0) -> Part:
        """Write it, unless it is there."""
        name = self.lock.cipher.name_of(payload)
        place = _place_of(name)
        known = self._known.get(name)
        if known is not None and place in self._there:
            return known._replace(rows=rows)
        data = self._left_over(name, payload) if place in self._there else None
        if data is None:
            data = self.lock.cipher.seal(payload, name)
            self.place.write(place, data)
            self.written += len(data)
        part = Part(name, len(data), sha256(data).hexdigest(), rows)
        self._known[name] = part
        self._there.add(place)
        return part

    def keep(self, part: Part) -> bool:
        """Whether a part of the previous backup is still there."""
        return _place_of(part.name) in self._there

    def read(self, part: Part) -> bytes:
        """Raises BackupIncomplete, BackupAltered."""
        data = _read(self.place, _place_of(part.name))
        if len(data) != part.size or sha256(data).hexdigest() != part.sha256:
            raise BackupAltered(f"The part {part.name} was altered: its hash differs.")
        return self.lock.cipher.open(data, part.name)

    def finish(self, manifest: Manifest) -> None:
        """From now on it is this backup. What only the previous one named is removed. Raises BackupIncomplete."""
        named = {_place_of(part.name) for part in manifest.parts()}
        there = self.place.names()
        if self.place.keeps and not named <= there:
            raise BackupIncomplete("Parts have disappeared: another backup was made in the same place. Make it again.")
        data = _sealed(manifest, self.lock)
        self.place.write(MANIFEST, data)
        self.written += len(data)
        self.place.finish()
        for name in there - named:
            if name.startswith(PARTS):
                self.place.remove(name)

    def _left_over(self, name: str, payload: bytes) -> bytes | None:
        """What an interrupted backup has left there, if it is whole."""
        try:
            data = self.place.read(_place_of(name))
            return data if self.lock.cipher.open(data, name) == payload else None
        except (ObjectMissing, BackupAltered):
            return None


def begin(place: Place, passphrase: bytes | None) -> Archive:
    """A backup to be written: on what is there, if it is one. Raises PlaceTaken, and whatever `open_archive` does."""
    there = place.names()
    if HEADER in there:
        lock = _lock(place, passphrase)
        if passphrase is not None and isinstance(lock.cipher, Plain):
            raise PlaceTaken("The backup that is there isn't encrypted. Choose another place for an encrypted one.")
        return Archive(place, lock, _manifest(place, lock) if MANIFEST in there else None)
    if there:
        raise PlaceTaken("There is something else, and no backup of Treeline. Choose an empty place.")
    lock = new_lock(passphrase)
    header = json.dumps({"format": FORMAT, "version": VERSION, "encryption": lock.described}, sort_keys=True)
    place.write(HEADER, f"{header}\n{sha256(header.encode()).hexdigest()}\n".encode())
    return Archive(place, lock, None)


def open_archive(place: Place, passphrase: bytes | None) -> tuple[Archive, Manifest]:
    """Raises NoBackup, BackupNewer, BackupIncomplete, BackupAltered, PassphraseRequired, WrongPassphrase."""
    lock = _lock(place, passphrase)
    manifest = _manifest(place, lock)
    return Archive(place, lock, manifest), manifest


def _lock(place: Place, passphrase: bytes | None) -> Lock:
    try:
        lines = place.read(HEADER).decode().split("\n")
        header = json.loads(lines[0])
        known = isinstance(header, dict) and header.get("format") == FORMAT
    except ObjectMissing as error:
        raise NoBackup("This is not a backup of Treeline.") from error
    except ValueError as error:
        raise BackupAltered("The header of the backup isn't valid.") from error
    if not known:
        raise NoBackup("This is not a backup of Treeline.")
    if len(lines) != 3 or lines[1] != sha256(lines[0].encode()).hexdigest() or lines[2]:
        raise BackupAltered("The header of the backup was altered: its hash differs.")
    if header["version"] != VERSION:
        raise BackupNewer(
            f"This backup has format {header['version']}; this version of Treeline reads format {VERSION}. Update it."
        )
    return lock_of(header["encryption"], passphrase)


def _sealed(manifest: Manifest, lock: Lock) -> bytes:
    data = lock.cipher.seal(zlib.compress(json.dumps(asdict(manifest)).encode()), MANIFEST)
    return sha256(data).digest() + data


def _manifest(place: Place, lock: Lock) -> Manifest:
    try:
        stored = place.read(MANIFEST)
    except ObjectMissing as error:
        raise BackupIncomplete(
            "The backup has no manifest: making it was interrupted, or it was cut off. If it is a folder or in S3, "
            "make the backup again to complete it."
        ) from error
    if sha256(stored[HASH_BYTES:]).digest() != stored[:HASH_BYTES]:
        raise BackupAltered("The manifest of the backup was altered or cut off: its hash differs.")
    try:
        values = json.loads(zlib.decompress(lock.cipher.open(stored[HASH_BYTES:], MANIFEST)))
        return _parsed(values)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise BackupAltered("The manifest of the backup isn't valid.") from error


def _parsed(values: dict[str, Any]) -> Manifest:
    tables = [
        TableRows(
            **{**table, "columns": [(name, kind) for name, kind in table["columns"]], "parts": _parts(table["parts"])}
        )
        for table in values["tables"]
    ]
    contents = values["contents"]
    streams = [_parts(stream) for stream in contents["streams"]]
    held = Contents(**{**contents, "index": _parts(contents["index"]), "streams": streams})
    return Manifest(**{**values, "tables": tables, "contents": held})


def _parts(values: list[list[Any]]) -> list[Part]:
    return [Part(*each) for each in values]


def _place_of(name: str) -> str:
    return f"{PARTS}{name[:2]}/{name}"


def _read(place: Place, name: str) -> bytes:
    try:
        return place.read(name)
    except ObjectMissing as error:
        raise BackupIncomplete(f"{name} is missing from the backup.") from error
