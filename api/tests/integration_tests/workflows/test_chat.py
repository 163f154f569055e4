"""Chatflows answer messages: with memory, variables of the conversation, and what was streamed is what is stored."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import said
from tests.conftest import Person
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import ASKED, CHATFLOW, edge, graph, llm, node
from tests.model_server import ModelServer

ANSWER = "{{#llm.text#}} {{#env.token#}}"


@pytest.fixture
def chatflow(alice: Person, provided: ModelServer, run_tasks: Callable[[], list[str]]) -> Builder:
    builder = Builder(alice, run_tasks, "advanced-chat")
    builder.publish(CHATFLOW, conversation_variables=[ASKED], features={"opening_statement": "Hello {{city}}"})
    return builder


def ask(chatflow: Builder, query: str, **body: Any) -> list[dict[str, Any]]:
    whole = {"inputs": {"city": "Graz"}, "query": query, "user": "ann", "response_mode": "streaming"}
    return chatflow.events(chatflow.program.post("/chat-messages", json=whole | {"auto_generate_name": False} | body))


def test_it_works(chatflow: Builder, provided: ModelServer):
    provided.answer("It rains.")
    events = ask(chatflow, "How is the weather?")
    assert events[0]["event"] == "workflow_started"
    assert [event["event"] for event in events[-2:]] == ["workflow_finished", "message_end"]
    assert said(events) == "It rains. (1)"
    conversation, message = events[-1]["conversation_id"], events[-1]["message_id"]
    assert all(event["conversation_id"] == conversation for event in events)
    assert provided.requests[-1].turns == (("system", "You know Graz."), ("user", "How is the weather?"))
    stored = chatflow.program.get("/messages", query_string={"conversation_id": conversation, "user": "ann"}).json
    (row,) = stored["data"]
    assert (row["id"], row["answer"], row["status"]) == (message, "It rains. (1)", "normal")
    assert events[-1]["metadata"]["usage"]["total_tokens"] > 0


def test_it_remembers(chatflow: Builder, provided: ModelServer):
    provided.answer("Hello Ann.")
    first = ask(chatflow, "I am Ann")
    conversation = first[-1]["conversation_id"]
    provided.answer("Ann.")
    again = ask(chatflow, "Who am I?", conversation_id=conversation, inputs={})
    assert said(again) == "Ann. (2)"
    assert provided.requests[-1].turns == (
        ("system", "You know Graz."),
        ("user", "I am Ann"),
        ("assistant", "Hello Ann. (1)"),
        ("user", "Who am I?"),
    )
    path = f"/conversations/{conversation}/variables"
    variables = chatflow.program.get(path, query_string={"user": "ann"}).json["data"]
    assert [(each["name"], each["value"]) for each in variables] == [("asked", 2)]


def test_a_model_that_fails_fails_the_message(chatflow: Builder, provided: ModelServer):
    provided.fail(400, "The rate is used up.")
    events = ask(chatflow, "Fail")
    assert events[-1]["event"] == "error"
    assert events[-1]["message"].startswith("llm: ")
    assert events[-2]["data"]["status"] == "failed"


def test_a_member_tries_the_draft(chatflow: Builder, provided: ModelServer):
    provided.answer("Draft.")
    path = f"{chatflow.path}/advanced-chat/workflows/draft/run"
    events = chatflow.events(chatflow.person.post(path, json={"inputs": {}, "query": "Hi"}))
    assert said(events) == "Draft. (1)"
    runs = chatflow.person.get(f"{chatflow.path}/advanced-chat/workflow-runs").json["data"]
    assert [run["triggered_from"] for run in runs] == ["debugging"]


def test_secrets_are_masked_in_what_is_streamed_and_stored(
    alice: Person, provided: ModelServer, run_tasks: Callable[[], list[str]]
):
    builder = Builder(alice, run_tasks, "advanced-chat")
    secret = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}
    parts = (node("start", "start"), llm("llm", ("system", "Be brief.")), node("answer", "answer", answer=ANSWER))
    document = graph(*parts, edge("start", "llm"), edge("llm", "answer"))
    builder.publish(document, environment_variables=[secret])
    # The scripted model sends a few characters at a time: every cut goes through the secret.
    provided.answer("It is s3cr3t-value, not s3cr3t.")
    events = ask(builder, "Which one?", inputs={})
    assert said(events) == "It is ••••••, not s3cr3t. ••••••"
    assert secret["value"] not in str(events)
    query = {"conversation_id": events[-1]["conversation_id"], "user": "ann"}
    (row,) = builder.program.get("/messages", query_string=query).json["data"]
    assert row["answer"] == said(events)
    provided.answer("It is s3cr3t-value.")
    tried = builder.person.post(f"{builder.path}/advanced-chat/workflows/draft/run", json={"inputs": {}, "query": "Hi"})
    assert secret["value"] not in str(builder.events(tried))
    seen = builder.person.get(f"{builder.path}/workflows/draft/variables")
    assert ("••••••" in str(seen.json), secret["value"] in seen.text) == (True, False)


def test_one_that_is_not_published_says_so(alice: Person, provided: ModelServer, run_tasks: Callable[[], list[str]]):
    builder = Builder(alice, run_tasks, "advanced-chat")
    reply = builder.program.post("/chat-messages", json={"inputs": {}, "query": "Hi", "user": "ann"})
    assert (reply.status_code, reply.json["code"]) == (400, "app_unavailable")
