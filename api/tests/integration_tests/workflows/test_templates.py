"""Templates work at once: imported, published and run, with a model where one is needed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.answers import said
from tests.conftest import Person
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import llm
from tests.model_server import ModelServer
from treeline.workflows.dsl.templates import library

WEB = Path(__file__).parents[4] / "web/src/features/workflows/locales"
Start = Callable[[str], Builder]
MODEL = llm("any")["data"]["model"]


@pytest.fixture
def start(alice: Person, run_tasks: Callable[[], list[str]]) -> Start:
    """An app whose empty draft is filled by a template and published as it is, but for the model."""

    def started(name: str) -> Builder:
        (template,) = [each for each in alice.get("/workflow-templates").json if each["id"] == name]
        builder = Builder(alice, run_tasks, template["mode"])
        body = {"mode": "yaml-content", "yaml_content": template["yaml"], "app_id": builder.app_id, "name": "Mine"}
        done = alice.post("/apps/imports", json=body)
        assert (done.status_code, done.json["report"]) == (200, []), done.json
        assert alice.get(builder.path).json["name"] == "Mine"
        graph = alice.get(f"{builder.path}/workflows/draft").json["graph"]
        models = [node["data"] for node in graph["nodes"] if "model" in node["data"]]
        assert bool(models) == template["needs_model"]
        for data in models:
            data["model"] = MODEL
        builder.publish(graph)
        assert alice.get(f"{builder.path}/workflows/draft").json["issues"] == []
        return builder

    return started


def outputs(events: list[dict[str, Any]]) -> dict[str, Any]:
    assert events[-1]["data"]["status"] == "succeeded", events[-1]
    return events[-1]["data"]["outputs"]


def ask(chatflow: Builder, query: str) -> str:
    body = {"inputs": {}, "query": query, "user": "ann", "response_mode": "streaming", "auto_generate_name": False}
    return said(chatflow.events(chatflow.program.post("/chat-messages", json=body)))


def test_all_files_are_offered_and_have_their_words():
    files = {path.stem for path in Path(library.__file__).parent.glob("*.yml")}
    assert set(library.NAMES) == files
    for language in ("en", "zh-Hans"):
        words = json.loads((WEB / f"{language}.json").read_text(encoding="utf-8"))["templates"]
        assert {name for name in words if isinstance(words[name], dict)} == files


def test_a_list(start: Start):
    assert outputs(start("list").run({"text": "one\n\n two \nthree"})) == {"text": "1. One\n2. Two\n3. Three"}


def test_an_approval(start: Start):
    approval = start("approval")
    small = outputs(approval.run({"purpose": "Pens", "amount": 99}))
    assert small == {"purpose": "Pens", "amount": 99, "comment": None}
    events = approval.run({"purpose": "A desk", "amount": 100})
    assert events[-1]["event"] == "workflow_paused"
    (form,) = [each["data"] for each in events if each["event"] == "human_input_required"]
    assert form["form_content"].startswith("100 is requested for: A desk")


def test_a_summary(start: Start, provided: ModelServer):
    provided.answer("Short.")
    events = start("summary").run({"text": "Long.", "readers": "children"})
    assert outputs(events) == {"summary": "Short."}
    assert "for children" in provided.requests[-1].turns[0][1]


def test_keywords(start: Start):
    chatflow = start("keywords")
    assert ask(chatflow, "When are you open?").startswith("We are open")
    assert "prices" in ask(chatflow, "What does it cost?")
    assert ask(chatflow, "Hm").endswith("You wrote: Hm")


def test_topics(start: Start, provided: ModelServer):
    chatflow = start("topics")
    provided.answer('{"category_id": "question"}')
    provided.answer("Because.")
    assert ask(chatflow, "Why?") == "Because."
    provided.answer('{"category_id": "complaint"}')
    assert ask(chatflow, "It is broken").startswith("I'm sorry")
