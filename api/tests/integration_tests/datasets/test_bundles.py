"""Knowledge bases as files: taken out, brought in elsewhere, and what is no bundle turned away."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.bundles import Contents, contents
from tests.conftest import Person
from tests.integration_tests.datasets.bundled import TEXTS, bring, brought, export
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL, PROVIDER, add_credentials, families, lines
from tests.model_server import ModelServer
from treeline.datasets import removal
from treeline.datasets.indexing import checking
from treeline.datasets.models import Dataset, Document, Segment
from treeline.kernel import clock
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

Make = Callable[..., Any]
QUERIES = ["bakery", "Where do ships sail?", "grain", "fish at noon", "night"]


def hits(person: Person, dataset_id: str) -> list[list[tuple[str, float]]]:
    """Of each query what is found, with its score."""
    found = list[list[tuple[str, float]]]()
    for query in QUERIES:
        asked = {"query": query, "retrieval_model": {"top_k": 10}}
        reply = person.post(f"/datasets/{dataset_id}/hit-testing", json=asked)
        found.append([(each["segment"]["content"], each["score"]) for each in reply.json["records"]])
    return found


def asked(server: ModelServer) -> list[str]:
    return [text for heard in server.requests for text in heard.body["input"]]


def test_the_same_model_elsewhere_embeds_nothing_and_finds_the_same(
    embedded: Shelf, server: ModelServer, mallory: Person, flask_app: FlaskApp
):
    for name, text in TEXTS.items():
        embedded.add(name, text, folder="town/old", process_rule=lines())
    before = hits(embedded.alice, embedded.dataset["id"])
    assert all(before)
    data = export(embedded.alice, embedded.path)
    add_credentials(mallory, server.base_url)
    server.requests.clear()
    made = brought(mallory, data)
    assert embedded.run_tasks().count("datasets.work") == 0
    assert (made["vectors"], made["to_index"], made["documents"], made["segments"]) == ("kept", 0, 3, 4)
    assert asked(server) == []
    dataset = made["dataset"]
    assert (dataset["name"], dataset["embedding_model"], dataset["permission"]) == ("Town", MODEL, "only_me")
    assert (dataset["document_count"], dataset["total_available_documents"]) == (3, 3)
    assert hits(mallory, dataset["id"]) == before
    # Nothing but the questions.
    assert set(asked(server)) <= set(QUERIES)
    with flask_app.app_context():
        assert checking.check(UUID(dataset["id"]), fix=False) == checking.Checked()
    shown = mallory.get(f"/datasets/{dataset['id']}/documents?sort=position").json["data"]
    originals = embedded.alice.get(f"{embedded.path}/documents?sort=position").json["data"]
    same = ("name", "folder", "position", "tokens", "word_count", "display_status", "created_at")
    assert [[each.get(name) for name in same] for each in shown] == [
        [each.get(name) for name in same] for each in originals
    ]
    for theirs, ours in zip(shown, originals, strict=True):
        path = f"/datasets/{dataset['id']}/documents/{theirs['id']}"
        for part in ("text", "original"):
            assert (
                mallory.get(f"{path}/{part}").data
                == embedded.alice.get(f"{embedded.path}/documents/{ours['id']}/{part}").data
            )


def test_what_is_brought_in_goes_on_like_any_other(embedded: Shelf, server: ModelServer, knowledge: Make, key_of: Make):
    for name, text in TEXTS.items():
        embedded.add(name, text, process_rule=lines())
    made = brought(embedded.alice, export(embedded.alice, embedded.path), name="Copy")
    embedded.alice.patch(f"/datasets/{made['dataset']['id']}", json={"permission": "all_team_members"})
    copy = Shelf(embedded.alice, key_of(), embedded.run_tasks, made["dataset"])
    server.requests.clear()
    document = copy.alice.get(f"{copy.path}/documents?keyword=harbor").json["data"][0]
    changed = TEXTS["harbor.md"].replace("noon", "dawn")
    reply = copy.key.post(f"{copy.path}/documents/{document['id']}/update-by-text", json={"text": changed})
    assert reply.status_code == 200, reply.json
    copy.run_tasks()
    # Only what has changed is embedded, and the other one keeps what it has.
    assert asked(server) == ["Fish is sold at dawn."]
    assert any("dawn" in each for each in copy.found("fish"))
    assert not any("dawn" in each for each in embedded.found("fish"))
    assert copy.alice.delete(f"{copy.path}/documents/{document['id']}").status_code == 204
    assert not any("ish" in each for each in copy.found("fish", retrieval_model={"search_method": "full_text_search"}))


def model_of(person: Person) -> None:
    chosen = {"model_type": "text-embedding", "provider": PROVIDER, "model": MODEL}
    reply = person.post("/workspaces/current/default-model", json={"model_settings": [chosen]})
    assert reply.status_code in (200, 204), reply.json


def named(data: bytes, model: str) -> bytes:
    made = Contents.of(data)
    assert made.vectors
    made.vectors.model = model
    return made.zipped()


def test_another_model_embeds_again_without_reading_again(
    embedded: Shelf, server: ModelServer, mallory: Person, flask_app: FlaskApp
):
    document = embedded.add("harbor.md", TEXTS["harbor.md"], process_rule=lines())
    segment = embedded.segments(document["id"])[0]
    edit = {"segment": {"content": "Boats leave the harbor."}}
    assert (
        embedded.key.post(f"{embedded.path}/documents/{document['id']}/segments/{segment['id']}", json=edit).status_code
        == 200
    )
    embedded.add("bakery.md", TEXTS["bakery.md"])
    data = named(export(embedded.alice, embedded.path), "of another workspace")
    add_credentials(mallory, server.base_url)
    model_of(mallory)
    server.requests.clear()
    made = brought(mallory, data)
    assert (made["vectors"], made["to_index"]) == ("again", 2)
    assert MODEL in made["message"]
    embedded.run_tasks()
    contents_ = [each["content"] for each in embedded.segments(document["id"])]
    path = f"/datasets/{made['dataset']['id']}"
    documents = mallory.get(f"{path}/documents?sort=position").json["data"]
    assert [each["display_status"] for each in documents] == ["available"] * 2
    # Hand edits are as they were, so it was not split again.
    shown = mallory.get(f"{path}/documents/{documents[0]['id']}/segments").json["data"]
    assert [each["content"] for each in shown] == contents_
    assert len(asked(server)) == len(set(asked(server))) == 3
    assert hits(mallory, made["dataset"]["id"]) == hits(embedded.alice, embedded.dataset["id"])
    with flask_app.app_context():
        assert checking.check(UUID(made["dataset"]["id"]), fix=False) == checking.Checked()


def test_without_a_model_there_are_words_and_it_is_said(embedded: Shelf, server: ModelServer, mallory: Person):
    embedded.add("bakery.md", TEXTS["bakery.md"])
    server.requests.clear()
    made = brought(mallory, export(embedded.alice, embedded.path))
    assert (made["vectors"], made["to_index"], made["dataset"]["indexing_technique"]) == ("none", 0, "economy")
    assert "no embedding model" in made["message"]
    assert [content for content, _ in hits(mallory, made["dataset"]["id"])[0]] == [TEXTS["bakery.md"]]
    assert asked(server) == []


NUMBERS = count()


@given(data=st.data())
@example_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_and_out_again_is_the_same(data: st.DataObject, server: ModelServer, alice: Person, flask_app: FlaskApp):
    """Whatever a bundle has; so out, in and out again is too, but for the ids, of which there are none."""
    given_ = data.draw(contents(PROVIDER, MODEL))
    name = f"Copy {next(NUMBERS)}"
    made = brought(alice, given_.zipped(), name=name)
    assert made["vectors"] == ("kept" if given_.vectors else "none")
    taken = export(alice, f"/datasets/{made['dataset']['id']}")
    given_.dataset.name = name
    assert Contents.of(taken) == given_
    with flask_app.app_context():
        assert checking.check(UUID(made["dataset"]["id"]), fix=False) == checking.Checked()
    again = brought(alice, taken, name=f"{name}, again")
    twice = Contents.of(export(alice, f"/datasets/{again['dataset']['id']}"))
    twice.dataset.name = name
    assert twice == given_


@pytest.mark.parametrize("form", ["hierarchical_model", "qa_model"])
def test_other_forms(form: str, shelf: Shelf, mallory: Person):
    if form == "qa_model":
        table = "question,answer\nWhere do ships sail?,From the harbor.\nWho grinds grain?,The mill."
        shelf.add("pairs.csv", table, doc_form=form)
        query, answer = "ships", "From the harbor."
    else:
        shelf.add("town.md", "Ships sail.\nBread rises.\n\nGrain is ground.", doc_form=form, process_rule=families())
        query, answer = "bread", None
    made = brought(mallory, export(shelf.alice, shelf.path))
    reply = mallory.post(f"/datasets/{made['dataset']['id']}/hit-testing", json={"query": query})
    segment = reply.json["records"][0]["segment"]
    assert shelf.found(query) == [segment["content"]]
    assert segment["answer"] == answer
    if form == "hierarchical_model":
        assert [each["content"] for each in reply.json["records"][0]["child_chunks"]] == ["Bread rises."]


def test_states_fields_and_switched_off_segments_travel(shelf: Shelf, mallory: Person):
    documents = [shelf.add(name, text, process_rule=lines()) for name, text in TEXTS.items()]
    harbor, bakery, mill = (each["id"] for each in documents)
    color = shelf.alice.post(f"{shelf.path}/metadata", json={"name": "color", "type": "string"}).json["id"]
    value = {"document_id": harbor, "metadata_list": [{"id": color, "value": "blue"}]}
    assert shelf.alice.post(f"{shelf.path}/documents/metadata", json={"operation_data": [value]}).status_code == 200
    shelf.alice.patch(f"{shelf.path}/documents/status/disable", json={"document_ids": [bakery]})
    shelf.alice.patch(f"{shelf.path}/documents/status/archive", json={"document_ids": [mill]})
    fish = shelf.segments(harbor)[1]
    off = {"segment": {"enabled": False}}
    shelf.key.post(f"{shelf.path}/documents/{harbor}/segments/{fish['id']}", json=off)
    # One that was never indexed comes along, and is indexed there.
    waiting = {"name": "late.md", "text": "The ferry is late."}
    shelf.key.post(f"{shelf.path}/document/create-by-text", json=waiting)
    made = brought(mallory, export(shelf.alice, shelf.path))
    assert (made["documents"], made["to_index"]) == (4, 1)
    path = f"/datasets/{made['dataset']['id']}"

    def found(query: str, **more: Any) -> list[str]:
        reply = mallory.post(f"{path}/hit-testing", json={"query": query, "retrieval_model": more})
        return [each["segment"]["document"]["name"] for each in reply.json["records"]]

    assert (found("bakery"), found("fish"), found("ships")) == ([], [], ["harbor.md"])
    states = [each["display_status"] for each in mallory.get(f"{path}/documents?sort=position").json["data"]]
    assert states == ["available", "disabled", "archived", "queuing"]
    blue = {"conditions": [{"name": "color", "comparison_operator": "is", "value": "blue"}]}
    assert found("ships", metadata_filtering_conditions=blue) == ["harbor.md"]
    shelf.run_tasks()
    assert found("ferry") == ["late.md"]
    other = mallory.get(f"{path}/documents?keyword=bakery").json["data"][0]["id"]
    mallory.patch(f"{path}/documents/status/enable", json={"document_ids": [other]})
    assert found("bakery") == ["bakery.md"]


def test_a_name_is_taken_once(shelf: Shelf, stored: Callable[[], set[str]]):
    shelf.add("mill.md", TEXTS["mill.md"])
    data, before = export(shelf.alice, shelf.path), stored()
    reply = bring(shelf.alice, data)
    assert (reply.status_code, reply.json["code"]) == (409, "dataset_name_duplicate")
    assert stored() == before
    assert brought(shelf.alice, data, name="Other rivers")["dataset"]["name"] == "Other rivers"
    form = {"file": (BytesIO(data), "rivers.zip")}
    reply = shelf.alice.post("/datasets/import?name=Third", data=form)
    assert (reply.status_code, reply.json["dataset"]["name"]) == (201, "Third")


def test_who_may(shelf: Shelf, bob: Person, mallory: Person, key_of: Make):
    shelf.add("mill.md", TEXTS["mill.md"])
    data = export(bob, shelf.path)
    assert bring(bob, data, name="Bob's").status_code == 403
    assert mallory.get(f"{shelf.path}/export").status_code == 404
    reader = key_of(scopes=["read"])
    assert export(reader, shelf.path)
    assert bring(reader, data, name="Copy").status_code == 403
    made = brought(shelf.key, data, name="By key")
    assert made["dataset"]["permission"] == "all_team_members"
    assert brought(mallory, data)["dataset"]["permission"] == "only_me"


def test_what_was_given_up_is_removed_whole(shelf: Shelf, flask_app: FlaskApp, kept: Callable[[], set[str]]):
    """As a kill leaves it, which faults/ does: hidden from everyone, then swept."""
    shelf.add("mill.md", TEXTS["mill.md"])
    made = brought(shelf.alice, export(shelf.alice, shelf.path), name="Copy")
    dataset_id, before = UUID(made["dataset"]["id"]), kept()
    with flask_app.app_context(), unit_of_work() as session:
        session.get_one(Dataset, dataset_id).deleted_at = clock.now() - timedelta(minutes=11)
    with flask_app.app_context():
        assert removal.overdue(db.session) == [dataset_id]
        removal.remove(dataset_id)
        for table in (Document, Segment):
            assert db.session.scalar(select(func.count()).where(table.dataset_id == dataset_id)) == 0
    assert len(kept()) == len(before) - 2
