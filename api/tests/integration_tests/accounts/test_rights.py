"""What goes on after its request, and whether whoever made it could make it still."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import delete, text, update

from tests.conftest import Cast, Person
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.rights import API_KEY, SESSION, TOKEN, Holder, Right, lapsed
from treeline.accounts.roles import ABILITIES, ROLES
from treeline.accounts.tokens import session_in
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp


def session_of(person: Person) -> UUID:
    cookie = person.client.get_cookie("access_token")
    assert cookie is not None
    found = session_in(cookie.value)
    assert found is not None
    return found


def is_gone(right: Right) -> bool:
    with unit_of_work() as session:
        # One that never was, so that there is always one that is no more.
        other = right._replace(holder=right.holder._replace(id=new_id()))
        gone = lapsed(session, [right, other])
    assert other in gone
    return right in gone


def test_a_role_says_what_a_login_may(context: FlaskApp, cast: Cast):
    for role in ROLES:
        with unit_of_work() as session:
            session.execute(
                update(WorkspaceMember).where(WorkspaceMember.account_id == cast.bob.account_id).values(role=role)
            )
        for can, roles in ABILITIES.items():
            right = Right(Holder(SESSION, session_of(cast.bob)), can, cast.bob.workspace_id)
            assert is_gone(right) == (role not in roles), (role, can)


@pytest.mark.parametrize("how", ["logged out", "removed", "elsewhere", "expired"])
def test_a_login_ends(context: FlaskApp, cast: Cast, clock_travel: Callable[[float], None], how: str):
    right = Right(Holder(SESSION, session_of(cast.bob)), "read", cast.bob.workspace_id)
    assert not is_gone(right)
    if how == "logged out":
        assert cast.bob.post("/logout").status_code == 200
    elif how == "removed":
        with unit_of_work() as session:
            session.execute(text("DELETE FROM workspace_members WHERE account_id = :id"), {"id": cast.bob.account_id})
    elif how == "elsewhere":
        with unit_of_work() as session:
            session.add(
                WorkspaceMember(workspace_id=cast.mallory.workspace_id, account_id=cast.bob.account_id, role="owner")
            )
        assert (
            cast.bob.post("/workspaces/switch", json={"tenant_id": str(cast.mallory.workspace_id)}).status_code == 200
        )
    else:
        clock_travel(400 * 86400)
    assert is_gone(right)


@pytest.mark.parametrize("how", ["deleted", "expired", "turned off", "app deleted"])
def test_a_key_ends(context: FlaskApp, alice: Person, clock_travel: Callable[[float], None], how: str):
    app_id = alice.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    key = alice.post(f"/apps/{app_id}/api-keys", json={"expires_at": int(now().timestamp()) + 60}).json
    right = Right(Holder(API_KEY, UUID(key["id"])), "read", alice.workspace_id)
    assert not is_gone(right)
    if how == "deleted":
        alice.delete(f"/apps/{app_id}/api-keys/{key['id']}")
    elif how == "turned off":
        alice.post(f"/apps/{app_id}/api-enable", json={"enable_api": False})
    elif how == "app deleted":
        alice.delete(f"/apps/{app_id}")
    else:
        clock_travel(61)
    assert is_gone(right)


@pytest.mark.parametrize("how", ["deleted", "expired", "lower role", "removed"])
def test_a_token_ends(context: FlaskApp, cast: Cast, clock_travel: Callable[[float], None], how: str):
    body = {"name": "x", "scopes": ["read"], "expires_at": int(now().timestamp()) + 60}
    token = cast.bob.post("/account/tokens", json=body).json
    right = Right(Holder(TOKEN, UUID(token["id"])), "read", cast.bob.workspace_id)
    assert not is_gone(right)
    assert is_gone(right._replace(can="edit"))
    mine = WorkspaceMember.account_id == cast.bob.account_id
    if how == "deleted":
        cast.bob.delete(f"/account/tokens/{token['id']}")
    elif how == "expired":
        clock_travel(61)
    else:
        gone = update(WorkspaceMember).where(mine).values(role="dataset_operator")
        with unit_of_work() as session:
            session.execute(delete(WorkspaceMember).where(mine) if how == "removed" else gone)
    assert is_gone(right)
