"""A completion app: its prompt is all that is asked, and each answer stands alone."""

from collections.abc import Callable

import pytest

from tests.answers import said
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer

FORM = [{"paragraph": {"variable": "text", "label": "Text", "required": False}}]


@pytest.fixture
def completion(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    return new_asker("completion", pre_prompt="Say it in one word: {{text}}", user_input_form=FORM)


def test_it_works(completion: Asker, provided: ModelServer):
    provided.answer("Tides")
    events = completion.complete({"text": "The water comes and goes"})
    assert said(events) == "Tides"
    assert provided.requests[-1].turns == (("user", "Say it in one word: The water comes and goes"),)
    assert all("conversation_id" not in event for event in events)
    assert events[-1]["event"] == "message_end"
    assert events[-1]["metadata"]["usage"]["completion_tokens"] == 1


def test_the_question_goes_with_the_prompt(completion: Asker, provided: ModelServer):
    completion.complete({"text": "this", "query": "In French."})
    assert provided.requests[-1].turns == (("user", "Say it in one word: this\n\nIn French."),)
    completion.complete({"text": "this"}, query="In Greek.")
    assert provided.requests[-1].turns == (("user", "Say it in one word: this\n\nIn Greek."),)
    completion.configure(pre_prompt="Answer {{query}} in rhyme.")
    completion.complete({"query": "this"})
    assert provided.requests[-1].turns == (("user", "Answer this in rhyme."),)


def test_without_anything_to_ask_it_is_refused(completion: Asker, provided: ModelServer):
    completion.configure(pre_prompt="")
    reply = completion.post(path="/completion-messages", inputs={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert not provided.requests
