"""The commands of `treeline assets`. Each imports what it needs when it runs: `--help` waits for none of it."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

import click

from treeline.client.errors import (
    DIFFERENT,
    INTERRUPTED,
    OK,
    Failure,
    LocalFiles,
    NoReader,
    WrongUse,
    changes,
    listed,
    printable,
)

if TYPE_CHECKING:
    from treeline.client.service import AssetsApi

Command = TypeVar("Command", bound=Callable[..., Any])
At = TypeVar("At", bound="Closable")
EXIT_CODES = """\b
Exit codes:
  0    success; for status, diff and verify: no differences
  1    status, diff and verify: differences found
  2    usage error, such as an unknown option or a missing key
  3    rejected by the server: wrong key, stale revision, limit reached; or not a Treeline server
  4    the server can't be reached or is unavailable
  5    local files: unreadable, changing, or in the way
  70   a bug in this program
  130  interrupted with Ctrl-C
  141  output closed (broken pipe)
"""


@click.group(epilog=EXIT_CODES)
def assets() -> None:
    """Push, pull, compare and publish an app's files.

    Set the app's API key with TREELINE_KEY (or --key), and the server with TREELINE_URL (or --url). Files listed in
    .treelineignore are skipped, as with .gitignore; so are .git, node_modules and the like.
    """


class Closable(Protocol):
    def close(self) -> None: ...


class VersionName(click.ParamType):
    name = "N|active|draft"

    def __init__(self, *, draft: bool = True):
        self.words = ("active", "draft") if draft else ("active",)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.words or (value.isascii() and value.isdigit() and len(value) < 10):
            return value
        return self.fail(f"{value!r} is neither a version number nor {' nor '.join(self.words)}.", param, ctx)


class Note(click.ParamType):
    """Text that can be sent: what a terminal gives is bytes, and need not be any."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if any("\ud800" <= char <= "\udfff" for char in value):
            return self.fail("This is not UTF-8 text.", param, ctx)
        return value


def on_server(command: Command) -> Command:
    """The options of every command."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print only one JSON object to stdout."),
        click.option("--key", envvar="TREELINE_KEY", default="",
                     help="The app's API key. Other users of this machine can see options, so prefer TREELINE_KEY."),
        click.option("--url", envvar="TREELINE_URL", default="http://localhost:5001", show_default=True,
                     help="The server's URL. Or set TREELINE_URL."),
    ):  # fmt: skip
        command = option(command)
    return command


def on_folder(*, exists: bool = True) -> Callable[[Command], Command]:
    """FOLDER and --under."""
    argument = click.argument(
        "folder", default=".", type=click.Path(path_type=Path, exists=exists, file_okay=False, readable=False)
    )
    option = click.option("--under", default="", metavar="PATH", help="Use only this folder of the tree.")
    return lambda command: argument(option(command))


class Session:
    """One command at work."""

    def __init__(self, url: str, key: str, *, as_json: bool):
        from treeline.client.progress import Progress
        from treeline.client.remote import Remote
        from treeline.client.service import AssetsApi

        self.as_json, self.progress = as_json, Progress()
        self.remote = Remote(url, key, self.progress.say)
        self.api = AssetsApi(self.remote)

    def close(self) -> None:
        self.remote.close()

    def end(self, data: dict[str, Any], lines: list[str], exit_code: int = OK) -> NoReturn:
        if self.as_json:
            lines = [json.dumps({**data, "requests": self.remote.requests})]
        with writing():
            for line in lines:
                click.echo(line if self.as_json else printable(line))
        raise SystemExit(exit_code)


@contextmanager
def writing() -> Iterator[None]:
    """Output that cannot be written is no local file, and whoever stops reading it makes no difference to the work."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError as error:
        raise NoReader from error
    except OSError as error:
        raise LocalFiles(f"Can't write the output: {error.strerror}") from error


def session(url: str, key: str, *, as_json: bool, interrupted: str = "Interrupted.") -> AbstractContextManager[Session]:
    return working(lambda: Session(url, key, as_json=as_json), as_json=as_json, interrupted=interrupted)


@contextmanager
def working(opened: Callable[[], At], *, as_json: bool, interrupted: str = "Interrupted.") -> Iterator[At]:
    """Failures become messages and exit codes; `interrupted` is said on Ctrl-C."""
    try:
        try:
            with closing(opened()) as at:
                yield at
        except BrokenPipeError as error:
            raise NoReader from error
        except OSError as error:
            where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
            raise LocalFiles(f"{where}{error.strerror or error}") from error
    except NoReader:
        raise
    except Failure as failure:
        if as_json:
            with writing():
                click.echo(json.dumps({"error": failure.as_json()}))
        raise
    except KeyboardInterrupt:
        if as_json:
            error = {"code": "interrupted", "message": interrupted, "exit_code": INTERRUPTED}
            with writing():
                click.echo(json.dumps({"error": error}))
        click.echo(f"\n{interrupted}", err=True)
        raise SystemExit(INTERRUPTED) from None


