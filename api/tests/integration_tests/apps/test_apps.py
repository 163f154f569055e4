"""Apps: list, create, read, change, delete."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import Person
from treeline.apps.ports import deleting
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

MODES = ["chat", "agent-chat", "advanced-chat", "workflow", "completion"]


def make(person: Person, **values: Any) -> dict[str, Any]:
    reply = person.post("/apps", json={"name": "An app", "mode": "chat"} | values)
    assert reply.status_code == 201, reply.json
    return reply.get_json()


@pytest.mark.parametrize("mode", MODES)
def test_it_works(alice: Person, mode: str):
    app = make(alice, mode=mode, description="Answers", icon_type="emoji", icon="🌲", icon_background="#fff")
    assert app["mode"] == mode
    assert (app["author_name"], app["created_by"]) == ("Alice", str(alice.account_id))
    assert isinstance(app["created_at"], int)
    assert alice.get(f"/apps/{app['id']}").json == app
    assert alice.get(f"/apps/{app['id']}/assets/tree").json == {"revision": 0, "children": []}


def test_unknown_keys_and_nulls_of_clients_are_fine(alice: Person):
    assert make(alice, description=None, icon=None, something="else")["description"] == ""


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"name": "a\0"}, "name"),
        ({"name": 7}, "name"),
        ({"mode": "channel"}, "mode"),
        ({"mode": None}, "mode"),
        ({"description": "x" * 401}, "description"),
        ({"icon_type": "video"}, "icon_type"),
    ],
)
def test_bad_input_is_named_and_nothing_is_made(alice: Person, change: dict[str, Any], path: str):
    reply = alice.post("/apps", json={"name": "An app", "mode": "chat"} | change)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert reply.json["details"][0]["path"] == path
    assert alice.get("/apps").json["total"] == 0


def test_pages_and_filters(alice: Person, bob: Person):
    names = [f"app {i}" for i in range(12)]
    for name in names:
        make(alice, name=name, mode="workflow" if name == "app 3" else "chat")
    first = alice.get("/apps?limit=5").json
    assert [app["name"] for app in first["data"]] == names[:-6:-1]
    assert {key: first[key] for key in ("page", "limit", "total", "has_more")} == {
        "page": 1,
        "limit": 5,
        "total": 12,
        "has_more": True,
    }
    assert alice.get("/apps?limit=5&page=3").json["has_more"] is False
    assert [app["name"] for app in alice.get("/apps?mode=workflow").json["data"]] == ["app 3"]
    assert alice.get("/apps?name=APP 1").json["total"] == 3
    assert alice.get("/apps?name=%25").json["total"] == 0
    assert bob.get("/apps?is_created_by_me=true").json["total"] == 0
    assert bob.get("/apps").json["total"] == 12
    for query in ("page=0", "limit=0", "limit=101", "page=100000", "mode=x", "limit=x", "name=%00"):
        assert alice.get(f"/apps?{query}").status_code == 400


def test_the_list_takes_the_same_queries_for_any_number(alice: Person, queries: list[str]):
    counts = []
    for more in (1, 10):
        for _ in range(more):
            make(alice)
        queries.clear()
        alice.get("/apps")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_change(alice: Person):
    app = make(alice, description="old")
    changed = alice.put(f"/apps/{app['id']}", json={"name": "New", "max_active_requests": 3}).json
    assert (changed["name"], changed["description"], changed["max_active_requests"]) == ("New", "old", 3)
    assert alice.post(f"/apps/{app['id']}/name", json={"name": "Newer"}).json["name"] == "Newer"
    icon = alice.post(f"/apps/{app['id']}/icon", json={"icon_type": "emoji", "icon": "🌲"}).json
    assert (icon["icon_type"], icon["icon"]) == ("emoji", "🌲")
    assert alice.get(f"/apps/{app['id']}").json == icon


def test_who_may_what(alice: Person, bob: Person, mallory: Person):
    app = make(alice)
    url = f"/apps/{app['id']}"
    assert bob.get(url).status_code == 200
    for reply in (
        bob.post("/apps", json={"name": "Bob's", "mode": "chat"}),
        bob.put(url, json={"name": "x"}),
        bob.post(f"{url}/name", json={"name": "x"}),
        bob.delete(url),
    ):
        assert (reply.status_code, reply.json["code"]) == (403, "forbidden")
    for reply in (
        mallory.get(url),
        mallory.put(url, json={}),
        mallory.delete(url),
        mallory.post(f"{url}/name", json={}),
    ):
        assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
    assert mallory.get("/apps").json["total"] == 0


def test_deleted_is_gone_at_once_and_removed_later(
    alice: Person, run_tasks: Callable[[], list[str]], context: FlaskApp
):
    app, other = make(alice), make(alice)
    assert alice.delete(f"/apps/{app['id']}").status_code == 204
    for path in (f"/apps/{app['id']}", f"/apps/{app['id']}/assets/tree"):
        assert alice.get(path).json["code"] == "app_not_found"
    assert alice.delete(f"/apps/{app['id']}").status_code == 404
    assert alice.get("/apps").json["total"] == 1
    assert run_tasks() == ["apps.remove"]
    with unit_of_work() as session:
        for table, column in (
            ("apps", "id"),
            ("asset_trees", "app_id"),
            ("asset_nodes", "app_id"),
            ("blobs", "app_id"),
        ):
            left = session.execute(text(f"SELECT {column} FROM {table}")).scalars().all()
            assert {str(row) for row in left} <= {other["id"]}


def test_a_removal_that_broke_off_goes_on(alice: Person, context: FlaskApp, run_tasks: Callable[[], list[str]]):
    """The task dies between two steps; the broker's copy is lost too; the sweep finds the app."""
    app = make(alice)
    alice.post(f"/apps/{app['id']}/assets/folders", json={"name": "d"})
    alice.delete(f"/apps/{app['id']}")
    context.extensions["redis"].flushdb()
    remove, sweep = (context.extensions["celery"].tasks[name] for name in ("apps.remove", "apps.sweep"))

    def breaks(app_id: object) -> bool:
        raise ConnectionError("the worker dies here")

    steps = deleting.given()
    steps.insert(0, breaks)
    try:
        with pytest.raises(ConnectionError):
            remove.run(app["id"])
    finally:
        steps.remove(breaks)
    with unit_of_work() as session:
        session.execute(
            text("UPDATE apps SET deleted_at = deleted_at - interval '11 minutes' WHERE deleted_at IS NOT NULL")
        )
    sweep()
    assert run_tasks() == ["apps.remove"]
    with unit_of_work() as session:
        assert session.execute(text("SELECT count(*) FROM apps")).scalar() == 0
    # Run twice, it finds nothing and says nothing.
    remove(app["id"])


def test_a_living_app_is_not_removed(alice: Person, context: FlaskApp):
    app = make(alice)
    context.extensions["celery"].tasks["apps.remove"](app["id"])
    assert alice.get(f"/apps/{app['id']}").status_code == 200
