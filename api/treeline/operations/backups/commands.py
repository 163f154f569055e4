"""`treeline backup` and `treeline restore`. Each imports what it needs when it runs, so that `--help` is fast."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from treeline.client.errors import REFUSED, Failure

if TYPE_CHECKING:
    from treeline.operations.backups.archive import Manifest

EXIT_CODES = (
    "Exit codes: 0 done; 2 wrong use; 3 refused: the backup or the system isn't as it should be; 4 the database, Redis "
    "or the storage can't be reached; 130 interrupted."
)
SAID_EVERY_SECONDS = 5
Command = TypeVar("Command", bound=Callable[..., Any])


class _Refused(Failure):
    exit_code = REFUSED

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class _BackupGroup(click.Group):
    """`treeline backup TARGET` is `treeline backup create TARGET`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["create", *args]
        return super().parse_args(ctx, args)


def _on_backup(command: Command) -> Command:
    for option in (
        click.option("--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                     help="A file whose first line is the passphrase. A new backup is then encrypted."),
        click.option("--json", "as_json", is_flag=True, help="Print only one JSON object to stdout."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(cls=_BackupGroup, epilog=EXIT_CODES)
def backup() -> None:
    """Back up this installation: database and content, while it runs.

    `treeline backup TARGET` is short for `treeline backup create TARGET`. docs/backup.md says what is in a backup, and
    what isn't.
    """


@backup.command(epilog=EXIT_CODES)
@click.argument("target")
@click.option("--replace", is_flag=True, help="Replace the file TARGET, once the new backup is complete.")
@click.option("--with-secret-key", is_flag=True, help="Also store SECRET_KEY, in an encrypted backup.")
@_on_backup
def create(target: str, passphrase_file: Path | None, *, replace: bool, with_secret_key: bool, as_json: bool) -> None:
    """Back up to TARGET: a file FILE.tar, a folder, or s3://BUCKET/FOLDER.

    In a folder or in S3, only what has changed since the last backup is written. A backup that was interrupted is
    completed by making it again.
    """
    from treeline.operations.backups.service import make_backup

    if with_secret_key and passphrase_file is None:
        raise click.UsageError("--with-secret-key takes --passphrase-file, too: nobody else should read the key.")
    with _working(as_json=as_json) as settings:
        made = make_backup(
            target,
            settings,
            _Said(),
            passphrase=_passphrase(passphrase_file),
            replace=replace,
            with_secret_key=with_secret_key,
        )
    _print(made.manifest, as_json=as_json, more={"written_bytes": made.written})
    if not as_json:
        click.echo("\n".join(["Not in the backup:", *(f"- {each}" for each in made.manifest.lacks)]))


@backup.command("verify", epilog=EXIT_CODES)
@click.argument("source")
@_on_backup
def verify_command(source: str, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Check a backup: all hashes, all rows, all content. Needs no database."""
    from treeline.operations.backups.service import verify_backup
    from treeline.settings import load_settings

    with _refusals(as_json=as_json):
        manifest = verify_backup(source, load_settings(), _passphrase(passphrase_file), _Said())
    _print(manifest, as_json=as_json)


@backup.command("secret-key")
@click.argument("source")
@click.option("--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
              help="A file whose first line is the passphrase.")  # fmt: skip
def show_secret_key(source: str, passphrase_file: Path) -> None:
    """Print the SECRET_KEY that an encrypted backup was made with --with-secret-key."""
    from treeline.operations.backups.service import opened
    from treeline.settings import load_settings

    with _refusals(as_json=False), opened(source, load_settings(), _passphrase(passphrase_file)) as (_, manifest):
        if manifest.secret_key is None:
            raise _Refused("no_secret_key", "This backup was made without --with-secret-key.")
        click.echo(manifest.secret_key)


@click.command(epilog=EXIT_CODES)
@click.argument("source")
@_on_backup
def restore(source: str, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Restore a backup into this installation, which must be empty and stopped.

    SOURCE is a file, a folder, or s3://BUCKET/FOLDER. All of it is checked before anything is written. If a restore is
    interrupted, run it again: it goes on where it was. The embedded servers are started for it if they aren't running.
    """
    from treeline.operations.backups.service import restore_backup

    with _working(as_json=as_json, start=True) as settings:
        done = restore_backup(source, settings, _Said(), passphrase=_passphrase(passphrase_file))
    _print(done.manifest, as_json=as_json, more={"documents_to_index": done.indexing, "notes": done.notes})
    if not as_json:
        click.echo(f"Restored and compared. {done.indexing:,} documents will be indexed again once Treeline runs.")
        for note in done.notes:
            click.secho(note, fg="yellow")


class _Said:
    """How far it is, on stderr: a line at times."""

    def __init__(self) -> None:
        self._at = time.monotonic()

    def __call__(self, what: str, done: int, of: int) -> None:
        if time.monotonic() - self._at > SAID_EVERY_SECONDS:
            self._at = time.monotonic()
            click.echo(f"{what}: {done:,} of {of:,}", err=True)


@contextmanager
def _working(*, as_json: bool, start: bool = False) -> Iterator[Any]:
    # Whoever has loaded it can migrate: create_app looks.
    import flask_migrate  # noqa: F401 - see above

    from treeline.embedded.instance import running_instance

    with _refusals(as_json=as_json), running_instance(start=start) as settings:
        yield settings


@contextmanager
def _refusals(*, as_json: bool) -> Iterator[None]:
    from treeline.embedded.instance import told
    from treeline.operations.backups.errors import BackupRefused

    try:
        with told():
            yield
    except BackupRefused as error:
        if as_json:
            click.echo(json.dumps({"code": error.code, "message": error.message, "exit_code": REFUSED}))
        raise _Refused(error.code, error.message) from error


def _passphrase(file: Path | None) -> bytes | None:
    if file is None:
        return None
    line = file.read_bytes().split(b"\n")[0].rstrip(b"\r")
    if not line:
        raise click.UsageError(f"The first line of {file} is empty. It must be the passphrase.")
    return line


def _print(manifest: "Manifest", *, as_json: bool, more: dict[str, Any] | None = None) -> None:
    facts = {
        "made_at": manifest.made_at,
        "treeline": manifest.treeline,
        "revision": manifest.revision,
        "rows": manifest.rows,
        "objects": manifest.contents.count,
        "bytes": manifest.contents.size,
        "missing_objects": len(manifest.contents.missing),
        "has_secret_key": manifest.secret_key is not None,
        "lacks": manifest.lacks,
        **(more or {}),
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    from treeline.client.progress import size

    click.echo(
        f"{manifest.made_at}: {manifest.rows:,} rows, {manifest.contents.count:,} objects of content "
        f"({size(manifest.contents.size)})."
    )
    if "written_bytes" in facts:
        click.echo(f"Written: {size(facts['written_bytes'])}.")
    if manifest.contents.missing:
        missing = (
            f"{len(manifest.contents.missing):,} objects are missing from the storage: run treeline check-storage."
        )
        click.secho(missing, fg="yellow", file=sys.stderr)
