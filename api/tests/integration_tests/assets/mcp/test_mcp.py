"""MCP over plain HTTP: the protocol, and whose files it shows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import has_app_context

from tests.conftest import Cast, Person, program
from tests.integration_tests.assets.conftest import SKILL, Agent, Tree, publish
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp

NOW = "2026-07-28"


@pytest.mark.parametrize("version", ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
def test_it_begins_with_initialize(agent: Agent, version: str):
    client = {"capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    reply = agent.ask("initialize", protocolVersion=version, **client)
    assert reply.content_type == "application/json"
    assert "Mcp-Session-Id" not in reply.headers
    result = reply.json["result"]
    assert (result["protocolVersion"], result["serverInfo"]["name"]) == (version, "treeline")
    assert result["capabilities"] == {"tools": {}, "resources": {}}
    reply = agent.send({"jsonrpc": "2.0", "method": "notifications/initialized"}, MCP_Protocol_Version=version)
    assert (reply.status_code, reply.data) == (202, b"")
    assert agent.result("ping") == {}


def test_another_version_is_answered_with_ours(agent: Agent):
    assert agent.result("initialize", protocolVersion="2099-01-01")["protocolVersion"] == "2025-11-25"
    assert agent.error("initialize")["code"] == -32602
    reply = agent.send({"jsonrpc": "2.0", "id": 1, "method": "ping"}, MCP_Protocol_Version="2099-01-01")
    assert (reply.status_code, reply.json["error"]["code"]) == (400, -32022)
    assert NOW in reply.json["error"]["data"]["supported"]
    reply = agent.send({"jsonrpc": "2.0", "method": "notifications/x"}, MCP_Protocol_Version="2099-01-01")
    assert reply.status_code == 400


def test_what_is_no_message(agent: Agent):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    for body, code in ((b"{", -32700), ([ping], -32600), ({"id": 1}, -32600), ({**ping, "id": None}, -32600)):
        reply = agent.send(body)
        assert (reply.status_code, reply.json["error"]["code"]) == (400, code)
        assert (reply.json["jsonrpc"], reply.json["id"]) == ("2.0", None)


@pytest.mark.parametrize("method", ["prompts/list", "logging/setLevel", "server/discover", "x", ""])
def test_an_unknown_method(agent: Agent, method: str):
    assert agent.error(method)["code"] == -32601


def test_other_http_methods_and_other_bodies(agent: Agent):
    for method in ("GET", "DELETE", "PUT"):
        reply = agent.holder.open(method, "/mcp")
        assert (reply.status_code, "POST" in reply.headers["Allow"]) == (405, True)
    assert agent.holder.post("/mcp", data=b"{}", content_type="text/plain").status_code == 415
    assert agent.holder.post("/mcp", json={"x": "y" * 1024 * 1024}).status_code == 413


def envelope(**params: Any) -> dict[str, Any]:
    meta = {"io.modelcontextprotocol/protocolVersion": NOW, "io.modelcontextprotocol/clientCapabilities": {}}
    return {**params, "_meta": meta}


def test_since_2026_every_request_stands_alone(published: Agent):
    def ask(method: str, **params: Any):
        name = params.get("name") or params.get("uri")
        headers = {"MCP_Protocol_Version": NOW, "Mcp_Method": method} | ({"Mcp_Name": name} if name else {})
        return published.send({"jsonrpc": "2.0", "id": "a", "method": method, "params": envelope(**params)}, **headers)

    discovered = ask("server/discover").json["result"]
    assert discovered["supportedVersions"][0] == NOW
    assert (discovered["resultType"], discovered["cacheScope"]) == ("complete", "private")
    for method, keep in (("tools/list", True), ("resources/templates/list", True), ("resources/list", False)):
        result = ask(method).json["result"]
        assert (result["resultType"], result["ttlMs"] > 0, result["cacheScope"]) == ("complete", keep, "private")
        assert result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "treeline"
    result = ask("tools/call", name="list", arguments={}).json["result"]
    assert (result["resultType"], "ttlMs" in result) == ("complete", False)
    for method in ("initialize", "ping", "x"):
        reply = ask(method, protocolVersion=NOW)
        assert (reply.status_code, reply.json["error"]["code"]) == (404, -32601)
    reply = ask("resources/read", uri="treeline:///none")
    assert (reply.status_code, reply.json["error"]["code"]) == (400, -32602)
    reply = published.send({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, MCP_Protocol_Version=NOW)
    assert (reply.status_code, reply.json["error"]["code"]) == (400, -32602)


def test_only_the_active_version_is_seen(published: Agent, tree: Tree):
    node = tree.get("/path/skills/pdf/SKILL.md").json
    tree.put(f"/files/{node['id']}", json={"content": "newer"})
    tree.ready_file("draft only.txt", b"draft")
    assert published.ok("read", path="/skills/pdf/SKILL.md")["content"][0]["text"] == SKILL
    assert published.refused("read", path="/draft only.txt")
    assert published.ok("search", query="draft")["hits"] == []
    publish(tree)
    assert published.ok("read", path="/skills/pdf/SKILL.md")["content"][0]["text"] == "newer"
    tree.post("/versions/1/activate")
    assert published.ok("read", path="/skills/pdf/SKILL.md")["content"][0]["text"] == SKILL


def test_another_app_s_files_are_not_there(cast: Cast, published: Agent, new_app: Callable[[Person], str]):
    for person in (cast.alice, cast.mallory):
        other = Tree(person, new_app(person))
        other.ready_file("other.txt", b"other")
        publish(other)
        stranger = Agent(program(person, other.app_id))
        assert [e["name"] for e in stranger.ok("list")["entries"]] == ["other.txt"]
        assert stranger.refused("read", path="/skills/pdf/SKILL.md")
        assert stranger.ok("search", query="Äpfel")["hits"] == []
        assert len(stranger.result("resources/list")["resources"]) == 1
    assert len(published.result("resources/list")["resources"]) == 4


def test_without_a_key_there_is_nothing(published: Agent, client: Any):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    reply = client.post("/mcp", json=ping)
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer")
    reply = client.post("/mcp", json=ping, headers={"Authorization": "Bearer app-x"})
    assert (reply.status_code, reply.json["code"]) == (401, "api_key_invalid")


def test_pages_of_elsewhere_are_refused(agent: Agent):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert agent.send(ping, Origin="http://localhost").status_code == 200
    for origin in ("http://evil.example.com", "null", "http://localhost:1"):
        reply = agent.send(ping, Origin=origin)
        assert (reply.status_code, reply.json["code"]) == (403, "origin_not_allowed")
    rebound = agent.send(ping, Origin="http://evil.example.com", Host="evil.example.com")
    assert rebound.status_code == 403


class Watched:
    """A storage that is not called while a transaction is open."""

    def __init__(self, storage: Storage):
        self.storage, self.reads = storage, 0

    def read(self, *args: Any) -> Any:
        if has_app_context():
            # Raises if there is one already.
            with unit_of_work():
                pass
        self.reads += 1
        return self.storage.read(*args)


@pytest.fixture
def watched(flask_app: FlaskApp) -> Iterator[Watched]:
    real = flask_app.extensions["storage"]
    flask_app.extensions["storage"] = watched = Watched(real)
    yield watched
    flask_app.extensions["storage"] = real


def test_bytes_are_read_while_no_transaction_is_open(published: Agent, watched: Watched):
    published.ok("read", path="/skills/pdf/SKILL.md")
    published.ok("search", query="x")
    published.result("resources/read", uri="treeline:///data/picture.png")
    assert watched.reads == 5


def test_the_queries_of_a_search_do_not_grow_with_its_files(agent: Agent, tree: Tree, queries: list[str]):
    counts = []
    for more in ("a", "b"):
        for number in range(20):
            tree.ready_file(f"{more}{number}.txt", b"needle %d" % number)
        publish(tree)
        queries.clear()
        agent.ok("search", query="needle")
        counts.append(len(queries))
    assert counts[0] == counts[1]
