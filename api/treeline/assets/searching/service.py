"""Finds lines in the draft's text files, a limited part at a time, like an agent's search in a version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.agents.files import FileEntry
from treeline.assets.agents.searching import SCAN_FILES, Found, Search
from treeline.assets.searching import postgres
from treeline.files import service as files
from treeline.files.errors import BytesMissing
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage

# A person waits for the answer, and their browser asks for the next one by itself.
SECONDS = 2


@dataclass(frozen=True)
class TextFound:
    """`hits`: (id of the file, line). `following`: where to go on; None if all has been searched."""

    hits: list[tuple[UUID, Found]]
    searched: int
    skipped: int
    following: UUID | None


class TextSearch:
    def __init__(self, app: App, storage: Storage):
        self.app, self.storage = app, storage

    def run(self, query: str, after: UUID | None) -> TextFound:
        """Search the files behind `after` in the order of their ids. No transaction may be open."""
        with unit_of_work() as session:
            rows = postgres.files_after(session, self.app.id, after, SCAN_FILES)
        entries = [FileEntry(row.path, row.name, "file", row.size, row.sha256) for row in rows]
        search = Search(query, names=False, text=True, seconds=SECONDS)
        search.run(_DraftFiles(self.storage, rows), entries)
        ids = {row.path: row.id for row in rows}
        looked = len(rows) if search.next is None else search.next
        more = search.next is not None or len(rows) == SCAN_FILES
        hits = [(ids[found.path], found) for found in search.hits]
        return TextFound(hits, search.searched, search.skipped, rows[looked - 1].id if more else None)


class _DraftFiles:
    """The bytes of these rows, whose places are known."""

    def __init__(self, storage: Storage, rows: list[Any]):
        self.storage, self.places = storage, {row.sha256: row for row in rows}

    def find_bytes(self, entries: Iterable[FileEntry]) -> None:
        """They came with the rows."""

    def read(self, entry: FileEntry, start: int, length: int) -> bytes:
        if length == 0:
            return b""
        place = self.places[entry.sha256]
        if place.storage_key is None:
            raise BytesMissing
        return b"".join(files.read_part(self.storage, place.storage_key, place.offset + start, length))
