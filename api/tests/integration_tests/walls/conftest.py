from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from tests.conftest import Installed, one_transaction
from tests.integration_tests.walls.doors import Door, doors
from tests.integration_tests.walls.people import World, make_world
from treeline.kernel.web import FlaskApp


@pytest.fixture(scope="module")
def connection(flask_app: FlaskApp) -> Iterator[Connection]:
    """As `rolled_back`, but for all tests of a file: what they look at takes longer to make than to look at."""
    with one_transaction(flask_app) as connection:
        yield connection


@pytest.fixture(scope="module")
def world(flask_app: FlaskApp, installed: Installed, connection: Connection) -> World:
    return make_world(flask_app, installed)


@pytest.fixture(scope="session")
def every_door(flask_app: FlaskApp) -> list[Door]:
    return doors(flask_app)
