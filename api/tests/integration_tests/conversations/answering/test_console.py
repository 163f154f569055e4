"""Whoever builds an app tries it in the console, also with a config that is not saved."""

from collections.abc import Callable
from typing import Any

from tests.answers import config, said
from tests.conftest import Cast, Person
from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer


def post(chat: Asker, person: Person, **body: Any) -> Any:
    whole = {"inputs": {}, "query": "Hello", "response_mode": "streaming", "auto_generate_name": False, **body}
    return person.post(f"/apps/{chat.app_id}/chat-messages", json=whole)


def asked(chat: Asker, person: Person, **body: Any) -> list[dict[str, Any]]:
    return chat.events(post(chat, person, **body))


def test_it_works(chat: Asker, cast: Cast):
    events = asked(chat, cast.alice)
    assert said(events) == "You said: Hello"
    again = asked(chat, cast.alice, query="Again", conversation_id=events[0]["conversation_id"])
    assert again[-1]["event"] == "message_end"
    # It is hers, and no end user's.
    assert chat.post(query="Hi", conversation_id=events[0]["conversation_id"]).status_code == 404


def test_a_config_is_tried_without_being_saved(chat: Asker, cast: Cast, provided: ModelServer):
    tried = config(pre_prompt="Answer in rhyme.")
    events = asked(chat, cast.alice, model_config=tried)
    assert provided.requests[-1].turns[0] == ("system", "Answer in rhyme.")
    assert chat.builder.get(f"/apps/{chat.app_id}/model-config").json["pre_prompt"] == ""
    run = chat.builder.get(f"/apps/{chat.app_id}/runs/{events[0]['task_id']}").json
    history = chat.builder.get(f"/apps/{chat.app_id}/model-configs").json
    assert (history["total"], [each["current"] for each in history["data"]]) == (1, [True])
    assert run["model_config_id"] != history["data"][0]["id"]
    restored = chat.builder.post(f"/apps/{chat.app_id}/model-configs/{run['model_config_id']}/restore")
    assert restored.status_code == 404
    # The same once more is no other, and the saved one is the app's.
    again = [tried, chat.builder.get(f"/apps/{chat.app_id}/model-config").json]
    runs = [asked(chat, cast.alice, model_config=each)[0]["task_id"] for each in again]
    used = [chat.builder.get(f"/apps/{chat.app_id}/runs/{each}").json["model_config_id"] for each in runs]
    assert used == [run["model_config_id"], history["data"][0]["id"]]
    # Published, it is part of the history as of then.
    assert chat.builder.post(f"/apps/{chat.app_id}/model-config", json=tried).status_code == 200
    assert chat.builder.get(f"/apps/{chat.app_id}/model-configs").json["total"] == 2


def test_a_config_that_is_no_good(chat: Asker, cast: Cast):
    for bad in ({"pre_prompt": 1}, config(more_like_this={"enabled": True}), config(asset_version=7)):
        reply = post(chat, cast.alice, model_config=bad)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), bad


def test_conversations_of_other_members(chat: Asker, cast: Cast):
    conversation = asked(chat, cast.alice)[0]["conversation_id"]
    assert post(chat, cast.mallory, conversation_id=conversation).status_code == 404
    assert post(chat, cast.bob).status_code == 403


def test_a_member_stops_what_they_asked(chat: Asker, cast: Cast):
    reply = post(chat, cast.alice)
    stop = f"/chat-messages/{chat.newest_run()}/stop"
    # Not as an end user, whoever that is.
    assert chat.program.post(stop, json={"user": "ann"}).status_code == 404
    assert cast.alice.post(f"/apps/{chat.app_id}{stop}").json == {"result": "success"}
    assert [event["event"] for event in chat.events(reply)] == ["message_end"]


def test_completions_are_tried_too(new_asker: Callable[..., Asker], cast: Cast, provided: ModelServer):
    completion = new_asker("completion", pre_prompt="Say {{word}}.")
    tried = config(
        pre_prompt="Shout {{word}}!", user_input_form=[{"text-input": {"variable": "word", "required": True}}]
    )
    body = {"inputs": {"word": "tide"}, "response_mode": "streaming", "model_config": tried}
    events = completion.events(cast.alice.post(f"/apps/{completion.app_id}/completion-messages", json=body))
    assert said(events) == "You said: Shout tide!"
    reply = cast.alice.post(f"/apps/{completion.app_id}/completion-messages", json=body)
    stop = f"/apps/{completion.app_id}/completion-messages/{completion.newest_run()}/stop"
    assert cast.alice.post(stop).json == {"result": "success"}
    assert completion.events(reply)[-1]["event"] == "message_end"
