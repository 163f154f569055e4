"""The published package dify-client, unchanged, over a real socket: what was said, and what becomes of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from dify_client import ChatClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.processes import Api, Caller
from treeline.apps.end_users.models import EndUser
from treeline.conversations.models import Conversation, Message
from treeline.kernel.clock import now
from treeline.kernel.ids import new_id


@pytest.fixture
def app_id(caller: Caller) -> str:
    reply = caller.call("POST", "/apps", json={"name": "Handbook", "mode": "chat"})
    assert reply.status_code == 201, reply.text
    return reply.json()["id"]


@pytest.fixture
def client(api: Api, caller: Caller, app_id: str) -> ChatClient:
    key = caller.call("POST", f"/apps/{app_id}/api-keys").json()["token"]
    client = ChatClient(key)
    client.base_url = f"{api.base}/v1"
    return client


@pytest.fixture
def session(api: Api) -> Iterator[Session]:
    engine = create_engine(api.settings.sqlalchemy_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def said(session: Session, app_id: str, user: str, questions: int) -> str:
    """A conversation of that many messages."""
    here: dict[str, Any] = {"app_id": UUID(app_id)}
    end_user = session.query(EndUser).filter_by(session_id=user, **here).one_or_none()
    end_user = end_user or EndUser(id=new_id(), session_id=user, **here)
    session.add(end_user)
    session.flush()
    conversation = Conversation(id=new_id(), mode="chat", end_user_id=end_user.id, **here)
    session.add(conversation)
    session.flush()
    for number in range(questions):
        at = now() + timedelta(seconds=number)
        question = {"query": f"Question {number}?", "answer": f"Answer {number}.", "status": "normal"}
        session.add(Message(conversation_id=conversation.id, created_at=at, **question, **here))
    session.commit()
    return str(conversation.id)


def test_conversations_are_listed_and_named(client: ChatClient, session: Session, app_id: str):
    first, second = (said(session, app_id, "ada", 1) for _ in range(2))
    said(session, app_id, "eve", 1)
    page = client.get_conversations(user="ada", limit="1").json()
    assert ([each["id"] for each in page["data"]], page["limit"], page["has_more"]) == ([second], 1, True)
    rest = client.get_conversations(user="ada", last_id=second, limit="10", pinned="false").json()
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == ([first], False)
    renamed = client.rename_conversation(first, "Cats", "ada")
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Cats")
    assert client.rename_conversation(first, "Mine", "eve").status_code == 404


def test_messages_are_paged_and_rated(client: ChatClient, session: Session, app_id: str):
    conversation_id = said(session, app_id, "ada", 5)
    page = client.get_conversation_messages(user="ada", conversation_id=conversation_id, limit="2").json()
    assert [each["query"] for each in page["data"]] == ["Question 3?", "Question 4?"]
    assert page["has_more"] is True
    first = page["data"][0]["id"]
    back = client.get_conversation_messages("ada", conversation_id, first_id=first).json()
    assert [each["query"] for each in back["data"]] == ["Question 0?", "Question 1?", "Question 2?"]
    for rating in ("like", "dislike", None):
        reply = client.message_feedback(first, rating, "ada")
        assert (reply.status_code, reply.json()) == (200, {"result": "success"})
        newest = client.get_conversation_messages("ada", conversation_id, limit=2).json()["data"]
        assert (newest[0]["feedback"] or {}).get("rating") == rating
    assert client.message_feedback(first, "like", "eve").status_code == 404


def test_parameters_and_files(client: ChatClient, caller: Caller, app_id: str):
    config = {"opening_statement": "Hello!", "suggested_questions": ["Why?"]}
    assert caller.call("POST", f"/apps/{app_id}/model-config", json=config).status_code == 200
    parameters = client.get_application_parameters(user="ada").json()
    assert (parameters["opening_statement"], parameters["suggested_questions"]) == ("Hello!", ["Why?"])
    reply = client.file_upload(user="ada", files={"file": ("cat.png", b"\x89PNG", "image/png")})
    assert reply.status_code == 201, reply.text
    assert (reply.json()["name"], reply.json()["size"]) == ("cat.png", 4)
