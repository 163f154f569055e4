"""GET and DELETE /v1/conversations."""

from collections.abc import Callable

import pytest

from tests.conftest import Person
from tests.integration_tests.conversations.conftest import History

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def listed(history: History, query: str = "", user: str = "ada") -> list[str]:
    reply = history.key.get(f"/conversations?user={user}{query}")
    assert reply.status_code == 200, reply.json
    return [conversation["id"] for conversation in reply.json["data"]]


def test_it_works(history: History):
    conversation_id = history.conversation(name="Cats", inputs={"tone": "kind"}, introduction="Hello!")
    reply = history.key.get("/conversations?user=ada&pinned=true&last_id=")
    (conversation,) = reply.json["data"]
    assert isinstance(conversation.pop("created_at"), int)
    assert isinstance(conversation.pop("updated_at"), int)
    assert conversation == {
        "id": conversation_id,
        "name": "Cats",
        "inputs": {"tone": "kind"},
        "status": "normal",
        "introduction": "Hello!",
    }
    assert (reply.json["limit"], reply.json["has_more"]) == (20, False)


def test_one_without_a_name_has_one_to_show(history: History):
    history.conversation()
    assert history.key.get("/conversations?user=ada").json["data"][0]["name"] == "New conversation"


@pytest.mark.parametrize("sort_by", ["created_at", "-created_at", "updated_at", "-updated_at"])
def test_pages_in_every_order(history: History, sort_by: str):
    ids = [history.conversation() for _ in range(5)]
    found, last_id = [], ""
    while True:
        page = history.key.get(f"/conversations?user=ada&limit=2&sort_by={sort_by}&last_id={last_id}").json
        found += [conversation["id"] for conversation in page["data"]]
        if not page["has_more"]:
            break
        last_id = found[-1]
    assert found == (ids[::-1] if sort_by.startswith("-") else ids)


def test_each_user_has_their_own(history: History, alice: Person, mallory: Person):
    mine, hers = history.conversation("ada"), history.conversation("eve")
    tried = history.conversation(None)
    assert listed(history) == [mine]
    assert listed(history, user="eve") == [hers]
    assert listed(history, user="nobody") == []
    for other in (History(alice), History(mallory)):
        other.end_user("ada")
        assert listed(other) == []
    for foreign in (hers, tried, UNKNOWN):
        assert history.key.get(f"/conversations?user=ada&last_id={foreign}").status_code == 404


@pytest.mark.parametrize("query", ["user=ada&limit=101", "user=ada&sort_by=name", "user=ada&last_id=x"])
def test_what_is_not_understood_is_refused(history: History, query: str):
    assert history.key.get(f"/conversations?{query}").json["code"] == "invalid_param"


@pytest.mark.parametrize("query", ["", "?user=", "?limit=&last_id=&sort_by="])
def test_who_is_not_named_has_none(history: History, query: str):
    conversation_id = history.conversation()
    history.conversation(None)
    reply = history.key.get(f"/conversations{query}")
    assert (reply.status_code, reply.json) == (200, {"data": [], "limit": 20, "has_more": False})
    reply = history.key.get(f"/messages?conversation_id={conversation_id}")
    assert (reply.status_code, reply.json["code"]) == (404, "conversation_not_found")


def test_a_blank_value_is_none(history: History):
    conversation_id = history.conversation()
    assert listed(history, "&limit=&sort_by=&last_id=") == [conversation_id]
    assert history.key.get("/messages?user=ada&conversation_id=").json["code"] == "invalid_param"


def test_a_completion_app_has_none(alice: Person):
    reply = History(alice, "completion").key.get("/conversations?user=ada")
    assert (reply.status_code, reply.json["code"]) == (400, "not_chat_app")


@pytest.mark.parametrize("by", ["query", "body"])
def test_a_deleted_one_is_gone_at_once(history: History, run_tasks: Callable[[], list[str]], by: str):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id)
    path = f"/conversations/{conversation_id}"
    reply = history.key.delete(f"{path}?user=ada") if by == "query" else history.key.delete(path, json={"user": "ada"})
    assert (reply.status_code, reply.data) == (204, b"")
    assert listed(history) == []
    assert history.key.delete(f"{path}?user=ada").status_code == 404
    assert history.key.get(f"/messages?conversation_id={conversation_id}&user=ada").status_code == 404
    assert history.key.get(f"/conversations?user=ada&last_id={conversation_id}").status_code == 404
    assert message_id
    assert run_tasks() == ["conversations.remove"]


def test_nobody_deletes_somebody_else_s(history: History, alice: Person, mallory: Person):
    conversation_id = history.conversation()
    history.end_user("eve")
    for key, user in ((history.key, "eve"), (History(alice).key, "ada"), (History(mallory).key, "ada")):
        assert key.delete(f"/conversations/{conversation_id}?user={user}").status_code == 404
    for path in (f"/conversations/{conversation_id}", f"/conversations/{conversation_id}?user="):
        assert history.key.delete(path).json["code"] == "conversation_not_found"
    assert listed(history) == [conversation_id]
