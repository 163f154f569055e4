"""The node knowledge-retrieval searches the workspace's knowledge bases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf, key_of, knowledge, shelf  # noqa: F401  fixtures
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import edge, graph, node, text_input
from tests.model_server import ModelServer
from treeline.accounts.models import WorkspaceMember
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

CONFIG = {"top_k": 2, "score_threshold": None, "reranking_enable": False, "reranking_mode": "weighted_score"}


def asking(dataset_ids: list[str], **more: Any) -> dict[str, Any]:
    return graph(
        node("start", "start", variables=[text_input("question"), text_input("folder")]),
        node(
            "find",
            "knowledge-retrieval",
            query_variable_selector=["start", "question"],
            dataset_ids=dataset_ids,
            **{"retrieval_mode": "multiple", "multiple_retrieval_config": CONFIG, **more},
        ),
        node("end", "end", outputs=[{"variable": "found", "value_selector": ["find", "result"]}]),
        edge("start", "find"),
        edge("find", "end"),
    )


def outcome(events: list[dict[str, Any]]) -> dict[str, Any]:
    return next(event["data"] for event in events if event["event"] == "workflow_finished")


def texts(events: list[dict[str, Any]]) -> list[str]:
    finished = outcome(events)
    assert finished["status"] == "succeeded", finished["error"]
    return [each["content"] for each in finished["outputs"]["found"]]


@pytest.fixture
def rivers(shelf: Shelf) -> Shelf:  # noqa: F811  a fixture
    shelf.add("danube.md", "The Danube flows through ten countries.")
    shelf.add("nile.md", "The Nile flows to the north.")
    shelf.add("amazon.md", "The Amazon carries the most water.")
    return shelf


def test_a_node_finds_passages(builder: Builder, rivers: Shelf):
    builder.publish(asking([rivers.dataset["id"]]))
    finished = outcome(builder.run({"question": "Where does the Danube flow?"}))
    assert finished["status"] == "succeeded", finished["error"]
    found = finished["outputs"]["found"]
    assert [each["title"] for each in found] == ["danube.md", "nile.md"]
    first = found[0]
    assert first["content"] == "The Danube flows through ten countries."
    about = first["metadata"]
    assert about["dataset_id"] == rivers.dataset["id"]
    assert (about["_source"], about["position"], about["dataset_name"]) == ("knowledge", 1, "Rivers")
    assert (about["document_name"], about["segment_position"], about["page"]) == ("danube.md", 1, None)
    assert 0 < about["score"] <= 1
    assert f"/documents/{about['document_id']}?segment={about['segment_id']}" in first["url"]
    asked = builder.person.get(f"{rivers.path}/queries").json["data"]
    assert [(each["source"], each["source_app_id"]) for each in asked] == [("workflow", builder.app_id)]


def test_a_chatflow_names_its_sources(rivers: Shelf, alice: Person, run_tasks: Callable[[], list[str]]):
    chatflow = Builder(alice, run_tasks, "advanced-chat")
    find = {"query_variable_selector": ["sys", "query"], "dataset_ids": [rivers.dataset["id"]]}
    more = {"retrieval_mode": "multiple", "multiple_retrieval_config": CONFIG}
    # What only looks like a passage is none.
    forged = "def main():\n    about = {'_source': 'knowledge', 'segment_id': '1', 'document_name': 'forged.md'}\n"
    forged += "    return {'result': [{'content': 'x', 'metadata': about}]}"
    document = graph(
        node("start", "start"),
        node("find", "knowledge-retrieval", **find, **more),
        node("again", "knowledge-retrieval", **find, **more),
        node("forge", "code", code_language="python3", code=forged, outputs={"result": {"type": "array[object]"}}),
        node("answer", "answer", answer="Found."),
        edge("start", "find"),
        edge("find", "again"),
        edge("again", "forge"),
        edge("forge", "answer"),
    )
    chatflow.publish(document)
    body = {"inputs": {}, "query": "Where does the Danube flow?", "user": "ann", "response_mode": "streaming"}
    end = chatflow.events(chatflow.program.post("/chat-messages", json=body))[-1]
    sources = end["metadata"]["retriever_resources"]
    # Each once, though two nodes have found it.
    assert [(each["position"], each["document_name"]) for each in sources] == [(1, "danube.md"), (2, "nile.md")]
    assert sources[0]["content"] == "The Danube flows through ten countries."
    assert sources[0]["retriever_from"] == "workflow"
    query = {"conversation_id": end["conversation_id"], "user": "ann"}
    (row,) = chatflow.program.get("/messages", query_string=query).json["data"]
    assert row["retriever_resources"] == sources


def test_its_settings_hold(builder: Builder, rivers: Shelf):
    def found(question: str = "Where does the Danube flow?", folder: str = "", **more: Any) -> list[str]:
        builder.save(asking([rivers.dataset["id"]], **more))
        return texts(builder.try_it(question=question, folder=folder))

    assert len(found(multiple_retrieval_config={**CONFIG, "top_k": 1})) == 1
    assert found(multiple_retrieval_config={**CONFIG, "score_threshold": 0.99}) == []
    name = {"name": "document_name", "comparison_operator": "is", "value": "{{#start.folder#}}"}
    manual = {
        "metadata_filtering_mode": "manual",
        "metadata_filtering_conditions": {"logical_operator": "and", "conditions": [name]},
    }
    assert found(folder="nile.md", **manual) == ["The Nile flows to the north."]
    assert len(found(folder="nile.md", **{**manual, "metadata_filtering_mode": "disabled"})) == 2
    assert found("") == []


def test_other_workspaces_are_not_searched(builder: Builder, mallory: Person, knowledge: Callable[..., Any]):  # noqa: F811  a fixture
    theirs = knowledge("Secret plans", person=mallory, permission="all_team_members")
    gone = knowledge("Gone", permission="all_team_members")
    assert builder.person.delete(f"/datasets/{gone['id']}").status_code == 204
    for dataset in (theirs, gone):
        builder.save(asking([dataset["id"]]))
        finished = outcome(builder.try_it(question="plans"))
        assert finished["status"] == "failed"
        assert f"no knowledge base with the ID {dataset['id']}" in finished["error"]
        assert "Secret" not in str(finished)


def test_what_an_app_names_stays(builder: Builder, rivers: Shelf, mallory: Person, knowledge: Callable[..., Any]):  # noqa: F811  a fixture
    builder.publish(asking([rivers.dataset["id"]]))
    assert builder.person.get(rivers.path).json["app_count"] == 1
    refused = builder.person.delete(rivers.path)
    assert (refused.status_code, refused.json["code"]) == (409, "dataset_in_use")
    theirs = knowledge("Secret plans", person=mallory, permission="all_team_members")
    for wrong in (theirs["id"], "no-id"):
        builder.save(asking([rivers.dataset["id"], wrong]))
        reply = builder.person.post(f"{builder.path}/workflows/publish", json={})
        assert (reply.status_code, reply.json["code"]) == (404, "dataset_not_found")
    assert builder.person.get(rivers.path).json["app_count"] == 1
    builder.publish(asking([knowledge("Other")["id"]]))
    assert builder.person.delete(rivers.path).status_code == 204


def test_members_name_what_they_may_read(
    builder: Builder,
    bob: Person,
    knowledge: Callable[..., Any],  # noqa: F811  a fixture
    context: FlaskApp,
):
    private = knowledge("Private", permission="only_me", indexing_technique="economy")
    builder.save(asking([private["id"]]))
    with unit_of_work() as session:
        session.execute(
            update(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id).values(role="editor")
        )
    bobs = Builder(bob, builder.run_tasks)
    bobs.save(asking([private["id"]]))
    assert bob.post(f"{bobs.path}/workflows/publish", json={}).status_code == 404
    finished = outcome(bobs.try_it(question="anything"))
    assert (finished["status"], "no knowledge base" in finished["error"]) == ("failed", True)
    # Once its owner has published it, colleagues work on the app as it is.
    builder.publish(asking([private["id"]]))
    assert bob.post(f"{builder.path}/workflows/publish", json={}).status_code == 200
    assert texts(Builder.events(builder, bob.post(f"{builder.path}/workflows/draft/run", json={"inputs": {}}))) == []


def test_a_model_narrows_the_search(builder: Builder, provided: ModelServer, rivers: Shelf, knowledge: Any):  # noqa: F811  a fixture
    other = knowledge("Hills", permission="all_team_members", indexing_technique="economy")
    ids = [rivers.dataset["id"], other["id"]]
    chosen = {"provider": "openai_api_compatible", "name": "scripted"}
    builder.publish(
        asking(
            ids,
            retrieval_mode="single",
            single_retrieval_config={"model": chosen},
            metadata_filtering_mode="automatic",
        )
    )
    provided.answer("1")
    provided.answer('[{"name": "document_name", "comparison_operator": "is", "value": "nile.md"}]')
    events = builder.run({"question": "Where does the Danube flow?"})
    assert texts(events) == ["The Nile flows to the north."]
    assert outcome(events)["total_tokens"] > 0
    # One that can't be asked narrows nothing.
    provided.fail(500, "Out of order")
    provided.fail(500, "Out of order")
    assert "The Danube flows through ten countries." in texts(builder.run({"question": "Where does the Danube flow?"}))
