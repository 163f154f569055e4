"""The command `treeline`. Each command imports what it needs when it runs, so that `--help` is fast."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from treeline.client.app_commands import apps
from treeline.client.commands import assets, writing
from treeline.client.errors import DEFECT, INTERRUPTED, NO_READER, OK, NoReader, own_version, printable
from treeline.client.knowledge.commands import knowledge
from treeline.embedded.instance import running_instance, told
from treeline.operations.backups.commands import backup, restore

if TYPE_CHECKING:
    from treeline.accounts.service import AccountService

Changed = TypeVar("Changed")


class Program(click.Group):
    """Never ends in a traceback, and with no exit code that means something else: click's own 1 is "different"."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        for output in (sys.stdout, sys.stderr):
            if isinstance(output, TextIOWrapper):  # whatever a terminal cannot show is spelled out
                output.reconfigure(errors="backslashreplace")
        code = DEFECT
        try:
            with writing():
                code = super().main(*args, **{**options, "standalone_mode": False}) or OK
        except NoReader:
            code = NO_READER
        except click.ClickException as failure:
            code = failure.exit_code
            with suppress(OSError):
                failure.show()
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
            _say("Interrupted.")
        except Exception as error:
            _say(_defect(error))
        _leave(code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            super().invoke(ctx)
        except BrokenPipeError as error:  # click would end with 1
            raise NoReader from error
        except SystemExit as end:
            return end.code
        return OK


def _say(message: str) -> None:
    with suppress(OSError):
        click.echo(message, err=True)


def _defect(error: Exception) -> str:
    """Without values, which may be secrets. The traceback goes where it is asked for."""
    if os.environ.get("TREELINE_TRACEBACK"):
        import traceback

        return traceback.format_exc()
    return (
        f"Error: this is a bug in Treeline ({type(error).__name__}). Run it again with TREELINE_TRACEBACK=1 "
        "and report the output."
    )


def _leave(code: int) -> NoReturn:
    """Python itself would end with 120 where the rest of the output cannot be written."""
    for output in filter(None, (sys.stdout, sys.stderr)):
        try:
            output.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
    raise SystemExit(code)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"treeline {own_version()}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
              help="Show the version and exit.")  # fmt: skip
def main() -> None:
    """Treeline: a self-hosted platform for LLM apps and their files."""


main.add_command(apps)
main.add_command(assets)
main.add_command(knowledge)
main.add_command(backup)
main.add_command(restore)


@main.command()
@click.option("--build-console", is_flag=True, help="Also build the web console if its sources have changed.")
def up(build_console: bool) -> None:
    """Start everything on this machine and print the URLs. Ctrl-C stops it.

    PostgreSQL and Redis are embedded unless you set DATABASE_URL (or DB_HOST) and REDIS_URL (or REDIS_HOST).
    Data and logs are in TREELINE_DATA.
    """
    from pydantic import ValidationError

    from treeline.embedded.errors import StartError
    from treeline.embedded.supervisor import up as run
    from treeline.settings import faults, load_settings

    try:
        run(load_settings(), build_console=build_console)
    except StartError as error:
        raise click.ClickException(str(error)) from error
    except ValidationError as error:
        raise click.ClickException("\n".join(faults(error))) from error


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead of a table.")
def queues(as_json: bool) -> None:
    """List the 18 queues with depth, consumers and the age of the oldest message.

    Exits with 1 if a queue has no consumer.
    """
    import json
    from dataclasses import asdict

    import redis

    from treeline.embedded.attach import with_servers
    from treeline.operations import service
    from treeline.settings import load_settings

    with told():
        settings = with_servers(load_settings(), start=False)
        found = service.queues(redis.Redis.from_url(settings.redis_address, socket_timeout=5))
    if as_json:
        click.echo(json.dumps([asdict(queue) for queue in found], indent=2))
    else:
        click.echo(f"{'queue':<30} {'depth':>7} {'consumers':>9} {'oldest':>9}")
        for queue in found:
            age = "" if queue.oldest_age is None else f"{queue.oldest_age:.1f} s"
            line = f"{queue.name:<30} {queue.depth:>7} {queue.consumers:>9} {age:>9}"
            click.secho(line, fg=None if queue.consumers else "red")
    if not all(queue.consumers for queue in found):
        raise SystemExit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def doctor(as_json: bool) -> None:
    """Check this installation, and say what to do about what is wrong.

    Checks settings, database, Redis, storage, workers, clocks, SECRET_KEY, vector store, mail server and outbound
    lists, and logs in at the configured addresses. Writes and removes one small file, one Redis key and one account.
    Exits with 1 if there is an error.
    """
    import json
    from dataclasses import asdict

    from treeline.operations.doctor.command import examined, lines

    with told():
        areas = []
        for area in examined():
            areas.append(area)
            if not as_json:
                for line, color in lines(area):
                    click.secho(line, fg=color)
    if as_json:
        click.echo(json.dumps([asdict(area) for area in areas], indent=2))
    if any(area.level == "error" for area in areas):
        raise SystemExit(1)


@main.group()
def accounts() -> None:
    """Manage the accounts of this installation."""


