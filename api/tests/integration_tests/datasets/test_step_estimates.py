"""What steps that ask a model would take, against what they then do."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import PROVIDER
from tests.integration_tests.datasets.test_uploads import upload
from tests.integration_tests.datasets.writing_model import rule, split_lines, task_of
from tests.model_server import ModelServer
from treeline.datasets.pipelines.pricing import FOUND, QUESTION, SENTENCE, SUMMARY, VALUE
from treeline.datasets.splitting.lengths import tokens

LATIN = "".join(f"Ship number {at} sails in the morning with {at} barrels of salt.\n" for at in range(30))
CHINESE = "".join(f"第{at}艘船早上出发，装着{at}桶盐和许多其他货物。\n" for at in range(30))
REDACT = {"type": "redact", "patterns": [], "entities": ["people"]}


@pytest.mark.parametrize("text", [LATIN, CHINESE])
def test_it_is_what_the_models_are_then_asked(alice: Person, shelf: Shelf, writer: ModelServer, text: str):
    """As many requests, and texts of about such a length, before an upload and before all is indexed again."""
    for name, kind in (("author", "string"), ("year", "number")):
        assert alice.post(f"{shelf.path}/metadata", json={"name": name, "type": kind}).status_code == 201
    metadata = {"type": "metadata", "fields": ["author", "year"]}
    shelf.add("ships.md", text, process_rule=rule())
    steps = [REDACT, split_lines(), "context", "questions", "summary", metadata]
    steps = [{"type": each} if isinstance(each, str) else each for each in steps]
    made = alice.post(f"{shelf.path}/pipelines", json={"steps": steps}).json
    applied = alice.get(f"{shelf.path}/pipelines/{made['id']}/estimate").json
    enrichments = [each for each in steps if each["type"] != "split"]
    source = {"data_source_type": "upload_file", "file_info_list": {"file_ids": [upload(alice, "s.md", text.encode())]}}
    body = {"info_list": source, "dataset_id": shelf.dataset["id"], "process_rule": rule(*enrichments)}
    uploaded = alice.post("/datasets/indexing-estimate", json=body).json
    assert writer.requests == []
    assert applied["documents"] == 1
    assert alice.post(f"{shelf.path}/pipelines/{made['id']}/apply", json={}).json == {"documents": 1}
    shelf.run_tasks()
    asked = Counter(map(task_of, writer.requests))
    said = Counter[str]()
    for heard in writer.requests:
        said[task_of(heard)] += tokens(heard.said)
    answers = {
        "redact": FOUND,
        "context": SENTENCE,
        "questions": 3 * QUESTION,
        "summary": SUMMARY,
        "metadata": 2 * VALUE,
    }
    for told in (applied["model_steps"], uploaded["model_steps"]):
        assert {each["type"]: each["requests"] for each in told} == asked
        for each in told:
            prompts = each["tokens"] - each["requests"] * answers[each["type"]]
            assert 0.7 * said[each["type"]] < prompts < 1.5 * said[each["type"]], (each, said)
    assert alice.get(f"{shelf.path}/pipelines/{made['id']}/estimate").json == {"documents": 0, "model_steps": []}


def test_it_costs_what_the_model_of_the_step_costs(alice: Person, shelf: Shelf, writer: ModelServer):
    models = f"/workspaces/current/model-providers/{PROVIDER}/models"
    priced = {"model": "dear", "model_type": "llm", "input_price": "10", "output_price": "10", "currency": "EUR"}
    assert alice.post(models, json=priced).status_code in (200, 201)
    shelf.add("ships.md", LATIN, process_rule=rule())
    steps: list[Any] = [
        split_lines(),
        {"type": "questions"},
        {"type": "summary", "provider": PROVIDER, "model": "dear"},
    ]
    made = alice.post(f"{shelf.path}/pipelines", json={"steps": steps}).json
    questions, summary = alice.get(f"{shelf.path}/pipelines/{made['id']}/estimate").json["model_steps"]
    assert (summary["model"], summary["price_known"], summary["currency"]) == ("dear", True, "EUR")
    assert Decimal(summary["total_price"]) == Decimal(10) * summary["tokens"] / 1_000_000
    assert (questions["provider"], questions["price_known"], questions["total_price"]) == (PROVIDER, False, "0")


def test_pairs_are_written_unless_they_are_there(alice: Person, knowledge: Any):
    """Without a model too: then there is nothing that it could cost."""
    dataset = knowledge("Pairs", indexing_technique="economy", doc_form="qa_model")

    def told(name: str, text: str) -> list[Any]:
        files = {"file_ids": [upload(alice, name, text.encode())]}
        source = {"data_source_type": "upload_file", "file_info_list": files}
        body = {"info_list": source, "dataset_id": dataset["id"], "process_rule": {"mode": "automatic"}}
        return alice.post("/datasets/indexing-estimate", json=body).json["model_steps"]

    (pairs,) = told("ships.md", LATIN)
    assert (pairs["type"], pairs["model"], pairs["price_known"]) == ("pairs", None, False)
    assert pairs["requests"] >= 1
    assert told("pairs.csv", "question,answer\nWho sails?,Ann.\n") == []
