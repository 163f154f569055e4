"""The commands of `treeline apps`: apps as YAML files."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from treeline.client.commands import EXIT_CODES, Note, Session, working, writing
from treeline.client.errors import OK, LocalFiles, WrongUse, printable

MAX_BYTES = 10 * 1024 * 1024


@click.group(epilog=EXIT_CODES)
def apps() -> None:
    """Import and export apps as YAML files.

    Set a personal access token with TREELINE_TOKEN, or your account with TREELINE_EMAIL (or --email) and
    TREELINE_PASSWORD, and the server with TREELINE_URL (or --url). The password is asked for if neither it nor a token
    is set.
    """


def as_member(command: Any) -> Any:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print only one JSON object to stdout."),
        click.option("--email", envvar="TREELINE_EMAIL", default="", help="Your account. Or set TREELINE_EMAIL."),
        click.option("--url", envvar="TREELINE_URL", default="http://localhost:5001", show_default=True,
                     help="The server's URL. Or set TREELINE_URL."),
    ):  # fmt: skip
        command = option(command)
    return command


class MemberSession(Session):
    """One command at work, logged in."""

    def __init__(self, url: str, email: str, *, as_json: bool):
        from treeline.client.console import Console
        from treeline.client.progress import Progress

        self.as_json, self.progress = as_json, Progress()
        token = os.environ.get("TREELINE_TOKEN", "").strip()
        password = "" if token else _password()
        self.console = self.remote = Console(url, email, password, self.progress.say, token)


def _password() -> str:
    """Neither it nor a token is ever an option: other users of the machine can see those."""
    known = os.environ.get("TREELINE_PASSWORD", "")
    if known or sys.stdin is None or not sys.stdin.isatty():
        return known
    return click.prompt("Password", hide_input=True, err=True)


@apps.command("import", epilog=EXIT_CODES)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--name", type=Note(), help="A name for the app, instead of the file's.")
@click.option("--overwrite", metavar="APP", type=click.UUID, help="Overwrite the draft of this workflow or chatflow.")
@click.option("--yes", is_flag=True, help="Import files of newer versions without asking, as far as possible.")
@as_member
def import_app(file: Path, name: str | None, overwrite: Any, yes: bool, url: str, email: str, as_json: bool) -> None:
    """Import an app from a YAML FILE, or from stdin if FILE is `-`.

    Lists by line what was converted and what was lost. If the file can't be imported, nothing is created.
    """
    with working(lambda: MemberSession(url, email, as_json=as_json), as_json=as_json) as at:
        from treeline.client import replies

        body: dict[str, Any] = {"mode": "yaml-content", "yaml_content": _read(file)}
        body |= {"name": name} if name else {}
        body |= {"app_id": str(overwrite)} if overwrite else {}
        done = at.console.send_once("/apps/imports", body, replies.Imported)
        if done["status"] == "pending":
            _confirm(done, yes=yes)
            done = at.console.send_once(f"/apps/imports/{done['id']}/confirm", {}, replies.Imported)
        at.end(done, _lines(done))


@apps.command("export", epilog=EXIT_CODES)
@click.argument("app", type=click.UUID)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--include-secrets", is_flag=True, help="With secret variables and credentials.")
@click.option("--version", "workflow", type=click.UUID, help="A published version of the workflow, by its ID.")
@as_member
def export_app(
    app: Any, output: Path | None, include_secrets: bool, workflow: Any, url: str, email: str, as_json: bool
) -> None:
    """Export an app (by its ID) as YAML, to stdout or a file."""
    with working(lambda: MemberSession(url, email, as_json=as_json), as_json=as_json) as at:
        from treeline.client import replies

        params = {
            "include_secret": str(include_secrets).lower(),
            **({"workflow_id": str(workflow)} if workflow else {}),
        }
        text = at.console.call("GET", f"/apps/{app}/export", replies.Exported, params=params)["data"]
        if output is not None:
            output.write_text(text, encoding="utf-8")
            at.end({"file": str(output)}, [f"Exported to {output}"])
        if as_json:
            at.end({"data": text}, [])
        # As it is: this is a file, not a message.
        with writing():
            click.echo(text, nl=False)
        raise SystemExit(OK)


def _read(file: Path) -> str:
    """Raises LocalFiles."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if str(file) == "-" else _bytes_of(file)
    if len(data) > MAX_BYTES:
        raise LocalFiles(f"{file} is larger than 10 MB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LocalFiles(f"{file} is not UTF-8 text.") from error


def _bytes_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _confirm(done: dict[str, Any], *, yes: bool) -> None:
    """Raises WrongUse where nobody agrees, or is there to be asked."""
    what = f"The file's version is {done['imported_dsl_version']}, newer than {done['current_dsl_version']}."
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUse(f"{what} Not a terminal: add --yes to import it as far as possible.")
    if not click.confirm(f"{what} Import it as far as possible?", err=True):
        raise WrongUse("Canceled. Nothing was imported.")


def _lines(done: dict[str, Any]) -> list[str]:
    found = [f"{_said(each)}" for each in done["report"]]
    more = [f"… and {done['omitted']:,} more"] if done["omitted"] else []
    return [*found, *more, f"Imported as app {done['app_id']} ({done['app_mode']})"]


def _said(finding: dict[str, Any]) -> str:
    sign = {"warning": "Lost", "info": "Converted"}.get(finding["severity"], finding["severity"])
    line = f"line {finding['line']}" if finding["line"] else "-"
    return printable(f"{sign}: {line}: {finding['path']}: {finding['what']}")
