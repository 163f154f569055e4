"""Runs migrations in one transaction on the app's own engine, with the app's models as what is wanted."""

from alembic import context
from flask import current_app

from treeline.kernel.db import Model, db


def migrate() -> None:
    with db.engine.connect() as connection:
        # Two processes that start at once must not migrate at once; held to the end of the connection's transaction.
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7233)")
            context.run_migrations()
    db.engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database: there is no offline mode.")
migrate()
