"""On MySQL: the migrations make what the models say, and a first start that was broken off is begun anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, make_url

from tests import mysql_database
from tests.mysql_database import FILLED
from tests.table_rows import fill, without_checks
from treeline import create_app
from treeline.kernel import first_tables
from treeline.kernel.db import db, engine_options
from treeline.settings import Settings

SHAPES = {
    "columns": "table_name, column_name, column_type, is_nullable, generation_expression, collation_name, extra",
    "statistics": "table_name, index_name, seq_in_index, column_name, non_unique, sub_part",
    "key_column_usage": "table_name, constraint_name, column_name, referenced_table_name, referenced_column_name",
}
RULES = "table_name, constraint_name, delete_rule, update_rule"


@contextmanager
def empty(settings: Settings) -> Iterator[tuple[Settings, Engine]]:
    name = f"test_{uuid4().hex[:12]}"
    url = make_url(settings.sqlalchemy_url).set(database=name).render_as_string(hide_password=False)
    mysql_database.make(url)
    own = settings.model_copy(update={"database_url": url})
    engine = create_engine(url, **engine_options(own))
    try:
        yield own, engine
    finally:
        engine.dispose()
        mysql_database.drop(url)


def shape(engine: Engine) -> set[tuple[object, ...]]:
    name = engine.url.database
    with engine.connect() as connection:

        def rows(table: str, columns: str, schema: str = "table_schema") -> set[tuple[object, ...]]:
            query = f"SELECT '{table}', {columns} FROM information_schema.{table} WHERE {schema} = '{name}'"
            return {tuple(row) for row in connection.exec_driver_sql(query)}

        found = {row for table, columns in SHAPES.items() for row in rows(table, columns)}
        found |= rows("referential_constraints", RULES, "constraint_schema")
        found |= rows("check_constraints", "constraint_name, check_clause", "constraint_schema")
    return {row for row in found if "alembic_version" not in row}


def migrate(settings: Settings) -> None:
    made = create_app(settings)
    with made.app_context():
        upgrade()
        db.engine.dispose()


def test_the_migrated_tables_are_those_of_the_models(on_mysql: Settings) -> None:
    with empty(on_mysql) as (migrated, found), empty(on_mysql) as (_, wanted):
        migrate(migrated)
        db.metadata.create_all(wanted)
        assert shape(found) ^ shape(wanted) == set()


def test_rows_of_all_tables_go_back_to_where_it_begins_and_forth_again(on_mysql: Settings) -> None:
    with empty(on_mysql) as (settings, engine):
        migrate(settings)
        # Before there are rows: it wouldn't start with another key.
        made = create_app(settings)
        with engine.begin() as connection:
            without_checks(connection)
            # Looked at row by row; trees are written in any order.
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
            fill(connection, rows=2)
        with made.app_context():
            newest = rows(engine)
            downgrade(revision=first_tables.revision())
            oldest = rows(engine)
            upgrade()
            db.engine.dispose()
        assert min(len(each) for each in oldest.values()) > 0
        now = rows(engine)
        assert set(now) == set(newest)
        for name, old in oldest.items():
            assert [{key: row[key] for key in old[0]} for row in now[name]] == old, name


def rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    with engine.connect() as connection:
        names = [name for name in connection.exec_driver_sql("SHOW TABLES").scalars() if name not in FILLED]
        return {
            name: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2").mappings()]
            for name in names
        }


def test_a_first_start_that_was_broken_off_is_begun_anew(on_mysql: Settings) -> None:
    with empty(on_mysql) as (settings, engine):
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(64) PRIMARY KEY)")
            connection.exec_driver_sql("CREATE TABLE mails (id INTEGER PRIMARY KEY)")
        migrate(settings)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT COUNT(*) FROM named_locks").scalar() == 1024
            assert connection.exec_driver_sql("SELECT COUNT(*) FROM mails WHERE kind = ''").scalar() == 0


def test_tables_of_someone_else_stay(on_mysql: Settings) -> None:
    with empty(on_mysql) as (settings, engine):
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER PRIMARY KEY)")
        with pytest.raises(SystemExit, match="isn't empty"):
            migrate(settings)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW TABLES").scalars().all() == ["theirs"]
