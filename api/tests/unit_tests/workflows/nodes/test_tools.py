"""The nodes tool, agent and knowledge-retrieval with what needs no database."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.model_server import ModelServer
from tests.node_context import FakeFiles, NodeContext, failure, run
from tests.node_models import CHOICE, LOCAL, Remembered, ScriptedModels
from treeline.datasets.retrieval.options import Asker
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import clock
from treeline.workflows.nodes.agent import AgentData, AgentNode
from treeline.workflows.nodes.knowledge_retrieval import KnowledgeRetrievalNode
from treeline.workflows.nodes.tool import ToolData, ToolNode
from treeline.workflows.running.ports.knowledge import WorkspaceKnowledge
from treeline.workflows.running.ports.tools import ToolRef, ToolReply, WorkspaceTools, fitted

TOOL, AGENT = ToolNode(), AgentNode()
KNOWLEDGE = WorkspaceKnowledge(UUID(int=1), Asker("workflow", "account"), DatasetSettings())
TIME = {"provider_id": "langgenius/time/time", "provider_type": "builtin", "provider_name": "time"}


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def server(running: ModelServer) -> ModelServer:
    running.forget()
    return running


def context(server: ModelServer | None = None, **values: Any) -> NodeContext:
    tools = WorkspaceTools(UUID(int=1), LOCAL, FakeFiles())
    models = ScriptedModels(server) if server else None
    return NodeContext({"n": values}, tools=tools, models=models, memory=Remembered(()), knowledge=KNOWLEDGE)


def mixed(**texts: Any) -> dict[str, Any]:
    return {name: {"type": "mixed", "value": text} for name, text in texts.items()}


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("weekday", mixed(year="{{#n.year#}}", month="11", day="30"), "2026-11-30 is a Monday."),
        ("localtime_to_timestamp", mixed(localtime="1970-01-02 00:00:00", timezone="Europe/Rome"), "82800"),
        ("timestamp_to_localtime", mixed(timestamp="82800", timezone="Europe/Rome"), "1970-01-02 00:00:00"),
        (
            "timezone_conversion",
            mixed(current_time="2026-07-01 12:00:00", current_timezone="UTC", target_timezone="Asia/Tokyo"),
            "2026-07-01 21:00:00",
        ),
        ("current_time", {"format": {"type": "constant", "value": "%%"}}, "%"),
    ],
)
def test_built_in_tools(tool: str, given: dict[str, Any], said: str):
    done = run(TOOL, context(year=2026), **TIME, tool_name=tool, tool_parameters=given)
    assert done.outputs == {"text": said, "files": [], "json": []}


def test_the_time_is_ours():
    done = run(
        TOOL, context(), **TIME, tool_name="current_time", tool_configurations={"format": "%Y", "timezone": "UTC"}
    )
    assert done.outputs["text"] == str(clock.now().year)


@pytest.mark.parametrize(
    ("tool", "kind", "words"),
    [
        ({"tool_name": "weekday", "tool_parameters": mixed(year="x")}, "tool_failed", "are no date"),
        ({"tool_name": "current_time", "tool_parameters": mixed(timezone="Mars/Base")}, "tool_failed", "Europe/Rome"),
        ({"tool_name": "current_time", "tool_parameters": mixed(format="%Y" * 200)}, "tool_failed", "at most 200"),
        ({"tool_name": "timestamp_to_localtime", "tool_parameters": mixed(timestamp="1e99")}, "tool_failed", "1e99"),
        ({"tool_name": "brew"}, "tool_not_found", "time/weekday"),
        ({"tool_name": ""}, "tool_not_found", "No tool is chosen"),
        ({"tool_name": "a", "provider_type": "workflow"}, "tool_not_available", "Workflows"),
    ],
)
def test_refusals(tool: dict[str, Any], kind: str, words: str):
    failed = failure(TOOL, context(), **{**TIME, **tool})
    assert failed.type == kind
    assert words in failed.message


def test_a_workflow_is_called_by_who_can():
    seen: list[Any] = []

    class Calls:
        async def call(self, tool: ToolRef, arguments: Any, key: UUID) -> ToolReply:
            seen.append((tool.provider, dict(arguments), key))
            return ToolReply("done", ({"answer": 42},))

        async def specs(self, tools: Any) -> Any:
            raise AssertionError("no model is told")

    here = context()
    here.ports.tools = WorkspaceTools(UUID(int=1), LOCAL, FakeFiles(), Calls())
    given = {"v": {"type": "variable", "value": ["n", "list"]}}
    here.scope.set("n", {"list": [1]})
    done = run(TOOL, here, provider_type="workflow", provider_id="w1", tool_name="sub", tool_parameters=given)
    assert seen == [("w1", {"v": [1]}, here.effect_key)]
    assert done.outputs == {"text": "done", "files": [], "json": [{"answer": 42}], "answer": 42}
    # One that failed is called anew, under a key of its own.
    here.retries = 1
    run(TOOL, here, provider_type="workflow", provider_id="w1", tool_name="sub", tool_parameters=given)
    assert seen[1][2] != here.effect_key


SCHEMA = {
    "properties": {"n": {"type": "integer"}, "b": {"type": "boolean"}, "l": {"type": "array"}, "s": {"type": "string"}},
    "required": ["n"],
}


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"n": "3", "b": "true", "l": "[1]", "s": 5}, {"n": 3, "b": True, "l": [1], "s": "5"}),
        ({"n": "three", "b": "", "l": None, "s": ""}, {"n": "three", "s": ""}),
        ({"n": "", "other": {"a": 1}}, {"n": "", "other": {"a": 1}}),
    ],
)
def test_arguments_fit_the_schema(given: dict[str, Any], made: dict[str, Any]):
    assert fitted(given, SCHEMA) == made


def agent(**more: Any) -> dict[str, Any]:
    parameters = {
        "model": {"type": "constant", "value": {"provider": CHOICE["provider"], "model": "scripted"}},
        "instruction": {"type": "constant", "value": "Help {{#n.name#}}."},
        "query": {"type": "constant", "value": "{{#n.question#}}"},
        "maximum_iterations": {"type": "constant", "value": 2},
        "tools": {"type": "constant", "value": more.pop("tools", [])},
    }
    return {"agent_parameters": {**parameters, **more}}


WEEKDAY = {"type": "builtin", "provider_name": "time", "tool_name": "weekday", "enabled": True}


def test_an_agent_calls_tools_until_it_answers(server: ModelServer):
    parameters = {
        "year": {"auto": 0, "value": {"type": "mixed", "value": "{{#n.year#}}"}},
        "day": {"auto": 1, "value": None},
    }
    server.call_tool("weekday", {"month": 11, "day": 30}, text="Let me see.")
    server.answer("It is a Monday")
    here = context(server, name="Anna", question="Which day?", year=2026)
    done = run(AGENT, here, **agent(tools=[{**WEEKDAY, "parameters": parameters}]))
    assert server.requests[0].turns == (("system", "Help Anna."), ("user", "Which day?"))
    offered = server.requests[0].body["tools"][0]["function"]
    assert (offered["name"], set(offered["parameters"]["properties"])) == ("weekday", {"month", "day"})
    assert server.requests[1].said == "2026-11-30 is a Monday."
    assert done.outputs["text"] == here.told() == "Let me see.\n\nIt is a Monday"
    assert done.outputs["json"][0]["observation"] == "2026-11-30 is a Monday."
    assert done.outputs["files"] == []
    assert done.usage is not None
    assert done.outputs["usage"]["total_tokens"] == done.usage.tokens > 0


def test_an_agent_has_a_bound(server: ModelServer):
    server.call_tool("weekday", {"year": 1, "month": 1, "day": 1})
    server.call_tool("weekday", {"year": "x"})
    server.answer("Enough")
    done = run(AGENT, context(server, question="?"), **agent(tools=[WEEKDAY]))
    assert done.outputs["text"] == "Enough"
    assert done.process_data["limit"] == "the limit of 2 steps"
    assert done.outputs["json"][1]["observation"].startswith("Error: year, month and day")


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"tools": [{**WEEKDAY, "tool_name": "brew"}]}, "tool_not_found"),
        ({"tools": [WEEKDAY] * 65}, "too_many_tools"),
        ({"maximum_iterations": {"type": "constant", "value": "many"}}, "invalid_iterations"),
        ({"model": {"type": "constant", "value": {"provider": "openai", "model": "x"}}}, "model_currently_not_support"),
        ({"query": {"type": "constant", "value": ""}, "instruction": {"type": "constant", "value": ""}}, "no_prompt"),
    ],
)
def test_agents_that_cannot_run(server: ModelServer, more: dict[str, Any], kind: str):
    assert failure(AGENT, context(server, question="?"), **agent(**more)).type == kind


def test_what_they_read():
    given = {"a": {"type": "variable", "value": ["n", "x"]}, "b": {"type": "mixed", "value": "{{#n.y#}}"}}
    data = ToolData.model_validate(
        {"type": "tool", "tool_parameters": given, "tool_configurations": {"c": "{{#n.z#}}"}}
    )
    assert list(TOOL.reads(data)) == [("n", "x"), ("n", "y")]
    preset = {"parameters": {"year": {"auto": 0, "value": {"type": "mixed", "value": "{{#n.year#}}"}}}}
    agents = AgentData.model_validate({"type": "agent", **agent(tools=[{**WEEKDAY, **preset}])})
    assert set(AGENT.reads(agents)) == {("n", "name"), ("n", "question"), ("n", "year")}


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({"dataset_ids": ["no-id"]}, "dataset_not_found", "no knowledge base with the ID no-id"),
        ({"multiple_retrieval_config": {"top_k": 1000}}, "retrieval_settings_invalid", "top_k"),
    ],
)
def test_knowledge_says_what_is_wrong_with_its_settings(settings: dict[str, Any], code: str, said: str):
    failed = failure(KnowledgeRetrievalNode(), context(q="?"), query_variable_selector=["n", "q"], **settings)
    assert (failed.type, failed.retryable) == (code, False)
    assert said in failed.message


def test_knowledge_reads_its_query_and_its_conditions():
    condition = {"name": "folder", "comparison_operator": "is", "value": "{{#n.folder#}}"}
    given = {
        "type": "knowledge-retrieval",
        "query_variable_selector": ["n", "q"],
        "metadata_filtering_mode": "manual",
        "metadata_filtering_conditions": {"conditions": [condition]},
    }
    node = KnowledgeRetrievalNode()
    assert list(node.reads(node.parse(given))) == [("n", "q"), ("n", "folder")]
    assert list(node.reads(node.parse({**given, "metadata_filtering_mode": "disabled"}))) == [("n", "q")]
    assert [path for path, _ in node.missing(node.parse(given))] == ["dataset_ids"]


def test_json_is_plain(server: ModelServer):
    server.answer("Hi")
    json.dumps(run(AGENT, context(server, question="?"), **agent()).outputs)
