"""Whether the database has the schema that this code needs; with another one nothing is served."""

import re
from contextlib import suppress
from functools import cache

from flask import Flask
from sqlalchemy import Connection, Engine, column, inspect, select, text
from sqlalchemy.exc import DBAPIError

from treeline.kernel.db import MIGRATIONS, db

VERSIONS = "alembic_version"
COMMAND = "cd api && ../.venv/bin/python -m flask --app app db upgrade"


# What stands in the files says it all: with Alembic, each process would start later and keep 26 MiB more.
_DECLARED = re.compile(r"^revision = ['\"](\w+)['\"]\ndown_revision = (?:None|['\"](\w+)['\"])$", re.MULTILINE)


@cache
def revisions() -> dict[str, str | None]:
    """Those of the migrations, each with the one before it."""
    texts = (path.read_text() for path in (MIGRATIONS / "versions").glob("*.py"))
    return {found[1]: found[2] for each in texts if (found := _DECLARED.search(each))}


def head() -> str:
    """The revision that this code works with."""
    (last,) = set(revisions()) - set(revisions().values())
    return last


def is_before(revision: str, other: str) -> bool:
    """Whether `other` is made from `revision` by migrations."""
    before = revisions().get(other)
    return before is not None and (before == revision or is_before(revision, before))


def revision_of(connection: Connection) -> str | None:
    """None: there is no schema yet."""
    if not inspect(connection).has_table(VERSIONS):
        return None
    return connection.scalar(select(column("version_num")).select_from(text(VERSIONS)))


def wrong_schema(engine: Engine) -> str | None:
    """What differs and what to do; None if nothing does. Raises DBAPIError where the database is away."""
    with engine.connect() as connection:
        there = revision_of(connection)
    if there == head():
        return None
    found = f"The database schema is at {there or 'nothing'}, but the code needs {head()}."
    if there is not None and there not in revisions():
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
