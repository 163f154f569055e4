"""Who stands before the walls: two workspaces with one of everything, and all who may not."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from tests.conftest import PASSWORD, Installed, Person, Program, Sender, logged_in
from tests.integration_tests.walls.doors import Door
from tests.integration_tests.walls.things import APPS, Things, make_things
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.roles import ROLES
from treeline.accounts.service import AccountService
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

NOTHING = "0190d5a0-0000-7000-8000-000000000000"
KEYED = ("app key", "dataset key")


@dataclass(frozen=True)
class Side:
    """A workspace, or one of its owner's apps: one of everything, and who may reach it."""

    mark: str
    owner: Person
    things: Things
    keys: dict[str, Program]

    def thing(self, kind: str) -> str:
        """An id of nothing where there is no such thing, which a test of its own says."""
        return self.things.get(kind, NOTHING)

    def caller(self, door: Door) -> Sender:
        """Who may do there whatever may be done."""
        return self.keys[keyed_by(door)] if door.access in KEYED else self.owner


def keyed_by(door: Door) -> str:
    """The kind of app whose key opens it, or `dataset`."""
    if door.access == "dataset key":
        return "dataset"
    if door.path.startswith("/v1/completion"):
        return "completion_app"
    return "workflow_app" if door.path.startswith(("/v1/workflow", "/v1/form")) else "app"


@dataclass(frozen=True)
class World:
    """`other`: whose ids are tried. `own`: who tries them. `beside`: more of the latter's, with keys of their own."""

    other: Side
    own: Side
    beside: Side
    # In the other workspace, by role.
    members: dict[str, Person]
    removed: Person
    revoked: dict[str, Program]


def make_world(flask_app: FlaskApp, installed: Installed) -> World:
    alice = logged_in(flask_app, "alice", installed.members.alice)
    mallory = logged_in(flask_app, "mallory", installed.members.mallory)
    other = _side(flask_app, alice, "alices-4f1c", versions=3)
    own = _side(flask_app, mallory, "mallorys-90be", versions=1)
    beside = _side(flask_app, mallory, "besides-b27a", versions=2)
    members = {role: _member(flask_app, alice.workspace_id, role) for role in ROLES if role != "owner"}
    removed = _member(flask_app, alice.workspace_id, "admin", name="removed")
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == removed.account_id))
    return World(other, own, beside, members, removed, _revoked(flask_app, other))


def _side(flask_app: FlaskApp, owner: Person, mark: str, *, versions: int) -> Side:
    things = make_things(flask_app, owner, mark, versions=versions)
    return Side(mark, owner, things, {kind: token for kind, (_, token) in _keys(flask_app, owner, things).items()})


def _keys(flask_app: FlaskApp, owner: Person, things: Things) -> dict[str, tuple[str, Program]]:
    """New keys with the paths that revoke them."""
    paths = {kind: f"/apps/{things[kind]}/api-keys" for kind in APPS} | {"dataset": "/datasets/api-keys"}
    made = {kind: owner.post(path, json={}).json for kind, path in paths.items()}
    return {
        kind: (f"{paths[kind]}/{key['id']}", Program(flask_app.test_client(), key["token"]))
        for kind, key in made.items()
    }


def _revoked(flask_app: FlaskApp, side: Side) -> dict[str, Program]:
    keys = _keys(flask_app, side.owner, side.things)
    for path, _ in keys.values():
        assert side.owner.delete(path).status_code == 204
    return {kind: token for kind, (_, token) in keys.items()}


def _member(flask_app: FlaskApp, workspace_id: UUID, role: str, *, name: str = "") -> Person:
    called = name or f"wall-{role.replace('_', '-')}"
    with flask_app.app_context(), unit_of_work():
        accounts = AccountService(db.session, flask_app.extensions["settings"])
        member = accounts.create_member(workspace_id, f"{called}@example.com", called, PASSWORD, role)
    return logged_in(flask_app, called, member)
