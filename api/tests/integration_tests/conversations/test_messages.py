"""GET /v1/messages: pages back in time, everything on them, and nobody else's."""

from tests.conftest import Person
from tests.integration_tests.conversations.conftest import History

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def test_it_works(history: History):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id, inputs={"tone": "kind"})
    page = history.key.get(f"/messages?conversation_id={conversation_id}&user=ada")
    assert page.status_code == 200
    (message,) = page.json["data"]
    created_at = message.pop("created_at")
    assert isinstance(created_at, int)
    assert message == {
        "id": message_id,
        "conversation_id": conversation_id,
        "parent_message_id": None,
        "inputs": {"tone": "kind"},
        "query": "Why?",
        "answer": "Because.",
        "message_files": [],
        "feedback": None,
        "retriever_resources": [],
        "agent_thoughts": [],
        "status": "normal",
        "error": None,
    }
    assert (page.json["limit"], page.json["has_more"]) == (20, False)


def test_pages_go_back_in_time_and_each_reads_downwards(history: History):
    conversation_id = history.conversation()
    ids = [history.message(conversation_id, query=str(number)) for number in range(5)]
    path = f"/messages?conversation_id={conversation_id}&user=ada&limit=2"
    pages, first_id = [], ""
    while True:
        page = history.key.get(f"{path}&first_id={first_id}").json
        pages.append([message["id"] for message in page["data"]])
        if not page["has_more"]:
            break
        first_id = pages[-1][0]
    assert pages == [ids[3:], ids[1:3], ids[:1]]


def test_messages_of_one_moment_are_each_on_one_page(history: History):
    conversation_id, at = history.conversation(), history.later()
    ids = [history.message(conversation_id, created_at=at) for _ in range(5)]
    path = f"/messages?conversation_id={conversation_id}&user=ada&limit=3"
    last = history.key.get(path).json["data"]
    first = history.key.get(f"{path}&first_id={last[0]['id']}").json["data"]
    assert [message["id"] for message in first + last] == sorted(ids)


def test_all_that_belongs_to_a_message_is_on_it(history: History):
    message_id = history.rich(conversation_id := history.conversation())
    (message,) = history.key.get(f"/messages?conversation_id={conversation_id}&user=ada").json["data"]
    assert message["feedback"] == {"rating": "like", "content": ""}
    assert [thought["position"] for thought in message["agent_thoughts"]] == [1, 2]
    assert {thought["message_id"] for thought in message["agent_thoughts"]} == {message_id}
    local, remote = message["message_files"]
    assert (local["filename"], local["mime_type"], local["size"]) == ("cat.png", "image/png", 3)
    assert local["url"].startswith("http://localhost/files/uploads/")
    assert (remote["transfer_method"], remote["url"]) == ("remote_url", "https://example.com/cat.png")


def test_a_page_of_twenty_takes_no_more_queries_than_one_of_one(history: History, queries: list[str]):
    conversations = [history.conversation() for _ in range(2)]
    history.rich(conversations[0])
    for _ in range(20):
        history.rich(conversations[1])
    counts = []
    for conversation_id in conversations:
        queries.clear()
        page = history.key.get(f"/messages?conversation_id={conversation_id}&user=ada").json
        assert page["data"][-1]["agent_thoughts"]
        counts.append(len([query for query in queries if query.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 9


def test_a_conversation_that_is_not_named_is_refused(history: History):
    for query in ("user=ada", "user=ada&conversation_id="):
        reply = history.key.get(f"/messages?{query}")
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
        assert reply.json["message"].startswith("conversation_id")
    reply = history.key.get(f"/messages?user=ada&conversation_id={UNKNOWN}&limit=101")
    assert reply.status_code == 400


def test_somebody_else_s_are_not_found(history: History, alice: Person, mallory: Person):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id)
    path = f"/messages?conversation_id={conversation_id}"
    other, foreign = History(alice), History(mallory)
    other.end_user("ada")
    history.end_user("eve")
    for key, user in ((history.key, "eve"), (history.key, "nobody yet"), (other.key, "ada"), (foreign.key, "ada")):
        assert key.get(f"{path}&user={user}").json["code"] == "conversation_not_found"
    mine = history.conversation("eve")
    reply = history.key.get(f"/messages?conversation_id={mine}&user=eve&first_id={message_id}")
    assert (reply.status_code, reply.json["code"]) == (404, "message_not_found")


def test_what_a_member_tried_is_no_end_user_s(history: History):
    conversation_id = history.conversation(None)
    assert history.key.get(f"/messages?conversation_id={conversation_id}&user=ada").status_code == 404


def test_a_completion_app_has_none(alice: Person):
    history = History(alice, "completion")
    conversation_id = history.conversation()
    reply = history.key.get(f"/messages?conversation_id={conversation_id}&user=ada")
    assert (reply.status_code, reply.json["code"]) == (400, "not_chat_app")


def test_large_messages_come_in_smaller_pages(history: History):
    conversation_id = history.conversation()
    ids = [history.message(conversation_id, answer="ä" * (2 * 1024**2), query=str(number)) for number in range(5)]
    path = f"/messages?conversation_id={conversation_id}&user=ada"
    pages, first_id = [], ""
    while True:
        page = history.key.get(f"{path}&first_id={first_id}").json
        pages.append([message["id"] for message in page["data"]])
        if not page["has_more"]:
            break
        first_id = pages[-1][0]
    assert pages == [ids[4:], ids[3:4], ids[2:3], ids[1:2], ids[:1]]


def test_one_that_is_larger_than_a_page_is_there(history: History):
    conversation_id = history.conversation()
    history.message(conversation_id, answer="x" * (9 * 1024**2))
    page = history.key.get(f"/messages?conversation_id={conversation_id}&user=ada").json
    assert (len(page["data"]), page["has_more"]) == (1, False)
