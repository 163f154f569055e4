"""What a restore looks at: before it whether the system may be restored into, and after it whether all is the same."""

from hashlib import sha256

from treeline.accounts.service import secret_check
from treeline.kernel.schema import head, is_before, revision_of, revisions
from treeline.operations.backups.archive import Manifest
from treeline.operations.backups.errors import (
    BackupNewer,
    OtherSecretKey,
    RestoredDiffers,
    SchemaDiffers,
    TargetNotEmpty,
)
from treeline.operations.backups.making import Tell
from treeline.operations.backups.steps import Steps
from treeline.operations.backups.tables import is_empty, kind_of, lines_of, snapshot, tables_of
from treeline.operations.backups.values import Digest
from treeline.operations.settings import OperationSettings

MAX_NAMED = 5


def check_key(manifest: Manifest, settings: OperationSettings) -> None:
    """Raises OtherSecretKey."""
    keys = (settings.secret_key or "", *settings.secret_key_previous)
    if manifest.secret_check and manifest.secret_check not in map(secret_check, keys):
        remedy = (
            "The backup has its key: `treeline backup secret-key` prints it."
            if manifest.secret_key
            else "The backup doesn't have its key: find the SECRET_KEY of the system it was made of (with dev/up, the "
            "file secret_key in TREELINE_DATA)."
        )
        raise OtherSecretKey(
            "SECRET_KEY isn't the one of this backup, so stored credentials couldn't be decrypted. "
            f"{remedy} Set it as SECRET_KEY, and restore again."
        )


def steps_of(manifest: Manifest) -> Steps:
    names = "".join(part.sha256 for part in manifest.parts())
    return Steps(sha256(f"{manifest.made_at}{names}".encode()).hexdigest())


def check_target(manifest: Manifest) -> None:
    """Raises BackupNewer, SchemaDiffers, TargetNotEmpty."""
    if manifest.revision not in revisions():
        raise BackupNewer(
            f"The schema of this backup ({manifest.revision}, of Treeline {manifest.treeline}) is newer than this "
            "version. Update Treeline."
        )
    with snapshot() as connection:
        revision = revision_of(connection)
        if revision is None:
            return
        if revision not in revisions():
            raise SchemaDiffers(f"The schema of this database ({revision}) is of another version of Treeline.")
        found = [table.name for table in tables_of(connection, revision) if not is_empty(connection, table)]
    if found:
        more = f" and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
        raise TargetNotEmpty(
            f"The database isn't empty: there are rows in {', '.join(found[:MAX_NAMED])}{more}. Restore into a new "
            "database."
        )


def bring_schema(manifest: Manifest) -> None:
    """Make the schema that of the backup. Of an empty database."""
    from flask_migrate import downgrade, upgrade

    with snapshot() as connection:
        revision = revision_of(connection)
    if revision == manifest.revision:
        return
    if revision is None or is_before(revision, manifest.revision):
        upgrade(revision=manifest.revision)
    else:
        downgrade(revision=manifest.revision)


def upgrade_schema() -> None:
    from flask_migrate import upgrade

    with snapshot() as connection:
        revision = revision_of(connection)
    if revision != head():
        upgrade()


def compare_rows(manifest: Manifest, tell: Tell) -> None:
    """Read all rows back. Raises RestoredDiffers."""
    with snapshot() as connection:
        tables = {table.name: table for table in tables_of(connection, manifest.revision)}
        for number, taken in enumerate(manifest.tables, 1):
            table, digest = tables[taken.name], Digest()
            columns = [(name, kind_of(table.c[name], connection.dialect)) for name, _ in taken.columns]
            for line in lines_of(connection, table, columns):
                digest.add(line)
            if (digest.rows, digest.text) != (taken.rows, taken.digest):
                raise RestoredDiffers(
                    f"The rows of {taken.name} are not those of the backup: {digest.rows:,} of {taken.rows:,} rows, or "
                    "other values. Something else writes to this database, or it changes values."
                )
            tell("Comparing", number, len(manifest.tables))
