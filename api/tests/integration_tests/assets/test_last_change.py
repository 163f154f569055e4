"""An app in the list says when it was last changed: its settings, its config or its files."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, text

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, file
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp


def changed(person: Person, app_id: str) -> int:
    (listed,) = [each for each in person.get("/apps").json["data"] if each["id"] == app_id]
    assert listed["changed_at"] == person.get(f"/apps/{app_id}").json["changed_at"]
    return listed["changed_at"]


def test_each_kind_of_change(alice: Person, context: FlaskApp):
    """Everything is moved into the past, then one thing is changed."""
    tree = Tree(alice, alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"])
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    changes: list[Callable[[], object]] = [
        lambda: alice.put(f"/apps/{tree.app_id}", json={"description": "New"}),
        lambda: alice.post(f"/apps/{tree.app_id}/model-config", json={"pre_prompt": "New"}),
        lambda: tree.made(file("new")),
        lambda: tree.post("/versions/1/restore"),
    ]
    tree.publish()
    for change in changes:
        with unit_of_work() as session:
            session.execute(text("UPDATE apps SET updated_at = :at"), {"at": long_ago})
            session.execute(text("UPDATE app_model_configs SET created_at = :at"), {"at": long_ago})
            session.execute(text("UPDATE asset_trees SET changed_at = :at"), {"at": long_ago})
        assert changed(alice, tree.app_id) == long_ago.timestamp()
        reply: Any = change()
        assert getattr(reply, "status_code", 200) == 200, reply.json
        assert changed(alice, tree.app_id) > (long_ago + timedelta(days=1)).timestamp()


def test_as_many_queries_for_many_apps_as_for_one(alice: Person, context: FlaskApp):
    def queries() -> int:
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(db.engine, "before_cursor_execute", note)
        assert alice.get("/apps").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return count

    alice.post("/apps", json={"name": "One", "mode": "chat"})
    one = queries()
    for name in ("Two", "Three", "Four"):
        alice.post("/apps", json={"name": name, "mode": "chat"})
    assert queries() == one
