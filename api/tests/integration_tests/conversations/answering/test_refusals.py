"""Questions that are not taken: nothing is written for them, and the model hears nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.answers import CREDENTIALS, PROVIDER, config, provider_of
from tests.conftest import Person, Program
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer
from treeline.conversations.answering.choice import NO_MODEL
from treeline.conversations.models import Conversation, Message
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def refused(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json["code"]


@pytest.fixture
def written(flask_app: FlaskApp) -> Callable[[], list[int]]:
    """How many conversations, messages and runs there are."""

    def count() -> list[int]:
        with flask_app.app_context(), unit_of_work() as session:
            return [
                session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Conversation, Message, Run)
            ]

    return count


def test_apps_of_other_modes(new_asker: Callable[..., Asker], alice: Person, provided: ModelServer):
    completion, chat = new_asker("completion"), new_asker("chat")
    assert refused(completion.post(query="Hello")) == (400, "not_chat_app")
    assert refused(chat.post(path="/completion-messages")) == (400, "app_unavailable")


def test_an_app_without_a_config(chat: Asker, alice: Person, written: Callable[[], list[int]]):
    app_id = alice.post("/apps", json={"name": "Bare", "mode": "chat"}).json["id"]
    token = alice.post(f"/apps/{app_id}/api-keys").json["token"]
    bare = Program(alice.client.application.test_client(), token)
    reply = bare.post("/chat-messages", json={"inputs": {}, "query": "Hello", "user": "ann"})
    assert refused(reply) == (400, "app_unavailable")
    assert reply.json["message"] == "This app isn't ready yet. Please contact the app's owner."
    tried = alice.post(f"/apps/{app_id}/chat-messages", json={"inputs": {}, "query": "Hello"})
    assert refused(tried) == (400, "app_unavailable")
    assert "Publish a configuration in its Studio" in tried.json["message"]
    assert written() == [0, 0, 0]


def test_a_workspace_without_a_provider(
    new_asker: Callable[..., Asker], model: ModelServer, written: Callable[[], list[int]]
):
    chat = new_asker("chat")
    for chosen in ({"provider": PROVIDER, "name": "scripted"}, None):
        chat.configure(model=chosen)
        reply = chat.post(query="Hello")
        assert refused(reply) == (400, "provider_not_initialize")
        # An end user is told nothing that only a builder can do, and a builder how to mend it.
        assert reply.json["message"] == NO_MODEL
        tried = chat.builder.post(f"/apps/{chat.app_id}/chat-messages", json={"inputs": {}, "query": "Hello"})
        assert refused(tried) == (400, "provider_not_initialize")
        assert "under Settings, Model providers." in tried.json["message"]
    assert written() == [0, 0, 0]


def test_a_model_that_is_not_there(chat: Asker, written: Callable[[], list[int]]):
    model = {"model": config()["model"]["name"], "model_type": "llm"}
    off = chat.builder.patch(f"{CREDENTIALS.removesuffix('/credentials')}/models/disable", json=model)
    assert off.status_code == 200, off.json
    assert refused(chat.post(query="Hello")) == (400, "model_currently_not_support")
    assert written() == [0, 0, 0]


def test_without_a_model_the_first_that_was_added_answers(
    new_asker: Callable[..., Asker], model: ModelServer, alice: Person
):
    chat = new_asker("chat", model=None)
    assert refused(chat.post(query="Hello")) == (400, "provider_not_initialize")
    assert alice.post(CREDENTIALS, json=provider_of(model)).status_code == 201
    assert chat.ask("Hello")[-1]["event"] == "message_end"
    setting = {"model_type": "llm"}
    assert alice.post("/workspaces/current/default-model", json={"model_settings": [setting]}).status_code == 200
    assert refused(chat.post(query="Hello")) == (400, "provider_not_initialize")


@pytest.mark.parametrize(
    "body",
    [
        {"query": ""},
        {"query": None},
        {"user": ""},
        {"user": None},
        {"inputs": None},
        {"inputs": []},
        {"response_mode": "shouting"},
        {"conversation_id": "x"},
        {"files": [{"type": "image"}]},
        {"files": [{"type": "image", "transfer_method": "remote_url", "url": "https://example.com/a.png"}]},
    ],
)
def test_malformed_bodies(chat: Asker, body: dict[str, Any], written: Callable[[], list[int]]):
    assert refused(chat.post(**{"query": "Hello", **body})) == (400, "invalid_param")
    assert written() == [0, 0, 0]


def test_what_clients_send_besides_is_tolerated(chat: Asker):
    more = {
        "files": None,
        "conversation_id": "",
        "parent_message_id": None,
        "workflow_id": "x",
        "retriever_from": "dev",
    }
    assert chat.ask("Hello", **more)[-1]["event"] == "message_end"


def test_conversations_of_others(chat: Asker, new_asker: Callable[..., Asker]):
    mine = chat.ask("Hello")[0]
    other = chat.ask("Hello", user="ben")[0]
    conversation = mine["conversation_id"]
    assert refused(chat.post("ben", query="Hi", conversation_id=conversation)) == (404, "conversation_not_found")
    assert refused(new_asker("chat").post(query="Hi", conversation_id=conversation)) == (404, "conversation_not_found")
    assert refused(chat.post(query="Hi", conversation_id=UNKNOWN)) == (404, "conversation_not_found")
    elsewhere = {"conversation_id": conversation, "parent_message_id": other["message_id"]}
    assert refused(chat.post(query="Hi", **elsewhere)) == (404, "message_not_found")
    assert refused(chat.post(query="Hi", parent_message_id=mine["message_id"])) == (404, "message_not_found")
    assert chat.program.delete(f"/conversations/{conversation}", json={"user": "ann"}).status_code == 204
    assert refused(chat.post(query="Hi", conversation_id=conversation)) == (404, "conversation_not_found")


def test_more_at_once_than_the_app_may(chat: Asker, alice: Person):
    assert alice.put(f"/apps/{chat.app_id}", json={"name": "Harbour", "max_active_requests": 1}).status_code == 200
    first = chat.post(query="Hello")
    assert refused(chat.post(query="Hello")) == (429, "too_many_requests")
    assert chat.events(first)[-1]["event"] == "message_end"
    assert chat.ask("Hello")[-1]["event"] == "message_end"
