"""Databases on a MySQL server, for tests: empty ones, and ones with the tables of another."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, NullPool, create_engine, make_url
from sqlalchemy.exc import OperationalError

from treeline.kernel import mysql

# What migrations write to a new database. Nobody else's rows are copied.
FILLED = ("alembic_version", "named_locks")


def make(url: str, of: str | None = None) -> None:
    """In the place of one of this name. `of`: the database whose tables it has."""
    drop(url)
    name = make_url(url).database
    with _admin(url) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE {mysql.COLLATION}")
        if of:
            _copy(connection, of, f"{name}")


def _copy(connection: Connection, of: str, name: str) -> None:
    connection.exec_driver_sql(f"USE {name}")
    connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
    tables = [row[0] for row in connection.exec_driver_sql(f"SHOW TABLES FROM {of}")]
    for table in tables:
        _, statement = connection.exec_driver_sql(f"SHOW CREATE TABLE {of}.{table}").one()
        connection.execution_options(no_parameters=True).exec_driver_sql(statement)
    for table in FILLED:
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {of}.{table}")


def drop(url: str) -> None:
    with _admin(url) as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {make_url(url).database}")


@contextmanager
def closed(url: str) -> Iterator[None]:
    """The server ends all connections to this database, and takes no new ones at all."""
    ended = "SELECT id FROM information_schema.processlist WHERE db = %s"
    with _admin(url) as connection:
        connection.exec_driver_sql("ALTER USER CURRENT_USER() ACCOUNT LOCK")
        for number in connection.exec_driver_sql(ended, (make_url(url).database,)).scalars().all():
            # Some have just ended by themselves.
            with suppress(OperationalError):
                connection.exec_driver_sql(f"KILL CONNECTION {number}")
        try:
            yield
        finally:
            connection.exec_driver_sql("ALTER USER CURRENT_USER() ACCOUNT UNLOCK")


def _admin(url: str) -> Connection:
    engine = create_engine(make_url(url).set(database="mysql"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    return engine.connect()
