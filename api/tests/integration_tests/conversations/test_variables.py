"""What a conversation keeps between its messages."""

from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Cast
from tests.integration_tests.conversations.conftest import History
from treeline.conversations.models import ConversationVariable

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def variable(history: History, conversation_id: str, name: str, value: Any, value_type: str = "string") -> str:
    row = ConversationVariable(
        conversation_id=UUID(conversation_id), name=name, value=value, value_type=value_type, created_at=history.later()
    )
    history.add(row)
    return str(row.id)


@pytest.fixture
def conversation_id(history: History) -> str:
    return history.conversation()


def test_it_works(history: History, conversation_id: str):
    ids = [variable(history, conversation_id, name, name.upper()) for name in ("a", "b", "c")]
    path = f"/conversations/{conversation_id}/variables"
    page = history.key.get(f"{path}?user=ada&limit=2").json
    assert [(each["id"], each["name"], each["value"]) for each in page["data"]] == [
        (ids[0], "a", "A"),
        (ids[1], "b", "B"),
    ]
    assert (page["limit"], page["has_more"]) == (2, True)
    rest = history.key.get(f"{path}?user=ada&limit=2&last_id={ids[1]}").json
    assert ([each["name"] for each in rest["data"]], rest["has_more"]) == (["c"], False)
    assert [each["id"] for each in history.key.get(f"{path}?user=ada&variable_name=b").json["data"]] == [ids[1]]
    shown = history.person.get(f"/apps/{history.app_id}/conversation-variables?conversation_id={conversation_id}")
    assert [each["name"] for each in shown.json["data"]] == ["a", "b", "c"]

    reply = history.key.put(f"{path}/{ids[0]}", json={"value": "new", "user": "ada"})
    assert (reply.status_code, reply.json["value"], reply.json["value_type"]) == (200, "new", "string")
    assert history.key.get(f"{path}?user=ada").json["data"][0]["value"] == "new"


@pytest.mark.parametrize(
    ("value_type", "fits", "does_not"),
    [
        ("string", "x", 1),
        ("number", 1.5, "1.5"),
        ("number", 1, True),
        ("boolean", False, 0),
        ("object", {"a": [1]}, [1]),
        ("array[string]", ["a"], ["a", 1]),
        ("array[number]", [1, 2.5], [True]),
        ("array[object]", [{}], [[]]),
        ("array[any]", [1, "a", None], {"a": 1}),
        ("string", "", None),
    ],
)
def test_a_value_is_of_the_type(
    history: History, conversation_id: str, value_type: str, fits: object, does_not: object
):
    variable_id = variable(history, conversation_id, "v", None, value_type)
    path = f"/conversations/{conversation_id}/variables/{variable_id}"
    reply = history.key.put(path, json={"value": does_not, "user": "ada"})
    assert (reply.status_code, reply.json["code"]) == (400, "conversation_variable_type_mismatch")
    reply = history.key.put(path, json={"value": fits, "user": "ada"})
    assert (reply.status_code, reply.json["value"]) == (200, fits)


@pytest.mark.parametrize("sent", ['{"a": "\\u0000"}', '{"\\u0000": 1}', '{"a": [NaN]}', '{"a": Infinity}'])
def test_what_no_database_holds_is_refused(history: History, conversation_id: str, sent: str):
    variable_id = variable(history, conversation_id, "v", {}, "object")
    reply = history.key.put(
        f"/conversations/{conversation_id}/variables/{variable_id}",
        data=f'{{"user": "ada", "value": {sent}}}',
        content_type="application/json",
    )
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_somebody_else_s_are_not_found(history: History, conversation_id: str, cast: Cast):
    variable_id = variable(history, conversation_id, "v", "mine")
    hers = history.conversation("eve")
    path = f"/conversations/{conversation_id}/variables"
    assert history.key.get(path).json["code"] == "conversation_not_found"
    for where, user in ((history, "eve"), (History(cast.alice), "ada"), (History(cast.mallory), "ada")):
        assert where.key.get(f"{path}?user={user}").status_code == 404
        assert where.key.put(f"{path}/{variable_id}", json={"value": "x", "user": user}).status_code == 404
    elsewhere = f"/conversations/{hers}/variables"
    assert history.key.put(f"{elsewhere}/{variable_id}", json={"value": "x", "user": "eve"}).status_code == 404
    assert history.key.get(f"{elsewhere}?user=eve&last_id={variable_id}").status_code == 404
    shown = f"conversation-variables?conversation_id={conversation_id}"
    assert cast.mallory.get(f"/apps/{history.app_id}/{shown}").status_code == 404
    assert cast.mallory.get(f"/apps/{History(cast.mallory).app_id}/{shown}").status_code == 404
    assert cast.bob.get(f"/apps/{history.app_id}/{shown}").json["data"][0]["value"] == "mine"
