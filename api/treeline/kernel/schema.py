"""Whether the database has the schema that this code needs; with another one nothing is served."""

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from treeline.kernel.db import MIGRATIONS, db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

COMMAND = "cd api && ../.venv/bin/python -m flask --app app db upgrade"


def wrong_schema(engine: Engine, folder: str = str(MIGRATIONS)) -> str | None:
    """What differs and what to do; None if nothing does. Raises DBAPIError where the database is away."""
    with engine.connect() as connection:
        there: list[str] = []
        if inspect(connection).has_table("alembic_version"):
            there = list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    wanted = _scripts(folder).get_heads()
    if set(there) == set(wanted):
        return None
    found = f"The database schema is at {', '.join(there) or 'nothing'}, but the code needs {', '.join(wanted)}."
    if not set(there) <= _known(folder):
        return f"{found} A newer version of Treeline has migrated it: update the code, or restore a backup."
    return f"{found} Migrate it: {COMMAND}"


def refuse_wrong_schema(flask_app: Flask) -> None:
    """End a server that starts. A database that is away is another's worry."""
    with flask_app.app_context(), suppress(DBAPIError):
        try:
            reason = wrong_schema(db.engine)
        finally:
            # A server that forks after this must not share the connection.
            db.engine.dispose()
        if reason:
            raise SystemExit(reason)


@lru_cache
def _scripts(folder: str) -> "ScriptDirectory":
    # Imported here: it costs a tenth of the time that a process takes to start.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", folder)
    return ScriptDirectory.from_config(config)


@lru_cache
def _known(folder: str) -> set[str]:
    return {script.revision for script in _scripts(folder).walk_revisions()}
