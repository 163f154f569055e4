"""Personal access tokens: what they open, up to their owner's role, and what never opens with one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from tests.conftest import PASSWORD, Cast, Person, Sender
from tests.integration_tests.test_every_route import filled, operations, request
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.personal_tokens.service import MAX_TOKENS
from treeline.accounts.personal_tokens.uses import TokenUses
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

TOKENS = "/account/tokens"
ALL = ["read", "write", "run"]
# Of accounts, of members and of secrets: none of their routes takes a token.
CLOSED = (
    "treeline.accounts.",
    "treeline.apps.keys.",
    "treeline.datasets.external.",
    "treeline.datasets.keys.",
    "treeline.mail.",
    "treeline.operations.",
    "treeline.providers.",
    "treeline.tools.",
    "treeline.triggers.events.",
)


class Script(Sender):
    """Whoever holds a token: no cookies, and no CSRF token."""

    def __init__(self, flask_app: FlaskApp, token: str):
        self.client, self.token = flask_app.test_client(), token

    def open(self, method: str, path: str, **options: Any):
        url = path if path.startswith(("http", "/console/", "/files/", "/v1/")) else f"/console/api{path}"
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(url, method=method, headers=headers, **options)


@pytest.fixture
def script(flask_app: FlaskApp) -> Callable[..., Script]:
    def make(person: Person, *scopes: str, **more: Any) -> Script:
        reply = person.post(TOKENS, json={"name": "CI", "scopes": list(scopes) or ALL, **more})
        assert reply.status_code == 201, reply.json
        return Script(flask_app, reply.json["token"])

    return make


def test_it_works(alice: Person, script: Callable[..., Script]):
    holder = script(alice)
    assert holder.token.startswith("tlp-")
    made = holder.post("/apps", json={"name": "By a script", "mode": "workflow"})
    assert made.status_code == 201, made.json
    assert [each["name"] for each in holder.get("/apps").json["data"]] == ["By a script"]
    assert alice.get(f"/apps/{made.json['id']}").json["author_name"] == "Alice"
    (row,) = alice.get(TOKENS).json["data"]
    assert row["name"] == "CI"
    assert row["token"] == f"{holder.token[:7]}…{holder.token[-4:]}"
    assert alice.delete(f"{TOKENS}/{row['id']}").status_code == 204
    reply = holder.get("/apps")
    assert (reply.status_code, reply.json["code"]) == (401, "personal_token_invalid")


def test_it_is_kept_as_a_hash(alice: Person, script: Callable[..., Script], context: FlaskApp):
    token = script(alice).token
    with unit_of_work() as session:
        for table in ("personal_tokens", "audit_events"):
            rows = [str(tuple(row)) for row in session.execute(text(f"SELECT * FROM {table}"))]
            assert rows
            assert not [row for row in rows if token in row]


def set_role(person: Person, role: str) -> None:
    with unit_of_work() as session:
        mine = WorkspaceMember.account_id == person.account_id
        session.execute(update(WorkspaceMember).where(mine).values(role=role))


def test_the_role_of_its_owner_is_its_ceiling(bob: Person, script: Callable[..., Script], context: FlaskApp):
    holder = script(bob)
    app = {"name": "Bob's", "mode": "workflow"}
    for role, status in (("normal", 403), ("editor", 201), ("dataset_operator", 403)):
        set_role(bob, role)
        assert holder.post("/apps", json=app).status_code == status, role
    with unit_of_work() as session:
        session.execute(delete(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id))
    assert holder.get("/apps").json["code"] == "personal_token_invalid"


def test_it_stays_in_its_workspace(flask_app: FlaskApp, cast: Cast, script: Callable[..., Script], context: FlaskApp):
    hers = cast.alice.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    with unit_of_work() as session:
        session.add(
            WorkspaceMember(
                workspace_id=cast.alice.workspace_id, account_id=cast.mallory.account_id, role="owner", chosen_at=now()
            )
        )
    holder = script(cast.mallory)
    assert cast.mallory.post("/workspaces/switch", json={"tenant_id": str(cast.alice.workspace_id)}).status_code == 200
    assert cast.mallory.get(f"/apps/{hers}").status_code == 200
    assert holder.get(f"/apps/{hers}").status_code == 404
    assert holder.get("/apps").json["data"] == []
    # Nor is it to be seen in the other one.
    assert cast.mallory.get(TOKENS).json["data"] == []


def test_tokens_are_their_owners(cast: Cast, script: Callable[..., Script]):
    script(cast.alice)
    (row,) = cast.alice.get(TOKENS).json["data"]
    for other in (cast.bob, cast.mallory):
        assert other.get(TOKENS).json["data"] == []
        reply = other.delete(f"{TOKENS}/{row['id']}")
        assert (reply.status_code, reply.json["code"]) == (404, "personal_token_not_found")


def test_there_is_a_limit_and_what_is_no_token(alice: Person):
    body = {"name": "x", "scopes": ["read"]}
    replies = [alice.post(TOKENS, json=body).status_code for _ in range(MAX_TOKENS + 1)]
    assert replies == [201] * MAX_TOKENS + [400]
    for wrong in ({}, {"name": ""}, {"scopes": []}, {"scopes": ["own"]}, {"expires_at": 1}, {"unknown": 1}):
        assert alice.post(TOKENS, json=body | wrong if wrong else {}).status_code == 400, wrong


def test_it_expires(alice: Person, script: Callable[..., Script], clock_travel: Callable[[float], None]):
    holder = script(alice, expires_at=int(now().timestamp()) + 60)
    assert holder.get("/apps").status_code == 200
    clock_travel(61)
    assert holder.get("/apps").json["code"] == "personal_token_expired"


def test_when_and_from_where_it_was_last_used(alice: Person, script: Callable[..., Script], context: FlaskApp):
    script(alice).get("/apps", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert TokenUses(context.extensions["redis"]).flush() == 1
    (row,) = alice.get(TOKENS).json["data"]
    assert (row["last_used_ip"], row["last_used_at"] >= row["created_at"]) == ("203.0.113.7", True)


def test_what_is_of_accounts_and_secrets_takes_no_token(flask_app: FlaskApp):
    closed = [
        operation
        for _, _, operation in operations(flask_app)
        if operation.routes.access.name == "console" and operation.view.__module__.startswith(CLOSED)
    ]
    assert len(closed) > 30
    assert [operation.path for operation in closed if operation.needs is not None] == []


@pytest.mark.parametrize("scope", ALL)
def test_a_token_opens_what_its_scope_says(
    flask_app: FlaskApp, alice: Person, script: Callable[..., Script], scope: str
):
    holder = script(alice, scope)
    counts = {True: 0, False: 0}
    for _, rule, operation in operations(flask_app):
        if operation.routes.access.name != "console":
            continue
        reply = request(holder, operation, filled(rule))
        refused = reply.status_code == 403 and reply.json["code"] == "insufficient_scope"
        counts[refused] += 1
        assert refused == (operation.needs != scope), f"{operation.method} {rule}: {reply.status_code}"
    assert min(counts.values()) > 10


def test_it_is_no_key_and_beside_a_login_it_is_what_counts(alice: Person, bob: Person, script: Callable[..., Script]):
    holder = script(bob, "read")
    assert holder.get("/v1/info").status_code == 401
    bearer = {"Authorization": f"Bearer {holder.token}"}
    assert alice.post("/apps", json={"name": "x", "mode": "chat"}, headers=bearer).json["code"] == "insufficient_scope"
    assert alice.get("/apps", headers={"Authorization": "Bearer tlp-"}).json["code"] == "personal_token_invalid"


def test_a_new_password_ends_them_if_its_owner_says_so(alice: Person, bob: Person, script: Callable[..., Script]):
    holder, other = script(alice, "read"), script(bob, "read")
    body = {"password": PASSWORD, "new_password": PASSWORD, "repeat_new_password": PASSWORD}
    assert alice.post("/account/password", json=body).status_code == 200
    assert holder.get("/apps").status_code == 200
    assert alice.post("/account/password", json={**body, "delete_tokens": True}).status_code == 200
    assert holder.get("/apps").json["code"] == "personal_token_invalid"
    assert other.get("/apps").status_code == 200
