"""The migrations make what the models say, in one line."""

from pathlib import Path
from shutil import copytree, ignore_patterns

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from tests.conftest import TEMPLATE
from tests.processes import database, environment
from tests.warm import run_warm
from treeline.kernel.db import MIGRATIONS, db
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

# Written by hand in migrations: partitions, and indexes of expressions, which Alembic does not compare.
BY_HAND = {"workflow_steps_"}
BROKEN = """
from alembic import op

revision, down_revision = "broken", "{head}"


def upgrade():
    op.execute("CREATE TABLE half (id int)")
    op.execute("SELECT 1 / 0")
"""


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_the_migrated_tables_are_those_of_the_models(context: FlaskApp):
    connection = db.session.connection()
    compared = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    differences = [str(each) for each in compare_metadata(compared, db.metadata)]
    assert [each for each in differences if not any(name in each for name in BY_HAND)] == []


def test_one_that_fails_leaves_everything_as_it_was(settings: Settings, tmp_path: Path):
    head = ScriptDirectory(str(MIGRATIONS)).get_heads()[0]
    folder = tmp_path / "migrations"
    copytree(MIGRATIONS, folder, ignore=ignore_patterns("__pycache__"))
    (folder / "versions" / "broken.py").write_text(BROKEN.format(head=head))
    with database(settings, TEMPLATE) as own:
        options = ["--app", "app", "db", "upgrade", "--directory", str(folder)]
        done = run_warm("flask", *options, env=environment(own), output=tmp_path / "output")
        assert done.returncode != 0
        assert "division by zero" in done.stderr
        engine = create_engine(own.sqlalchemy_url)
        with engine.connect() as connection:
            assert not inspect(connection).has_table("half")
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == head
        engine.dispose()
