"""How an app answers: said, read, gone back to; what programs may know of it."""

from typing import Any

import pytest

from tests.conftest import Cast, Person, program

CONFIG: dict[str, Any] = {
    "model": {"provider": "openai_api_compatible", "name": "m", "mode": "chat", "completion_params": {"top_p": 0.5}},
    "pre_prompt": "Answer {{who}}.",
    "user_input_form": [{"text-input": {"label": "Who", "variable": "who", "required": True, "max_length": 48}}],
    "opening_statement": "Hello.",
    "suggested_questions": ["Why?"],
    "suggested_questions_after_answer": {"enabled": True},
    "more_like_this": {"enabled": False},
    "sensitive_word_avoidance": {"enabled": False, "type": "", "configs": []},
    "text_to_speech": {"enabled": False, "voice": ""},
    "agent_mode": {"enabled": True, "strategy": "function_call", "max_iteration": 5, "tools": []},
    "dataset_configs": {"retrieval_model": "multiple", "datasets": {"datasets": []}},
    "file_upload": {"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file"]}},
    "chat_prompt_config": {},
    "something_new": 1,
    "external_data_tools": [],
}


def app_of(person: Person, mode: str = "chat") -> str:
    return person.post("/apps", json={"name": "An app", "mode": mode}).json["id"]


def publish(person: Person, app_id: str, **changes: Any) -> Any:
    return person.post(f"/apps/{app_id}/model-config", json={**CONFIG, **changes})


@pytest.mark.parametrize("mode", ["chat", "agent-chat", "completion"])
def test_it_works(alice: Person, mode: str):
    app_id = app_of(alice, mode)
    assert alice.get(f"/apps/{app_id}").json["model_config"] is None
    assert alice.get(f"/apps/{app_id}/model-config").json["pre_prompt"] == ""
    reply = publish(alice, app_id)
    assert (reply.status_code, reply.json["result"]) == (200, "success")
    config = alice.get(f"/apps/{app_id}/model-config").json
    assert config["user_input_form"][0]["text-input"]["variable"] == "who"
    assert config["model"] == CONFIG["model"]
    assert alice.get(f"/apps/{app_id}").json["model_config"] == config
    # What a client reads it may send back.
    assert alice.post(f"/apps/{app_id}/model-config", json=config).status_code == 200
    assert alice.get(f"/apps/{app_id}/model-config").json == config


def test_one_goes_back_to_an_earlier_one(alice: Person):
    app_id = app_of(alice)
    first = publish(alice, app_id).json["id"]
    publish(alice, app_id, pre_prompt="Another")
    again = alice.post(f"/apps/{app_id}/model-configs/{first}/restore").json["id"]
    page = alice.get(f"/apps/{app_id}/model-configs?limit=2").json
    assert (page["total"], page["has_more"], len(page["data"])) == (3, True, 2)
    assert [row["current"] for row in page["data"]] == [True, False]
    assert page["data"][0]["id"] == again
    assert page["data"][0]["config"]["pre_prompt"] == CONFIG["pre_prompt"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"text_to_speech": {"enabled": True}}, "text_to_speech.enabled"),
        ({"annotation_reply": {"enabled": True}}, "annotation_reply.enabled"),
        ({"prompt_type": "advanced"}, "prompt_type"),
        ({"dataset_configs": {"datasets": {"datasets": [{"dataset": {"id": "x"}}]}}}, "dataset_configs.datasets"),
        ({"user_input_form": [{"select": {"variable": "a", "options": []}}]}, "user_input_form[0]"),
        ({"user_input_form": [{"text-input": {"variable": "1a"}}]}, "user_input_form[0].variable"),
        ({"user_input_form": [{"magic": {"variable": "a"}}]}, "user_input_form[0].kind"),
        ({"user_input_form": [{"number": {"variable": "a"}}, {"number": {"variable": "a"}}]}, "user_input_form"),
        ({"agent_mode": {"tools": [{"provider_type": "builtin"}]}}, "agent_mode.tools[0].provider_type"),
        ({"agent_mode": {"max_iteration": 0}}, "agent_mode.max_iteration"),
        ({"pre_prompt": 3}, "pre_prompt"),
        ({"asset_version": 7}, "asset_version"),
    ],
)
def test_what_it_cannot_do_is_refused_by_its_name(alice: Person, change: dict[str, Any], path: str):
    app_id = app_of(alice)
    reply = publish(alice, app_id, **change)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert path in [detail["path"] for detail in reply.json["details"]]
    assert alice.get(f"/apps/{app_id}").json["model_config"] is None


