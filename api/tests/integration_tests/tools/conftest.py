import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, folder, publish
from tests.mcp_server import ToolServer
from treeline.assets.versions.models import AssetVersion
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

SKILL = "---\nname: tides\ndescription: |\n  Says when\n  the water comes.\n---\n# Tides\n\nRead table.txt.\n"
TABLE = "Monday: 12:40\n"


@pytest.fixture
def run(flask_app: FlaskApp) -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    """Run a coroutine as a worker does: within an app context, in an event loop of its own."""

    def run(work: Callable[[], Awaitable[Any]]) -> Any:
        async def main() -> Any:
            return await work()

        with flask_app.app_context():
            return asyncio.run(main())

    return run


@pytest.fixture
def tree(alice: Person) -> Tree:
    """The files of an agent: a skill with a table beside it, and notes."""
    app_id = alice.post("/apps", json={"name": "Harbour", "mode": "agent-chat"}).json["id"]
    tree = Tree(alice, app_id)
    tides = tree.made(folder("skills", folder("tides")))["tides"]["id"]
    tree.ready_file("SKILL.md", SKILL.encode(), tides)
    tree.ready_file("table.txt", TABLE.encode(), tides)
    tree.ready_file("notes.txt", b"The harbour master is Anna.\n")
    return tree


@pytest.fixture
def version_id(flask_app: FlaskApp, tree: Tree) -> UUID:
    """Of the published tree; it stays what it is, whatever becomes of the draft and of other versions."""
    publish(tree)
    return newest_version(flask_app, tree)


def newest_version(flask_app: FlaskApp, tree: Tree) -> UUID:
    of_app = select(AssetVersion.id).where(AssetVersion.app_id == UUID(tree.app_id))
    with flask_app.app_context(), unit_of_work() as session:
        return session.scalars(of_app.order_by(AssetVersion.number.desc()).limit(1)).one()


@pytest.fixture
def tools() -> Iterator[ToolServer]:
    with ToolServer() as server:
        yield server


@pytest.fixture
def may_call(flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Requests to this machine are allowed."""
    settings = flask_app.extensions["settings"].model_copy(update={"outbound_allowed_hosts": ["127.0.0.1"]})
    monkeypatch.setitem(flask_app.extensions, "settings", settings)
    return settings
