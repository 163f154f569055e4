"""Puts the content of a backup into the storage: several small objects at once, as each waits for the disk or S3."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from treeline.kernel.clock import now
from treeline.kernel.storage import ObjectMissing, Storage
from treeline.operations.backups.archive import Archive, Contents
from treeline.operations.backups.contents import Entry, Reader
from treeline.operations.backups.making import Tell

AT_ONCE = 8
SMALL = 256 * 1024


def store_contents(archive: Archive, contents: Contents, entries: list[Entry], storage: Storage, tell: Tell) -> None:
    """What is there already, of an earlier try, stays, if it is the same. Raises BackupAltered, OSError."""
    wanted = {entry.key for entry in entries}
    there = {key for key, _ in storage.list(now() + timedelta(days=1)) if key in wanted}
    reader, waiting = Reader(archive, contents), list[Future[None]]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, entry in enumerate(sorted(entries, key=lambda each: (each.stream, each.position)), 1):
            tell("Content", number, len(entries))
            if entry.key in there:
                if _is_same(storage, entry):
                    continue
                # A put that was killed has left a part of it.
                storage.delete(entry.key)
            chunks = reader.chunks(entry)
            if entry.size > SMALL:
                storage.put(entry.key, chunks)
                continue
            waiting.append(pool.submit(storage.put, entry.key, [b"".join(chunks)]))
            if len(waiting) > AT_ONCE * 2:
                waiting.pop(0).result()
        for each in waiting:
            each.result()


def _is_same(storage: Storage, entry: Entry) -> bool:
    digest = sha256()
    try:
        for chunk in _all(storage, entry.key, entry.size + 1):
            digest.update(chunk)
    except ObjectMissing:
        return False
    return digest.hexdigest() == entry.sha256


def _all(storage: Storage, key: UUID, length: int) -> Iterator[bytes]:
    return storage.read(key, 0, length)
