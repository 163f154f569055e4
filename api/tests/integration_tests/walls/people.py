"""Who stands before the walls: two workspaces with one of everything, and all who may not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from tests.conftest import PASSWORD, Installed, Person, Program, Sender, logged_in
from tests.integration_tests.walls.doors import Door
from tests.integration_tests.walls.things import APPS, Things, make_things
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.personal_tokens.models import PersonalToken
from treeline.accounts.roles import ROLES
from treeline.accounts.service import AccountService
from treeline.apps.keys.models import ApiToken
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.scopes import SCOPES
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
    # Its keys that open nothing, or too little: without the scope that they are found by.
    revoked: dict[str, Program]
    expired: dict[str, Program]
    narrow: dict[str, dict[str, Program]]
    # Personal access tokens: of the owner of `own`, and of members of `other`.
    own_token: Program
    tokens: "Tokens"


@dataclass(frozen=True)
class Tokens:
    """With all scopes, but for `narrow`: without the scope that they are found by."""

    whole: Program
    revoked: Program
    expired: Program
    removed: Program
    narrow: dict[str, Program]
    # Made by an admin, who now has this role.
    lowered: dict[str, Program]


def make_world(flask_app: FlaskApp, installed: Installed) -> World:
    alice = logged_in(flask_app, "alice", installed.members.alice)
    mallory = logged_in(flask_app, "mallory", installed.members.mallory)
    other = _side(flask_app, alice, "alices-4f1c", versions=3)
    own = _side(flask_app, mallory, "mallorys-90be", versions=1)
    beside = _side(flask_app, mallory, "besides-b27a", versions=2)
    members = {role: _member(flask_app, alice.workspace_id, role) for role in ROLES if role != "owner"}
    removed = _member(flask_app, alice.workspace_id, "admin", name="removed")
    makers = {role: _member(flask_app, alice.workspace_id, "admin", name=f"was-admin-{role}") for role in members}
    tokens = _tokens(flask_app, alice, removed, makers)
    narrow = {scope: _narrow(flask_app, other, scope) for scope in SCOPES}
    revoked, expired = _keys(flask_app, alice, other.things), _keys(flask_app, alice, other.things)
    for path, _ in revoked.values():
        assert alice.delete(path).status_code == 204
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == removed.account_id))
        for role, maker in makers.items():
            mine = WorkspaceMember.account_id == maker.account_id
            session.execute(update(WorkspaceMember).where(mine).values(role=role))
        ended = ApiToken.id.in_([UUID(path.rpartition("/")[2]) for path, _ in expired.values()])
        session.execute(update(ApiToken).where(ended).values(expires_at=now() - timedelta(seconds=1)))
        named = PersonalToken.name == "expired"
        session.execute(update(PersonalToken).where(named).values(expires_at=now() - timedelta(seconds=1)))
    return World(
        other,
        own,
        beside,
        members,
        removed,
        _senders(revoked),
        _senders(expired),
        narrow,
        _token(mallory, "whole")[1],
        tokens,
    )


def _side(flask_app: FlaskApp, owner: Person, mark: str, *, versions: int) -> Side:
    things = make_things(flask_app, owner, mark, versions=versions)
    return Side(mark, owner, things, _senders(_keys(flask_app, owner, things)))


def _keys(
    flask_app: FlaskApp, owner: Person, things: Things, scopes: tuple[str, ...] = SCOPES
) -> dict[str, tuple[str, Program]]:
    """New keys with the paths that revoke them. Knowledge is not run."""
    asked = {kind: (f"/apps/{things[kind]}/api-keys", scopes) for kind in APPS}
    asked["dataset"] = ("/datasets/api-keys", tuple(scope for scope in scopes if scope != "run"))
    made = dict[str, tuple[str, Program]]()
    for kind, (path, some) in asked.items():
        reply = owner.post(path, json={"scopes": some})
        assert reply.status_code == 201, reply.json
        made[kind] = (f"{path}/{reply.json['id']}", Program(flask_app.test_client(), reply.json["token"]))
    return made


def _senders(keys: dict[str, tuple[str, Program]]) -> dict[str, Program]:
    return {kind: sender for kind, (_, sender) in keys.items()}


def _narrow(flask_app: FlaskApp, side: Side, scope: str) -> dict[str, Program]:
    return _senders(_keys(flask_app, side.owner, side.things, _but(scope)))


def _but(scope: str) -> tuple[str, ...]:
    return tuple(each for each in SCOPES if each != scope)


def _token(owner: Person, name: str, scopes: tuple[str, ...] = SCOPES) -> tuple[str, Program]:
    """With the path that revokes it."""
    body: dict[str, Any] = {"name": name, "scopes": scopes}
    reply = owner.post("/account/tokens", json=body)
    assert reply.status_code == 201, reply.json
    sender = Program(owner.client.application.test_client(), reply.json["token"])
    return f"/account/tokens/{reply.json['id']}", sender


def _tokens(flask_app: FlaskApp, owner: Person, removed: Person, makers: dict[str, Person]) -> Tokens:
    """Before `removed` is, and before the makers' roles are lowered."""
    path, revoked = _token(owner, "revoked")
    assert owner.delete(path).status_code == 204
    return Tokens(
        whole=_token(owner, "whole")[1],
        revoked=revoked,
        expired=_token(owner, "expired")[1],
        removed=_token(removed, "of somebody removed")[1],
        narrow={scope: _token(owner, f"not {scope}", _but(scope))[1] for scope in SCOPES},
        lowered={role: _token(maker, "lowered")[1] for role, maker in makers.items()},
    )


def _member(flask_app: FlaskApp, workspace_id: UUID, role: str, *, name: str = "") -> Person:
    called = name or f"wall-{role.replace('_', '-')}"
    with flask_app.app_context(), unit_of_work():
        accounts = AccountService(db.session, flask_app.extensions["settings"])
        member = accounts.create_member(workspace_id, f"{called}@example.com", called, PASSWORD, role)
    return logged_in(flask_app, called, member)
