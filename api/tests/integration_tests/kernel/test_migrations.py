"""The migrations make what the models say, in one line."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from treeline.kernel.db import MIGRATIONS, db
from treeline.kernel.web import FlaskApp

# Written by hand in migrations: partitions, and indexes of expressions, which Alembic does not compare.
BY_HAND = {"workflow_steps_"}


def test_there_is_one_head():
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_the_migrated_tables_are_those_of_the_models(context: FlaskApp):
    connection = db.session.connection()
    compared = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    differences = [str(each) for each in compare_metadata(compared, db.metadata)]
    assert [each for each in differences if not any(name in each for name in BY_HAND)] == []