def _change(change: "Callable[[AccountService], Changed]") -> "Changed":
    """What `change` returns, once it is stored."""
    from treeline.accounts.errors import AccountNotFound
    from treeline.accounts.service import AccountService
    from treeline.kernel.db import unit_of_work

    with running_instance() as settings:
        try:
            with unit_of_work() as session:
                return change(AccountService(session, settings))
        except AccountNotFound as error:
            raise click.ClickException(error.message) from error


@accounts.command("make-admin")
@click.argument("email")
def make_admin(email: str) -> None:
    """Make an account an instance admin, who can open the operations page and allow outbound requests."""
    account = _change(lambda accounts: accounts.make_instance_admin(email))
    click.echo(f"{account.name} <{account.email}> is an instance admin.")


@accounts.command("disable-two-step")
@click.argument("email")
def disable_two_step(email: str) -> None:
    """Turn off two-step verification for an account whose authenticator app and recovery codes are lost."""
    account = _change(lambda accounts: accounts.disable_two_step(email))
    click.echo(f"Two-step verification is off for {account.name} <{account.email}>.")


@accounts.command("reset-password")
@click.argument("email")
@click.password_option(prompt="New password", help="The new password. Without this option, you are asked for it.")
def reset_password(email: str, password: str) -> None:
    """Set a new password for an account whose owner can't get in. Ends its sessions and personal tokens."""
    from treeline.accounts.passwords import check_rule

    try:
        check_rule(password)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    account, two_step = _change(lambda accounts: accounts.reset_password(email, password))
    click.echo(
        f"{account.name} <{account.email}> has a new password. All sessions and personal access tokens of the account "
        "have ended."
    )
    if two_step:
        click.echo(
            "Two-step verification stays on: signing in still takes a code. If the authenticator app and the recovery "
            f"codes are lost, run: treeline accounts disable-two-step {account.email}"
        )


@main.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be removed, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def retention(dry_run: bool, as_json: bool) -> None:
    """Remove unused data now, as the queue `retention` does periodically.

    This removes unfinished uploads, unused content, expired trash, old idempotency keys, old tests of workflows, and
    conversations and workflow runs that are older than CONVERSATIONS_KEPT_DAYS and WORKFLOW_LOG_RETENTION_DAYS, if set.
    """
    import json
    from dataclasses import asdict

    from treeline.kernel import current
    from treeline.retention.ages import Ages
    from treeline.retention.service import RetentionService

    with running_instance() as settings:
        service = RetentionService(current.storage(), Ages.of(settings))
        done = list(service.plans() if dry_run else service.run())
    if as_json:
        click.echo(json.dumps([asdict(each) for each in done], indent=2))
    else:
        click.echo("\n".join(line for each in done for line in each.lines()))


@main.command("check-storage")
def check_storage() -> None:
    """Check that the storage has the content of all files, and list the apps with missing content.

    The next push uploads missing content again. Exits with 1 if anything is missing. Lists the whole storage.
    """
    from treeline.files.checking import check_storage as check
    from treeline.kernel import current

    with running_instance():
        losses = check(current.storage())
    for loss in losses:
        click.secho(str(loss), fg="red")
    if losses:
        raise SystemExit(1)
    click.echo("Nothing is missing.")


@knowledge.command("check")
@click.option("--fix", is_flag=True, help="Remove orphans, and index incomplete documents again.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead of lines.")
def check_knowledge(fix: bool, as_json: bool) -> None:
    """Compare the search tables of all knowledge bases with their documents, as is done every night.

    Runs on the server's machine, without a key. Exits with 1 if something is wrong and --fix isn't given, or a vector
    store can't be reached.
    """
    import json
    from dataclasses import asdict

    from treeline.datasets.indexing.checking import check_all

    with running_instance():
        found = list(check_all(fix=fix))
    wrong = [(name, each) for name, each in found if not each.is_good]
    if as_json:
        click.echo(json.dumps([{"dataset": name, **asdict(each)} for name, each in found], indent=2))
    else:
        orphans = "orphans removed" if fix else "orphans"
        incomplete = "documents queued" if fix else "incomplete documents"
        for name, each in wrong:
            line = f"{printable(name)}: {orphans}: {each.orphans:,}, {incomplete}: {each.incomplete:,}"
            more = f"; not checked: {printable(each.unavailable)}" if each.unavailable else ""
            click.secho(line + more, fg="yellow" if fix and not more else "red")
        if not wrong:
            click.echo(f"Nothing is wrong in {len(found):,} knowledge bases.")
    if any(each.unavailable or not fix for _, each in wrong):
        raise SystemExit(1)


@main.command("rotate-key")
def rotate_key() -> None:
    """Re-encrypt stored secrets with SECRET_KEY if they were encrypted with a key in SECRET_KEY_PREVIOUS.

    After that, you can clear SECRET_KEY_PREVIOUS. Safe to interrupt and run again, even while Treeline is running.
    """
    from treeline.operations.rotation import rotate

    with running_instance() as settings:
        done = rotate(settings)
    for column, sealed in done.sealed.items():
        click.echo(f"{column}: {sealed} re-encrypted")
    for column, ids in done.lost.items():
        click.secho(f"{column}: can't decrypt {', '.join(ids)}: enter these secrets again", fg="red")
    if done.lost:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
