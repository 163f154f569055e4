"""A deed whose line can't be written."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.integration_tests.walls.digest import Digest, changed
from treeline.kernel.db import unit_of_work
from treeline.kernel.mysql import is_mysql_url
from treeline.kernel.web import FlaskApp


@contextmanager
def log_away(flask_app: FlaskApp) -> Iterator[list[str]]:
    """The names of tables that have changed meanwhile, once it is back."""
    if is_mysql_url(flask_app.extensions["settings"].sqlalchemy_url):
        pytest.skip("MySQL commits at each change of a table")
    names: list[str] = []
    with flask_app.app_context(), unit_of_work() as session:
        digest = Digest(session.connection())
        before = digest.taken()
        session.execute(text("ALTER TABLE audit_events RENAME TO audit_events_away"))
    yield names
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(text("ALTER TABLE audit_events_away RENAME TO audit_events"))
        digest.connection = session.connection()
        names += changed(before, digest.taken())
