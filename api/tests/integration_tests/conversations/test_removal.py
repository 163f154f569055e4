"""What is left of a deleted conversation: nothing, and of others everything."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.integration_tests.conversations.conftest import History
from treeline.conversations import removal
from treeline.conversations.models import AgentThought, Conversation, Feedback, Message, MessageFile
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.kernel.storage import new_key
from treeline.kernel.web import FlaskApp
from treeline.runs.events import stop_key
from treeline.runs.models import Run

KINDS = (Conversation, Message, AgentThought, Feedback, MessageFile, UploadFile, Run)
Count = Callable[..., int]


def delete(history: History, conversation_id: str) -> None:
    assert history.key.delete(f"/conversations/{conversation_id}?user=ada").status_code == 204


def counts(count: Count) -> tuple[int, ...]:
    return tuple(count(kind) for kind in KINDS)


def test_everything_of_it_goes(history: History, count: Count, run_tasks: Callable[[], list[str]]):
    kept, gone = history.conversation(), history.conversation()
    history.rich(kept)
    before = counts(count)
    for _ in range(3):
        history.rich(gone)
    delete(history, gone)
    run_tasks()
    # The conversation itself was counted before.
    assert counts(count) == (before[0] - 1, *before[1:])
    assert len(history.key.get(f"/messages?conversation_id={kept}&user=ada").json["data"]) == 1


def test_more_than_a_batch_goes_in_batches(history: History, count: Count, run_tasks: Callable[[], list[str]]):
    conversation_id = history.conversation()
    ids = [new_id() for _ in range(2 * removal.BATCH + 1)]
    here = {"app_id": UUID(history.app_id), "conversation_id": UUID(conversation_id)}
    pairs = zip(ids, [None, *ids], strict=False)
    history.add(*(Message(id=each, parent_message_id=parent, **here) for each, parent in pairs))
    delete(history, conversation_id)
    run_tasks()
    assert (count(Conversation), count(Message)) == (0, 0)


def test_it_may_run_again_and_twice(history: History, context: FlaskApp, count: Count):
    conversation_id = history.conversation()
    history.rich(conversation_id)
    task = context.extensions["celery"].tasks["conversations.remove"]
    # One that is not deleted stays, whoever asks.
    task(conversation_id)
    assert count(Message) == 1
    delete(history, conversation_id)
    for _ in range(2):
        task(conversation_id)
    assert counts(count) == (0,) * len(KINDS)


def test_bytes_of_uploads_go_unless_another_message_names_them(
    history: History,
    context: FlaskApp,
    count: Count,
    run_tasks: Callable[[], list[str]],
    stored: Callable[[], set[str]],
):
    objects, keys = context.extensions["storage"], [new_key() for _ in range(2)]
    for key in keys:
        objects.put(key, iter([b"abc"]))
    own, shared = (history.upload(storage_key=key) for key in keys)
    kept, gone = history.conversation(), history.conversation()
    history.file(history.message(kept), shared)
    message_id = history.message(gone)
    history.file(message_id, own)
    history.file(message_id, shared)
    delete(history, gone)
    run_tasks()
    context.extensions["celery"].tasks["files.empty_trash"]()
    assert count(UploadFile) == count(UploadFile, UploadFile.id == shared) == 1
    assert stored() & {str(key) for key in keys} == {str(keys[1])}


def test_a_running_answer_is_stopped_first_and_goes_with_the_rest(history: History, context: FlaskApp, count: Count):
    conversation_id = history.conversation()
    run_id = UUID(history.run(history.message(conversation_id, status="running"), status="running"))
    delete(history, conversation_id)
    task = context.extensions["celery"].tasks["conversations.remove"]
    with pytest.raises(removal.StillAnswering):
        task(conversation_id)
    with unit_of_work() as session:
        assert session.get_one(Run, run_id).stop_requested_at is not None
    assert context.extensions["redis"].exists(stop_key(run_id))
    assert count(Message) == 1
    with unit_of_work() as session:
        session.get_one(Run, run_id).status = "stopped"
    task(conversation_id)
    assert (count(Conversation), count(Message), count(Run)) == (0, 0, 0)


def test_a_lost_task_is_sent_again(
    history: History, context: FlaskApp, clock_travel: Callable[[float], None], run_tasks: Callable[[], list[str]]
):
    delete(history, history.conversation())
    context.extensions["redis"].flushdb()
    sweep = context.extensions["celery"].tasks["conversations.sweep"]
    sweep()
    assert run_tasks() == []
    clock_travel(601)
    sweep()
    assert run_tasks() == ["conversations.remove"]
    sweep()
    assert run_tasks() == []


def test_an_app_takes_its_conversations_with_it(history: History, count: Count, run_tasks: Callable[[], list[str]]):
    for _ in range(3):
        history.rich(history.conversation())
    other = History(history.person)
    other.rich(other.conversation())
    assert history.person.delete(f"/apps/{history.app_id}").status_code == 204
    run_tasks()
    assert counts(count)[:2] == (1, 1)
    assert count(Run) == count(UploadFile) == 1


def test_tasks_are_on_their_queue(context: FlaskApp):
    celery: Any = context.extensions["celery"]
    for name in ("conversations.remove", "conversations.sweep", "conversations.name"):
        assert celery.conf.task_routes[name] == {"queue": "conversation"}
    assert "conversations.sweep" in celery.conf.beat_schedule
