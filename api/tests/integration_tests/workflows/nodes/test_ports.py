"""The ports of nodes on real rows, servers and storage."""

import asyncio
from collections.abc import Awaitable, Iterator
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.api_server import ApiServer
from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, folder, publish
from tests.integration_tests.providers.conftest import KEY as MODEL_KEY
from tests.integration_tests.providers.conftest import add as add_model
from tests.integration_tests.tools.test_api_tools import add as add_api
from tests.integration_tests.tools.test_mcp_servers import add as add_mcp
from tests.mcp_server import ScriptedServer, ToolServer
from tests.model_server import ModelServer
from tests.node_context import KEY, FakeFiles, NodeContext, ran
from treeline.assets.versions.models import AssetVersion
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.agent import AgentNode
from treeline.workflows.nodes.llm import LlmNode
from treeline.workflows.nodes.tool import ToolNode
from treeline.workflows.running.ports.chat_models import WorkspaceModels
from treeline.workflows.running.ports.files import RunFiles
from treeline.workflows.running.ports.memory import NoMemory
from treeline.workflows.running.ports.skills import PinnedSkills
from treeline.workflows.running.ports.tools import ToolRef, WorkspaceTools

Made = TypeVar("Made")
MIB = 1024 * 1024


@pytest.fixture
def here(flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """This machine may be asked by everybody."""
    allowed = ("outbound_allowed_hosts", "node_allowed_hosts", "attachment_allowed_hosts")
    settings = flask_app.extensions["settings"].model_copy(update={name: ["127.0.0.1"] for name in allowed})
    monkeypatch.setitem(flask_app.extensions, "settings", settings)
    return settings


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=MODEL_KEY) as running:
        yield running


@pytest.fixture
def app_id(alice: Person) -> UUID:
    return UUID(alice.post("/apps", json={"name": "Harbour", "mode": "workflow"}).json["id"])


def acted(flask_app: FlaskApp, work: Awaitable[Made]) -> Made:
    """As a worker does: in an app context, in an event loop of its own."""

    async def main() -> Made:
        return await work

    with flask_app.app_context():
        return asyncio.run(main())


def refused(flask_app: FlaskApp, work: Awaitable[Any]) -> NodeFailed:
    with pytest.raises(NodeFailed) as raised:
        acted(flask_app, work)
    return raised.value


def files(flask_app: FlaskApp, person: Person, app_id: UUID, end_user_id: UUID | None = None) -> RunFiles:
    settings = flask_app.extensions["settings"]
    return RunFiles(person.workspace_id, app_id, end_user_id, flask_app.extensions["storage"], settings)


def test_models(flask_app: FlaskApp, here: Settings, server: ModelServer, alice: Person):
    models = WorkspaceModels(alice.workspace_id, here)
    missing = refused(flask_app, models.chat("", ""))
    assert (missing.type, missing.retryable) == ("provider_not_initialize", False)
    assert refused(flask_app, models.chat("langgenius/tongyi/tongyi", "q")).message.startswith("Unknown provider")
    add_model(alice, server)
    named: Any = {"provider": "langgenius/openai_api_compatible/openai_api_compatible", "name": "scripted"}
    for choice in (named, {}):
        context = NodeContext(models=models)
        prompt = {"model": choice, "prompt_template": [{"role": "user", "text": "Hello"}]}
        done = acted(flask_app, ran(LlmNode(), context, **prompt))
        assert done.outputs["text"] == context.told() == "You said: Hello"
    assert refused(flask_app, models.chat("openai_api_compatible", "other")).type == "model_currently_not_support"


