"""Tools of MCP servers in an agent's hands, and all its tools together."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree
from tests.integration_tests.tools.conftest import TABLE
from tests.integration_tests.tools.test_mcp_servers import add
from tests.mcp_server import ScriptedServer, Told, ToolServer
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.port import ToolSpec
from treeline.settings import Settings
from treeline.tools.mcp.connection import Address, connected, look
from treeline.tools.mcp.errors import McpServerFailed
from treeline.tools.mcp.tools import GrantedServer, McpTools, told_by
from treeline.tools.toolbox import Granted, opened, toolbox_for

Run = Callable[[Callable[[], Awaitable[Any]]], Any]


def granted(settings: Settings, server: ToolServer, name: str = "Sums") -> GrantedServer:
    address = Address(server.url)
    tools = (ToolSpec(*each.values()) for each in asyncio.run(look(address, settings)).tools)
    return GrantedServer(name, address, tuple(tools))


def test_calls(may_call: Settings, tools: ToolServer):
    async def act() -> None:
        async with McpTools([server], may_call) as box:
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == "3"
            first = tools.requests
            assert await box.call("Sums_greet", {"name": "Anna"}) == "Hello Anna\0"
            # The connection stays.
            assert tools.requests == first + 1
            assert "Input should be a valid integer" in await box.call("Sums_add", {"a": "x", "b": 2})
            assert await box.call("Sums_fail", {}) == "Error: Error executing tool fail: this always fails"
            assert await box.call("Sums_picture", {}) == "[image, image/png]"
            assert await box.call("Sums_none", {}) == "Unknown tool Sums_none."

    server = granted(may_call, tools)
    asyncio.run(act())
    assert tools.calls == [("add", {"a": 1, "b": 2}), ("greet", {"name": "Anna"})]


def test_a_server_that_breaks_is_told_and_asked_again(may_call: Settings, tools: ToolServer):
    async def act() -> None:
        async with McpTools([server], may_call) as box:
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == "3"
            tools.refuses_with = 500
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == (
                "The MCP server Sums failed. The server returned HTTP 500."
            )
            tools.refuses_with = None
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == "3"
            tools.stop()
            assert "Can't connect to" in await box.call("Sums_add", {"a": 1, "b": 2})

    server = granted(may_call, tools)
    asyncio.run(act())


def told(settings: Settings, server: ScriptedServer) -> str:
    async def act() -> str:
        async with connected(Address(server.url), settings) as connection:
            return told_by(await connection.call_tool("a", {}))

    return asyncio.run(act())


OK = {"content": [{"type": "text", "text": "fine"}]}


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/vnd.x+json", "Application/JSON; charset=utf-8"]
)
def test_an_answer_may_leave_open_what_it_is(may_call: Settings, content_type: str):
    with ScriptedServer(tools_list={"tools": []}, tools_call=OK, content_type=content_type) as server:
        assert told(may_call, server) == "fine"


@pytest.mark.parametrize(
    "introduction", [{}, {"capabilities": []}, {"serverInfo": {"name": "x"}, "instructions": None}]
)
def test_a_server_may_introduce_itself_in_few_words(may_call: Settings, introduction: dict[str, Any]):
    said = {"protocolVersion": "2025-06-18", **introduction}
    with ScriptedServer(initialize=said, tools_list={"tools": []}, tools_call=OK) as server:
        assert told(may_call, server) == "fine"


def test_an_error_without_an_id_is_that_of_the_last_request(may_call: Settings):
    """Nobody would wait for it, and the call would take a minute to fail."""
    said = Told(id=None, error={"code": 1, "message": "boom"})
    with ScriptedServer(tools_call=said) as server, pytest.raises(McpServerFailed) as failed:
        told(may_call, server)
    assert failed.value.message == "The server returned an error: boom"


def test_only_what_the_connection_does_is_the_servers_fault(may_call: Settings, tools: ToolServer):
    class Stop(Exception):
        """Of ours, while the server is well."""

    async def stopped(error: Exception) -> None:
        async with connected(Address(tools.url), may_call) as server:
            assert await server.list_tools(None)
            raise error

    async def broken() -> None:
        async with connected(Address(tools.url), may_call) as server:
            tools.refuses_with = 500
            await server.call_tool("add", {"a": 1, "b": 2})

    for error in (Stop(), KeyError("a bug")):
        with pytest.raises(type(error)) as raised:
            asyncio.run(stopped(error))
        assert raised.value is error
    with pytest.raises(McpServerFailed, match="HTTP 500"):
        asyncio.run(broken())


@pytest.mark.parametrize("stateless", [False, True])
def test_a_reply_has_a_bound(may_call: Settings, stateless: bool):
    async def act() -> str:
        async with McpTools([server], may_call) as box:
            flooded = await box.call("Sums_flood", {})
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == "3"
            return flooded

    with ToolServer(stateless=stateless) as tools:
        server = granted(may_call, tools)
        flooded = asyncio.run(act())
    assert flooded.startswith("The MCP server Sums failed.")
    assert len(flooded) < 400


def test_private_addresses_are_refused_at_the_call_too(flask_app: FlaskApp, may_call: Settings, tools: ToolServer):
    async def act() -> str:
        async with McpTools([server], closed) as box:
            return await box.call("Sums_add", {"a": 1, "b": 2})

    server, closed = granted(may_call, tools), may_call.model_copy(update={"outbound_allowed_hosts": []})
    heard = tools.requests
    assert "OUTBOUND_ALLOWED_HOSTS" in asyncio.run(act())
    assert tools.requests == heard


def test_a_cancelled_call_ends_at_once_and_the_next_one_works(may_call: Settings, tools: ToolServer):
    async def act() -> str:
        async with McpTools([server], may_call) as box:
            call = asyncio.create_task(box.call("Sums_wait", {}))
            await asyncio.to_thread(tools.waiting.wait, 10)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert not tools.released.is_set()
            return await box.call("Sums_add", {"a": 1, "b": 2})

    server = granted(may_call, tools)
    assert asyncio.run(act()) == "3"


def test_names_fit_models_and_are_unique(may_call: Settings):
    tools = tuple(ToolSpec(name, "", {}) for name in ("a.b", "a/b", "ä" * 70, "x" * 128))
    servers = [
        GrantedServer(name, Address("http://x.invalid"), tools) for name in ("Größe & Co", "Größe-Co", "Größe Co")
    ]
    specs = McpTools(servers, may_call).specs
    assert len({spec.name for spec in specs}) == len(specs) == 12
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", spec.name) for spec in specs)
    assert specs[0].parameters == {"type": "object"}


def allowed(provider_id: str, *names: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"provider_type": "mcp", "provider_id": provider_id, "tool_name": name, "enabled": True} | more
        for name in names
    ]


@pytest.fixture
def grant(flask_app: FlaskApp, tree: Tree, may_call: Settings) -> Callable[..., Granted]:
    def make(version_id: UUID | None, entries: list[dict[str, Any]], **may: bool) -> Granted:
        with flask_app.app_context(), unit_of_work() as session:
            app = session.get_one(App, UUID(tree.app_id))
            return toolbox_for(session, app, version_id, entries, may_call, **may)

    return make


def test_an_agents_tools_together(
    run: Run, flask_app: FlaskApp, grant: Callable[..., Granted], alice: Person, tools: ToolServer, version_id: UUID
):
    server = add(alice, tools.url)
    plan = grant(version_id, allowed(server["id"], "add", "gone") + allowed(server["id"], "greet", enabled=False))

    async def act() -> None:
        async with opened(plan, flask_app.extensions["storage"], flask_app.extensions["settings"]) as (box, prompt):
            assert [spec.name for spec in box.specs] == ["list", "read", "search", "use_skill", "Sums_add"]
            assert "- tides: Says when the water comes." in prompt
            assert await box.call("read", {"path": "/skills/tides/table.txt"}) == TABLE
            assert (await box.call("use_skill", {"name": "tides"})).startswith("# Tides")
            assert await box.call("Sums_add", {"a": 1, "b": 2}) == "3"
            assert await box.call("Sums_greet", {}) == "Unknown tool Sums_greet."

    run(act)


@pytest.mark.parametrize(
    ("may", "has"), [({"assets": False}, ["use_skill"]), ({"skills": False}, ["list", "read", "search"])]
)
def test_files_and_skills_may_be_switched_off(
    run: Run, flask_app: FlaskApp, grant: Callable[..., Granted], version_id: UUID, may: dict[str, bool], has: list[str]
):
    plan = grant(version_id, [], **may)

    async def act() -> None:
        async with opened(plan, flask_app.extensions["storage"], flask_app.extensions["settings"]) as (box, prompt):
            assert [spec.name for spec in box.specs] == has
            assert bool(prompt) == ("use_skill" in has)

    run(act)


def test_without_files_and_servers_there_are_no_tools(run: Run, flask_app: FlaskApp, grant: Callable[..., Granted]):
    async def act() -> None:
        async with opened(plan, flask_app.extensions["storage"], flask_app.extensions["settings"]) as (box, prompt):
            assert (list(box.specs), prompt) == ([], "")

    plan = grant(None, [])
    run(act)


def test_servers_of_another_workspace_are_not_there(
    grant: Callable[..., Granted], mallory: Person, may_call: Settings, tools: ToolServer
):
    hers = add(mallory, tools.url)
    assert grant(None, allowed(hers["id"], "add") + allowed("no id", "add")).servers == ()
