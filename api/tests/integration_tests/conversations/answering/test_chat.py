"""A chat app, asked by programs; the worker runs here."""

from tests.answers import said
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer


def test_it_works(chat: Asker, provided: ModelServer):
    provided.answer("The tide comes at noon.")
    events = chat.ask("When does the tide come?")
    assert [event["event"] for event in events] == ["message", "message_end"]
    assert said(events) == "The tide comes at noon."
