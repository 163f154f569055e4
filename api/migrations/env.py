"""Runs migrations on the app's own engine, with the app's models as what is wanted.

PostgreSQL: all in one transaction. MySQL commits at each change of a table: one migration after the other, each
recorded when it has ended; see `treeline/kernel/first_tables.py` for where its history begins.
"""

from alembic import context
from flask import current_app

from treeline.kernel import first_tables
from treeline.kernel.db import Model, db
from treeline.kernel.dialects import MYSQL


def migrate() -> None:
    with db.engine.connect() as connection:
        on_mysql = connection.dialect.name in MYSQL
        if on_mysql:
            first_tables.make(connection)
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            if not on_mysql:
                # Two processes that start at once must not migrate at once; held to the end of the transaction.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7233)")
            context.run_migrations()
    # The connections end, and with them MySQL's lock.
    db.engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database: there is no offline mode.")
migrate()