def test_mcp_tools(flask_app: FlaskApp, here: Settings, alice: Person, mallory: Person):
    calls: list[Any] = []

    def answer(params: Any) -> Any:
        calls.append(params)
        picture = {"type": "image", "data": "iVBORw==", "mimeType": "image/png"}
        text = {"type": "text", "text": '{"sum": 3}'}
        return {"content": [text, picture], "structuredContent": {"sum": 3}}

    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    listed = {"tools": [{"name": "add", "inputSchema": schema}]}
    with ScriptedServer(tools_list=listed, tools_call=answer) as scripted:
        added = add_mcp(alice, scripted.url)
        kept = FakeFiles()
        node = {"provider_type": "mcp", "tool_name": "add", "tool_parameters": {"a": {"value": "{{#n.a#}}"}}}
        for provider in (added["id"], "Sums"):
            context = NodeContext({"n": {"a": "3"}}, tools=WorkspaceTools(alice.workspace_id, here, kept))
            done = acted(flask_app, ran(ToolNode(), context, provider_id=provider, **node))
            assert calls[-1]["arguments"] == {"a": 3}
            assert calls[-1]["_meta"]["treeline/effect-key"] == str(KEY)
            assert (done.outputs["json"], done.outputs["sum"]) == ([{"sum": 3}], 3)
            assert [file.name for file in done.outputs["files"]] == ["file-1.png"]
        others = WorkspaceTools(mallory.workspace_id, here, kept)
        strangers = refused(flask_app, others.call(ToolRef("mcp", added["id"], "add"), {}, KEY))
        assert strangers.type == "tool_not_found"
        wrong = WorkspaceTools(alice.workspace_id, here, kept).call(ToolRef("mcp", "Sums", "none"), {}, KEY)
        assert refused(flask_app, wrong).message.startswith("Sums has no tool none.")


def test_mcp_failures(flask_app: FlaskApp, here: Settings, alice: Person):
    with ToolServer() as server:
        add_mcp(alice, server.url)
        tools = WorkspaceTools(alice.workspace_id, here, FakeFiles())
        failed = refused(flask_app, tools.call(ToolRef("mcp", "Sums", "fail"), {}, KEY))
        assert (failed.type, "this always fails" in failed.message) == ("tool_failed", True)
        server.refuses_with = 503
        failed = refused(flask_app, tools.call(ToolRef("mcp", "Sums", "add"), {}, KEY))
        assert (failed.type, failed.retryable) == ("mcp_server_failed", True)


def test_api_tools(flask_app: FlaskApp, here: Settings, alice: Person):
    with ApiServer() as api:
        added = add_api(alice, api)
        tools = WorkspaceTools(alice.workspace_id, here, FakeFiles())
        node = {"provider_type": "api", "provider_id": added["id"], "provider_name": "Harbour", "tool_name": "addShip"}
        given = {"name": {"type": "constant", "value": "Anna"}}
        done = acted(flask_app, ran(ToolNode(), NodeContext(tools=tools), **node, tool_parameters=given))
        assert api.calls[-1].headers["Idempotency-Key"] == str(KEY)
        assert len(done.outputs["json"]) == 1
        elsewhere = ToolRef("api", str(uuid4()), "getShip", "Harbour")
        assert acted(flask_app, tools.call(elsewhere, {"id": "7"}, KEY)).data
        assert refused(flask_app, tools.call(ToolRef("api", "None", "getShip"), {}, KEY)).type == "tool_not_found"


def test_an_agent_with_tools_of_servers(flask_app: FlaskApp, here: Settings, server: ModelServer, alice: Person):
    with ToolServer() as sums, ApiServer() as api:
        add_model(alice, server)
        added = add_mcp(alice, sums.url)
        add_api(alice, api)
        server.call_tools([("Sums_add", {"a": 1}), ("Harbour_addShip", {"name": "Anna"})])
        server.answer("Done")
        tools = [
            {
                "type": "mcp",
                "provider_id": added["id"],
                "tool_name": "add",
                "parameters": {"b": {"auto": 0, "value": 2}},
            },
            {"type": "api", "provider_name": "Harbour", "tool_name": "addShip"},
        ]
        parameters = {"model": {}, "query": "Go", "instruction": "", "tools": tools}
        given = {name: {"type": "constant", "value": value} for name, value in parameters.items()}
        box = WorkspaceTools(alice.workspace_id, here, FakeFiles())
        context = NodeContext(tools=box, models=WorkspaceModels(alice.workspace_id, here), memory=NoMemory())
        done = acted(flask_app, ran(AgentNode(), context, agent_parameters=given))
        assert done.outputs["text"] == "Done"
        assert sums.calls == [("add", {"a": 1, "b": 2})]
        assert UUID(api.calls[-1].headers["Idempotency-Key"]) != KEY
        missing = {
            **given,
            "tools": {"type": "constant", "value": [{"type": "mcp", "provider_id": "No", "tool_name": "a"}]},
        }
        assert refused(flask_app, ran(AgentNode(), context, agent_parameters=missing)).type == "tool_not_found"


