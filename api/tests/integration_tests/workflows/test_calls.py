"""Workflows as tools: of nodes and of agents, within a workspace, and only so deep."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, llm, node, text_input
from tests.model_dialects import Reply
from tests.model_server import ModelServer


def calling(provider: str, outputs: dict[str, str], parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A start, one call, and an end that tells these outputs of it."""
    told = [{"variable": name, "value_selector": ["call", output]} for name, output in outputs.items()]
    tool = {"provider_type": "workflow", "provider_id": provider, "tool_name": "any", "tool_parameters": parameters}
    return graph(
        node("start", "start", variables=[text_input("who"), text_input("paper", type="file")]),
        node("call", "tool", **tool | more),
        node("end", "end", outputs=told),
        edge("start", "call"),
        edge("call", "end"),
    )


def mixed(text: str) -> dict[str, Any]:
    return {"type": "mixed", "value": text}


def ended(events: list[dict[str, Any]]) -> dict[str, Any]:
    return next(event["data"] for event in events if event["event"] == "workflow_finished")


def runs_of(builder: Builder) -> list[dict[str, Any]]:
    return builder.person.get(f"{builder.path}/workflow-runs").json["data"]


@pytest.fixture
def hello(alice: Person, run_tasks: Callable[[], list[str]]) -> Builder:
    callee = Builder(alice, run_tasks)
    callee.publish(HELLO)
    return callee


@pytest.mark.parametrize("named", ["id", "name"])
def test_it_works(builder: Builder, hello: Builder, named: str):
    # As in files from elsewhere, whose ids mean nothing here.
    hello.person.post(f"{hello.path}/name", json={"name": "Says Hello"})
    more = {} if named == "id" else {"provider_id": "8f2b", "provider_name": "says_hello"}
    outputs = {"own": "text", "text": "json"}
    builder.publish(calling(hello.app_id, outputs, {"name": mixed("{{#start.who#}}")}, **more))
    end = ended(builder.run({"who": "Ann"}))
    assert (end["status"], end["error"]) == ("succeeded", None)
    assert end["outputs"] == {"own": '{"text": "Hello Ann!"}', "text": [{"text": "Hello Ann!"}]}
    (seen,) = hello.program.get("/workflows/logs").json["data"]
    assert seen["created_by_end_user"]["session_id"] == "ann"
    assert seen["workflow_run"]["status"] == "succeeded"
    (run,) = runs_of(hello)
    assert (run["triggered_from"], run["total_steps"]) == ("tool", 3)
    # It is followed like any other.
    events = hello.person.get(f"{hello.path}/runs/{run['id']}/events")
    assert "workflow_finished" in events.text
    # The run of the caller is its own only.
    assert [each["total_steps"] for each in runs_of(builder)] == [3]


def test_what_it_asked_models_counts_for_its_caller(
    builder: Builder, alice: Person, provided: ModelServer, run_tasks: Callable[[], list[str]]
):
    callee = Builder(alice, run_tasks)
    parts = (node("start", "start"), llm("llm", ("user", "Hello")), node("end", "end", outputs=[]))
    callee.publish(graph(*parts, edge("start", "llm"), edge("llm", "end")))
    provided.answer("Hello.")
    builder.save(calling(callee.app_id, {}, {}))
    (end, of_caller) = ended(builder.try_it()), runs_of(builder)[0]
    (of_callee,) = runs_of(callee)
    assert end["status"] == "succeeded", end["error"]
    assert end["total_tokens"] == of_caller["total_tokens"] == of_callee["total_tokens"] > 0


def test_outputs_have_the_names_of_its_end(builder: Builder, alice: Person, run_tasks: Callable[[], list[str]]):
    callee = Builder(alice, run_tasks)
    told = [{"variable": "answer", "value_selector": ["start", "name"]}]
    parts = (node("start", "start", variables=[text_input("name")]), node("end", "end", outputs=told))
    callee.publish(graph(*parts, edge("start", "end")))
    builder.save(calling(callee.app_id, {"x": "answer"}, {"name": mixed("{{#start.who#}}")}))
    assert ended(builder.try_it(who="Ann"))["outputs"] == {"x": "Ann"}


def test_the_tools_of_a_workspace_are_listed(hello: Builder, builder: Builder, mallory: Person):
    path = "/workspaces/current/tool-provider/workflow"
    builder.save(HELLO)
    (tool,) = hello.person.get(path).json["data"]
    assert (tool["provider_id"], tool["tool_name"], tool["label"]) == (hello.app_id, "a_workflow", "A workflow")
    assert tool["parameters"] == {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 200}},
        "required": ["name"],
    }
    assert mallory.get(path).json["data"] == []


def test_only_what_the_workspace_has_published_is_called(
    builder: Builder, hello: Builder, alice: Person, mallory: Person, run_tasks: Callable[[], list[str]]
):
    draft, foreign, chat = (
        Builder(alice, run_tasks),
        Builder(mallory, run_tasks),
        Builder(alice, run_tasks, "advanced-chat"),
    )
    draft.save(HELLO)
    foreign.publish(HELLO)
    gone = Builder(alice, run_tasks)
    gone.publish(HELLO)
    alice.delete(gone.path)
    for other in (draft, foreign, chat, gone):
        builder.save(calling(other.app_id, {}, {"name": mixed("x")}, provider_name="nothing"))
        end = ended(builder.try_it())
        assert (end["status"], "no published workflow" in end["error"]) == ("failed", True), end["error"]
    assert foreign.person.get(f"{foreign.path}/workflow-runs").json["data"] == []
    # Two of one name: which one is meant is not guessed.
    Builder(alice, run_tasks).publish(HELLO)
    builder.save(calling("x", {}, {"name": mixed("x")}, provider_name="A workflow"))
    assert "several workflows named A workflow" in ended(builder.try_it())["error"]


