from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

import pytest

from tests.conftest import TEMPLATE, make_cast
from tests.processes import database
from tests.runs import Stage, stage
from treeline import create_app
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings


@pytest.fixture(scope="package")
def live(settings: Settings) -> Iterator[Stage]:
    """A stage with one worker."""
    with stage(settings) as made:
        made.worker()
        yield made


class Bench(NamedTuple):
    flask_app: FlaskApp
    app_id: UUID


@pytest.fixture(scope="module")
def bench(settings: Settings) -> Iterator[Bench]:
    """An app in this process, on a database where commits are real, and without a worker."""
    with database(settings, TEMPLATE) as own:
        flask_app = create_app(own)
        created = make_cast(flask_app).alice.post("/apps", json={"name": "An app", "mode": "chat"})
        yield Bench(flask_app, UUID(created.json["id"]))
        flask_app.extensions["relay"].close()
        with flask_app.app_context():
            db.engine.dispose()
