"""What a server and a workspace may have of tools, and that nobody loads more than is asked for."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from tests.conftest import Person
from tests.integration_tests.tools.test_mcp_servers import BASE, add
from tests.mcp_server import ScriptedServer
from treeline.apps.models import App
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings
from treeline.tools.mcp import listing
from treeline.tools.toolbox import toolbox_for


def tool(name: str, size: int = 0) -> dict[str, Any]:
    schema = {"type": "object", "description": "s" * size}
    return {"name": name, "description": "d" * 1000, "inputSchema": schema}


def many(count: int, size: int = 0) -> dict[str, Any]:
    return {"tools": [tool(f"tool-{index}", size) for index in range(count)]}


@pytest.mark.parametrize(
    ("listed", "kept", "left_out"),
    [
        (many(200), 200, 0),
        (many(250), 200, 50),
        (many(100, 20_000), 24, 76),
        ({"tools": [tool("small"), tool("large", 32 * 1024), tool("n" * 129)]}, 1, 2),
        ({"tools": [tool("twice"), tool("twice")]}, 1, 0),
    ],
)
def test_a_server_has_a_bound(may_call: Settings, alice: Person, listed: dict[str, Any], kept: int, left_out: int):
    with ScriptedServer(tools_list=listed) as server:
        made = add(alice, server.url)
    assert (len(made["tools"]), made["left_out"]) == (kept, left_out)


@pytest.mark.parametrize(
    ("cursors", "pages"),
    [(["a", "b", None], 3), (["a", "a", "a"], 2), (["a", "b", "a"], 3), ([""], 1), ([None], 1)],
)
def test_a_cursor_that_comes_again_is_the_end(may_call: Settings, alice: Person, cursors: list[str | None], pages: int):
    asked = 0

    def page(params: dict[str, Any]) -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return {"tools": [tool(f"tool-{asked}")], "nextCursor": cursors[(asked - 1) % len(cursors)]}

    with ScriptedServer(tools_list=page) as server:
        assert len(add(alice, server.url)["tools"]) == pages
    assert asked == pages


def test_cursors_without_end_have_an_end(may_call: Settings, alice: Person):
    def page(params: dict[str, Any]) -> dict[str, Any]:
        return {"tools": [], "nextCursor": params.get("cursor", "") + "x"}

    with ScriptedServer(tools_list=page) as server:
        assert add(alice, server.url)["tools"] == []
    assert server.asked.count("tools/list") <= 50


def test_a_workspace_has_a_bound(may_call: Settings, alice: Person):
    with ScriptedServer(tools_list=many(200)) as full, ScriptedServer(tools_list=many(1)) as small:
        for index in range(4):
            add(alice, full.url, f"Server {index}")
        grows = add(alice, small.url, "Grows")
        reply = alice.post(BASE, json={"name": "One more", "server_url": full.url})
        assert (reply.status_code, reply.json["code"]) == (400, "max_mcp_servers_exceeded")
        assert "at most 1000 tools" in reply.json["message"]
        # What is changed does not count twice.
        assert alice.put(f"{BASE}/{grows['id']}", json={"server_url": full.url}).status_code == 200
        assert alice.put(f"{BASE}/{grows['id']}", json={"server_url": small.url}).status_code == 200
        # One that grows keeps the tools that it had, and says why.
        filling = add(alice, small.url, "Filling")
        small.results["tools/list"] = many(199)
        assert alice.post(f"{BASE}/{grows['id']}/test").json["ok"] is True
        small.results["tools/list"] = many(2)
        tested = alice.post(f"{BASE}/{filling['id']}/test").json
        assert (tested["ok"], len(tested["tools"])) == (False, 1)
        assert "at most 1000 tools" in tested["error"]


def test_lists_come_without_schemas_and_with_short_descriptions(may_call: Settings, alice: Person):
    with ScriptedServer(tools_list=many(20, 20_000)) as server:
        made = add(alice, server.url)
    page = alice.get(BASE)
    assert len(page.data) < 20 * 500
    assert [set(each) for each in page.json["data"][0]["tools"]] == [{"name", "description"}] * 20
    assert {len(each["description"]) for each in page.json["data"][0]["tools"]} == {listing.SHOWN_DESCRIPTION}
    (first, *_) = alice.get(f"{BASE}/{made['id']}/tools").json["data"]
    assert (len(first["description"]), len(first["input_schema"]["description"])) == (1000, 20_000)


def test_an_agent_loads_what_it_may_call(flask_app: FlaskApp, may_call: Settings, alice: Person):
    app_id = alice.post("/apps", json={"name": "x", "mode": "agent-chat"}).json["id"]
    with ScriptedServer(tools_list=many(20, 20_000)) as server:
        servers = [add(alice, server.url, f"Server {index}")["id"] for index in range(4)]

    def loaded(*names: tuple[str, str]) -> tuple[list[tuple[str, list[str]]], int]:
        entries = [{"provider_type": "mcp", "provider_id": where, "tool_name": name} for where, name in names]
        statements = 0

        def count(*_: Any) -> None:
            nonlocal statements
            statements += 1

        with flask_app.app_context(), unit_of_work() as session:
            app = session.get_one(App, UUID(app_id))
            event.listen(db.engine, "before_cursor_execute", count)
            try:
                granted = toolbox_for(session, app, None, entries, may_call)
            finally:
                event.remove(db.engine, "before_cursor_execute", count)
        return [(each.name, [spec.name for spec in each.tools]) for each in granted.servers], statements

    one, statements = loaded((servers[0], "tool-3"))
    assert one == [("Server 0", ["tool-3"])]
    # One that is allowed for one server is not for another.
    several, more = loaded(*[(each, f"tool-{index}") for index, each in enumerate(servers)])
    assert several == [(f"Server {index}", [f"tool-{index}"]) for index in range(4)]
    assert statements == more == 2
    assert loaded() == ([], 0)
    assert loaded((servers[0], "gone"))[0] == []
