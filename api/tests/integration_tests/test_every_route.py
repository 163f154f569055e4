"""The walls: every route, walked by nobody, by a stranger and by a role too low. A new route is walked by itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Cast
from treeline import create_app
from treeline.kernel.web import FlaskApp, Operation
from treeline.settings import Settings

# A route is public only by standing here.
PUBLIC = {
    "public.health",
    "public.openapi",
    "public.docs",
    "public.index",
    "entrance.read_setup",
    "entrance.set_up",
    "entrance.read_init",
    "entrance.validate_init",
    "entrance.log_in",
    "entrance.log_out",
    "entrance.refresh_token",
}
UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"
# Bodies that would be taken, so that only the caller can be what is refused.
BODIES: dict[str, dict[str, Any]] = {
    "app.rename_app": {"name": "x"},
    "assets.create_folder": {"name": "x"},
    "assets.create_file": {"name": "x", "size": 1},
    "assets.batch_upload": {"children": [{"name": "x", "node_type": "folder"}]},
    "assets.rename_node": {"name": "x"},
    "assets.move_node": {"parent_id": None},
    "assets.reorder_node": {"after_node_id": None},
    "assets.move_nodes": {"ids": [UNKNOWN], "parent_id": None},
    "assets.delete_nodes": {"ids": [UNKNOWN]},
    "assets.copy_nodes": {"ids": [UNKNOWN], "parent_id": None},
    "asset_uploads.complete_uploads": {"node_ids": [UNKNOWN]},
    "asset_contents.write_file": {"content": "x"},
}


def operations(flask_app: FlaskApp) -> Iterator[tuple[str, str, Operation]]:
    """(endpoint, rule, operation) of every route there is."""
    for rule in flask_app.url_map.iter_rules():
        yield rule.endpoint, rule.rule, flask_app.operations[rule.endpoint]


def filled(rule: str, ids: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: ids.get(match.group(1), "x"), rule)


def request(person: Any, endpoint: str, operation: Operation, url: str) -> Any:
    # Something is sent wherever something may be; a POST without a body would be refused for that.
    body = BODIES.get(endpoint, {}) if operation.method in ("POST", "PUT", "PATCH") else None
    return person.open(operation.method, url, json=body)


def test_every_route_is_an_operation_with_an_access(flask_app: FlaskApp):
    rules = list(flask_app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} == set(flask_app.operations)
    public = {endpoint for endpoint, _, operation in operations(flask_app) if operation.routes.access.name == "public"}
    assert public == PUBLIC


def test_nobody_gets_in(flask_app: FlaskApp, client: Any):
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if endpoint in PUBLIC:
            continue
        walked += 1
        reply = client.open(filled(rule, {"app_id": UNKNOWN, "node_id": UNKNOWN}), method=operation.method, json={})
        expected = 403 if operation.routes.access.name == "signed link" else 401
        assert reply.status_code == expected, f"{operation.method} {rule}: {reply.status_code}"
        assert reply.json["status"] == expected
    assert walked > 20


@pytest.fixture
def ids(cast: Cast) -> dict[str, str]:
    """Things of Alice's, by the names that routes give them."""
    app_id = cast.alice.post("/apps", json={"name": "Alice's", "mode": "chat"}).json["id"]
    node = cast.alice.post(f"/apps/{app_id}/assets/folders", json={"name": "hers"}).json["id"]
    return {"app_id": app_id, "node_id": node}


def test_a_stranger_finds_nothing(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    before = cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json
    own = cast.mallory.post("/apps", json={"name": "Mallory's", "mode": "chat"}).json["id"]
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if "<" not in rule or operation.routes.access.name != "console":
            continue
        walked += 1
        reply = request(cast.mallory, endpoint, operation, filled(rule, ids))
        assert reply.status_code == 404, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
        if "<uuid:node_id>" in rule:
            # Somebody else's node in an app of one's own.
            reply = request(cast.mallory, endpoint, operation, filled(rule, {**ids, "app_id": own}))
            assert reply.status_code == 404, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
    assert walked > 15
    assert cast.alice.get(f"/apps/{ids['app_id']}/assets/tree").json == before


def test_somebody_else_ids_in_bodies_are_not_found(cast: Cast, ids: dict[str, str]):
    own = cast.mallory.post("/apps", json={"name": "Mallory's", "mode": "chat"}).json["id"]
    assets = f"/apps/{own}/assets"
    mine = cast.mallory.post(f"{assets}/folders", json={"name": "mine"}).json["id"]
    node = ids["node_id"]
    for path, body in (
        ("/folders", {"name": "x", "parent_id": node}),
        ("/files/upload", {"name": "x", "size": 1, "parent_id": node}),
        ("/batch-upload", {"children": [{"name": "x", "node_type": "folder"}], "parent_id": node}),
        (f"/nodes/{mine}/move", {"parent_id": node}),
        (f"/nodes/{mine}/reorder", {"after_node_id": node}),
        ("/nodes/move", {"ids": [mine], "parent_id": node}),
        ("/nodes/move", {"ids": [node], "parent_id": None}),
        ("/nodes/move", {"ids": [mine], "parent_id": None, "after_node_id": node}),
        ("/nodes/delete", {"ids": [mine, node]}),
        ("/nodes/copy", {"ids": [node], "parent_id": None}),
        ("/nodes/copy", {"ids": [mine], "parent_id": node}),
        ("/uploads", {"node_ids": [node]}),
        ("/uploads", {"under": node}),
        ("/uploads/complete", {"node_ids": [node]}),
    ):
        assert cast.mallory.post(f"{assets}{path}", json=body).status_code == 404, path
    # A workspace is an id in a body too.
    reply = cast.mallory.post("/workspaces/switch", json={"tenant_id": str(cast.alice.workspace_id)})
    assert reply.status_code in (400, 404)


def test_a_role_too_low_is_forbidden(flask_app: FlaskApp, cast: Cast, ids: dict[str, str]):
    """Bob, normal, may read what he may read, and every route that asks for more refuses him."""
    walked = 0
    for endpoint, rule, operation in operations(flask_app):
        if operation.routes.access.name != "console" or operation.can in ("read", "belong"):
            continue
        walked += 1
        reply = request(cast.bob, endpoint, operation, filled(rule, ids))
        assert reply.status_code == 403, f"{operation.method} {rule}: {reply.status_code} {reply.json}"
    assert walked > 10


def test_unknown_paths_and_methods_answer_json(client: Any):
    for reply, status in (
        (client.get("/nothing/here"), 404),
        (client.patch("/health"), 405),
        (client.get("/console/api/apps/x"), 404),
    ):
        assert (reply.status_code, reply.json["status"]) == (status, status)


def test_the_table_of_contents_builds_again(settings: Settings):
    """A second app in one process has the same routes: nothing is registered twice or lost."""
    first, second = create_app(settings), create_app(settings)
    assert set(first.operations) == set(second.operations)