def test_a_workflow_has_none(alice: Person):
    assert publish(alice, app_of(alice, "workflow")).json["code"] == "invalid_app_mode"


def test_it_is_pinned_to_a_version(alice: Person):
    app_id = app_of(alice)
    alice.post(f"/apps/{app_id}/assets/folders", json={"name": "a"})
    number = alice.post(f"/apps/{app_id}/assets/versions", json={}).json["number"]
    assert publish(alice, app_id, asset_version=number).status_code == 200
    assert alice.get(f"/apps/{app_id}/model-config").json["asset_version"] == number


def test_walls(cast: Cast):
    app_id, hers = app_of(cast.alice), app_of(cast.mallory)
    config_id = publish(cast.alice, app_id).json["id"]
    assert publish(cast.bob, app_id).status_code == 403
    assert cast.bob.get(f"/apps/{app_id}/model-config").status_code == 200
    assert publish(cast.mallory, app_id).status_code == 404
    assert cast.mallory.post(f"/apps/{hers}/model-configs/{config_id}/restore").status_code == 404


def test_what_a_program_may_know(alice: Person):
    app_id = app_of(alice)
    key = program(alice, app_id)
    empty = key.get("/parameters?user=ann").json
    assert (empty["user_input_form"], empty["opening_statement"]) == ([], "")
    publish(alice, app_id)
    parameters = key.get("/parameters?user=ann&new=1").json
    assert parameters["opening_statement"] == "Hello."
    assert parameters["suggested_questions"] == ["Why?"]
    assert parameters["suggested_questions_after_answer"] == {"enabled": True}
    assert parameters["user_input_form"][0]["text-input"]["label"] == "Who"
    assert parameters["file_upload"]["image"]["number_limits"] == 2
    assert parameters["system_parameters"]["file_size_limit"] == 15
    for name in ("speech_to_text", "text_to_speech", "retriever_resource", "annotation_reply", "more_like_this"):
        assert parameters[name]["enabled"] is False
    info = key.get("/info").json
    assert (info["name"], info["mode"], info["tags"], info["author_name"]) == ("An app", "chat", [], "Alice")
    assert key.get("/meta").json == {"tool_icons": {}}
    # The prompt is the app's, not its users'.
    assert "Answer" not in str(parameters) + str(info)


def test_the_site(alice: Person, bob: Person):
    app_id = app_of(alice)
    site = alice.get(f"/apps/{app_id}").json["site"]
    assert (site["title"], site["code"]) == ("An app", site["access_token"])
    changed = alice.post(
        f"/apps/{app_id}/site", json={"title": "Ask us", "copyright": "Us", "icon": None, "prompt_public": None}
    )
    assert (changed.status_code, changed.json["title"], changed.json["code"]) == (200, "Ask us", site["code"])
    assert changed.json["prompt_public"] is False
    public = program(alice, app_id).get("/site").json
    assert (public["title"], public["copyright"]) == ("Ask us", "Us")
    assert "code" not in str(public)
    assert alice.post(f"/apps/{app_id}/site/access-token-reset").json["code"] != site["code"]
    assert bob.post(f"/apps/{app_id}/site", json={"title": "x"}).status_code == 403


def test_an_api_that_is_switched_off(alice: Person):
    app_id = app_of(alice)
    key = program(alice, app_id)
    assert alice.post(f"/apps/{app_id}/api-enable", json={"enable_api": False}).json["enable_api"] is False
    for path in ("/info", "/parameters", "/assets/tree"):
        reply = key.get(path)
        assert (reply.status_code, reply.json["code"]) == (403, "app_api_disabled")
    alice.post(f"/apps/{app_id}/api-enable", json={"enable_api": True})
    assert key.get("/info").status_code == 200
    assert alice.post(f"/apps/{app_id}/site-enable", json={"enable_site": False}).json["enable_site"] is False
