"""The migrations make what the models say, in one line."""

from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, create_engine, inspect, select, text

from tests.conftest import TEMPLATE
from tests.migrated_rows import fill, tables
from tests.processes import database, environment
from tests.warm import run_warm
from treeline import create_app
from treeline.kernel.db import MIGRATIONS, db
from treeline.kernel.mysql import is_mysql_url
from treeline.kernel.schema import head, is_before, revisions, wrong_schema
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

# Written by hand in migrations: partitions, and indexes of expressions, which Alembic does not compare.
BY_HAND = {"workflow_steps_"}
BROKEN = """
from alembic import op

revision, down_revision = "broken", "{head}"


def upgrade():
    op.execute("CREATE TABLE half (id int)")
    op.execute("SELECT gone FROM half")
"""


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_what_the_files_say_is_what_alembic_reads():
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert revisions() == {each.revision: each.down_revision for each in scripts}
    assert head() == scripts[0].revision
    assert is_before(scripts[-1].revision, head())
    assert not is_before(head(), scripts[-1].revision)
    assert not is_before(head(), head())


# On MySQL test_mysql_tables.py does it.
@pytest.mark.usefixtures("on_postgres")
def test_the_migrated_tables_are_those_of_the_models(context: FlaskApp):
    connection = db.session.connection()
    compared = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    differences = [str(each) for each in compare_metadata(compared, db.metadata)]
    assert [each for each in differences if not any(name in each for name in BY_HAND)] == []


def test_one_that_fails_is_not_recorded_and_what_can_be_is_rolled_back(settings: Settings, tmp_path: Path):
    head = ScriptDirectory(str(MIGRATIONS)).get_heads()[0]
    folder = tmp_path / "migrations"
    copytree(MIGRATIONS, folder, ignore=ignore_patterns("__pycache__"))
    (folder / "versions" / "broken.py").write_text(BROKEN.format(head=head))
    with database(settings, TEMPLATE) as own:
        options = ["--app", "app", "db", "upgrade", "--directory", str(folder)]
        done = run_warm("flask", *options, env=environment(own), output=tmp_path / "output")
        assert done.returncode != 0
        assert "gone" in done.stderr
        engine = create_engine(own.sqlalchemy_url)
        with engine.connect() as connection:
            # MySQL has committed what came before; but the migration isn't recorded, and runs again.
            assert inspect(connection).has_table("half") is is_mysql_url(own.sqlalchemy_url)
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == head
        engine.dispose()


@pytest.mark.usefixtures("on_postgres")
def test_rows_of_all_tables_go_back_through_every_migration_and_forth_again(settings: Settings):
    """On the way down each table keeps its row, so each migration on the way up meets rows in all that are there."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    (first,) = scripts.get_bases()
    with database(settings, TEMPLATE) as own:
        flask_app, engine = create_app(own), create_engine(own.sqlalchemy_url)
        with engine.begin() as connection:
            fill(connection)
        with flask_app.app_context():
            downgrade(revision=first)
            with engine.connect() as connection:
                oldest = rows(connection)
                assert min(len(each) for each in oldest.values()) > 0
            upgrade()
            with engine.begin() as connection:
                # What was there from the start is there still, with what it said.
                assert of_columns(rows(connection), oldest) == oldest
                fill(connection)
            downgrade(revision="base")
            with engine.connect() as connection:
                assert tables(connection) == []
            upgrade()
            db.engine.dispose()
        assert wrong_schema(engine) is None
        engine.dispose()


def rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables(connection)
    }


def of_columns(found: dict[str, list[dict[str, Any]]], like: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Only the tables and columns of another state."""
    return {name: [{key: row[key] for key in old[0]} for row in found[name]] for name, old in like.items()}
