"""A chat app, asked by programs; the worker runs here."""

from collections.abc import Callable

from tests.answers import said
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer
from treeline.kernel.web import FlaskApp


def test_it_works(chat: Asker, provided: ModelServer):
    provided.answer("The tide comes at noon.")
    events = chat.ask("When does the tide come?")
    first, end = events[0], events[-1]
    assert {event["event"] for event in events[:-1]} == {"message"}
    assert said(events) == "The tide comes at noon."
    assert all(event["task_id"] == first["task_id"] for event in events)
    assert all(event["conversation_id"] == first["conversation_id"] for event in events)
    assert first["id"] == first["message_id"] == end["id"] == end["message_id"]
    assert isinstance(first["created_at"], int)
    assert end["event"] == "message_end"
    assert (end["metadata"]["retriever_resources"], end["files"]) == ([], [])
    usage = end["metadata"]["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (5, 5, 10)
    (message,) = chat.messages(first["conversation_id"])
    assert (message["query"], message["answer"]) == ("When does the tide come?", "The tide comes at noon.")
    assert (message["status"], message["error"], message["parent_message_id"]) == ("normal", None, None)
    run = chat.builder.get(f"/apps/{chat.app_id}/runs/{first['task_id']}").json
    assert (run["status"], run["total_tokens"]) == ("succeeded", 10)
    assert run["model_config_id"]


def test_prices_are_those_of_the_model(chat: Asker, provided: ModelServer):
    path = "/workspaces/current/model-providers/openai_api_compatible/models"
    priced = {"model": "scripted", "input_price": "2.5", "output_price": "10", "currency": "EUR"}
    assert chat.builder.post(path, json=priced).status_code in (200, 201)
    provided.answer("Noon it is")
    usage = chat.ask("When")[-1]["metadata"]["usage"]
    assert usage | {"latency": 0} == {
        "prompt_tokens": 1,
        "prompt_unit_price": "2.5",
        "prompt_price_unit": "0.000001",
        "prompt_price": "0.0000025",
        "completion_tokens": 3,
        "completion_unit_price": "10",
        "completion_price_unit": "0.000001",
        "completion_price": "0.00003",
        "total_tokens": 4,
        "total_price": "0.0000325",
        "currency": "EUR",
        "latency": 0,
    }


def test_the_model_hears_what_was_said_before(chat: Asker, provided: ModelServer):
    provided.answer("Hello Ann.")
    conversation = chat.ask("I am Ann")[0]["conversation_id"]
    chat.ask("Who am I?", conversation_id=conversation)
    assert provided.requests[-1].turns == (("user", "I am Ann"), ("assistant", "Hello Ann."), ("user", "Who am I?"))
    first, second = chat.messages(conversation)
    assert second["parent_message_id"] == first["id"]


def test_a_question_asked_again_has_its_own_branch(chat: Asker, provided: ModelServer):
    conversation = chat.ask("one")[0]["conversation_id"]
    two = chat.ask("two", conversation_id=conversation)
    chat.ask("three", conversation_id=conversation)
    first = chat.messages(conversation)[0]["id"]
    chat.ask("two, otherwise", conversation_id=conversation, parent_message_id=first)
    heard = [text for _, text in provided.requests[-1].turns]
    assert heard == ["one", "You said: one", "two, otherwise"]
    chat.ask("after two", conversation_id=conversation, parent_message_id=two[0]["id"])
    assert [text for _, text in provided.requests[-1].turns][2] == "two"


def test_what_failed_is_not_told_to_the_model(chat: Asker, provided: ModelServer):
    conversation = chat.ask("one")[0]["conversation_id"]
    provided.fail(500, "Out of order")
    assert chat.ask("two", conversation_id=conversation)[-1]["event"] == "error"
    chat.ask("three", conversation_id=conversation)
    assert [text for _, text in provided.requests[-1].turns] == ["one", "You said: one", "three"]


def test_the_prompt_is_filled_in(new_asker: Callable[..., Asker], provided: ModelServer):
    form = [{"text-input": {"variable": "port", "label": "Port", "required": True}}]
    chat = new_asker(
        "chat",
        pre_prompt="You work in {{port}} as {{role}}.",
        opening_statement="Welcome to {{port}}!",
        user_input_form=form,
        conversation_variables=[{"name": "role", "value_type": "string", "value": "a pilot"}],
    )
    assert chat.post(query="Hello").json["code"] == "invalid_param"
    conversation = chat.ask("Hello", inputs={"port": "Brest"})[0]["conversation_id"]
    assert provided.requests[-1].turns[0] == ("system", "You work in Brest as a pilot.")
    # It keeps the inputs that it began with: a client sends none with the next question.
    chat.ask("And now?", conversation_id=conversation)
    assert provided.requests[-1].turns[0] == ("system", "You work in Brest as a pilot.")
    (listed,) = chat.program.get("/conversations", query_string={"user": "ann"}).json["data"]
    assert (listed["introduction"], listed["inputs"]) == ("Welcome to Brest!", {"port": "Brest"})


def test_of_what_was_said_only_the_newest_that_fits(chat: Asker, provided: ModelServer):
    path = "/workspaces/current/model-providers/openai_api_compatible/models"
    assert chat.builder.post(path, json={"model": "scripted", "context_size": 600}).status_code in (200, 201)
    conversation = chat.ask("first")[0]["conversation_id"]
    for number in range(4):
        provided.answer(f"{number} " + "word " * 60)
        chat.ask(f"question {number}", conversation_id=conversation)
    chat.ask("last", conversation_id=conversation)
    heard = [text for _, text in provided.requests[-1].turns]
    assert heard[-1] == "last"
    assert heard[0] != "first"
    assert len(heard) % 2 == 1
    assert heard[-3] == "question 3"


def test_a_new_conversation_is_named(chat: Asker, provided: ModelServer):
    provided.script = lambda heard: "Tides" if len(provided.requests) > 1 else "At noon."
    conversation = chat.ask("When does the tide come?", auto_generate_name=None)[0]["conversation_id"]
    (listed,) = chat.program.get("/conversations", query_string={"user": "ann"}).json["data"]
    assert (listed["id"], listed["name"]) == (conversation, "Tides")


def test_an_answer_that_is_stopped_before_it_began(chat: Asker, provided: ModelServer):
    reply = chat.post(query="When?")
    assert reply.status_code == 200
    task_id = chat.newest_run()
    for _ in range(2):
        stopped = chat.program.post(f"/chat-messages/{task_id}/stop", json={"user": "ann"})
        assert (stopped.status_code, stopped.json) == (200, {"result": "success"})
    events = chat.events(reply)
    assert [event["event"] for event in events] == ["message_end"]
    (message,) = chat.messages(events[0]["conversation_id"])
    assert (message["status"], message["answer"]) == ("stopped", "")


def test_whoever_did_not_ask_cannot_stop(chat: Asker, new_asker: Callable[..., Asker]):
    chat.post(query="When?")
    task_id = chat.newest_run()
    stop = f"/chat-messages/{task_id}/stop"
    assert chat.program.post(stop, json={"user": "ben"}).status_code == 404
    assert new_asker("chat").program.post(stop, json={"user": "ann"}).status_code == 404
    assert chat.builder.post(f"/apps/{chat.app_id}{stop}").status_code == 404
    assert chat.program.post(stop, json={}).status_code == 400


def test_a_model_that_refuses(chat: Asker, provided: ModelServer):
    for status, code in ((429, "provider_quota_exceeded"), (404, "model_currently_not_support")):
        provided.fail(status, "No more of this", code="insufficient_quota" if status == 429 else "model_not_found")
        (error,) = chat.ask("When?")
        assert (error["event"], error["code"], error["status"]) == ("error", code, 400)
        (message,) = chat.messages(error["conversation_id"])
        assert message["id"] == error["message_id"]
        assert (message["status"], message["error"]) == ("error", error["message"])


def test_a_model_that_breaks_off(chat: Asker, provided: ModelServer):
    provided.break_after(3, "One two three four five")
    events = chat.ask("Count")
    assert (events[-1]["event"], events[-1]["code"]) == ("error", "completion_request_error")
    conversation = events[0]["conversation_id"]
    (message,) = chat.messages(conversation)
    assert (message["answer"], message["status"]) == (said(events), "error")
    assert message["answer"].startswith("One")
    assert said(chat.ask("Again", conversation_id=conversation)) == "You said: Again"


def test_once_the_stream_has_gone_the_rows_tell(chat: Asker, flask_app: FlaskApp):
    events = chat.ask("Hello")
    task_id = events[0]["task_id"]
    flask_app.extensions["redis"].delete(f"run:{task_id}")
    again = chat.events(chat.program.get(f"/runs/{task_id}/events", query_string={"user": "ann"}))
    assert [event["event"] for event in again] == ["message", "message_end"]
    assert said(again) == said(events)
    assert again[-1] == events[-1]
