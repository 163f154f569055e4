"""Names, and questions that may come next: what the app's model is asked, and what happens without it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from tests.conftest import Cast, Person
from tests.integration_tests.conversations.conftest import History
from tests.integration_tests.providers.conftest import KEY, add, allowed
from tests.model_server import ModelServer
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

MODEL = {"provider": "openai_api_compatible", "name": "scripted", "mode": "chat", "completion_params": {}}
UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"

__all__ = ["allowed"]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


@pytest.fixture
def modelled(history: History, server: ModelServer, allowed: None) -> History:
    add(history.person, server)
    history.configure(model=MODEL, suggested_questions_after_answer={"enabled": True})
    return history


@pytest.fixture
def name_task(context: FlaskApp) -> Callable[[str], None]:
    return context.extensions["celery"].tasks["conversations.name"]


def name_of(history: History, conversation_id: str) -> str:
    page = history.key.get("/conversations?user=ada").json
    return next(each["name"] for each in page["data"] if each["id"] == conversation_id)


def rename(history: History, conversation_id: str, user: str | None = "ada", **body: Any):
    return history.key.post(f"/conversations/{conversation_id}/name", json={"user": user, **body})


class TestByHand:
    def test_it_works(self, history: History):
        conversation_id = history.conversation()
        reply = rename(history, conversation_id, name="  Cats ")
        assert (reply.status_code, reply.json["id"], reply.json["name"]) == (200, conversation_id, "Cats")
        assert name_of(history, conversation_id) == "Cats"

    @pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": " "}, {"name": None}, {"auto_generate": False}])
    def test_one_of_the_two_is_needed(self, history: History, body: dict[str, Any]):
        reply = rename(history, history.conversation(), **body)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")

    def test_somebody_else_s_is_not_found(self, history: History, cast: Cast):
        conversation_id = history.conversation(name="Cats")
        history.end_user("eve")
        for where, user in ((history, "eve"), (History(cast.alice), "ada"), (History(cast.mallory), "ada")):
            for body in ({"name": "x"}, {"auto_generate": True}):
                assert rename(where, conversation_id, user, **body).json["code"] == "conversation_not_found"
        assert rename(history, conversation_id, None, name="x").json["code"] == "conversation_not_found"
        assert name_of(history, conversation_id) == "Cats"


class TestByTheModel:
    @pytest.mark.parametrize("name", ["", " ", None])
    def test_a_blank_name_is_none(self, modelled: History, server: ModelServer, name: str | None):
        conversation_id = modelled.conversation(name="Cats")
        modelled.message(conversation_id)
        server.answer("Purring cats")
        reply = rename(modelled, conversation_id, name=name, auto_generate=True)
        assert (reply.status_code, reply.json["name"]) == (200, "Purring cats")

    def test_a_new_conversation(self, modelled: History, server: ModelServer, name_task: Callable[[str], None]):
        conversation_id = modelled.conversation()
        modelled.message(conversation_id, query="Why do cats purr?", answer="Nobody knows.")
        modelled.message(conversation_id, query="And dogs?")
        server.answer('"Purring cats"\n\nI chose this name because …')
        name_task(conversation_id)
        assert name_of(modelled, conversation_id) == "Purring cats"
        (heard,) = server.requests
        assert "Why do cats purr?" in heard.said
        assert "Nobody knows." in heard.said
        assert "And dogs?" not in heard.said
        name_task(conversation_id)
        assert len(server.requests) == 1

    def test_when_asked_to(self, modelled: History, server: ModelServer):
        conversation_id = modelled.conversation(name="Old")
        modelled.message(conversation_id)
        server.answer("New")
        assert rename(modelled, conversation_id, auto_generate=True).json["name"] == "New"

    def test_a_failing_one_leaves_the_question(
        self, modelled: History, server: ModelServer, name_task: Callable[[str], None]
    ):
        for says in (lambda: server.fail(400, "No"), lambda: server.answer(" ")):
            conversation_id = modelled.conversation()
            modelled.message(conversation_id, query="Why do\ncats purr all day and all night, and what do they mean?")
            says()
            name_task(conversation_id)
            assert name_of(modelled, conversation_id) == "Why do cats purr all day and all night, and what…"

    def test_no_transaction_is_open_meanwhile(
        self, modelled: History, server: ModelServer, context: FlaskApp, name_task: Callable[[str], None]
    ):
        conversation_id = modelled.conversation()
        message_id = modelled.message(conversation_id)
        ended: list[str] = []
        connection = db.engines[None]
        event.listen(connection, "savepoint", lambda *_: ended.append("begun"))
        event.listen(connection, "release_savepoint", lambda *_: ended.append("ended"))
        seen: list[tuple[int, int]] = []

        def answer(_: object) -> str:
            seen.append((ended.count("begun"), ended.count("ended")))
            return '["A?"]'

        server.script = answer
        name_task(conversation_id)
        modelled.key.get(f"/messages/{message_id}/suggested?user=ada")
        rename(modelled, conversation_id, auto_generate=True)
        assert len(seen) == 3
        assert all(begun == finished for begun, finished in seen)

    def test_a_name_given_meanwhile_stays(
        self, modelled: History, server: ModelServer, name_task: Callable[[str], None], flask_app: FlaskApp
    ):
        conversation_id = modelled.conversation()
        modelled.message(conversation_id)

        def meanwhile(_: object) -> str:
            # From another thread, while the task waits for the answer.
            with flask_app.app_context(), unit_of_work() as session:
                named = text("UPDATE conversations SET name = 'By hand' WHERE id = :id")
                session.execute(named, {"id": conversation_id})
            return "By the model"

        server.script = meanwhile
        name_task(conversation_id)
        assert name_of(modelled, conversation_id) == "By hand"


def test_without_a_model_the_question_is_the_name(history: History, name_task: Callable[[str], None]):
    conversation_id, empty = history.conversation(), history.conversation()
    history.message(conversation_id, query="Why?")
    for each in (conversation_id, empty, UNKNOWN):
        name_task(each)
    assert name_of(history, conversation_id) == "Why?"
    assert name_of(history, empty) == "New conversation"


def test_the_workspace_s_model_serves_an_app_without_one(
    history: History, server: ModelServer, allowed: None, name_task: Callable[[str], None]
):
    add(history.person, server)
    choice = {"model_type": "llm", "provider": "openai_api_compatible", "model": "scripted"}
    reply = history.person.post("/workspaces/current/default-model", json={"model_settings": [choice]})
    assert reply.status_code == 200, reply.json
    history.message(conversation_id := history.conversation())
    server.answer("Named")
    name_task(conversation_id)
    assert name_of(history, conversation_id) == "Named"


class TestSuggestions:
    def test_it_works(self, modelled: History, server: ModelServer):
        conversation_id = modelled.conversation()
        ids: list[str] = []
        for number in range(5):
            parent = UUID(ids[-1]) if ids else None
            said = {"query": f"Q{number}?", "answer": f"A{number}."}
            ids.append(modelled.message(conversation_id, parent_message_id=parent, **said))
        for path in (
            f"/v1/messages/{ids[3]}/suggested?user=ada",
            f"/console/api/apps/{modelled.app_id}/chat-messages/{ids[3]}/suggested-questions",
        ):
            server.answer('Sure:\n["A?", "B?", "C?"]')
            reply = (modelled.key if path.startswith("/v1") else modelled.person).get(path)
            assert (reply.status_code, reply.json) == (200, {"result": "success", "data": ["A?", "B?", "C?"]})
            said = server.requests[-1].said
            # The three last exchanges up to the message, and none of later.
            assert [number for number in range(5) if f"Q{number}?" in said] == [1, 2, 3]

    def test_nothing_to_go_on(self, modelled: History, server: ModelServer):
        message_id = modelled.message(modelled.conversation(), answer="", status="error")
        assert modelled.key.get(f"/messages/{message_id}/suggested?user=ada").json["data"] == []
        assert server.requests == []

    def test_disabled(self, history: History):
        message_id = history.message(history.conversation())
        for config in ({}, {"suggested_questions_after_answer": {"enabled": False}}):
            history.configure(**config)
            reply = history.key.get(f"/messages/{message_id}/suggested?user=ada")
            assert (reply.status_code, reply.json["code"]) == (403, "app_suggested_questions_after_answer_disabled")

    def test_without_a_model(self, history: History):
        history.configure(suggested_questions_after_answer={"enabled": True})
        message_id = history.message(history.conversation())
        reply = history.key.get(f"/messages/{message_id}/suggested?user=ada")
        assert (reply.status_code, reply.json["code"]) == (400, "provider_not_initialize")

    def test_a_model_that_fails(self, modelled: History, server: ModelServer):
        message_id = modelled.message(modelled.conversation())
        server.fail(400, "No")
        reply = modelled.key.get(f"/messages/{message_id}/suggested?user=ada")
        assert (reply.status_code, reply.json["code"]) == (400, "completion_request_error")

    def test_somebody_else_s_are_not_found(
        self, modelled: History, server: ModelServer, cast: Cast, client: FlaskClient, bob: Person
    ):
        message_id = modelled.message(modelled.conversation())
        modelled.end_user("eve")
        for where, user in ((modelled, "eve"), (History(cast.alice), "ada"), (History(cast.mallory), "ada")):
            reply = where.key.get(f"/messages/{message_id}/suggested?user={user}")
            assert (reply.status_code, reply.json["code"]) == (404, "message_not_found")
        path = f"chat-messages/{message_id}/suggested-questions"
        assert cast.mallory.get(f"/apps/{modelled.app_id}/{path}").status_code == 404
        assert cast.mallory.get(f"/apps/{History(cast.mallory).app_id}/{path}").status_code == 404
        assert bob.get(f"/apps/{modelled.app_id}/{path}").status_code == 403
        assert server.requests == []
