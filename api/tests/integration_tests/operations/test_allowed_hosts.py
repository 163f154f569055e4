"""What an instance admin lets outbound requests go to: a host with its port, at once, in every process."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.answers import PROVIDER, config, provider_of
from tests.conftest import TEMPLATE, Cast, Person
from tests.integration_tests.operations.test_instance_admin import HOSTS
from tests.mcp_server import ToolServer
from tests.model_server import ModelServer
from tests.processes import Api, Caller, Worker, database
from treeline.kernel.http import HttpError, NamedBy, outbound, refused_host
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

CREDENTIALS = f"/workspaces/current/model-providers/{PROVIDER}/credentials"
MCP = "/workspaces/current/tool-provider/mcp"


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def allow(person: Person, host: str, port: int, status: int = 201) -> Any:
    reply = person.post(HOSTS, json={"host": host, "port": port})
    assert reply.status_code == status, reply.json
    return reply.json


def test_a_refused_provider_names_the_host_and_an_admin_allows_it(cast: Cast, model: ModelServer):
    # Mallory is admin of her workspace, and not of the installation.
    for save, field in ((f"{CREDENTIALS}", "message"), (f"{CREDENTIALS}/validate", "error")):
        reply = cast.mallory.post(save, json=provider_of(model))
        assert f"port {model.port}" in reply.json[field]
        (detail,) = reply.json["details"]
        assert (detail["host"], detail["port"]) == ("127.0.0.1", model.port)
    # Neither another port nor another name of the same machine.
    allow(cast.alice, "127.0.0.1", model.port % 65535 + 1)
    allow(cast.alice, "localhost", model.port)
    assert cast.mallory.post(CREDENTIALS, json=provider_of(model)).status_code == 400
    allow(cast.alice, "127.0.0.1", model.port)
    assert cast.mallory.post(CREDENTIALS, json=provider_of(model)).status_code == 201
    assert cast.alice.delete(f"{HOSTS}?host=127.0.0.1&port={model.port}").status_code == 204
    assert cast.mallory.post(f"{CREDENTIALS}/validate", json=provider_of(model)).json["result"] == "error"


def test_likewise_an_mcp_server(cast: Cast):
    with ToolServer() as tools:
        body = {"name": "Local", "server_url": tools.url}
        reply = cast.mallory.post(MCP, json=body)
        assert (reply.status_code, reply.json["code"]) == (400, "mcp_server_failed")
        (detail,) = reply.json["details"]
        assert tools.requests == 0
        allow(cast.alice, detail["host"], detail["port"])
        server = cast.mallory.post(MCP, json=body)
        assert server.status_code == 201
        # So does a test of one that was allowed before.
        test = f"{MCP}/{server.json['id']}/test"
        assert cast.mallory.post(test).json["details"] is None
        assert cast.alice.delete(f"{HOSTS}?host={detail['host']}&port={detail['port']}").status_code == 204
        assert cast.mallory.post(test).json["details"] == [detail]


def test_the_list_is_not_for_what_members_and_end_users_name(context: FlaskApp, alice: Person, model: ModelServer):
    allow(alice, "127.0.0.1", model.port)

    async def ask(named_by: NamedBy) -> None:
        async with outbound(context.extensions["settings"], named_by) as client:
            await client.get(f"http://127.0.0.1:{model.port}/")

    asyncio.run(ask(NamedBy.ADMIN))
    for named_by in (NamedBy.MEMBER, NamedBy.END_USER):
        with pytest.raises(HttpError, match=named_by.value) as refused:
            asyncio.run(ask(named_by))
        # There is nothing that an instance admin could allow here.
        assert refused_host(refused.value) is None


def test_the_list(cast: Cast):
    made = allow(cast.alice, " LocalHost. ".strip(), 11434)
    assert (made["host"], made["port"], made["created_by"]) == ("localhost", 11434, str(cast.alice.account_id))
    assert allow(cast.alice, "localhost", 11434) == made
    allow(cast.alice, "[::1]", 80)
    listed = cast.alice.get(HOSTS).json
    assert [(each["host"], each["port"]) for each in listed["data"]] == [("::1", 80), ("localhost", 11434)]
    assert listed["settings"] == []
    assert cast.alice.delete(f"{HOSTS}?host=LOCALHOST&port=11434").status_code == 204
    assert cast.alice.delete(f"{HOSTS}?host=localhost&port=11434").json["code"] == "allowed_host_not_found"


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("", 80),
        ("a b", 80),
        ("localhost:80", 80),
        ("http://localhost", 80),
        ("localhost/x", 80),
        ("10.0.0.0/8", 80),
        ("*", 80),
        ("user@localhost", 80),
        ("x" * 254, 80),
        ("localhost", 0),
        ("localhost", 65536),
        ("localhost", "80"),
    ],
)
def test_what_is_no_host_or_port_is_rejected(alice: Person, host: str, port: Any):
    reply = alice.post(HOSTS, json={"host": host, "port": port})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), reply.json
    assert alice.get(HOSTS).json["data"] == []


def test_api_and_worker_see_a_new_entry_without_a_restart(settings: Settings, model: ModelServer):
    with database(settings, TEMPLATE) as own:
        api, worker = Api(own), Worker(own)
        try:
            caller = Caller(api.base).set_up()
            assert caller.call("POST", CREDENTIALS, json=provider_of(model)).status_code == 400
            entry = {"host": "127.0.0.1", "port": model.port}
            assert caller.call("POST", HOSTS, json=entry).status_code == 201
            assert caller.call("POST", CREDENTIALS, json=provider_of(model)).status_code == 201
            app = caller.call("POST", "/apps", json={"name": "An app", "mode": "chat"}).json()["id"]
            assert caller.call("POST", f"/apps/{app}/model-config", json=config()).status_code == 200
            key = caller.call("POST", f"/apps/{app}/api-keys").json()["token"]

            def ask() -> requests.Response:
                body = {"inputs": {}, "query": "Hi", "user": "ann", "auto_generate_name": False}
                headers = {"Authorization": f"Bearer {key}"}
                return requests.post(f"{api.base}/v1/chat-messages", json=body, headers=headers, timeout=60)

            model.answer("Hello.")
            assert ask().json()["answer"] == "Hello."
            assert caller.call("DELETE", f"{HOSTS}?host=127.0.0.1&port={model.port}").status_code == 204
            refused = ask()
            assert refused.status_code == 400
            assert "private address" in refused.json()["message"]
        finally:
            worker.stop()
            api.stop()
