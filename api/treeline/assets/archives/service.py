"""Export and import of an app's draft as a zip. No unit of work is open while bytes are transferred."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain, takewhile
from typing import BinaryIO
from uuid import UUID

import msgspec

from treeline.apps.models import App
from treeline.assets.archives import postgres
from treeline.assets.archives.errors import FilesPending
from treeline.assets.archives.reading import ArchiveReader
from treeline.assets.archives.writing import ZipMember, stream
from treeline.assets.draft import postgres as tree_rows
from treeline.assets.draft.batch import Batch, Limits, Node, OnConflict, check
from treeline.assets.draft.reading import AssetReader
from treeline.assets.draft.service import AppAssetService
from treeline.files import service as files
from treeline.files.errors import BytesMissing
from treeline.files.service import BlobService
from treeline.kernel.db import after_commit, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.idempotency import Once
from treeline.kernel.storage import Storage, new_key


@dataclass(frozen=True)
class Archive:
    """A zip that is made while its chunks are read."""

    name: str
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Stored:
    """An archive whose bytes are stored and that no row names yet. `parts`: (SHA-256, size, offset) of its blobs."""

    key: UUID
    parts: list[tuple[str, int, int]]
    children: list[Node]
    warnings: list[dict[str, str]]


class AssetArchives:
    def __init__(self, app: App, storage: Storage, *, by: UUID | None = None, limits: Limits | None = None):
        self.app, self.storage, self.by, self.limits = app, storage, by, limits or Limits()
        self.revision: int | None = None

    def export(self, node_ids: list[UUID] | None = None) -> Archive:
        """The whole tree, or nodes with all they hold, placed as they are below the folder that holds them all.

        Raises NodeNotFound, FilesPending, BytesMissing.
        """
        with unit_of_work() as session:
            name, folder, wanted = self.app.name, "", {self.app.id: ""}
            if node_ids is not None:
                chosen = AssetReader(session, self.app).get_all(node_ids)
                inner = tree_rows.inner(session, [node.id for node in chosen])
                paths = tree_rows.paths(session, [node.id for node in chosen if node.id not in inner])
                name = chosen[0].name if len(paths) == 1 else name
                folder = _folder_of(list(paths.values()))
                wanted = {node.id: paths[node.id].removeprefix(folder) for node in chosen if node.id in paths}
            entries, pending = postgres.entries(session, self.app.id, wanted)
        if pending:
            raise FilesPending([f"{folder}/{path}" for path in pending])
        chunks = stream(entries, self._read)
        # Made now: a storage that is away is a refusal, not an archive that breaks off.
        first = next(chunks)
        return Archive(f"{name}.zip", chain((first,), chunks))

    def _read(self, entry: ZipMember) -> Iterator[bytes]:
        if entry.storage_key is None:
            raise BytesMissing
        return files.read_part(self.storage, entry.storage_key, entry.offset, entry.size)

    def import_tree(
        self,
        file: BinaryIO,
        parent_id: UUID | None = None,
        *,
        on_conflict: OnConflict = "error",
        if_match: int | None = None,
        once: Once | None = None,
    ) -> Batch:
        """Create what a zip holds under a folder, names and content at once, all or nothing.

        `once` names the request; what was sent is found out here. The rest is as for a batch.
        Raises InvalidArchive, TooLarge, and what AppAssetService.batch_create_from_tree raises.
        """
        with unit_of_work() as session:
            AppAssetService(session, self.app).folder_way(parent_id)
        stored = self._store(ArchiveReader(file, self.limits))
        if once is not None:
            once = replace(once, body=msgspec.json.encode((parent_id, on_conflict, stored.children)))
        discard = partial(files.discard_object, self.storage, stored.key)
        with ExitStack() as undo:
            undo.callback(discard)
            with unit_of_work() as session:
                tree = AppAssetService(session, self.app, by=self.by, limits=self.limits)
                tree.lock()
                if stored.parts:
                    BlobService(session, self.app.id).record_parts(stored.key, stored.parts)
                else:
                    after_commit(discard)
                batch = tree.batch_create_from_tree(
                    check(stored.children, self.limits),
                    parent_id,
                    on_conflict=on_conflict,
                    if_match=if_match,
                    once=once,
                    operation="import-archive",
                ).batch
                done(session, files=len(stored.parts))
                # If the commit fails nobody knows whether the rows stand: the bytes stay.
                undo.pop_all()
        self.revision = tree.revision
        batch.warnings += stored.warnings
        return batch

    def _store(self, archive: ArchiveReader) -> Stored:
        """All files in one object: thousands cost one fsync."""
        parts: dict[str, tuple[str, int, int]] = {}

        def contents() -> Iterator[bytes]:
            offset = 0
            for node, chunks in archive.contents():
                digest = sha256()
                for chunk in chunks:
                    digest.update(chunk)
                    yield chunk
                node.sha256 = digest.hexdigest()
                if node.size:
                    parts.setdefault(node.sha256, (node.sha256, node.size, offset))
                offset += node.size

        key = new_key()
        self.storage.put(key, contents())
        return Stored(key, list(parts.values()), archive.children, archive.warnings)


def _folder_of(paths: list[str]) -> str:
    """The path of the deepest folder that holds all of these; nothing for the root."""
    folders = [path.split("/")[:-1] for path in paths]
    common = list(takewhile(lambda names: len(set(names)) == 1, zip(*folders, strict=False)))
    return "/".join(names[0] for names in common)
