"""Tools that a config names are of servers that the workspace has."""

from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Cast, Person
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.tools.models import McpServer


def server_of(flask_app: FlaskApp, person: Person) -> UUID:
    with flask_app.app_context(), unit_of_work() as session:
        server = McpServer(workspace_id=person.workspace_id, name="A server", url="http://a.invalid/")
        session.add(server)
    return server.id


def publish(person: Person, *providers: object) -> Any:
    app_id = person.post("/apps", json={"name": "An agent", "mode": "agent-chat"}).json["id"]
    tools = [{"provider_type": "mcp", "provider_id": str(each), "tool_name": "find"} for each in providers]
    return person.post(f"/apps/{app_id}/model-config", json={"agent_mode": {"tools": tools}})


def test_it_works(flask_app: FlaskApp, alice: Person):
    assert publish(alice, server_of(flask_app, alice)).status_code == 200


@pytest.mark.parametrize("unknown", ["nothing", "0190d5a0-0000-7000-8000-000000000000"])
def test_a_server_that_is_not_there(flask_app: FlaskApp, alice: Person, unknown: str):
    reply = publish(alice, server_of(flask_app, alice), unknown)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert [each["path"] for each in reply.json["details"]] == ["agent_mode.tools[1].provider_id"]


def test_somebody_elses_server_is_not_there(flask_app: FlaskApp, cast: Cast):
    hers = server_of(flask_app, cast.alice)
    reply = publish(cast.mallory, hers)
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, "agent_mode.tools[0].provider_id")
