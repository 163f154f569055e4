"""Evaluation sets: questions in, figures out, and what a change has made better or worse."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update

from tests.conftest import Cast, Person, Program
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL, PROVIDER
from tests.integration_tests.datasets.trials import Trial, asks
from tests.model_server import ModelServer
from treeline.datasets.evaluation import working
from treeline.datasets.evaluation.models import EvaluationAnswer, EvaluationRun
from treeline.datasets.indexing.budget import Budget
from treeline.datasets.models import DatasetQuery, Segment
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

TEXTS = {
    "harbor.md": "Ships sail from the harbor in the morning.",
    "bakery.md": "Bread rises in the bakery at night.",
    "mill.md": "The mill grinds grain for the bakery.",
}


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    for name, text in TEXTS.items():
        shelf.add(name, text, folder="town")
    return shelf


SHIPS, BREAD = asks("Where do ships sail?", "town/harbor.md"), asks("bakery", "bakery.md", "mill.md")


def test_questions_are_asked_and_judged(filled: Shelf):
    trial = Trial(filled, SHIPS, BREAD, asks("grain", "harbor.md"))
    run = trial.run(name="As it is")
    assert (run["state"], run["total"], run["completed"], run["error"]) == ("completed", 3, 3, None)
    assert run["searched"]["documents"] == run["searched"]["segments"] == 3
    assert run["searched"]["search_method"] == "keyword_search"
    figures = run["figures"]
    # The third finds the mill, and the harbor was expected.
    assert figures["ndcg"] == figures["recall"] == figures["mrr"] == pytest.approx(2 / 3)
    assert (figures["judged"], figures["skipped"], figures["missing"]) == (3, 0, [])
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    ships, bread, grain = trial.answers(run)
    assert [each["grade"] for each in ships["results"]] == [1]
    assert ships["results"][0]["document"] == "town/harbor.md"
    assert {each["document"] for each in bread["results"]} == {"town/bakery.md", "town/mill.md"}
    assert (grain["ndcg"], grain["recall"], grain["reciprocal_rank"]) == (0, 0, 0)


def test_another_language_is_another_run(filled: Shelf):
    filled.add("bread.md", "Brot und Brote")
    trial = Trial(filled, asks("Brote", "bread.md"))
    before = trial.run()
    changed = filled.alice.patch(filled.path, json={"doc_language": "German"})
    assert changed.status_code == 200, changed.json
    filled.run_tasks()
    after = trial.run()
    assert (before["searched"]["doc_language"], after["searched"]["doc_language"]) == ("English", "German")
    assert trial.compare(before, after).json["counts"]["worse"] == 0


def test_nobody_has_asked(filled: Shelf, flask_app: FlaskApp):
    Trial(filled, SHIPS).run()
    with flask_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DatasetQuery)) == 0
        assert db.session.scalar(select(func.sum(Segment.hit_count))) == 0


def test_ten_results_are_judged_whatever_is_shown(shelf: Shelf):
    for number in range(12):
        shelf.add(f"{number}.md", f"Bread number{number}.")
    trial = Trial(shelf, asks("bread", *(f"{number}.md" for number in range(12))))
    run = trial.run(retrieval_model={"top_k": 1})
    assert run["retrieval_model"] == {"top_k": 1}
    assert len(trial.answers(run)[0]["results"]) == 10
    assert (run["figures"]["ndcg"], run["figures"]["recall"]) == (pytest.approx(1), pytest.approx(10 / 12))


def test_two_runs_are_compared_question_by_question(filled: Shelf):
    trial = Trial(filled, SHIPS, BREAD, asks("grain mill", "mill.md"))
    before = trial.run(name="before")
    # Whatever has less than the best possible match is left out.
    after = trial.run(name="after", retrieval_model={"score_threshold": 0.4})
    bakery = filled.alice.get(f"{filled.path}/documents?keyword=bakery").json["data"][0]["id"]
    filled.alice.delete(f"{filled.path}/documents/{bakery}")
    filled.add("bakeries.md", "Ships ships sail sail: where do the ships sail to?")
    third = trial.run(name="third")
    compared = trial.compare(before, third).json
    assert compared["baseline"]["name"] == "before"
    changes = {each["question"]: each["change"] for each in compared["data"]}
    assert changes["Where do ships sail?"] == "worse"
    assert changes["grain mill"] == "same"
    assert compared["counts"]["worse"] == 1
    assert compared["data"][0]["change"] == "worse"
    assert compared["data"][0]["before"]["ndcg"] > compared["data"][0]["after"]["ndcg"]
    back = trial.compare(third, before).json
    assert {each["question"]: each["change"] for each in back["data"]}["Where do ships sail?"] == "better"
    worse = trial.compare(before, third, change="worse", limit=1).json
    assert (worse["total"], len(worse["data"]), worse["counts"]) == (1, 1, compared["counts"])
    assert trial.compare(before, after).json["counts"]["better"] == 0


def test_questions_that_one_run_lacks_are_counted(filled: Shelf):
    trial = Trial(filled, SHIPS, BREAD)
    before = trial.run()
    question = filled.alice.get(f"{trial.path}/questions").json["data"][0]
    assert filled.alice.delete(f"{trial.path}/questions/{question['id']}").status_code == 204
    trial.put(asks("grain", "mill.md"), asks("night", "bakery.md"))
    compared = trial.compare(before, trial.run()).json
    assert (compared["only_before"], compared["only_after"], compared["total"]) == (1, 2, 1)
    assert len(trial.answers(before)) == 2


def test_a_run_that_goes_on_is_not_compared(filled: Shelf):
    trial = Trial(filled, SHIPS)
    done = trial.run()
    reply = trial.compare(done, {"id": trial.start()})
    assert (reply.status_code, reply.json["code"]) == (409, "evaluation_unfinished")


@pytest.mark.parametrize(
    ("change", "reason"),
    [("delete", "document_deleted"), ("disable", "document_disabled"), ("archive", "document_archived")],
)
def test_what_can_not_be_found_any_more_is_said(filled: Shelf, change: str, reason: str):
    trial = Trial(filled, SHIPS, BREAD)
    bakery = filled.alice.get(f"{filled.path}/documents?keyword=bakery").json["data"][0]["id"]
    if change == "delete":
        filled.alice.delete(f"{filled.path}/documents/{bakery}")
    else:
        filled.alice.patch(f"{filled.path}/documents/status/{change}", json={"document_ids": [bakery]})
    run = trial.run()
    missing = {"document_id": bakery, "document": "town/bakery.md", "reason": reason}
    assert run["figures"]["missing"] == [missing]
    # What is left of it is judged.
    assert run["figures"]["recall"] == 1
    mill = filled.alice.get(f"{filled.path}/documents?keyword=mill").json["data"][0]["id"]
    filled.alice.delete(f"{filled.path}/documents/{mill}")
    run = trial.run()
    assert (run["figures"]["judged"], run["figures"]["skipped"]) == (1, 1)
    assert trial.answers(run)[1]["ndcg"] is None


LINES = {
    "mode": "custom",
    "rules": {"pre_processing_rules": [], "segmentation": {"separator": "\\n", "max_tokens": 50, "chunk_overlap": 0}},
}


def test_a_passage_is_known_again(shelf: Shelf):
    """By its text in a new version; by its place if the same text is split otherwise; changed, it is missed."""
    text = "Ships sail.\nBread rises at night.\nGrain is ground."
    document = shelf.add("town.md", text, process_rule=LINES)
    bread = shelf.segments(document["id"])[1]
    trial = Trial(shelf, {"question": "bread", "expected": [{"segment_id": bread["id"]}]})
    assert trial.run()["figures"]["ndcg"] == 1

    def change(**body: Any) -> Any:
        reply = shelf.key.post(f"{shelf.path}/documents/{document['id']}/update-by-text", json=body)
        assert reply.status_code == 200, reply.json
        return trial.run()["figures"]

    assert change(text=f"Something first.\n{text}")["ndcg"] == 1
    assert [each["content"] for each in shelf.segments(document["id"])][2] == bread["content"]
    # Named as the question has it, although that segment has gone: with another grade it is the same passage.
    named = {"document": document["id"], "segment_id": bread["id"], "grade": 3}
    assert trial.put({"question": "bread", "expected": [named]})["added"] == 1
    assert trial.run()["figures"]["ndcg"] == 1
    assert change(text=text, process_rule={"mode": "automatic"})["ndcg"] == 1
    assert len(shelf.segments(document["id"])) == 1
    changed = change(text=text.replace("rises", "cools"), process_rule=LINES)
    assert [each["reason"] for each in changed["missing"]] == ["passage_changed"]


def test_another_passage_of_the_document_is_not_it(shelf: Shelf):
    document = shelf.add("town.md", "Bread rises.\nBread cools.", process_rule=LINES)
    first, second = shelf.segments(document["id"])
    trial = Trial(shelf, {"question": "rises", "expected": [{"document": "town.md", "segment_id": second["id"]}]})
    run = trial.run()
    assert (trial.answers(run)[0]["results"][0]["segment_id"], run["figures"]["ndcg"]) == (first["id"], 0)
    off = shelf.key.post(
        f"{shelf.path}/documents/{document['id']}/segments/{second['id']}", json={"segment": {"enabled": False}}
    )
    assert off.status_code == 200, off.json
    assert [each["reason"] for each in trial.run()["figures"]["missing"]] == ["segment_disabled"]


def test_the_same_questions_again_change_nothing(filled: Shelf):
    trial = Trial(filled, SHIPS, BREAD)
    before = filled.alice.get(f"{trial.path}/questions").json["data"]
    assert trial.put(SHIPS, BREAD) == {"added": 0, "kept": 2, "removed": 0, "total": 2}
    assert filled.alice.get(f"{trial.path}/questions").json["data"] == before
    assert trial.put(asks("bakery", "mill.md")) == {"added": 1, "kept": 0, "removed": 1, "total": 2}
    rows = "question,document,grade\nWhere do ships sail?,town/harbor.md,\ngrain,mill.md,3\ngrain,bakery.md,1\n"
    form = {"file": (BytesIO(rows.encode()), "questions.csv")}
    reply = filled.alice.post(f"{trial.path}/questions/import?replace=true", data=form)
    assert reply.json == {"added": 1, "kept": 1, "removed": 1, "total": 2}
    reply = filled.key.post(f"{trial.path}/questions/import", data=rows.encode(), content_type="text/csv")
    assert reply.json == {"added": 0, "kept": 2, "removed": 0, "total": 2}
    shown = filled.alice.get(f"{trial.path}/questions").json["data"][1]
    assert [(each["document"], each["grade"]) for each in shown["expected"]] == [
        ("town/mill.md", 3),
        ("town/bakery.md", 1),
    ]


def test_what_is_not_here_is_not_expected(filled: Shelf, cast: Cast, knowledge: Callable[..., Any]):
    filled.add("bakery.md", "Another one.", folder="village")
    trial = Trial(filled)
    other = knowledge("Hers", person=cast.mallory)["id"]
    token = cast.mallory.post("/datasets/api-keys", json={}).json["token"]
    stranger = Program(cast.mallory.client.application.test_client(), token)
    cast.mallory.patch(f"/datasets/{other}", json={"permission": "all_team_members", "indexing_technique": "economy"})
    theirs = stranger.post(f"/datasets/{other}/document/create-by-text", json={"name": "x.md", "text": "Theirs."})
    filled.run_tasks()
    document_id = theirs.json["document"]["id"]
    segment = cast.mallory.get(f"/datasets/{other}/documents/{document_id}/segments").json["data"][0]["id"]
    questions = [
        asks("a", document_id),
        asks("b", "nowhere.md"),
        asks("c", "bakery.md"),
        {"question": "d", "expected": [{"segment_id": segment}]},
        SHIPS,
    ]
    reply = filled.alice.post(f"{trial.path}/questions", json={"questions": questions})
    assert (reply.status_code, reply.json["code"]) == (404, "document_not_found")
    kinds = [(each["path"], each["type"]) for each in reply.json["details"]]
    unknown = "document_unknown"
    assert kinds == [
        ("questions[0].expected[0]", unknown),
        ("questions[1].expected[0]", unknown),
        ("questions[2].expected[0]", unknown),
        ("questions[3].expected[0]", "segment_unknown"),
    ]
    assert "2 documents are called bakery.md" in reply.json["details"][2]["message"]
    assert filled.alice.get(f"{trial.path}/questions").json["total"] == 0
    wrong = filled.alice.post(f"{trial.path}/questions/import", data=b"question,document\na,nowhere.md\n")
    assert (wrong.status_code, wrong.json["details"][0]["path"]) == (404, "line 2")


def test_a_run_of_another_set_is_not_compared_with(filled: Shelf):
    trial = Trial(filled, SHIPS)
    run = trial.run()
    other = filled.alice.post(f"{filled.path}/evaluation-sets", json={"name": "Other"}).json["id"]
    for path in (f"runs/{run['id']}", f"runs/{run['id']}/answers"):
        assert filled.alice.get(f"{filled.path}/evaluation-sets/{other}/{path}").status_code == 404
    question = filled.alice.get(f"{trial.path}/questions").json["data"][0]
    for path in (f"runs/{run['id']}", f"questions/{question['id']}"):
        assert filled.alice.delete(f"{filled.path}/evaluation-sets/{other}/{path}").status_code == 404
    assert trial.read(run["id"])["state"] == "completed"
    reply = trial.compare({"id": str(uuid4())}, run)
    assert (reply.status_code, reply.json["code"]) == (404, "evaluation_run_not_found")


def test_sets_have_names_of_their_own(filled: Shelf):
    trial = Trial(filled)
    again = filled.alice.post(f"{filled.path}/evaluation-sets", json={"name": "Town"})
    assert (again.status_code, again.json["code"]) == (409, "evaluation_set_name_duplicate")
    assert filled.alice.patch(trial.path, json={"name": "City"}).json["name"] == "City"
    assert [each["name"] for each in filled.alice.get(f"{filled.path}/evaluation-sets").json["data"]] == ["City"]
    assert filled.alice.delete(trial.path).status_code == 204
    assert filled.alice.get(trial.path).status_code == 404


def test_a_set_without_questions_is_not_run(filled: Shelf):
    trial = Trial(filled)
    reply = filled.alice.post(f"{trial.path}/runs", json={})
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "no_questions")
    trial.put(SHIPS)
    filter_ = {"conditions": [{"name": "color", "comparison_operator": "is", "value": "red"}]}
    body = {"retrieval_model": {"metadata_filtering_conditions": filter_}}
    reply = filled.alice.post(f"{trial.path}/runs", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_whoever_may_read_may_look_and_no_more(filled: Shelf, bob: Person):
    trial = Trial(filled, SHIPS)
    run = trial.run()
    assert bob.get(f"{trial.path}/runs/{run['id']}").status_code == 200
    assert bob.post(f"{trial.path}/runs", json={}).status_code == 403
    assert bob.delete(trial.path).status_code == 403


AGO = func.now() - timedelta(minutes=1)


def interrupt(flask_app: FlaskApp, run_id: str, **values: Any) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(EvaluationRun).where(EvaluationRun.id == UUID(run_id)).values(**values))


def test_a_task_that_has_worked_long_enough_hands_back(filled: Shelf, flask_app: FlaskApp):
    trial = Trial(filled, SHIPS, BREAD)
    run_id = trial.start()
    with flask_app.app_context():
        working.work(Budget(segments=1))
    run = trial.read(run_id)
    assert (run["state"], run["completed"], run["figures"]) == ("running", 1, None)
    assert filled.run_tasks().count("datasets.evaluate") >= 1
    assert trial.read(run_id)["state"] == "completed"


def test_another_worker_goes_on_where_one_was_lost(filled: Shelf, flask_app: FlaskApp):
    trial = Trial(filled, SHIPS, BREAD, asks("grain", "mill.md"))
    run = trial.run()
    kept = trial.answers(run)[0]
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(delete(EvaluationAnswer).where(EvaluationAnswer.question_id != UUID(kept["question_id"])))
    interrupt(flask_app, run["id"], state="running", completed=1, figures=None, claim=uuid4(), claimed_until=AGO)
    with flask_app.app_context():
        working.work()
    again = trial.read(run["id"])
    assert (again["state"], again["completed"], again["figures"]["judged"]) == ("completed", 3, 3)
    assert trial.answers(run)[0] == kept


def test_who_has_lost_a_run_writes_nothing(filled: Shelf, flask_app: FlaskApp):
    trial = Trial(filled, SHIPS)
    run_id = trial.start()
    with flask_app.app_context():
        with unit_of_work() as session:
            claim = working.claim_next(session)
        assert claim
        assert filled.alice.delete(f"{trial.path}/runs/{run_id}").status_code == 204
        working._evaluate(claim, Budget())
        assert db.session.scalar(select(func.count()).select_from(EvaluationAnswer)) == 0


def test_the_sweep_sends_what_was_lost_and_gives_up_what_is_hopeless(filled: Shelf, flask_app: FlaskApp):
    trial = Trial(filled, SHIPS)
    run_id = trial.start()
    flask_app.extensions["redis"].flushdb()
    with flask_app.app_context(), unit_of_work() as session:
        working.sweep(session)
    filled.run_tasks()
    assert trial.read(run_id)["state"] == "completed"
    hopeless = trial.start()
    interrupt(flask_app, hopeless, state="running", claim=uuid4(), claimed_until=AGO, attempt=4)
    with flask_app.app_context(), unit_of_work() as session:
        working.sweep(session)
    run = trial.read(hopeless)
    assert (run["state"], run["error_code"]) == ("error", "evaluation_interrupted")


def test_a_model_that_refuses_ends_the_run_with_its_words(
    server: ModelServer, knowledge: Callable[..., Any], key_of: Callable[..., Program], run_tasks: Any, alice: Person
):
    model = {"embedding_model": MODEL, "embedding_model_provider": PROVIDER}
    dataset = knowledge("By meaning", permission="all_team_members", indexing_technique="high_quality", **model)
    shelf = Shelf(alice, key_of(), run_tasks, dataset)
    for name, text in TEXTS.items():
        shelf.add(name, text)
    trial = Trial(shelf, asks("Bread rises in the bakery at night.", "bakery.md"))
    run = trial.run(retrieval_model={"search_method": "semantic_search"})
    assert (run["state"], run["figures"]["ndcg"]) == ("completed", 1)
    assert run["searched"]["embedding_model"] == MODEL
    trial.put(asks("Something new", "bakery.md"))
    server.fail(401, "No such key")
    run = trial.run(retrieval_model={"search_method": "semantic_search"})
    assert run["state"] == "error"
    assert "No such key" in run["error"]
    server.fail(401, "No such key")
    trial.put(asks("Something else", "bakery.md"))
    hybrid = trial.run()
    # It goes on by words, and says so.
    assert (hybrid["state"], hybrid["figures"]["warnings"]) == ("completed", {"words_only": 1})
