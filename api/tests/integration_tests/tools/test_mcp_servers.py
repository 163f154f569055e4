"""MCP servers of a workspace: add, list, test, change, delete; and the task that asks them again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import Cast, Person
from tests.mcp_server import ToolServer
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings
from treeline.tools.mcp.headers import SEALED, address_of
from treeline.tools.mcp.listing import of_server
from treeline.tools.models import McpServer

BASE = "/workspaces/current/tool-provider/mcp"
UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"
TOOLS = ["add", "greet", "fail", "picture", "flood", "wait"]


def add(person: Person, url: str, name: str = "Sums", **more: Any) -> dict[str, Any]:
    reply = person.post(BASE, json={"name": name, "server_url": url, **more})
    assert reply.status_code == 201, reply.json
    return reply.get_json()


def names(shown: dict[str, Any]) -> list[str]:
    return [tool["name"] for tool in shown["tools"]]


def row(flask_app: FlaskApp, server_id: str) -> McpServer:
    with flask_app.app_context(), unit_of_work() as session:
        return session.scalars(select(McpServer).where(McpServer.id == UUID(server_id))).one()


def stored_names(flask_app: FlaskApp, server_id: str) -> list[str]:
    with flask_app.app_context(), unit_of_work() as session:
        return [tool.name for tool in of_server(session, UUID(server_id))]


@pytest.fixture
def server(may_call: Settings, tools: ToolServer, alice: Person) -> dict[str, Any]:
    return add(alice, tools.url)


def test_it_works(may_call: Settings, tools: ToolServer, alice: Person, run_tasks: Callable[[], list[str]]):
    made = add(alice, tools.url)
    assert names(made) == TOOLS
    assert made["tools"][0] == {"name": "add", "description": "The sum of two numbers."}
    assert (made["name"], made["server_url"], made["headers"], made["error"]) == ("Sums", tools.url, {}, None)
    page = alice.get(BASE).json
    assert (page["total"], page["has_more"]) == (1, False)
    assert page["data"] == [made]
    whole = alice.get(f"{BASE}/{made['id']}/tools").json["data"]
    assert names({"tools": whole}) == TOOLS
    assert set(whole[0]["input_schema"]["properties"]) == {"a", "b"}
    assert alice.post(f"{BASE}/{made['id']}/test").json == {
        "ok": True,
        "error": None,
        "details": None,
        "tools": made["tools"],
    }
    assert run_tasks() == ["tools.refresh"]
    assert alice.delete(f"{BASE}/{made['id']}").status_code == 204
    assert alice.get(BASE).json["data"] == []
    assert alice.delete(f"{BASE}/{made['id']}").status_code == 404


@pytest.mark.parametrize("stateless", [False, True])
def test_headers_are_sent_and_never_shown(flask_app: FlaskApp, may_call: Settings, alice: Person, stateless: bool):
    with ToolServer(key="Bearer secret", stateless=stateless) as closed:
        reply = alice.post(BASE, json={"name": "Closed", "server_url": closed.url})
        assert (reply.status_code, reply.json["code"]) == (400, "mcp_server_failed")
        assert "HTTP 401 (unauthorized)" in reply.json["message"]
        assert alice.get(BASE).json["data"] == []
        made = add(alice, closed.url, headers={"Authorization": "Bearer secret"})
        assert made["headers"] == {"Authorization": "[__HIDDEN__]"}
        assert b"secret" not in alice.get(BASE).data
        stored = row(flask_app, made["id"])
        assert "secret" not in str(vars(stored))
        assert SEALED.vault(may_call).open(stored.sealed_headers or "", stored.workspace_id)
        assert alice.post(f"{BASE}/{made['id']}/test").json["ok"] is True


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"server_url": "ftp://x/"}, "http://"),
        ({"server_url": "http://user:secret@x/"}, "headers"),
        ({"server_url": "http:///mcp"}, "host"),
        ({"server_url": "http://x:99999/"}, "ort"),
        ({"server_url": "http://é\u2028.com/"}, "http://"),
        ({"server_url": "http://a..b/"}, "http://"),
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"headers": {"Host": "x"}}, "Host"),
        ({"headers": {"A b": "x"}}, "A b"),
        ({"headers": {"A": "x\r\nB: y"}}, "printable"),
        ({"headers": {"A": "x", "a": "y"}}, "duplicate header"),
        ({"headers": {f"H{index}": "x" for index in range(21)}}, "20"),
        ({"secret": "x"}, "secret"),
    ],
)
def test_what_is_no_server_is_refused(alice: Person, body: dict[str, Any], says: str):
    reply = alice.post(BASE, json={"name": "x", "server_url": "http://x.invalid/", **body})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), reply.json
    assert says in reply.json["message"]


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/mcp", "http://169.254.169.254/", "http://[::1]:1/", "http://localhost:1/"]
)
def test_private_addresses_are_refused(alice: Person, url: str):
    reply = alice.post(BASE, json={"name": "x", "server_url": url})
    assert (reply.status_code, reply.json["code"]) == (400, "mcp_server_failed")
    assert "OUTBOUND_ALLOWED_HOSTS" in reply.json["message"]


def test_this_machine_is_refused_unless_it_is_named(tools: ToolServer, alice: Person):
    reply = alice.post(BASE, json={"name": "x", "server_url": tools.url})
    assert "OUTBOUND_ALLOWED_HOSTS" in reply.json["message"]
    assert tools.requests == 0


def test_what_does_not_speak_mcp_is_refused(may_call: Settings, tools: ToolServer, alice: Person):
    for url, says in (
        (tools.url + "x", "HTTP 404 (not found)"),
        ("http://127.0.0.1:1/", "Can't connect to"),
        ("http://no.invalid", "resolved"),
    ):
        reply = alice.post(BASE, json={"name": "x", "server_url": url})
        assert (reply.status_code, reply.json["code"]) == (400, "mcp_server_failed")
        assert says in reply.json["message"]


def test_names_are_unique(server: dict[str, Any], tools: ToolServer, alice: Person, mallory: Person):
    heard = tools.requests
    reply = alice.post(BASE, json={"name": "Sums", "server_url": tools.url})
    assert (reply.status_code, reply.json["code"]) == (409, "mcp_server_exists")
    assert tools.requests == heard
    other = add(alice, tools.url, "Others")
    assert alice.put(f"{BASE}/{other['id']}", json={"name": "Sums"}).status_code == 409
    assert add(mallory, tools.url)["name"] == "Sums"


def test_change(server: dict[str, Any], tools: ToolServer, alice: Person):
    url, heard = f"{BASE}/{server['id']}", tools.requests
    renamed = alice.put(url, json={"name": "Numbers"}).json
    assert (renamed["name"], renamed["server_url"]) == ("Numbers", tools.url)
    assert tools.requests == heard
    reply = alice.put(url, json={"server_url": tools.url + "/nowhere"})
    assert (reply.status_code, reply.json["code"]) == (400, "mcp_server_failed")
    given = alice.put(url, json={"headers": {"X-Key": "one", "X-Team": "two"}}).json
    assert given["headers"] == {"X-Key": "[__HIDDEN__]", "X-Team": "[__HIDDEN__]"}
    assert tools.requests > heard
    kept = alice.put(url, json={"headers": {"X-Key": "[__HIDDEN__]"}}).json
    assert kept["headers"] == {"X-Key": "[__HIDDEN__]"}
    assert alice.get(BASE).json["data"] == [kept]
    assert alice.put(url, json={"headers": {}}).json["headers"] == {}


def test_secrets_are_not_sent_to_another_host(may_call: Settings, alice: Person):
    with ToolServer(key="Bearer secret") as first, ToolServer() as second:
        made = add(alice, first.url, headers={"Authorization": "Bearer secret"})
        for headers in ({}, {"headers": {"Authorization": "[__HIDDEN__]"}}):
            reply = alice.put(f"{BASE}/{made['id']}", json={"server_url": second.url, **headers})
            assert (reply.status_code, reply.json["code"]) == (400, "mcp_headers_missing")
        assert second.requests == 0
        moved = alice.put(f"{BASE}/{made['id']}", json={"server_url": second.url, "headers": {}})
        assert (moved.status_code, moved.json["server_url"], moved.json["headers"]) == (200, second.url, {})


def test_a_test_says_what_failed_and_the_tools_stay(server: dict[str, Any], tools: ToolServer, alice: Person):
    tools.refuses_with = 503
    tested = alice.post(f"{BASE}/{server['id']}/test").json
    error = "The server returned HTTP 503."
    assert tested == {"ok": False, "error": error, "details": None, "tools": server["tools"]}
    assert alice.get(BASE).json["data"][0]["error"] == tested["error"]
    tools.refuses_with = None
    assert alice.post(f"{BASE}/{server['id']}/test").json["ok"] is True
    assert alice.get(BASE).json["data"][0]["error"] is None


def test_headers_of_a_lost_key_are_to_be_given_again(
    flask_app: FlaskApp, may_call: Settings, tools: ToolServer, alice: Person
):
    made = add(alice, tools.url, headers={"X-Key": "one"})
    url = f"{BASE}/{made['id']}"
    lost = may_call.model_copy(update={"secret_key": "a key that nobody knows any more"})
    _seal(flask_app, made["id"], SEALED.vault(lost).seal(b'{"X-Key": "one"}', alice.workspace_id))
    tested = alice.post(f"{url}/test").json
    assert tested["ok"] is False
    assert "SECRET_KEY" in tested["error"]
    assert alice.put(url, json={"headers": {"X-Key": "two"}}).json["headers"] == {"X-Key": "[__HIDDEN__]"}
    assert alice.post(f"{url}/test").json["ok"] is True


def test_headers_are_sealed_anew_with_a_new_key(
    flask_app: FlaskApp, may_call: Settings, tools: ToolServer, alice: Person
):
    made = add(alice, tools.url, headers={"X-Key": "one"})
    new = may_call.model_copy(update={"secret_key": "a newer key", "secret_key_previous": [may_call.secret_key or ""]})
    with flask_app.app_context():
        assert SEALED.reseal(new) == (1, [])
    alone = new.model_copy(update={"secret_key_previous": []})
    assert address_of(row(flask_app, made["id"]), alone).headers == {"X-Key": "one"}


def _seal(flask_app: FlaskApp, server_id: str, sealed: str) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        session.get_one(McpServer, UUID(server_id)).sealed_headers = sealed


def test_the_task_asks_all_and_one_dead_server_holds_up_none(
    flask_app: FlaskApp, may_call: Settings, tools: ToolServer, alice: Person, mallory: Person
):
    with ToolServer() as dying:
        dead = add(alice, dying.url, "Dead")
    here, hers = add(alice, tools.url, "Here"), add(mallory, tools.url, "Hers")

    @tools.library.tool()
    def halve(number: float) -> float:
        """Half of it."""
        return number / 2

    for _ in range(2):
        with flask_app.app_context():
            flask_app.extensions["celery"].tasks["tools.refresh"]()
        assert [stored_names(flask_app, each["id"])[-1] for each in (here, hers)] == ["halve", "halve"]
        stored = row(flask_app, dead["id"])
        assert "Can't connect to" in (stored.error or "")
        assert stored_names(flask_app, dead["id"]) == TOOLS
        assert stored.checked_at is not None


def test_the_task_forgives_a_server_that_is_gone(
    flask_app: FlaskApp, server: dict[str, Any], alice: Person, run_tasks: Any
):
    assert alice.delete(f"{BASE}/{server['id']}").status_code == 204
    assert run_tasks() == ["tools.refresh"]


def test_a_config_names_tools_that_are_there(server: dict[str, Any], cast: Cast):
    def publish(person: Person, **tool: Any) -> Any:
        app_id = person.post("/apps", json={"name": "x", "mode": "agent-chat"}).json["id"]
        given = {"provider_type": "mcp", "provider_id": server["id"], "tool_name": "add", **tool}
        return person.post(f"/apps/{app_id}/model-config", json={"agent_mode": {"tools": [given]}})

    assert publish(cast.alice).status_code == 200
    assert publish(cast.alice, tool_name="gone", enabled=False).status_code == 200
    reply = publish(cast.alice, tool_name="gone")
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert reply.json["details"][0]["path"] == "agent_mode.tools[0].tool_name"
    for person, tool in (
        (cast.mallory, {}),
        (cast.alice, {"provider_id": UNKNOWN}),
        (cast.alice, {"provider_id": "x"}),
    ):
        reply = publish(person, **tool)
        assert (reply.status_code, reply.json["code"]) == (404, "mcp_server_not_found")


def test_the_walls(server: dict[str, Any], cast: Cast):
    for person, status in ((cast.mallory, 404), (cast.bob, 403)):
        for method, path, body in (
            ("PUT", "", {"name": "x"}),
            ("DELETE", "", None),
            ("POST", "/test", None),
            ("GET", "/tools", None),
        ):
            assert person.open(method, f"{BASE}/{server['id']}{path}", json=body).status_code == status
    assert cast.mallory.get(BASE).json["data"] == []
    assert cast.bob.get(BASE).status_code == 403
    assert cast.alice.get(f"{BASE}/{UNKNOWN}/tools").status_code == 404
    assert cast.alice.get(BASE).json["data"] == [server]
