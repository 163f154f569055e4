"""The command `treeline`. Each command imports what it needs when it runs: `--help` must not wait for the app."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Treeline: a self-hosted backend for LLM applications whose files are first-class."""


@main.command()
def up() -> None:
    """Start everything on this machine, say where it is, and stop it on Ctrl-C.

    PostgreSQL and Redis are embedded unless DATABASE_URL (or DB_HOST) and REDIS_URL (or REDIS_HOST) name others.
    Data and logs are in TREELINE_DATA.
    """
    from pydantic import ValidationError

    from treeline.embedded.errors import StartError
    from treeline.embedded.supervisor import up as run
    from treeline.settings import load_settings

    try:
        run(load_settings())
    except (StartError, ValidationError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