def test_files_are_kept_and_read(flask_app: FlaskApp, alice: Person, app_id: UUID):
    mine = files(flask_app, alice, app_id)
    file = acted(flask_app, mine.keep("a.png", "image/png", b"\x89PNG"))
    assert (file.type, file.transfer_method, file.size, file.extension) == ("image", "tool_file", 4, ".png")
    assert flask_app.test_client().get(file.url or "").data == b"\x89PNG"
    assert acted(flask_app, mine.read(file, 4)) == b"\x89PNG"
    assert refused(flask_app, mine.read(file, 3)).type == "file_too_large"
    too_many = refused(flask_app, mine.keep("a.txt", "text/plain", bytes(16 * MIB)))
    assert (too_many.type, too_many.retryable) == ("file_too_large", False)


def test_files_of_others_are_not_there(flask_app: FlaskApp, alice: Person, mallory: Person, app_id: UUID):
    file = acted(flask_app, files(flask_app, alice, app_id).keep("a.txt", "text/plain", b"secret"))
    other_app = UUID(alice.post("/apps", json={"name": "B", "mode": "workflow"}).json["id"])
    for elsewhere in (files(flask_app, alice, other_app), files(flask_app, mallory, app_id)):
        assert refused(flask_app, elsewhere.read(file, 10)).type == "file_not_found"
    none = File(None, "custom", "local_file", "x", related_id="no id")
    assert refused(flask_app, files(flask_app, alice, app_id).read(none, 10)).type == "file_not_found"


def test_files_of_members_are_not_for_end_users(flask_app: FlaskApp, alice: Person, app_id: UUID):
    from io import BytesIO

    sent = alice.post("/console/api/files/upload", data={"file": (BytesIO(b"mine"), "a.txt")}).json
    file = File(sent["id"], "document", "local_file", "a.txt", related_id=sent["id"])
    assert acted(flask_app, files(flask_app, alice, app_id).read(file, 10)) == b"mine"
    assert refused(flask_app, files(flask_app, alice, app_id, uuid4()).read(file, 10)).type == "file_not_found"
    shown = acted(flask_app, files(flask_app, alice, app_id).shown([file], 100))
    assert [getattr(each, "text", None) for each in shown] == ["mine"]
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalars(select(UploadFile.name)).all() == ["a.txt"]


def test_skills_of_the_pinned_version(flask_app: FlaskApp, here: Settings, server: ModelServer, alice: Person):
    app_id = alice.post("/apps", json={"name": "Tides", "mode": "workflow"}).json["id"]
    tree = Tree(alice, app_id)
    tides = tree.made(folder("tides"))["tides"]["id"]
    tree.ready_file("SKILL.md", b"---\nname: tides\ndescription: Says when\n---\nRead table.txt.\n", tides)
    publish(tree)
    with flask_app.app_context(), unit_of_work() as session:
        version_id = session.scalars(select(AssetVersion.id).where(AssetVersion.app_id == UUID(app_id))).one()
    add_model(alice, server)
    skills = PinnedSkills(UUID(app_id), version_id, flask_app.extensions["storage"], here)
    context = NodeContext(models=WorkspaceModels(alice.workspace_id, here), skills=skills)
    server.call_tool("use_skill", {"name": "tides"})
    server.answer("At noon")
    prompts = [{"role": "system", "text": "Help.", "skill": True}, {"role": "user", "text": "When?"}]
    done = acted(flask_app, ran(LlmNode(), context, model={}, prompt_template=prompts))
    assert done.outputs["text"] == "At noon"
    assert "- tides: Says when" in server.requests[0].turns[0][1]
    assert "Read table.txt." in server.requests[1].said
