"""A model narrows the search of an app: to one knowledge base, or to some documents. If it can't, all is searched."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration_tests.conversations.answering.conftest import Asker
from tests.integration_tests.conversations.answering.test_knowledge import drawing_on, heard, rivers, sources
from tests.integration_tests.datasets.conftest import Shelf, key_of, knowledge, shelf
from tests.model_server import ModelServer

__all__ = ["key_of", "knowledge", "rivers", "shelf"]  # fixtures
QUERY = "Where does the Danube flow?"


def names(events: list[dict[str, Any]]) -> set[str]:
    return {each["document_name"] for each in sources(events)}


@pytest.fixture
def hills(rivers: Shelf, knowledge: Callable[..., Any]) -> Shelf:
    """Another knowledge base, which also tells of the Danube."""
    values = {"permission": "all_team_members", "indexing_technique": "economy", "description": "Hills and views"}
    other = Shelf(rivers.alice, rivers.key, rivers.run_tasks, knowledge("Hills", **values))
    other.add("kahlenberg.md", "The Kahlenberg looks down on where the Danube may flow.")
    return other


def test_one_knowledge_base_is_chosen(
    new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf, hills: Shelf
):
    both = rivers.dataset["id"], hills.dataset["id"]
    asker = new_asker("chat", **drawing_on(*both, retrieval_model="single", top_k=10))
    provided.answer(" 2.\n")
    provided.answer("There.")
    events = asker.ask(QUERY)
    assert names(events) == {"kahlenberg.md"}
    choice = provided.requests[0].said
    assert "1. Rivers:" in choice
    assert "2. Hills: Hills and views" in choice
    assert QUERY in choice
    spent = sum(heard_.tokens for heard_ in provided.requests)
    assert events[-1]["metadata"]["usage"]["prompt_tokens"] == spent


@pytest.mark.parametrize("reply", ["I don't know", "0", "3", ""])
def test_without_a_choice_all_are_searched(
    new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf, hills: Shelf, reply: str
):
    both = rivers.dataset["id"], hills.dataset["id"]
    asker = new_asker("chat", **drawing_on(*both, retrieval_model="single", top_k=10))
    provided.answer(reply) if reply else provided.fail(500, "Out of order")
    provided.answer("There.")
    assert names(asker.ask(QUERY)) >= {"danube.md", "kahlenberg.md"}


def test_of_one_nothing_is_chosen(new_asker: Callable[..., Asker], provided: ModelServer, rivers: Shelf):
    asker = new_asker("chat", **drawing_on(rivers.dataset["id"], retrieval_model="single"))
    asker.ask(QUERY)
    assert len(provided.requests) == 1


def condition(name: str, operator: str, value: Any) -> dict[str, Any]:
    return {"name": name, "comparison_operator": operator, "value": value}


@pytest.fixture
def labelled(rivers: Shelf) -> Shelf:
    """Its documents have the field `continent`."""
    field = rivers.alice.post(f"{rivers.path}/metadata", json={"name": "continent", "type": "string"}).json
    documents = rivers.alice.get(f"{rivers.path}/documents").json["data"]
    where = {"danube.md": "Europe", "nile.md": "Africa", "amazon.md": "America"}
    data = [
        {
            "document_id": each["id"],
            "metadata_list": [{"id": field["id"], "name": "continent", "value": where[each["name"]]}],
        }
        for each in documents
    ]
    reply = rivers.alice.post(f"{rivers.path}/documents/metadata", json={"operation_data": data})
    assert reply.status_code == 200, reply.json
    return rivers


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ([condition("continent", "is", "Africa")], {"nile.md"}),
        # What is no field, or fits none, is left out.
        ([condition("author", "is", "Ann"), condition("continent", "is", "Africa")], {"nile.md"}),
        ([condition("continent", ">", 3), condition("upload_date", "contains", "x")], {"danube.md", "nile.md"}),
        # What leaves nothing was not meant so.
        ([condition("continent", "is", "Asia")], {"danube.md", "nile.md"}),
        ([], {"danube.md", "nile.md"}),
        ("no JSON", {"danube.md", "nile.md"}),
    ],
)
def test_documents_are_filtered_by_what_the_question_says(
    new_asker: Callable[..., Asker], provided: ModelServer, labelled: Shelf, reply: Any, found: set[str]
):
    asker = new_asker("chat", **drawing_on(labelled.dataset["id"], metadata_filtering_mode="automatic", top_k=2))
    provided.answer(reply if isinstance(reply, str) else f"```json\n{json.dumps(reply)}\n```")
    provided.answer("There.")
    assert names(asker.ask(QUERY)) == found
    asked = provided.requests[0].said
    assert "- continent (string), such as " in asked
    assert all(each in asked for each in ("Africa", "America", "Europe", "- folder (string)"))
    assert "<source" in heard(provided)
