"""How many connections our processes can open, and how many the database allows."""

import logging
from contextlib import suppress

from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from treeline.kernel.db import db
from treeline.kernel.dialects import server_name
from treeline.kernel.settings import KernelSettings

log = logging.getLogger(__name__)

# Of `dev/up` and the image: one for runs, one for all other queues.
WORKERS = 2
_LIMITS = text("""
    SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int""")
# One more is kept for administrators. The second is this user's; 0 is no limit.
_MYSQL_LIMITS = text("""
    SELECT CASE WHEN @@max_user_connections > 0 THEN LEAST(@@max_connections, @@max_user_connections)
        ELSE @@max_connections END""")


def shortage(settings: KernelSettings, engine: Engine) -> str | None:
    """What to do where the database gives less than our pools may take; None where it gives enough."""
    with engine.connect() as connection:
        name = server_name(connection)
        most = connection.execute(_LIMITS if name == "PostgreSQL" else _MYSQL_LIMITS).scalar_one()
    processes = settings.api_workers + WORKERS
    needed = processes * 2 * settings.sqlalchemy_pool_size
    if needed <= most:
        return None
    fitting = max(1, most // (2 * processes))
    return (
        f"{name} allows {most} connections; {settings.api_workers} API processes and {WORKERS} workers "
        f"can use {needed}. Set max_connections to {needed + 20} or more, or SQLALCHEMY_POOL_SIZE to "
        f"{fitting} or less."
    )


def warn_of_a_shortage(flask_app: Flask) -> None:
    """A database that is away is another's worry."""
    with flask_app.app_context(), suppress(DBAPIError):
        try:
            if warning := shortage(flask_app.extensions["settings"], db.engine):
                log.warning(warning)
        finally:
            # A server that forks after this must not share the connection.
            db.engine.dispose()
