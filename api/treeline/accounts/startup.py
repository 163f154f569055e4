from contextlib import suppress

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from treeline.accounts.errors import WrongSecretKey
from treeline.accounts.models import Installation
from treeline.accounts.service import check_secret_key
from treeline.kernel.db import db, unit_of_work


def refuse_wrong_secret_key(flask_app: Flask) -> None:
    """End the process if the database was set up with another SECRET_KEY.

    A database that is away, or has no tables yet, is another's worry.
    """
    with flask_app.app_context(), suppress(DBAPIError):
        try:
            with unit_of_work() as session:
                if inspect(db.engine).has_table(Installation.__tablename__):
                    settings = flask_app.extensions["settings"]
                    check_secret_key(session, settings.secret_key, settings.secret_key_previous)
        except WrongSecretKey as error:
            raise SystemExit(str(error)) from error
        finally:
            # A server that forks after this must not share the connection.
            db.engine.dispose()
