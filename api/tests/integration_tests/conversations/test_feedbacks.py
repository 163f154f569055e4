"""What end users and members think of answers."""

from typing import Any

import pytest

from tests.conftest import Cast, Person
from tests.integration_tests.conversations.conftest import History

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


@pytest.fixture
def message_id(history: History) -> str:
    return history.message(history.conversation())


def rate(history: History, message_id: str, rating: str | None, user: str = "ada", **more: Any) -> Any:
    return history.key.post(f"/messages/{message_id}/feedbacks", json={"rating": rating, "user": user} | more)


def given(history: History, query: str = "") -> list[tuple[str, str, str]]:
    page = history.key.get(f"/app/feedbacks?{query}").json
    return [(each["from_source"], each["rating"], each["content"]) for each in page["data"]]


def test_it_works(history: History, message_id: str):
    reply = rate(history, message_id, "like", content="Thanks")
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    (feedback,) = history.key.get("/app/feedbacks").json["data"]
    assert feedback["message_id"] == message_id
    assert feedback["from_end_user_id"] == str(history.end_user("ada"))
    assert feedback["from_account_id"] is None
    assert given(history) == [("user", "like", "Thanks")]


def test_there_is_one_and_it_can_be_taken_back(history: History, message_id: str):
    for rating in ("like", "dislike"):
        assert rate(history, message_id, rating).status_code == 200
    assert given(history) == [("user", "dislike", "")]
    for _ in range(2):
        assert rate(history, message_id, None).status_code == 200
    assert given(history) == []


def test_a_member_has_one_too(history: History, message_id: str, bob: Person):
    body = {"message_id": message_id, "rating": "dislike", "content": "No"}
    path = f"/apps/{history.app_id}/feedbacks"
    assert history.person.post(path, json=body).json == {"result": "success"}
    rate(history, message_id, "like")
    assert given(history) == [("user", "like", ""), ("admin", "dislike", "No")]
    assert given(history, "page=2&limit=1") == [("admin", "dislike", "No")]
    assert bob.post(path, json=body).status_code == 403
    assert history.person.post(path, json={"message_id": message_id, "rating": None}).status_code == 200
    assert given(history) == [("user", "like", "")]


def test_answers_of_completion_apps_are_rated_too(alice: Person):
    history = History(alice, "completion")
    assert rate(history, history.message(history.conversation()), "like").status_code == 200


@pytest.mark.parametrize(
    "body", [{"rating": "love", "user": "ada"}, {"rating": "like"}, {"rating": "like", "user": ""}]
)
def test_what_is_not_understood_is_refused(history: History, message_id: str, body: dict[str, Any]):
    reply = history.key.post(f"/messages/{message_id}/feedbacks", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_somebody_else_s_message_is_not_found(history: History, message_id: str, cast: Cast):
    history.end_user("eve")
    for where, user in ((history, "eve"), (History(cast.alice), "ada"), (History(cast.mallory), "ada")):
        reply = rate(where, message_id, "like", user)
        assert (reply.status_code, reply.json["code"]) == (404, "message_not_found")
    foreign = History(cast.mallory).app_id
    for person, app_id, expected in (
        (cast.mallory, history.app_id, "app_not_found"),
        (cast.mallory, foreign, "message_not_found"),
    ):
        reply = person.post(f"/apps/{app_id}/feedbacks", json={"message_id": message_id, "rating": "like"})
        assert (reply.status_code, reply.json["code"]) == (404, expected)
    assert given(history) == []
    assert rate(history, UNKNOWN, "like").status_code == 404


def test_those_of_a_deleted_conversation_are_gone(history: History):
    conversation_id = history.conversation()
    message_id = history.message(conversation_id)
    rate(history, message_id, "like")
    history.key.delete(f"/conversations/{conversation_id}?user=ada")
    assert given(history) == []
    assert rate(history, message_id, "like").status_code == 404
