"""A conversation that is deleted while it is answered: the answer stops, is stored, and goes with the rest."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer
from treeline.conversations.models import Conversation, Message
from treeline.conversations.removal import StillAnswering
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run


def test_nothing_of_it_is_left(chat: Asker, provided: ModelServer, context: FlaskApp):
    remove = context.extensions["celery"].tasks["conversations.remove"]
    seen: list[bool] = []

    def meanwhile(_: object) -> str:
        (conversation,) = chat.program.get("/conversations?user=ann").json["data"]
        path = f"/conversations/{conversation['id']}"
        assert chat.program.delete(f"{path}?user=ann").status_code == 204
        with context.app_context(), pytest.raises(StillAnswering):
            remove(conversation["id"])
        seen.append(True)
        return "Too late."

    provided.script = meanwhile
    events = chat.ask("Why?")
    assert seen == [True]
    # Whoever waits is told the end.
    assert events[-1]["event"] in ("message_end", "error")
    rows: list[Any] = []
    with unit_of_work() as session:
        for kind in (Conversation, Message, Run):
            rows += session.scalars(select(kind)).all()
    assert rows == []


def test_no_question_is_taken_any_more(chat: Asker, provided: ModelServer):
    conversation_id = chat.ask("Why?")[-1]["conversation_id"]
    assert chat.program.delete(f"/conversations/{conversation_id}?user=ann").status_code == 204
    reply = chat.post(query="And?", conversation_id=conversation_id)
    assert (reply.status_code, reply.json["code"]) == (404, "conversation_not_found")
