"""Search in names and text, a limited part at a time."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from treeline.assets.agents.files import FileEntry
from treeline.assets.agents.text import NotUtf8, lines_with, whole_characters
from treeline.files.errors import BytesMissing

MIB = 1024 * 1024
MAX_HITS = 50
LINES_A_FILE = 20
MAX_TEXT_BYTES = MIB
# What one answer costs at the most. The storage may be a network away, hence the seconds.
SCAN_FILES = 2000
SCAN_BYTES = 32 * MIB
SCAN_SECONDS = 10
# For so many files the places of their bytes are looked up at once.
AHEAD = 100


class Readable(Protocol):
    def find_bytes(self, entries: Iterable[FileEntry]) -> None: ...

    def read(self, entry: FileEntry, start: int, length: int) -> bytes: ...


@dataclass(frozen=True)
class Found:
    """A line that holds the text, or, without a line, a name that does."""

    path: str
    line: int | None = None
    offset: int | None = None
    text: str | None = None


@dataclass
class Search:
    """`next`, after `run`: the place in the list of entries to go on at; None if all have been looked at."""

    query: str
    names: bool
    text: bool
    seconds: float = field(default_factory=lambda: SCAN_SECONDS)
    hits: list[Found] = field(default_factory=list)
    searched: int = 0
    skipped: int = 0
    scanned: int = 0
    next: int | None = None

    def run(self, files: Readable, entries: list[FileEntry], start: int = 0) -> None:
        needle, until = self.query.casefold(), time.monotonic() + self.seconds
        for index in range(start, len(entries)):
            if self._spent(until):
                self.next = index
                return
            if self.text and (index - start) % AHEAD == 0:
                files.find_bytes(entries[index : index + AHEAD])
            found = self._in(files, entries[index], needle)
            if len(self.hits) + len(found) > MAX_HITS:
                self.next = index
                return
            self.hits += found

    def _spent(self, until: float) -> bool:
        looked = self.searched + self.skipped
        return (
            len(self.hits) >= MAX_HITS
            or looked >= SCAN_FILES
            or self.scanned >= SCAN_BYTES
            or (looked > 0 and time.monotonic() > until)
        )

    def _in(self, files: Readable, entry: FileEntry, needle: str) -> list[Found]:
        found = [Found(entry.path)] if self.names and needle in entry.name.casefold() else []
        if self.text and entry.node_type == "file":
            text = self._text_of(files, entry)
            if text is None:
                self.skipped += 1
            else:
                self.searched += 1
                lines = islice(lines_with(needle, text), LINES_A_FILE)
                found += [Found(entry.path, line.number, line.offset, line.excerpt) for line in lines]
        return found

    def _text_of(self, files: Readable, entry: FileEntry) -> str | None:
        if entry.size > MAX_TEXT_BYTES:
            return None
        self.scanned += entry.size
        try:
            return whole_characters(files.read(entry, 0, entry.size), first=True, last=True)[1]
        except (NotUtf8, BytesMissing):
            return None
