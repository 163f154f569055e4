"""Where the history of a MySQL database begins: not with the first migration, but with all tables of a later one.

Nobody has an older one there, and the older migrations are PostgreSQL's (docs/decisions/0011). MySQL commits at each
change of a table, so a start that was broken off leaves some of them: the table of the version is there first, and
without a row until all others are.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect

from treeline.kernel.mysql import COLLATION

BASELINE = Path(__file__).parents[2] / "migrations" / "mysql_baseline.sql"
PATIENCE_SECONDS = 600
# A line before the statements: the migration whose tables they make.
_REVISION = "-- revision: "
_VERSION = "CREATE TABLE alembic_version (version_num VARCHAR(64) NOT NULL PRIMARY KEY)"


def make(connection: Connection) -> None:
    """In an empty database, the first tables; in any, nobody else migrates until this connection ends."""
    own = connection.execution_options(no_parameters=True)
    # Names of locks are the server's: another database there has its own. No commit gives it back.
    name = "CONCAT('treeline.', LEFT(SHA2(DATABASE(), 256), 40))"
    if own.exec_driver_sql(f"SELECT GET_LOCK({name}, {PATIENCE_SECONDS})").scalar() != 1:
        raise SystemExit("Someone else is migrating this database. Try again when they are done.")
    tables = set(inspect(own).get_table_names())
    begun = "alembic_version" in tables
    if begun and own.exec_driver_sql("SELECT COUNT(*) FROM alembic_version").scalar():
        return
    if tables and not begun:
        raise SystemExit(
            f"The database isn't empty and isn't Treeline's: it has {len(tables)} tables. Use an empty one."
        )
    _clear(own, tables)
    _make(own)


def _clear(connection: Connection, tables: set[str]) -> None:
    """What a start that was broken off had made: there is nothing in it."""
    connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
    for table in tables:
        connection.exec_driver_sql(f"DROP TABLE `{table}`")
    connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")


def revision() -> str:
    """The migration after which it begins."""
    head, _, _ = BASELINE.read_text().partition("\n\n")
    return head.rpartition(_REVISION)[2].strip()


def _make(connection: Connection) -> None:
    _, *statements = BASELINE.read_text().split("\n\n")
    # For the tables of later migrations, too.
    connection.exec_driver_sql(f"ALTER DATABASE CHARACTER SET utf8mb4 COLLATE {COLLATION}")
    for statement in (_VERSION, *statements):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (%s)", (revision(),))
