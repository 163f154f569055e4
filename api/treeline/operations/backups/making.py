"""Makes a backup while people work.

All rows are read in one read-only transaction, which sees one moment and keeps nobody waiting, into a file on this
machine. Then it is over, and only afterwards the place of the backup is written to, which may be slow. The objects that
these rows name stay until the end: nobody removes any meanwhile.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from treeline.accounts.models import Installation
from treeline.accounts.service import secret_check
from treeline.client.errors import own_version
from treeline.files.models import StorageTrash
from treeline.files.reading import kept_objects
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.schema import revision_of
from treeline.operations.backups.archive import Archive, Manifest
from treeline.operations.backups.contents import write_contents
from treeline.operations.backups.errors import SchemaDiffers
from treeline.operations.backups.rows import Spool
from treeline.operations.backups.tables import snapshot, tables_of
from treeline.operations.settings import OperationSettings

KEY = "storage_key"
# Its objects are removed sooner or later: nobody reads them.
NOT_READ = {StorageTrash.__tablename__}
LACKS = (
    "Search indexes of knowledge bases: a restore indexes all documents again, with embeddings from the cache.",
    "Redis: events of answers that are being written, queued tasks (sweeps find them again), counts of rate limits.",
    "Settings, such as api/.env, and with them SECRET_KEY unless it was asked for.",
)
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    manifest: Manifest
    written: int


def make(archive: Archive, tell: Tell, *, with_secret_key: bool = False, with_contents: bool = True) -> Made:
    """Write the backup; `tell(what, done, of)` says how far it is. Needs an app context, and no open unit of work.

    `with_contents=False`: rows only, for whoever keeps the storage as it is.
    """
    spool = Spool()
    with ExitStack() as stack:
        stack.callback(spool.close)
        renew = stack.enter_context(kept_objects()) if with_contents else lambda: None
        with snapshot() as connection:
            manifest = _begun(connection, with_secret_key=with_secret_key)
            keys = _read(connection, manifest, spool, tell, renew)
        for taken in spool.give(archive):
            renew()
            manifest.tables.append(taken)
        if with_contents:
            done = 0

            def step(count: int) -> None:
                nonlocal done
                done += count
                renew()
                tell("Content", done, len(keys))

            manifest.contents = write_contents(archive, keys, current.storage(), step)
        else:
            manifest.lacks.insert(0, "Content of the storage: this backup has rows only.")
        archive.finish(manifest)
    return Made(manifest, archive.written)


def _begun(connection: Connection, *, with_secret_key: bool) -> Manifest:
    revision = revision_of(connection)
    if revision is None:
        raise SchemaDiffers("The database has no tables yet: there is nothing to back up.")
    made_at = now().isoformat(timespec="seconds")
    manifest = Manifest(made_at, own_version(), revision, connection.dialect.name, lacks=list(LACKS))
    settings = current.settings(OperationSettings)
    manifest.secret_check = connection.scalar(select(Installation.secret_check))
    if with_secret_key and settings.secret_key:
        manifest.secret_key = settings.secret_key
        manifest.secret_check = manifest.secret_check or secret_check(settings.secret_key)
    return manifest


def _read(connection: Connection, manifest: Manifest, spool: Spool, tell: Tell, renew: Callable[[], None]) -> set[UUID]:
    """All rows into the spool; the keys of the objects that they name."""
    tables, keys = tables_of(connection, manifest.revision), set[UUID]()
    for number, table in enumerate(tables):
        tell("Rows", number, len(tables))
        renew()
        spool.take(connection, table)
        if table.name not in NOT_READ:
            for each in table.columns:
                if each.name.endswith(KEY):
                    found: Any = select(each).where(each.is_not(None))
                    options = {"stream_results": True, "yield_per": 10_000}
                    keys.update(connection.execute(found, execution_options=options).scalars())
    tell("Rows", len(tables), len(tables))
    return keys