@assets.command(epilog=EXIT_CODES)
@on_folder()
@click.option("--delete", is_flag=True, help="As in `push --delete`: remove what is not in FOLDER.")
@on_server
def status(folder: Path, under: str, delete: bool, url: str, key: str, as_json: bool) -> None:
    """Show what a push of FOLDER would change and how many bytes it would send."""
    with session(url, key, as_json=as_json) as at:
        from treeline.client.push import status as ask

        found = ask(at.api, folder, under, at.progress, delete=delete)
        at.end({"same": found.same, **asdict(found)}, found.lines(), OK if found.same else DIFFERENT)


@assets.command(epilog=EXIT_CODES)
@on_folder()
@click.option("--delete", is_flag=True, help="Remove from the tree what is not in FOLDER. Asks for confirmation.")
@click.option("--yes", is_flag=True, help="With --delete: don't ask for confirmation.")
@click.option("--dry-run", is_flag=True, help="Only show what would change. Always exits with 0.")
@click.option("--if-match", type=click.IntRange(0), metavar="REVISION", help="Only if the tree is at this revision.")
@click.option(
    "--publish", is_flag=True, help="Publish the tree as a version, unless someone else changed it in the meantime."
)
@click.option("--activate", is_flag=True, help="With --publish: activate the version.")
@click.option("--note", default="", type=Note(), help="With --publish: a note for the version.")
@on_server
def push(folder: Path, under: str, delete: bool, yes: bool, dry_run: bool, if_match: int | None, publish: bool,
         activate: bool, note: str, url: str, key: str, as_json: bool) -> None:  # fmt: skip
    """Update the draft to match FOLDER, in one transaction.

    Only content that the server doesn't have is sent. Without --delete, files that are only in the tree are kept. You
    can safely interrupt a push: the next one sends only what is still missing.
    """
    if (activate or note) and not publish:
        raise click.UsageError("--activate and --note require --publish.")
    if dry_run and (publish or if_match is not None):
        raise click.UsageError("--dry-run can't be used with --publish or --if-match.")
    safe = "Interrupted. The tree is either unchanged or fully pushed. What was uploaded and verified "
    with session(url, key, as_json=as_json, interrupted=f"{safe}is kept, so the next push sends only the rest.") as at:
        from treeline.client import push as pushing

        if dry_run:
            found = pushing.status(at.api, folder, under, at.progress, delete=delete)
            at.end(found.as_push(), found.lines())
        confirm = None if yes else confirm_removal
        done = pushing.Push(at.api, folder, under, at.progress).run(delete=delete, if_match=if_match, confirm=confirm)
        data, lines = asdict(done), done.lines()
        if publish:
            data["version"], more = _publish(at.api, note, done.revision, activate=activate)
            lines += more
        at.end(data, lines)


@assets.command(epilog=EXIT_CODES)
@on_folder(exists=False)
@click.option("--version", default="draft", type=VersionName(), help="Use this version instead of the draft.")
@click.option("--delete", is_flag=True, help="Remove from FOLDER what is not in the tree, except ignored files.")
@click.option("--force", is_flag=True, help="Also replace and remove content that the server doesn't have.")
@on_server
def pull(folder: Path, under: str, version: str, delete: bool, force: bool, url: str, key: str, as_json: bool) -> None:
    """Update FOLDER to match the draft or a version. Fetches only what differs and verifies every file.

    Each file is replaced atomically. If a file to replace or remove has content that the server doesn't have, nothing
    is changed.
    """
    safe = "Interrupted. Each local file is either unchanged or complete and verified. Pull again for the rest."
    with session(url, key, as_json=as_json, interrupted=safe) as at:
        from treeline.client.pull import Pull

        done = Pull(at.api, folder, under, at.progress).run(version, delete=delete, force=force)
        at.end({"version": version, **asdict(done)}, done.lines())