def test_what_is_wrong_with_the_arguments_is_said_at_once(builder: Builder, hello: Builder):
    hello.publish(graph(HELLO["nodes"][0], node("end", "end", outputs=[]), edge("start", "end")))
    builder.save(calling(hello.app_id, {}, {"name": mixed("x" * 201)}))
    assert "name has 201 characters" in ended(builder.try_it())["error"]
    builder.save(calling(hello.app_id, {}, {}))
    assert "name is required" in ended(builder.try_it())["error"]
    assert runs_of(hello) == []


def test_a_cycle_ends_at_the_depth(builder: Builder):
    builder.publish(calling(builder.app_id, {}, {}))
    end = ended(builder.run({}))
    assert end["status"] == "failed"
    assert "WORKFLOW_CALL_MAX_DEPTH" in end["error"]
    # The first, and five below it.
    assert [run["status"] for run in runs_of(builder)] == ["failed"] * 6


RETRIES = {"retry_config": {"retry_enabled": True, "max_retries": 2, "retry_interval": 1}}


@pytest.mark.parametrize(("status", "runs"), [(503, 3), (401, 1)])
def test_a_call_that_failed_is_made_anew_where_that_may_help(
    builder: Builder, provided: ModelServer, alice: Person, run_tasks: Callable[[], list[str]], status: int, runs: int
):
    callee = Builder(alice, run_tasks)
    parts = (node("start", "start", variables=[]), llm("llm", ("user", "Hello")), node("end", "end", outputs=[]))
    callee.publish(graph(*parts, edge("start", "llm"), edge("llm", "end")))
    builder.save(calling(callee.app_id, {}, {}, **RETRIES))
    provided.script = lambda heard: Reply("Not now", status=status)
    end = ended(builder.try_it())
    assert (end["status"], "llm: " in end["error"]) == ("failed", True)
    assert [run["status"] for run in runs_of(callee)] == ["failed"] * runs


def test_a_cycle_is_not_retried(builder: Builder):
    builder.publish(calling(builder.app_id, {}, {}, **RETRIES))
    assert ended(builder.run({}))["status"] == "failed"
    assert len(runs_of(builder)) == 6


def test_an_agent_calls_it(builder: Builder, hello: Builder, provided: ModelServer):
    tool = {"type": "workflow", "provider_name": hello.app_id, "tool_name": "any", "enabled": True}
    model = {"provider": "openai_api_compatible", "model": "scripted", "model_type": "llm", "mode": "chat"}
    parameters = {
        "model": {"type": "constant", "value": model},
        "instruction": {"type": "constant", "value": "Greet."},
        "query": {"type": "constant", "value": "Greet Ann."},
        "tools": {"type": "constant", "value": [tool]},
    }
    told = [{"variable": "text", "value_selector": ["agent", "text"]}]
    builder.save(
        graph(
            node("start", "start", variables=[]),
            node("agent", "agent", agent_strategy_name="function_calling", agent_parameters=parameters),
            node("end", "end", outputs=told),
            edge("start", "agent"),
            edge("agent", "end"),
        )
    )
    provided.call_tools([("workflow_a_workflow", {"name": "Ann"}), ("workflow_a_workflow", {"nom": "Ann"})])
    provided.answer("Done.")
    assert ended(builder.try_it())["outputs"] == {"text": "Done."}
    results = [text for role, text in provided.requests[-1].turns if role == "tool"]
    assert results == ['{"text": "Hello Ann!"}', "Error: name is required."]
    assert [run["status"] for run in runs_of(hello)] == ["succeeded"]


def test_files_go_in_and_come_back(builder: Builder, alice: Person, run_tasks: Callable[[], list[str]]):
    callee = Builder(alice, run_tasks)
    extract = node("extract", "document-extractor", variable_selector=["start", "paper"], is_array_file=False)
    told = [
        {"variable": "said", "value_selector": ["extract", "text"]},
        {"variable": "same", "value_selector": ["start", "paper"]},
    ]
    callee.publish(
        graph(
            node("start", "start", variables=[text_input("paper", type="file")]),
            extract,
            node("end", "end", outputs=told),
            edge("start", "extract"),
            edge("extract", "end"),
        )
    )
    paper = {"type": "variable", "value": ["start", "paper"]}
    builder.publish(calling(callee.app_id, {"said": "said", "files": "files"}, {"paper": paper}))
    form = {"file": (BytesIO(b"Words of Ann."), "a.txt"), "user": "ann"}
    reply = builder.program.post("/v1/files/upload", data=form, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    upload = reply.json["id"]
    given = {"type": "document", "transfer_method": "local_file", "upload_file_id": upload}
    end = ended(builder.run({"paper": given}))
    assert (end["status"], end["error"]) == ("succeeded", None)
    assert end["outputs"]["said"] == "Words of Ann."
    assert [each["related_id"] for each in end["outputs"]["files"]] == [upload]
