"""Pipelines: versions of steps, what models write for them, and trials that write nothing."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.conftest import Person
from tests.integration_tests.datasets.bundled import brought, export
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import PROVIDER, families, lines
from tests.integration_tests.datasets.writing_model import TEXT, passage_of, rule, split_lines, task_of, write
from tests.model_dialects import Reply
from tests.model_server import ModelServer
from treeline.datasets.models import Document
from treeline.datasets.pipelines.asking import AT_ONCE
from treeline.datasets.pipelines.cache import forget_unused
from treeline.datasets.pipelines.models import EnrichmentCache
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def test_a_process_rule_is_a_pipeline_with_defaults(alice: Person, shelf: Shelf):
    shelf.add("ships.md", TEXT, process_rule={"mode": "automatic"})
    (only,) = alice.get(f"{shelf.path}/pipelines").json["data"]
    assert (only["version"], only["is_current"], only["document_count"]) == (1, True, 1)
    assert [each["type"] for each in only["steps"]] == ["extract", "clean", "split", "index"]
    assert only["steps"][1] == {"type": "clean", "remove_extra_spaces": True, "remove_urls_emails": False}
    # The same again is no other version, however it is said.
    shelf.add("more.md", TEXT, process_rule={"mode": "automatic"})
    again = alice.post(f"{shelf.path}/pipelines", json={"steps": [{"type": "split"}]})
    assert (again.status_code, again.json["version"]) == (201, 2)
    assert alice.post(f"{shelf.path}/pipelines", json={"steps": []}).json["id"] == again.json["id"]


def test_new_documents_get_the_last_version(alice: Person, shelf: Shelf, writer: ModelServer):
    old = shelf.add("old.md", TEXT, process_rule=lines())
    made = alice.post(f"{shelf.path}/pipelines", json={"steps": [split_lines(), {"type": "summary"}]}).json
    assert [each["type"] for each in made["steps"]] == ["extract", "clean", "split", "summary", "index"]
    new = shelf.add("new.md", TEXT)
    assert (new["dataset_process_rule_id"], old["dataset_process_rule_id"] == made["id"]) == (made["id"], False)
    assert [each["enrichment"] for each in shelf.segments(old["id"])] == [None, None]
    assert shelf.segments(new["id"])[0]["enrichment"]["summary"] == "sumships in short"
    # The old one is indexed again only when somebody says so.
    applied = alice.post(f"{shelf.path}/pipelines/{made['id']}/apply", json={})
    assert applied.json == {"documents": 1}
    assert alice.post(f"{shelf.path}/pipelines/{made['id']}/apply", json={}).json == {"documents": 0}
    shelf.run_tasks()
    assert shelf.segments(old["id"])[1]["enrichment"]["summary"] == "sumbread in short"


WRONG: list[tuple[list[Any], str, str]] = [
    ([{"type": "summary"}, {"type": "context"}], "", "steps_order"),
    ([{"type": "summary"}, {"type": "summary"}], "", "steps_order"),
    ([{"type": "index"}, {"type": "split"}], "", "steps_order"),
    ([{"type": "dance"}], "steps[0]", "union_tag_invalid"),
    ([{"type": "questions", "number": 11}], "steps[0].questions.number", "less_than_equal"),
    ([{"type": "split", "mode": "custom"}], "process_rule.rules.segmentation", "missing"),
    ([{"type": "pairs"}], "process_rule.enrichments", "step_for_doc_form"),
    ([{"type": "metadata", "fields": ["author"]}], "process_rule.enrichments", "metadata_field_missing"),
]


@pytest.mark.parametrize(("steps", "path", "code"), WRONG)
def test_what_is_wrong_is_said_before_anything_is_written(
    alice: Person, shelf: Shelf, steps: list[Any], path: str, code: str
):
    document = shelf.add("ships.md", TEXT)
    for body, where in (
        ({"steps": steps}, "/pipelines"),
        ({"steps": steps, "document_ids": [document["id"]]}, "/pipeline-runs"),
    ):
        reply = alice.post(f"{shelf.path}{where}", json=body)
        assert (reply.status_code, reply.json["details"][0]["path"]) == (400, path), reply.json
        assert reply.json["details"][0]["type"] == code
    assert alice.get(f"{shelf.path}/pipelines").json["total"] == 1


def test_what_models_write_is_found_and_the_text_stays(shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, process_rule=rule("context", "questions", "summary"))
    assert document["indexing_status"] == "completed", document["error"]
    first, second = shelf.segments(document["id"])
    assert (first["content"], second["content"]) == ("Ships sail in the morning.", "Bread rises at night.")
    assert first["enrichment"] == {
        "context": "ctxships harbor report",
        "questions": ["askingships one?", "askingships two?"],
        "summary": "sumships in short",
    }
    for query in ("ctxbread", "askingbread", "sumbread"):
        assert shelf.found(query) == ["Bread rises at night."]
    assert Counter(map(task_of, writer.requests)) == {"context": 2, "questions": 2, "summary": 2}
    record = shelf.alice.post(f"{shelf.path}/hit-testing", json={"query": "ctxbread"}).json["records"][0]
    assert record["summary"] == "sumbread in short"
    text = shelf.alice.get(f"{shelf.path}/documents/{document['id']}/text").json["text"]
    assert text[record["citation"]["start"] : record["citation"]["end"]] == "Bread rises at night."


def test_no_model_is_asked_again_for_what_is_unchanged(shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, process_rule=rule("context", "questions", "summary"))
    writer.requests.clear()
    path = f"{shelf.path}/documents/{document['id']}/update-by-text"
    shelf.key.post(path, json={"text": TEXT, "process_rule": rule("context", "questions", "summary")})
    shelf.run_tasks()
    assert writer.requests == []
    shelf.key.post(path, json={"text": f"{TEXT}Tea cools.\n"})
    shelf.run_tasks()
    assert {passage_of(heard) for heard in writer.requests} == {"Tea cools."}
    assert len(shelf.segments(document["id"])) == 3


def test_other_instructions_are_another_question(shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    told = rule({"type": "summary", "instructions": "Use short words."})
    path = f"{shelf.path}/documents/{document['id']}/update-by-text"
    shelf.key.post(path, json={"text": TEXT, "process_rule": told})
    shelf.run_tasks()
    assert ["Use short words." in heard.said for heard in writer.requests] == [False, False, True, True]


def test_a_step_names_its_model(shelf: Shelf, server: ModelServer, no_default: None):
    server.script = write
    step = {"type": "summary", "provider": PROVIDER, "model": "scripted"}
    assert shelf.add("ships.md", TEXT, process_rule=rule(step))["display_status"] == "available"
    told = shelf.add("more.md", TEXT, process_rule=rule({**step, "model": "unknown"}))["error"]
    assert "doesn't list the model unknown" in told


TROUBLE: list[tuple[Reply, str]] = [
    (Reply(status=401, text="Who are you?"), "API key"),
    (Reply(status=500, text="Oh"), "500"),
    (Reply(text="I would rather not."), "I would rather not."),
    (Reply(text='{"summary": ""}'), "no usable answer"),
    (Reply(text='{"sum": "x"}'), "no usable answer"),
]


@pytest.mark.parametrize(("reply", "told"), TROUBLE)
def test_a_model_in_trouble_is_told_and_tried_again(shelf: Shelf, writer: ModelServer, reply: Reply, told: str):
    writer.script = lambda _: reply
    document = shelf.key.post(
        f"{shelf.path}/document/create-by-text",
        json={"name": "ships.md", "text": TEXT, "process_rule": rule("summary")},
    ).json["document"]
    with shelf.alice.client.application.app_context(), unit_of_work() as session:
        # The last attempt: what may pass is tried four times.
        session.execute(update(Document).where(Document.id == UUID(document["id"])).values(attempt=3))
    shelf.run_tasks()
    document = shelf.document(document["id"])
    assert (document["display_status"], document["error_code"]) == ("error", "enrichment_failed")
    assert "The step summary failed" in document["error"]
    assert told in document["error"]
    writer.script = write
    shelf.alice.post(f"{shelf.path}/retry", json={"document_ids": [document["id"]]})
    shelf.run_tasks()
    assert shelf.document(document["id"])["display_status"] == "available"


def test_an_answer_that_is_none_is_asked_for_once_more(shelf: Shelf, writer: ModelServer):
    writer.answer("Sorry?")
    document = shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    assert document["display_status"] == "available", document["error"]
    assert len(writer.requests) == 3


def test_a_rate_limit_is_waited_for(shelf: Shelf, writer: ModelServer):
    writer.fail(429, "Slow down", headers={"Retry-After": "0"})
    document = shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    assert document["display_status"] == "available", document["error"]


@pytest.fixture
def no_default(alice: Person, server: ModelServer) -> None:
    none = {"model_settings": [{"model_type": "llm"}]}
    assert alice.post("/workspaces/current/default-model", json=none).status_code == 200


def test_without_a_default_model_it_says_so(shelf: Shelf, no_default: None):
    document = shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    assert document["error_code"] == "enrichment_failed", document
    assert "No default model" in document["error"]


def test_what_was_answered_before_the_trouble_is_kept(shelf: Shelf, writer: ModelServer):
    text = "\n".join([*(f"Line {at}." for at in range(8)), "Bread rises."])
    writer.script = lambda heard: Reply(status=401, text="No") if "Bread" in passage_of(heard) else write(heard)
    document = shelf.add("ships.md", text, process_rule=rule("summary"))
    assert document["display_status"] == "error"
    writer.requests.clear()
    writer.script = write
    shelf.alice.post(f"{shelf.path}/retry", json={"document_ids": [document["id"]]})
    shelf.run_tasks()
    # Those that were under way, at most.
    asked = [passage_of(heard) for heard in writer.requests]
    assert "Bread rises." in asked
    assert len(asked) <= AT_ONCE


def test_a_model_writes_pairs_that_cite_their_source(alice: Person, shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, doc_form="qa_model", process_rule=lines())
    assert document["display_status"] == "available", document["error"]
    pairs = shelf.segments(document["id"])
    assert ("What does bread do?", "bread!") in {(each["content"], each["answer"]) for each in pairs}
    text = alice.get(f"{shelf.path}/documents/{document['id']}/text").json["text"]
    bread = next(each for each in pairs if "bread" in each["content"])
    assert text[bread["text_start"] : bread["text_end"]] == "Bread rises"
    assert shelf.found("What does bread do?")[0] == "What does bread do?"
    asked = len(writer.requests)
    shelf.key.post(f"{shelf.path}/documents/{document['id']}/update-by-text", json={"text": TEXT})
    shelf.run_tasks()
    assert len(writer.requests) == asked


def test_pairs_that_are_none_are_an_error(shelf: Shelf, writer: ModelServer):
    writer.script = lambda _: "[]"
    document = shelf.add("ships.md", TEXT, doc_form="qa_model", process_rule=lines())
    assert (document["error_code"], "no question" in document["error"]) == ("enrichment_failed", True)


def test_what_is_masked_is_nowhere_but_in_the_file(alice: Person, shelf: Shelf, writer: ModelServer):
    text = "Write to anna@example.org or Anna  Berg, +43 316 123456.\nAnnabel Bergmann stays.\n"
    step = {"type": "redact", "entities": ["names of people"]}
    document = shelf.add("letter.md", text, process_rule=rule(step))
    first, second = shelf.segments(document["id"])
    masked = text.replace("anna@example.org", "█" * 16).replace("Anna  Berg,", "████  ████,")
    assert first["content"] == masked.splitlines()[0].replace("+43 316 123456", "███ ███ ██████")
    assert second["content"] == "Annabel Bergmann stays."
    read = alice.get(f"{shelf.path}/documents/{document['id']}/text").json["text"]
    assert "anna@" not in read
    assert "Anna " not in read
    assert shelf.found("anna berg example") == []


def test_metadata_fills_what_is_empty(alice: Person, shelf: Shelf, writer: ModelServer):
    fields = {}
    for name, kind in (("author", "string"), ("year", "number"), ("made", "time")):
        reply = alice.post(f"{shelf.path}/metadata", json={"name": name, "type": kind})
        fields[name] = reply.json["id"]
    document = shelf.add("ships.md", TEXT, process_rule=rule({"type": "metadata", "fields": list(fields)}))
    assert values_of(document) == {"author": "Anna", "year": 2024, "made": 1714521600}
    by_hand = [{"id": fields["author"], "value": "Bob"}]
    given = {"document_id": document["id"], "metadata_list": by_hand}
    assert alice.post(f"{shelf.path}/documents/metadata", json={"operation_data": [given]}).status_code == 200
    shelf.key.post(f"{shelf.path}/documents/{document['id']}/update-by-text", json={"text": f"{TEXT}More."})
    shelf.run_tasks()
    assert values_of(shelf.document(document["id"])) == {"author": "Bob", "year": 2024, "made": 1714521600}


def values_of(document: Any) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in document["doc_metadata"]}


def test_child_chunks_are_found_with_what_was_written(alice: Person, shelf: Shelf, writer: ModelServer):
    given = {**families(), "enrichments": [{"type": "context"}, {"type": "questions"}]}
    document = shelf.add("ships.md", "Ships sail.\nHarbors sleep.", doc_form="hierarchical_model", process_rule=given)
    assert document["display_status"] == "available", document["error"]
    (parent,) = shelf.segments(document["id"])
    contents = [each["content"] for each in parent["child_chunks"]]
    assert contents == ["Ships sail.", "Harbors sleep.", "askingships one?", "askingships two?"]
    assert shelf.found("askingships") == [parent["content"]]
    assert shelf.found("ctxships") == [parent["content"]]


def test_another_pipeline_keeps_what_people_did(alice: Person, shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    first, second = shelf.segments(document["id"])
    segments = f"{shelf.path}/documents/{document['id']}/segments"
    changed = alice.patch(f"{segments}/{second['id']}", json={"content": "Cake, by hand."})
    assert changed.json["data"]["enrichment"] is None
    assert shelf.found("sumbread") == []
    alice.patch(f"{shelf.path}/documents/{document['id']}/segment/disable?segment_id={first['id']}")
    path = f"{shelf.path}/documents/{document['id']}/update-by-text"
    shelf.key.post(path, json={"text": TEXT, "process_rule": rule("context")})
    shelf.run_tasks()
    first, second = shelf.segments(document["id"])
    assert (first["enabled"], first["enrichment"]["context"]) == (False, "ctxships harbor report")
    assert (second["content"], second["edited"]) == ("Cake, by hand.", True)


def test_a_bundle_carries_what_models_wrote(alice: Person, shelf: Shelf, writer: ModelServer):
    document = shelf.add("ships.md", TEXT, process_rule=rule("context", "summary"))
    asked = len(writer.requests)
    made = brought(alice, export(alice, shelf.path), name="Copy")
    shelf.run_tasks()
    path = f"/datasets/{made['dataset']['id']}"
    found = alice.post(f"{path}/hit-testing", json={"query": "ctxbread"}).json["records"]
    assert [each["segment"]["enrichment"] for each in found] == [shelf.segments(document["id"])[1]["enrichment"]]
    (pipeline,) = alice.get(f"{path}/pipelines").json["data"]
    assert [each["type"] for each in pipeline["steps"]] == ["extract", "clean", "split", "context", "summary", "index"]
    assert len(writer.requests) == asked


def test_what_nobody_needs_is_forgotten(context: FlaskApp, shelf: Shelf, writer: ModelServer):
    shelf.add("ships.md", TEXT, process_rule=rule("summary"))
    assert forget_unused() == 0
    with unit_of_work() as session:
        session.execute(update(EnrichmentCache).values(used_at=now() - timedelta(days=31)))
    assert forget_unused() == 2
    with unit_of_work() as session:
        assert session.scalars(select(EnrichmentCache.key)).all() == []
