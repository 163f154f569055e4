"""What the team sees of an app's conversations, in the console."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import Cast, Person
from tests.integration_tests.conversations.conftest import History
from treeline.kernel.storage import new_key
from treeline.kernel.web import FlaskApp

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def listed(history: History, query: str = "", person: Person | None = None) -> Any:
    reply = (person or history.person).get(f"/apps/{history.app_id}/chat-conversations?{query}")
    assert reply.status_code == 200, reply.json
    return reply.json


def ids(page: Any) -> list[str]:
    return [entry["id"] for entry in page["data"]]


def test_it_works(history: History):
    conversation_id = history.conversation(name="Cats")
    history.message(conversation_id, query="First?", answer="Yes.", inputs={"a": 1})
    history.rich(conversation_id)
    tried = history.conversation(None)
    page = listed(history)
    assert (page["total"], page["page"], page["limit"], page["has_more"]) == (2, 1, 20, False)
    mine, hers = page["data"]
    for entry in page["data"]:
        assert isinstance(entry.pop("created_at"), int)
        assert isinstance(entry.pop("updated_at"), int)
    assert hers == {
        "id": conversation_id,
        "mode": "chat",
        "name": "Cats",
        "summary": "Cats",
        "inputs": {},
        "introduction": "",
        "status": "normal",
        "from_source": "api",
        "from_end_user_id": str(history.end_user("ada")),
        "from_end_user_session_id": "ada",
        "from_account_id": None,
        "from_account_name": None,
        "message_count": 2,
        "user_feedback_stats": {"like": 1, "dislike": 0},
        "admin_feedback_stats": {"like": 0, "dislike": 1},
        "message": {"inputs": {"a": 1}, "query": "First?", "answer": "Yes."},
    }
    assert (mine["id"], mine["from_source"], mine["from_account_name"]) == (tried, "console", "Alice")
    assert (mine["message_count"], mine["message"]) == (0, None)
    one = history.person.get(f"/apps/{history.app_id}/chat-conversations/{conversation_id}").json
    assert one["message_count"] == 2
    same = history.person.get(f"/apps/{history.app_id}/completion-conversations").json
    assert ids(same) == [tried, conversation_id]
    assert listed(history, "page=&limit=&keyword=&start=&end=&message_count_gte=&sort_by=")["total"] == 2


def test_filters(history: History):
    cats, dogs, other = (history.conversation(user) for user in ("ada", "eve", "100%_sure"))
    history.message(cats, query="About CATS")
    for _ in range(3):
        history.message(dogs, answer="Dogs bark.")
    assert ids(listed(history, "keyword=cats")) == [cats]
    assert ids(listed(history, "keyword=bark")) == [dogs]
    assert ids(listed(history, "keyword=100%25_")) == [other]
    assert ids(listed(history, "keyword=%25")) == [other]
    assert ids(listed(history, "message_count_gte=3")) == [dogs]
    assert ids(listed(history, "message_count_gte=1&sort_by=created_at")) == [cats, dogs]
    assert ids(listed(history, "annotation_status=all&limit=1&page=2")) == [dogs]
    page = listed(history, "limit=2&sort_by=-created_at")
    assert (ids(page), page["total"], page["has_more"]) == ([other, dogs], 3, True)


def test_a_span_is_of_the_member_s_time(history: History, alice: Person):
    at = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)
    conversation_id = history.conversation(created_at=at, updated_at=at)
    span = "start=2026-03-31 19:30&end=2026-03-31 20:30"
    assert ids(listed(history, span)) == [conversation_id]
    assert alice.post("/account/timezone", json={"timezone": "Asia/Shanghai"}).status_code == 200
    assert ids(listed(history, span)) == []
    assert ids(listed(history, "start=2026-04-01 03:30&end=2026-04-01 04:30")) == [conversation_id]


@pytest.mark.parametrize("query", ["start=yesterday", "end=2026-02-30", "sort_by=name", "limit=101", "page=0"])
def test_what_is_not_understood_is_refused(history: History, query: str):
    reply = history.person.get(f"/apps/{history.app_id}/chat-conversations?{query}")
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def without_links(message: Any) -> Any:
    """Signed links tell until when they are good, which the next second changes."""
    return {**message, "message_files": [{**file, "url": ""} for file in message["message_files"]]}


def test_messages_as_the_team_sees_them(history: History):
    conversation_id = history.conversation()
    message_id = history.rich(conversation_id)
    older = history.message(conversation_id, created_at=history.later())
    path = f"/apps/{history.app_id}/chat-messages?conversation_id={conversation_id}"
    page = history.person.get(path).json
    assert [message["id"] for message in page["data"]] == [message_id, older]
    first = page["data"][0]
    alone = history.person.get(f"/apps/{history.app_id}/messages/{message_id}").json
    assert without_links(first) == without_links(alone)
    assert [(each["from_source"], each["rating"], each["from_account"]) for each in first["feedbacks"]] == [
        ("user", "like", None),
        ("admin", "dislike", "Alice"),
    ]
    assert first["metadata"]["usage"]["total_tokens"] == 0
    assert len(first["agent_thoughts"]) == len(first["message_files"]) == 2
    back = history.person.get(f"{path}&first_id={older}").json
    assert [message["id"] for message in back["data"]] == [message_id]


def test_files_of_its_messages_are_read(history: History, context: FlaskApp, bob: Person, mallory: Person):
    key = new_key()
    context.extensions["storage"].put(key, iter([b"\x89PNG"]))
    message_id = history.message(history.conversation())
    file_id = history.file(message_id, history.upload(storage_key=key, size=4))
    remote = history.file(message_id)
    path = f"/apps/{history.app_id}/message-files/"
    for reader in (history.person, bob):
        reply = reader.get(f"{path}{file_id}")
        assert (reply.status_code, reply.data, reply.content_type) == (200, b"\x89PNG", "image/png")
        assert "sandbox" in reply.headers["Content-Security-Policy"]
    part = bob.get(f"{path}{file_id}", headers={"Range": "bytes=1-2"})
    assert (part.status_code, part.data) == (206, b"PN")
    assert mallory.get(f"{path}{file_id}").status_code == 404
    for unknown in (remote, UNKNOWN):
        assert history.person.get(f"{path}{unknown}").json["code"] == "file_not_found"
    other = History(history.person)
    assert other.person.get(f"/apps/{other.app_id}/message-files/{file_id}").status_code == 404


def test_files_go_with_their_conversation(history: History):
    conversation_id = history.conversation()
    file_id = history.file(history.message(conversation_id), history.upload(size=0))
    path = f"/apps/{history.app_id}/message-files/{file_id}"
    assert history.person.get(path).status_code == 200
    history.person.delete(f"/apps/{history.app_id}/chat-conversations/{conversation_id}")
    assert history.person.get(path).status_code == 404


def test_of_a_completion_app_too(alice: Person):
    history = History(alice, "completion")
    conversation_id = history.conversation()
    history.message(conversation_id, query="Write.")
    (entry,) = alice.get(f"/apps/{history.app_id}/completion-conversations").json["data"]
    assert entry["message"]["query"] == "Write."
    path = f"/apps/{history.app_id}/chat-messages?conversation_id={conversation_id}"
    assert len(alice.get(path).json["data"]) == 1


def test_a_page_of_twenty_takes_no_more_queries_than_one_of_one(history: History, queries: list[str]):
    counts = []
    for many in (1, 19):
        for number in range(many):
            history.rich(history.conversation(f"user {number}"))
        for path in ("chat-conversations", f"chat-messages?conversation_id={history.conversation()}"):
            queries.clear()
            assert history.person.get(f"/apps/{history.app_id}/{path}").status_code == 200
            counts.append(len([query for query in queries if query.startswith("SELECT")]))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9


def test_deleting(history: History, run_tasks: Callable[[], list[str]], bob: Person):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id)
    path = f"/apps/{history.app_id}/chat-conversations/{conversation_id}"
    assert bob.delete(path).status_code == 403
    assert history.person.delete(path).status_code == 204
    assert history.person.delete(path).status_code == 404
    assert history.person.get(path).status_code == 404
    assert listed(history)["total"] == 0
    assert history.person.get(f"/apps/{history.app_id}/messages/{message_id}").status_code == 404
    assert history.key.get("/conversations?user=ada").json["data"] == []
    assert run_tasks() == ["conversations.remove"]


def test_somebody_else_s_are_not_found(history: History, cast: Cast):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id)
    foreign, other = History(cast.mallory), History(cast.alice)
    for path in (
        f"chat-conversations/{conversation_id}",
        f"completion-conversations/{conversation_id}",
        f"messages/{message_id}",
        f"chat-messages?conversation_id={conversation_id}",
        f"chat-messages?conversation_id={other.conversation()}&first_id={message_id}",
    ):
        for person, where in ((cast.mallory, history), (cast.mallory, foreign), (cast.alice, other)):
            reply = person.get(f"/apps/{where.app_id}/{path}")
            assert reply.status_code == 404, (path, reply.json)
    assert listed(foreign)["total"] == 0
    assert ids(listed(history, person=cast.bob)) == [conversation_id]
