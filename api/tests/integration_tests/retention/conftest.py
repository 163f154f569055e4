from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage, create_storage
from treeline.kernel.web import FlaskApp
from treeline.retention.service import RetentionService

HOUR = 3600


@pytest.fixture(autouse=True)
def objects(flask_app: FlaskApp, tmp_path: Path) -> Iterator[Storage]:
    """A storage of the test's own: what retention finds there without a row is not another test's."""
    shared = flask_app.extensions["storage"]
    settings = flask_app.extensions["settings"].model_copy(update={"storage_local_path": tmp_path})
    flask_app.extensions["storage"] = own = create_storage(settings)
    yield own
    flask_app.extensions["storage"] = shared


@pytest.fixture
def tree(alice: Person) -> Tree:
    return Tree(alice, alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"])


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[], set[str]]:
    return lambda: {path.name for path in tmp_path.rglob("*") if path.is_file()}


@pytest.fixture
def run(context: FlaskApp, objects: Storage) -> Callable[[], dict[str, int]]:
    """Run all rules: {kind: how many went}, without those that found nothing, and the lists that all uploads leave."""
    every = RetentionService(objects).run
    return lambda: {done.kind: done.count for done in every() if done.count and done.kind != "pack_lists"}


Rows = Callable[..., list[tuple]]


@pytest.fixture
def rows(context: FlaskApp) -> Rows:
    """Send SQL; the rows, if it gives any."""

    def send(sql: str, **values: object) -> list[tuple]:
        with unit_of_work() as session:
            result = session.execute(text(sql), values)
            return [tuple(row) for row in result] if result.returns_rows else []  # pyright: ignore[reportAttributeAccessIssue]  a CursorResult has it

    return send
