from collections.abc import Iterator
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from tests.conftest import Installed
from tests.integration_tests.walls.doors import Door, doors
from tests.integration_tests.walls.people import World, make_world
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp


@pytest.fixture(scope="module")
def connection(flask_app: FlaskApp) -> Iterator[Connection]:
    """As `rolled_back`, but for all tests of a file: what they look at takes longer to make than to look at."""
    flask_app.extensions["redis"].flushdb()
    with flask_app.app_context():
        engine, engines = db.engine, cast(dict[str | None, Any], db.engines)
        db.session.configure(join_transaction_mode="create_savepoint")
    with engine.connect() as connection:
        transaction = connection.begin()
        engines[None] = connection
        try:
            yield connection
        finally:
            engines[None] = engine
            transaction.rollback()


@pytest.fixture(scope="module")
def world(flask_app: FlaskApp, installed: Installed, connection: Connection) -> World:
    return make_world(flask_app, installed)


@pytest.fixture(scope="session")
def every_door(flask_app: FlaskApp) -> list[Door]:
    return doors(flask_app)