@assets.command(epilog=EXIT_CODES)
@on_folder()
@click.option("--version", default="draft", type=VersionName(), help="Use this version instead of the draft.")
@click.option("--remote", is_flag=True, help="Also download all content from the server and check its SHA-256.")
@on_server
def verify(folder: Path, under: str, version: str, remote: bool, url: str, key: str, as_json: bool) -> None:
    """Check that FOLDER matches the draft or a version, and list the differences."""
    with session(url, key, as_json=as_json) as at:
        from treeline.client.compare import verify as compare

        found = compare(at.api, folder, under, at.progress, version=version, read_back=remote)
        data = {"same": found.same, "version": version, **asdict(found)}
        at.end(data, found.lines(), OK if found.same else DIFFERENT)


@assets.command(epilog=EXIT_CODES)
@click.argument("a", default="active", type=VersionName())
@click.argument("b", default="draft", type=VersionName())
@on_server
def diff(a: str, b: str, url: str, key: str, as_json: bool) -> None:
    """Show what changed from A to B: versions by number, `active` or `draft`.

    Without arguments: from the active version to the draft, which is what publishing would change.
    """
    if a == b == "draft":
        raise click.UsageError("Can't compare the draft with itself.")
    with session(url, key, as_json=as_json) as at:
        from treeline.client.compare import diff as compare

        found = compare(at.api, a, b)
        data = {"same": found.same, "from": a, "to": b, **asdict(found)}
        at.end(data, found.lines(), OK if found.same else DIFFERENT)


@assets.command(epilog=EXIT_CODES)
@click.option("--note", default="", type=Note(), help="A note for the version.")
@click.option("--if-match", type=click.IntRange(0), metavar="REVISION", help="Only if the tree is at this revision.")
@click.option("--activate", is_flag=True, help="Activate the version, so that agents use it.")
@on_server
def publish(note: str, if_match: int | None, activate: bool, url: str, key: str, as_json: bool) -> None:
    """Publish the draft as a new, immutable version."""
    with session(url, key, as_json=as_json) as at:
        version, lines = _publish(at.api, note, if_match, activate=activate)
        at.end(version, lines)


@assets.command(epilog=EXIT_CODES)
@click.argument("n", type=click.IntRange(1))
@on_server
def activate(n: int, url: str, key: str, as_json: bool) -> None:
    """Activate version N, so that agents use it. Use this to roll back, too."""
    with session(url, key, as_json=as_json) as at:
        version = at.api.activate(n)
        at.end(version, [f"Version {n} is active."])


@assets.command(epilog=EXIT_CODES)
@on_server
def versions(url: str, key: str, as_json: bool) -> None:
    """List the published versions, newest first. A star marks the active one, which agents use."""
    with session(url, key, as_json=as_json) as at:
        found = list(at.api.versions())
        lines = [_version_line(version) for version in found]
        at.end({"versions": found}, lines or ["No versions published yet."])


@assets.command(epilog=EXIT_CODES)
@click.argument("n", metavar="N|active", type=VersionName(draft=False))
@click.option("--if-match", type=click.IntRange(0), metavar="REVISION", help="Only if the tree is at this revision.")
@on_server
def restore(n: str, if_match: int | None, url: str, key: str, as_json: bool) -> None:
    """Restore the draft to version N. Files that are not in the version are removed from the draft.

    Publish first to keep the current draft. This doesn't change the active version.
    """
    with session(url, key, as_json=as_json) as at:
        done = at.api.restore(n, if_match)
        at.end(done, [f"The draft is version {done['number']}: revision {done['revision']}, tree {done['tree_hash']}"])


def _version_line(version: dict[str, Any]) -> str:
    at = datetime.fromtimestamp(version["created_at"], UTC).strftime("%Y-%m-%d %H:%M")
    sign, count = "*" if version["active"] else " ", version["node_count"]
    return f"{sign} {version['number']:>4}  {at} UTC  {count:>7,} files and folders  {version['note']}".rstrip()


def confirm_removal(
    paths: list[str], what: str = "--delete removes what is not in the folder from the tree: {count} files and folders."
) -> None:
    """Raises WrongUse where nobody agrees, or is there to be asked."""
    what = what.format(count=f"{len(paths):,}")
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUse(listed(f"{what} Not a terminal: add --yes to confirm.", paths))
    for line in [*changes({"-": paths}), what]:
        click.echo(printable(line), err=True)
    if not click.confirm("Remove them?", err=True):
        raise WrongUse("Canceled. Nothing was pushed.")


def _publish(api: "AssetsApi", note: str, if_match: int | None, *, activate: bool) -> tuple[dict[str, Any], list[str]]:
    version = api.publish(note, if_match)
    lines = [f"Version {version['number']}: {version['node_count']:,} files and folders, {version['tree_hash']}"]
    if activate:
        version = api.activate(version["number"])
        lines.append(f"Version {version['number']} is active.")
    return version, lines
