"""End users: made on their first use, once, and only of their own app."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests.conftest import TEMPLATE, Person
from tests.processes import Api, Caller, database
from treeline import create_app
from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import InvalidInput
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings


def test_they_are_known_by_name_in_one_app(alice: Person, context: FlaskApp):
    ids = [UUID(alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]) for _ in range(2)]
    with unit_of_work() as session:
        first, second = (EndUserService(session, session.get_one(App, each)) for each in ids)
        assert first.find("ann") is None
        ann = first.obtain("ann")
        assert first.obtain("ann").id == ann.id
        assert first.find("ann") is ann
        assert second.find("ann") is None
        assert second.obtain("ann").id != ann.id
        assert first.obtain("é" * 255).session_id == "é" * 255


@pytest.mark.parametrize("name", ["", "x" * 256, "a\0b"])
def test_what_is_no_name(alice: Person, context: FlaskApp, name: str):
    app_id = UUID(alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"])
    with unit_of_work() as session, pytest.raises(InvalidInput, match="user"):
        EndUserService(session, session.get_one(App, app_id)).obtain(name)


def test_a_newcomer_who_comes_many_times_at_once_is_one(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:
            made = Caller(api.base).set_up().call("POST", "/apps", json={"name": "An app", "mode": "chat"}).json()["id"]
        finally:
            api.stop()
        flask_app = create_app(own)

        def obtained(_: int) -> UUID:
            with flask_app.app_context(), unit_of_work() as session:
                return EndUserService(session, session.get_one(App, UUID(made))).obtain("ann").id

        try:
            with ThreadPoolExecutor(8) as pool:
                assert len(set(pool.map(obtained, range(8)))) == 1
        finally:
            flask_app.extensions["relay"].close()
