"""The official MCP client, of either generation, against a real API process."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

from tests.integration_tests.assets.conftest import file, folder
from tests.processes import Api, Caller

FILES = {"/skills/pdf/SKILL.md": b"---\nname: pdf\n---\nRead PDFs.\n", "/notes.txt": "Äpfel\n".encode()}


@pytest.fixture(scope="module")
def key(api: Api) -> str:
    """A key of an app with an active version."""
    caller = Caller(api.base).log_in()
    assets = f"/apps/{caller.new_app()}/assets"
    skill, notes = (len(data) for data in FILES.values())
    children = [folder("skills", folder("pdf", file("SKILL.md", skill))), file("notes.txt", notes)]
    made = caller.call("POST", f"{assets}/batch-upload", json={"children": children}).json()["children"]
    nodes = (made[0]["children"][0]["children"][0], made[1])
    for node, data in zip(nodes, FILES.values(), strict=True):
        assert caller.call("PUT", node["upload_url"], data=data).status_code == 204
    number = caller.call("POST", f"{assets}/versions", json={}).json()["number"]
    assert caller.call("POST", f"{assets}/versions/{number}/activate").status_code == 200
    return caller.call("POST", f"{assets.removesuffix('/assets')}/api-keys").json()["token"]


def talk(api: Api, key: str, mode: str, act: Callable[[Client], Awaitable[Any]]) -> Any:
    """Connect, act, leave. `mode`: "legacy" begins with a handshake, "auto" asks first which generation it is."""

    async def run() -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(headers=headers, timeout=20) as http:
            transport = streamable_http_client(f"{api.base}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await act(client)

    return asyncio.run(run())


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_it_works(api: Api, key: str, mode: str):
    async def act(client: Client) -> None:
        newest = "2025-11-25" if mode == "legacy" else "2026-07-28"
        assert client.session.protocol_version == newest
        listed = await client.list_tools()
        assert [tool.name for tool in listed.tools] == ["list", "read", "search"]

        top = await client.call_tool("list", {})
        assert top.structured_content is not None
        assert [entry["path"] for entry in top.structured_content["entries"]] == ["/skills", "/notes.txt"]
        found = await client.call_tool("search", {"query": "pdfs"})
        assert found.structured_content is not None
        (hit,) = found.structured_content["hits"]
        assert (hit["path"], hit["line"]) == ("/skills/pdf/SKILL.md", 4)
        text: Any = (await client.call_tool("read", {"path": hit["path"]})).content[0]
        assert text.text.encode() == FILES[hit["path"]]
        wrong = await client.call_tool("read", {"path": "/none"})
        assert wrong.is_error

        resources = (await client.list_resources()).resources
        assert {resource.title for resource in resources} == set(FILES)
        for resource in resources:
            content: Any = (await client.read_resource(str(resource.uri))).contents[0]
            assert content.text.encode() == FILES[str(resource.title)]
        assert len((await client.list_resource_templates()).resource_templates) == 1

    talk(api, key, mode, act)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_errors_reach_the_client(api: Api, key: str, mode: str):
    async def act(client: Client) -> None:
        with pytest.raises(MCPError) as none:
            await client.read_resource("treeline:///none")
        assert "Nothing found at /none" in none.value.error.message
        with pytest.raises(MCPError) as unknown:
            await client.call_tool("write", {})
        assert "Unknown tool" in unknown.value.error.message
        with pytest.raises(MCPError):
            await client.list_prompts()

    talk(api, key, mode, act)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_without_a_key_nobody_connects(api: Api, mode: str):
    connected: list[Client] = []

    async def act(client: Client) -> None:
        connected.append(client)

    with pytest.raises(ExceptionGroup) as refused:
        talk(api, "app-nothing", mode, act)
    assert refused.group_contains(MCPError)
    assert not connected
