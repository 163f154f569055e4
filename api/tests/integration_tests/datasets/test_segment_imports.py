"""Segments out of an uploaded table: all of them or none, once, and found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from tests.conftest import Cast, Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.test_segments import PARENT
from tests.integration_tests.datasets.test_uploads import upload
from tests.model_server import ModelServer
from treeline.datasets.models import Segment
from treeline.datasets.segments.imports.models import SegmentImport
from treeline.datasets.segments.imports.service import sweep
from treeline.kernel.claims import MOST_ATTEMPTS
from treeline.kernel.db import unit_of_work

TABLE = 'segment content,note\n"The Raab flows, slowly, to Győr.",x\n\nThe Lafnitz meanders.,y\n'


@pytest.fixture
def path(shelf: Shelf) -> str:
    return f"{shelf.path}/documents/{shelf.add('rivers.md', 'The Mur flows through Graz.')['id']}/segments/batch_import"


def send(person: Person, path: str, data: str | bytes, name: str = "rivers.csv") -> Any:
    data = data if isinstance(data, bytes) else data.encode()
    return person.post(path, json={"upload_file_id": upload(person, name, data)})


def change(shelf: Shelf, **values: Any) -> None:
    with shelf.alice.client.application.app_context(), unit_of_work() as session:
        session.execute(update(SegmentImport).values(**values))


def swept(shelf: Shelf) -> None:
    with shelf.alice.client.application.app_context(), unit_of_work() as session:
        sweep(session)


def test_rows_become_segments(shelf: Shelf, path: str):
    sent = send(shelf.alice, path, TABLE)
    assert sent.status_code == 200, sent.json
    job = sent.json["job_id"]
    assert (sent.json["job_status"], sent.json["total"]) == ("waiting", 2)
    assert "datasets.import_segments" in shelf.run_tasks()
    assert (shelf.found("Raab"), shelf.found("meanders")) == (
        ["The Raab flows, slowly, to Győr."],
        ["The Lafnitz meanders."],
    )
    done = {"job_id": job, "job_status": "completed", "total": 2, "error_code": None, "error": None}
    for address in (path, f"{path}?job_id={job}", f"/datasets/batch_import_status/{job}"):
        assert shelf.alice.get(address).json == done
    document = shelf.document(path.split("/")[4])
    assert (document["segment_count"], document["display_status"]) == (3, "available")


@pytest.mark.parametrize(
    ("name", "table", "contents"),
    [
        ("a.csv", "content\nThe Raab, a river\n", ["The Raab"]),
        ("a.csv", "The Raab\nThe Lafnitz\n", ["The Raab", "The Lafnitz"]),
        ("a.csv", "内容;备注\n拉布河;x\n".encode("gbk"), ["拉布河"]),
        ("a.tsv", "note\tcontent\nx\tThe Raab; a river\n", ["The Raab; a river"]),
        ("a.csv", '\ufeffcontent\r\n"two\nlines"\r\n', ["two\nlines"]),
    ],
)
def test_columns_have_names_or_stand_first(shelf: Shelf, path: str, name: str, table: str | bytes, contents: list[str]):
    assert send(shelf.alice, path, table, name).json["total"] == len(contents)
    shelf.run_tasks()
    segments = shelf.segments(path.split("/")[4])
    assert [each["content"] for each in segments[1:]] == contents


def test_questions_bring_their_answers(shelf: Shelf):
    document = shelf.add("pairs.csv", "question,answer\nWhich river?,The Mur\n", doc_form="qa_model")
    path = f"{shelf.path}/documents/{document['id']}/segments/batch_import"
    bad = send(shelf.alice, path, "question,answer\nWhich hill?,The Plabutsch\nWhich lake?,\n")
    assert (bad.status_code, bad.json["details"][0]["type"]) == (400, "import_answer")
    assert bad.json["details"][0]["params"] == {"row": 3}
    assert send(shelf.alice, path, "问题,答案\nWhich hill?,The Plabutsch\n").status_code == 200
    shelf.run_tasks()
    last: Any = shelf.segments(document["id"])[-1]
    assert (last["content"], last["answer"]) == ("Which hill?", "The Plabutsch")


def test_parents_get_their_children(shelf: Shelf):
    document = shelf.add("rivers.txt", "The Mur\nThe Enns", doc_form="hierarchical_model", process_rule=PARENT)
    path = f"{shelf.path}/documents/{document['id']}/segments/batch_import"
    assert send(shelf.alice, path, 'content\n"The Raab\nThe Sulm"\n"The Drau\nThe Gail"\n').status_code == 200
    shelf.run_tasks()
    found = [len(each["child_chunks"]) for each in shelf.segments(document["id"])]
    assert found[-2:] == [2, 2]
    assert shelf.found("Sulm") == ["The Raab\nThe Sulm"]


@pytest.mark.parametrize(
    ("name", "table", "status", "kind"),
    [
        ("a.xlsx", "content\nx\n", 415, "unsupported_file_type"),
        ("a.csv", "", 400, "import_empty"),
        ("a.csv", "content\n \n", 400, "import_empty"),
        ("a.csv", f"content\n{'x' * 40_001}\n", 400, "import_content"),
        ("a.csv", "content,answer\n,only an answer\n", 400, "import_content"),
        ("a.csv", "content\n" + "x\n" * 5_001, 400, "too_long"),
    ],
)
def test_what_is_wrong_is_said_at_once(shelf: Shelf, path: str, name: str, table: str, status: int, kind: str):
    reply = send(shelf.alice, path, table, name)
    assert reply.status_code == status, reply.json
    assert kind in (reply.json["code"], *(each["type"] for each in reply.json.get("details", [])))
    assert shelf.alice.get(path).json["code"] == "segment_import_not_found"


def test_a_document_in_work_is_not_written_to(shelf: Shelf, path: str):
    before = path.removesuffix("/segments/batch_import")
    sent = send(shelf.alice, path, TABLE)
    shelf.key.post(f"{before}/update-by-text", json={"text": "The Drau."})
    assert send(shelf.alice, path, TABLE).json["code"] == "document_indexing"
    shelf.alice.client.application.extensions["redis"].flushdb()
    swept(shelf)
    shelf.run_tasks()
    told = shelf.alice.get(f"{path}?job_id={sent.json['job_id']}").json
    assert (told["job_status"], told["error_code"]) == ("error", "document_indexing")


def test_a_lost_message_or_worker_is_made_up_for(shelf: Shelf, path: str):
    send(shelf.alice, path, TABLE)
    redis = shelf.alice.client.application.extensions["redis"]
    redis.flushdb()
    swept(shelf)
    # Twice in the queue, and one of another that is at it: written once.
    swept(shelf)
    shelf.run_tasks()
    assert len(shelf.segments(path.split("/")[4])) == 3
    swept(shelf)
    assert shelf.run_tasks() == []
    send(shelf.alice, path, TABLE)
    redis.flushdb()
    change(
        shelf,
        status="processing",
        attempt=1,
        claim=UUID(int=1),
        claimed_until=func.now() - func.make_interval(0, 0, 0, 1),
    )
    swept(shelf)
    shelf.run_tasks()
    assert len(shelf.segments(path.split("/")[4])) == 5


def test_nobody_is_left_waiting(shelf: Shelf, path: str):
    send(shelf.alice, path, TABLE)
    shelf.alice.client.application.extensions["redis"].flushdb()
    change(shelf, status="processing", attempt=MOST_ATTEMPTS, claim=UUID(int=1))
    swept(shelf)
    assert shelf.run_tasks() == []
    told = shelf.alice.get(path).json
    assert (told["job_status"], told["error_code"]) == ("error", "import_interrupted")
    with shelf.alice.client.application.app_context(), unit_of_work() as session:
        assert session.scalar(select(SegmentImport.rows)) == []


def test_a_model_that_fails_leaves_nothing(
    alice: Person, server: ModelServer, shelf: Shelf, knowledge: Callable[..., Any]
):
    model = {"embedding_model": "scripted-embedding", "embedding_model_provider": "openai_api_compatible"}
    dataset = knowledge("By vectors", permission="all_team_members", indexing_technique="high_quality", **model)
    other = Shelf(alice, shelf.key, shelf.run_tasks, dataset)
    path = f"{other.path}/documents/{other.add('a.md', 'The Mur.')['id']}/segments/batch_import"
    server.fail(401, "Which key?")
    send(alice, path, TABLE)
    other.run_tasks()
    told = alice.get(path).json
    assert (told["job_status"], told["error"]) == ("error", told["error"])
    assert told["error"]
    with alice.client.application.app_context(), unit_of_work() as session:
        assert session.scalar(select(func.count()).where(Segment.dataset_id == UUID(dataset["id"]))) == 1
    send(alice, path, TABLE)
    other.run_tasks()
    assert alice.get(path).json["job_status"] == "completed"
    asked = len(server.requests)
    assert "The Raab flows, slowly, to Győr." in other.found("The Raab flows, slowly, to Győr.")
    assert len(server.requests) == asked


def test_another_s_upload_is_not_found(cast: Cast, shelf: Shelf, path: str):
    theirs = upload(cast.mallory, "rivers.csv", TABLE.encode())
    assert cast.alice.post(path, json={"upload_file_id": theirs}).json["code"] == "file_not_found"
