"""Apps with a config answer from the knowledge bases that it names."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import config
from tests.conftest import Person
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.integration_tests.datasets.conftest import Shelf, key_of, knowledge, shelf  # noqa: F401  fixtures
from tests.model_server import ModelServer

Make = Callable[..., Any]


def drawing_on(*ids: str, **more: Any) -> dict[str, Any]:
    named = {"datasets": [{"dataset": {"enabled": True, "id": each}} for each in ids]}
    usual = {"retrieval_model": "multiple", "top_k": 2, "score_threshold_enabled": False, "score_threshold": 0.9}
    return {"dataset_configs": {**usual, "datasets": named, **more}, "retriever_resource": {"enabled": True}}


@pytest.fixture
def rivers(shelf: Shelf) -> Shelf:  # noqa: F811  a fixture
    shelf.add("danube.md", "The Danube flows through ten countries.")
    shelf.add("nile.md", "The Nile flows to the north.")
    shelf.add("amazon.md", "The Amazon carries the most water.")
    return shelf


def heard(server: ModelServer) -> str:
    return "\n".join(text for _, text in server.requests[-1].turns)


def sources(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert events[-1]["event"] == "message_end", events[-1]
    return events[-1]["metadata"]["retriever_resources"]


@pytest.mark.parametrize("mode", ["chat", "completion"])
def test_answers_name_their_sources(new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf, mode: str):
    asker = new_asker(mode, pre_prompt="Be brief.", **drawing_on(rivers.dataset["id"]))
    provided.answer("Through ten countries [1].")
    query = "Where does the Danube flow?"
    events = asker.complete({}, query=query) if mode == "completion" else asker.ask(query)
    told = heard(provided)
    assert '<source number="1" document="danube.md">\nThe Danube flows through ten countries.\n</source>' in told
    assert '<source number="2" document="nile.md">' in told
    assert "amazon" not in told
    found = sources(events)
    assert [each["position"] for each in found] == [1, 2]
    first = found[0]
    assert (first["dataset_name"], first["document_name"]) == ("Rivers", "danube.md")
    assert first["content"] == "The Danube flows through ten countries."
    assert first["dataset_id"] == rivers.dataset["id"]
    assert first["citation"]["quote"] == first["content"]
    assert 0 < first["score"] <= 1
    if mode != "completion":
        (message,) = asker.messages(events[0]["conversation_id"])
        assert message["retriever_resources"] == found
    asked = asker.builder.get(f"{rivers.path}/queries").json["data"]
    assert [each["source_app_id"] for each in asked] == [asker.app_id]


def test_its_settings_hold(new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf):
    asker = new_asker("chat")

    def found(**more: Any) -> list[str]:
        asker.configure(**{**drawing_on(rivers.dataset["id"]), **more})
        return [each["document_name"] for each in sources(asker.ask("Where does the Danube flow?"))]

    def configs(**more: Any) -> dict[str, Any]:
        return {"dataset_configs": drawing_on(rivers.dataset["id"], **more)["dataset_configs"]}

    assert found(**configs(top_k=1)) == ["danube.md"]
    assert found(**configs(score_threshold_enabled=True, score_threshold=0.99)) == []
    assert "<source" not in heard(provided)
    name = {"name": "document_name", "comparison_operator": "is", "value": "nile.md"}
    conditions = {"logical_operator": "and", "conditions": [name]}
    assert found(**configs(metadata_filtering_mode="manual", metadata_filtering_conditions=conditions)) == ["nile.md"]
    assert found(retriever_resource={"enabled": False}) == []
    assert "danube.md" in heard(provided)


def test_only_what_is_there_and_readable_is_taken(
    new_asker: Callable[..., Asker],
    provided: ModelServer,
    rivers: Shelf,
    mallory: Person,
    knowledge: Make,  # noqa: F811  a fixture
):
    asker = new_asker("chat", **drawing_on(rivers.dataset["id"]))
    theirs = knowledge("Secret plans", person=mallory, permission="all_team_members")
    path = f"/apps/{asker.app_id}/model-config"

    def refused(**more: Any) -> tuple[int, str]:
        reply = asker.builder.post(path, json=config(**more))
        return reply.status_code, reply.json["code"]

    assert refused(**drawing_on(theirs["id"])) == (404, "dataset_not_found")
    assert refused(**drawing_on("x")) == (400, "invalid_param")
    assert refused(**drawing_on(rivers.dataset["id"], top_k=0)) == (400, "invalid_param")
    # It is still the first config that answers, and its knowledge base is in use.
    reply = asker.builder.delete(rivers.path)
    assert (reply.status_code, reply.json["code"]) == (409, "dataset_in_use")
    asker.configure()
    assert asker.builder.delete(rivers.path).status_code == 204


def test_an_agent_searches_and_reads_on(new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf):
    text = "Rivers of Africa.\n\nThe Congo is the deepest river."
    congo = rivers.add("congo.md", text)["id"]
    other = rivers.document(rivers.add("rhine.md", "The Rhine passes Basel.")["id"])["id"]
    asker = new_asker("agent-chat", **drawing_on(rivers.dataset["id"]))
    provided.call_tool("knowledge_search", {"query": "Congo deepest"})
    provided.call_tool("knowledge_search", {"query": "Congo deepest", "folder": "/no/such/"})
    provided.call_tool("knowledge_search", {"query": "Congo", "datasets": ["Mountains"]})
    provided.call_tool("knowledge_read", {"document": congo, "start": 0, "end": 17})
    provided.call_tool("knowledge_read", {"document": other})
    provided.call_tool("knowledge_search", {"query": ""})
    provided.answer("The Congo [1].")
    events = asker.ask("Which river is the deepest?")
    assert "<source" not in "".join(said for _, said in provided.requests[0].turns)
    observed = {each["position"]: each["observation"] for each in events if each["event"] == "agent_thought"}
    found, nowhere, unnamed, read, refused, empty = (observed[number] for number in range(1, 7))
    assert f'<source number="1" document="congo.md" id="{congo}"' in found
    assert nowhere == "Nothing was found."
    assert "Search in: Rivers." in unnamed
    assert read.startswith("Rivers of Africa.")
    assert "Congo" not in read
    assert "Search first" in refused
    assert "query" in empty
    named = sources(events)
    assert named[0]["document_name"] == "congo.md"
    assert [each["position"] for each in named] == list(range(1, len(named) + 1))


def test_a_search_that_fails_is_the_answers_failure(
    new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf
):
    nowhere = {"conditions": [{"name": "continent", "comparison_operator": "is", "value": "Africa"}]}
    manual = {"metadata_filtering_mode": "manual", "metadata_filtering_conditions": nowhere}
    asker = new_asker("chat", **drawing_on(rivers.dataset["id"], **manual))
    last = asker.ask("Where does the Nile flow?")[-1]
    assert (last["event"], last["code"]) == ("error", "invalid_param")
    assert "no field 'continent'" in last["message"]
    assert provided.requests == []
