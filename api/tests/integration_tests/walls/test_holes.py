"""The matrix itself: what it says of routes that have each a hole of another kind, and of one that has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import Connection

from tests.conftest import Installed, logged_in, one_transaction
from tests.integration_tests.walls.doors import Door, doors
from tests.integration_tests.walls.people import Side
from tests.integration_tests.walls.sending import Attempt, Nobody, Wall
from tests.integration_tests.walls.test_matrix import foreign, some_places, usual
from treeline import create_app
from treeline.accounts.access import CONSOLE, Member, allow, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.features import Feature
from treeline.kernel.schemas import Body, Query, Schema
from treeline.kernel.web import Access, FlaskApp, Routes
from treeline.settings import Settings


class HoleQuery(Query):
    app_id: UUID


class HolePart(Schema):
    app_id: UUID


class HoleBody(Body):
    parts: list[HolePart]


class HoleOut(Schema):
    name: str


def own(can: str) -> Member:
    allow(current_member(), can)
    return current_member()


def of_any_workspace(app_id: UUID, can: str) -> App:
    allow(current_member(), can)
    return db.session.get_one(App, app_id)


_PREFIX = "/console/api/holes"
in_path = Routes("in_path", f"{_PREFIX}/in-path/<uuid:app_id>", group="Apps", access=CONSOLE, scope=of_any_workspace)
elsewhere = Routes("elsewhere", _PREFIX, group="Apps", access=CONSOLE, scope=own)
of_app = Routes("of_app", f"{_PREFIX}/<uuid:app_id>", group="Apps", access=CONSOLE, scope=get_app)
of_no_role = Routes("of_no_role", _PREFIX, group="Apps", access=CONSOLE, scope=lambda can: current_member())
unlocked = Routes("unlocked", _PREFIX, group="Apps", access=Access("console", lambda: None))


@in_path.get("", can="read")
def in_path_is_read(app: App) -> HoleOut:
    """Forgets whose app it is."""
    return HoleOut(name=app.name)


@in_path.delete("", can="read", status=204, transactional=False)
def in_path_is_changed_first(app: App) -> None:
    """Refuses when it has already written."""
    with unit_of_work() as session:
        session.get_one(App, app.id).name = "changed"
    raise AppNotFound


@in_path.post("", can="read", status=204)
def in_path_is_named(app: App) -> None:
    """Refuses, and names what nobody may know of."""
    raise AppNotFound(f"{app.name} is not yours.")


@elsewhere.get("/in-query", can="read")
def in_query_is_read(member: Member, query: HoleQuery) -> HoleOut:
    """Forgets what stands in the query."""
    return HoleOut(name=db.session.get_one(App, query.app_id).name)


@elsewhere.post("/in-body", can="read", status=204)
def in_body_is_changed(member: Member, body: HoleBody) -> None:
    """Forgets what stands deep in the body."""
    for part in body.parts:
        db.session.get_one(App, part.app_id).name = "changed"


@elsewhere.get("/<uuid:gadget_id>/unheard-of", can="read", status=204)
def is_unheard_of(member: Member, gadget_id: UUID) -> None:
    """Has an id of a kind that nobody has written down."""


@of_no_role.post("/role", can="manage", status=204)
def of_any_role(member: Member) -> None:
    """Forgets what it takes."""


@unlocked.post("/unlocked", status=204)
def for_everybody() -> None:
    """Asks nobody who they are."""


@of_app.get("/sound", can="read")
def is_sound(app: App) -> HoleOut:
    """Has no hole."""
    return HoleOut(name=app.name)


@dataclass(frozen=True)
class Holes:
    connection: Connection
    doors: dict[str, Door]
    own: Side
    other: Side
    flask_app: FlaskApp

    def said(self, name: str, *attempts: Attempt) -> list[str]:
        wall, door = Wall(self.connection), self.doors[name]
        tried = [
            foreign(door, asked, places, self.own, self.other) for asked in door.asked for places in some_places(asked)
        ]
        wall.stands(door, attempts or tried)
        assert wall.attempts
        return [each.rpartition("] ")[2].partition(" {")[0] for each in wall.wrong]


@pytest.fixture(scope="module")
def holes(settings: Settings, installed: Installed) -> Iterator[Holes]:
    feature = Feature(routes=[in_path, elsewhere, of_app, of_no_role, unlocked])
    made = create_app(settings, more=[feature])
    with one_transaction(made) as connection:
        people = (
            logged_in(made, "alice", installed.members.alice),
            logged_in(made, "mallory", installed.members.mallory),
        )
        sides = []
        for person, mark in zip(people, ("alices-4f1c", "mallorys-90be"), strict=True):
            app = person.post("/apps", json={"name": mark, "mode": "chat"}).json
            sides.append(Side(mark, person, {"app": app["id"]}, {}))
        found = {door.operation.view.__name__: door for door in doors(made) if door.path.startswith(_PREFIX)}
        yield Holes(connection, found, sides[1], sides[0], made)
    made.extensions["relay"].close()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("in_path_is_read", ["got 200", "was shown alices-4f1c"]),
        ("in_path_is_changed_first", ["changed apps"]),
        ("in_path_is_named", ["was shown alices-4f1c"]),
        ("in_query_is_read", ["got 200", "was shown alices-4f1c"]),
        ("in_body_is_changed", ["got 204 ", "changed apps"]),
        ("is_sound", []),
    ],
)
def test_ids_of_others(holes: Holes, name: str, said: list[str]):
    assert holes.said(name) == said


def test_roles_and_logins(holes: Holes, installed: Installed):
    """A role too low, and nobody at all."""
    bob = logged_in(holes.flask_app, "bob", installed.members.bob)
    filled = usual(holes.doors["of_any_role"], holes.other)
    assert holes.said("of_any_role", Attempt("normal", bob, filled, (403,))) == ["got 204 "]
    nobody = Nobody(holes.flask_app.test_client())
    assert holes.said("for_everybody", Attempt("nobody", nobody, filled, (401,))) == ["got 204 "]
    refused = Attempt("nobody", nobody, filled, (401,), code="unauthorized")
    assert holes.said("of_any_role", refused) == []
    assert holes.said("of_any_role", Attempt("nobody", nobody, filled, (401,), code="api_key_expired")) == ["got 401"]


def test_ids_of_kinds_that_nobody_has_written_down(holes: Holes):
    assert holes.doors["is_unheard_of"].kinds == [("path.gadget_id", "")]
    assert holes.doors["in_body_is_changed"].kinds == [("body.parts.app_id", "app")]
