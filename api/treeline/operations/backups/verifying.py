"""Whether a backup is whole: all hashes, all rows, all content."""

from treeline.operations.backups.archive import Archive, Manifest
from treeline.operations.backups.contents import Entry, read_index
from treeline.operations.backups.errors import BackupAltered
from treeline.operations.backups.making import Tell
from treeline.operations.backups.rows import lines_in
from treeline.operations.backups.values import Digest


def verify(archive: Archive, manifest: Manifest, tell: Tell) -> list[Entry]:
    """Read all of it; the index of its content. Raises BackupIncomplete, BackupAltered."""
    total, done = sum(1 for _ in manifest.parts()), 0
    for table in manifest.tables:
        digest = Digest()
        for part in table.parts:
            for line in lines_in(archive, part):
                digest.add(line)
            done += 1
            tell("Checking", done, total)
        if (digest.rows, digest.text) != (table.rows, table.digest):
            raise BackupAltered(f"The rows of {table.name} are not those that the manifest names.")
    entries = list(read_index(archive, manifest.contents))
    done += len(manifest.contents.index)
    for stream in manifest.contents.streams:
        for part in stream:
            archive.read(part)
            done += 1
            tell("Checking", done, total)
    if len(entries) != manifest.contents.count:
        raise BackupAltered(f"The index names {len(entries)} objects, not {manifest.contents.count}.")
    return entries
