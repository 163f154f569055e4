"""The draft of a workflow: saved over a known state, published with its files, gone back to."""

from typing import Any

from tests.conftest import Cast, Person, program
from tests.integration_tests.workflows.graphs import HELLO, graph, node

HIDDEN = "[__HIDDEN__]"
TOKEN = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}


def app_of(person: Person, mode: str = "workflow") -> str:
    return person.post("/apps", json={"name": "A workflow", "mode": mode}).json["id"]


def save(person: Person, app_id: str, **changes: Any) -> Any:
    return person.post(f"/apps/{app_id}/workflows/draft", json={"graph": HELLO, "features": {}} | changes)


def test_it_is_saved_and_read(alice: Person):
    app_id = app_of(alice)
    assert alice.get(f"/apps/{app_id}/workflows/draft").json["code"] == "draft_workflow_not_exist"
    variables = [{"id": "c", "name": "seen", "value_type": "array[string]", "value": [], "description": "d", "own": 1}]
    reply = save(alice, app_id, conversation_variables=variables)
    assert (reply.status_code, reply.json["result"]) == (200, "success")
    draft = alice.get(f"/apps/{app_id}/workflows/draft").json
    assert (draft["graph"], draft["version"], draft["hash"]) == (HELLO, "draft", reply.json["hash"])
    assert draft["conversation_variables"] == variables
    assert draft["rag_pipeline_variables"] == []
    assert draft["created_by"]["email"] == alice.email


def test_it_is_saved_over_the_state_that_was_read(alice: Person):
    app_id = app_of(alice)
    first = save(alice, app_id).json["hash"]
    second = save(alice, app_id, hash=first, features={"opening_statement": "Hi"}).json["hash"]
    assert second != first
    reply = save(alice, app_id, hash=first)
    assert (reply.status_code, reply.json["code"]) == (409, "draft_workflow_not_sync")
    theirs = reply.json["details"][0]
    assert (theirs["params"]["hash"], theirs["draft"]["features"]) == (second, {"opening_statement": "Hi"})
    assert save(alice, app_id, hash=second).json["hash"] == first


def test_what_is_wrong_with_it_is_said_when_it_is_read_as_when_it_was_saved(alice: Person):
    app_id = app_of(alice)
    saved = save(alice, app_id, graph=graph(node("a", "code", code="def main(: pass")))
    assert saved.json["issues"]
    assert alice.get(f"/apps/{app_id}/workflows/draft").json["issues"] == saved.json["issues"]


def test_a_page_that_closes_sends_it_as_text(alice: Person):
    app_id = app_of(alice)
    path = f"/apps/{app_id}/workflows/draft"
    sent = alice.post(path, data='{"graph": {"nodes": [], "edges": []}}', content_type="text/plain;charset=UTF-8")
    assert sent.status_code == 200
    assert alice.post(path, data="<graph/>", content_type="application/xml").status_code == 415
    assert alice.post(path, data="{", content_type="text/plain").status_code == 400


def test_secrets_are_kept_and_never_shown(alice: Person):
    app_id = app_of(alice)
    first = save(alice, app_id, environment_variables=[TOKEN]).json["hash"]
    draft = alice.get(f"/apps/{app_id}/workflows/draft")
    assert draft.json["environment_variables"] == [TOKEN | {"value": HIDDEN}]
    assert TOKEN["value"] not in draft.text
    same = save(alice, app_id, environment_variables=draft.json["environment_variables"])
    assert same.json["hash"] == first
    assert save(alice, app_id, environment_variables=[TOKEN | {"value": "another"}]).json["hash"] != first


def test_two_variables_of_one_name_are_rejected(alice: Person):
    reply = save(alice, app_of(alice), environment_variables=[TOKEN, TOKEN])
    assert (reply.status_code, reply.json["details"][0]["type"]) == (400, "variable_twice")


def test_other_modes_have_none(alice: Person):
    reply = alice.get(f"/apps/{app_of(alice, 'chat')}/workflows/draft")
    assert (reply.status_code, reply.json["code"]) == (400, "not_workflow_app")


def test_it_is_published_with_the_files_as_they_are(alice: Person):
    app_id = app_of(alice)
    save(alice, app_id)
    workflows = f"/apps/{app_id}/workflows"
    assert alice.get(f"{workflows}/publish").json is None
    alice.post(f"{workflows}/publish", json={"marked_name": "one"})
    assert alice.get(f"{workflows}/publish").json["asset_version_id"] is None
    file = alice.post(f"/apps/{app_id}/assets/files/upload", json={"name": "a.md", "size": 4}).json["node"]
    assert alice.post(f"{workflows}/publish", json={}).json["code"] == "app_asset_files_pending"
    alice.put(f"/apps/{app_id}/assets/files/{file['id']}", json={"content": "# A\n"})
    alice.post(f"{workflows}/publish", json={"marked_name": "two"})
    second = alice.get(f"{workflows}/publish").json
    alice.post(f"{workflows}/publish", json={"marked_name": "three"})
    third = alice.get(f"{workflows}/publish").json
    # Nothing has changed in between.
    assert second["asset_version_id"] == third["asset_version_id"] is not None
    versions = alice.get(f"/apps/{app_id}/assets/versions").json["data"]
    assert [(each["number"], each["active"]) for each in versions] == [(1, True)]
    page = alice.get(f"{workflows}?limit=2").json
    assert ([each["marked_name"] for each in page["items"]], page["has_more"]) == (["three", "two"], True)


def test_nothing_is_published_that_was_not_looked_at(alice: Person):
    app_id = app_of(alice)
    publish = f"/apps/{app_id}/workflows/publish"
    seen = save(alice, app_id).json["hash"]
    theirs = save(alice, app_id, features={"opening_statement": "Hi"}).json["hash"]
    reply = alice.post(publish, json={"hash": seen})
    assert (reply.status_code, reply.json["code"]) == (409, "draft_workflow_not_sync")
    assert reply.json["details"][0]["params"]["hash"] == theirs
    assert alice.get(publish).json is None
    assert alice.post(publish, json={"hash": theirs}).status_code == 200
    assert alice.get(publish).json["hash"] == theirs


def test_versions_are_renamed_restored_and_deleted(alice: Person):
    app_id = app_of(alice)
    workflows = f"/apps/{app_id}/workflows"
    save(alice, app_id, environment_variables=[TOKEN])
    first = alice.post(f"{workflows}/publish", json={}).json["id"]
    save(alice, app_id, graph=graph(node("start", "start", variables=[])))
    second = alice.post(f"{workflows}/publish", json={}).json["id"]
    renamed = alice.patch(f"{workflows}/{first}", json={"marked_name": "first", "marked_comment": "it greets"}).json
    assert (renamed["marked_name"], renamed["marked_comment"]) == ("first", "it greets")
    assert [row["id"] for row in alice.get(f"{workflows}?named_only=true").json["items"]] == [first]
    alice.post(f"{workflows}/{first}/restore")
    draft = alice.get(f"{workflows}/draft").json
    assert (draft["graph"], draft["environment_variables"]) == (HELLO, [TOKEN | {"value": HIDDEN}])
    assert alice.post(f"{workflows}/{draft['id']}/restore").json["code"] == "workflow_not_published"
    assert alice.delete(f"{workflows}/{second}").json["code"] == "workflow_in_use"
    assert alice.delete(f"{workflows}/{first}").status_code == 204
    assert alice.delete(f"{workflows}/{first}").json["code"] == "workflow_not_found"


def test_strangers_have_none_of_it(cast: Cast):
    app_id = app_of(cast.alice)
    save(cast.alice, app_id)
    version = cast.alice.post(f"/apps/{app_id}/workflows/publish", json={}).json["id"]
    other = app_of(cast.mallory)
    for app in (app_id, other):
        assert cast.mallory.post(f"/apps/{app}/workflows/{version}/restore").status_code == 404
        assert cast.mallory.patch(f"/apps/{app}/workflows/{version}", json={}).status_code == 404


def test_a_chat_becomes_a_chatflow_that_can_run(alice: Person):
    app_id = app_of(alice, "chat")
    form = [{"text-input": {"variable": "city", "label": "City", "required": True}}]
    config = {"pre_prompt": "You know {{city}} and {{nothing}}.", "user_input_form": form}
    assert alice.post(f"/apps/{app_id}/model-config", json=config).status_code == 200
    made = alice.post(f"/apps/{app_id}/convert-to-workflow", json={"name": "As a graph"}).json["new_app_id"]
    assert alice.get(f"/apps/{made}").json["mode"] == "advanced-chat"
    graph = alice.get(f"/apps/{made}/workflows/draft").json["graph"]
    assert [each["data"]["type"] for each in graph["nodes"]] == ["start", "llm", "answer"]
    assert graph["nodes"][0]["data"]["variables"][0]["variable"] == "city"
    assert graph["nodes"][1]["data"]["prompt_template"][0]["text"] == "You know {{#start.city#}} and {{nothing}}."
    assert alice.post(f"/apps/{made}/workflows/publish", json={}).status_code == 200
    assert alice.post(f"/apps/{made}/convert-to-workflow", json={}).json["code"] == "not_workflow_app"


def test_new_nodes_have_data_to_start_with(alice: Person):
    path = f"/apps/{app_of(alice)}/workflows/default-workflow-block-configs"
    found = {each["type"]: each["config"] for each in alice.get(path).json}
    assert {"llm", "if-else", "http-request", "iteration"} <= set(found)
    assert alice.get(f"{path}/if-else").json["config"] == found["if-else"]
    assert alice.get(f"{path}/nothing").json["code"] == "workflow_node_not_found"


def test_the_files_of_a_published_workflow_stay(alice: Person):
    app_id = app_of(alice)
    save(alice, app_id)
    alice.post(f"/apps/{app_id}/assets/folders", json={"name": "first"})
    published = alice.post(f"/apps/{app_id}/workflows/publish", json={}).json["id"]
    alice.post(f"/apps/{app_id}/assets/folders", json={"name": "second"})
    alice.post(f"/apps/{app_id}/workflows/publish", json={})
    versions = f"/apps/{app_id}/assets/versions"
    reply = alice.delete(f"{versions}/1")
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_version_pinned"), reply.json
    alice.delete(f"/apps/{app_id}/workflows/{published}")
    assert alice.delete(f"{versions}/1").status_code in (200, 204)


def test_programs_learn_what_to_fill_in(alice: Person):
    app_id = app_of(alice)
    key = program(alice, app_id)
    assert key.get("/parameters").json["user_input_form"] == []
    save(alice, app_id, features={"file_upload": {"enabled": True}, "opening_statement": None})
    alice.post(f"/apps/{app_id}/workflows/publish", json={})
    found = key.get("/parameters").json
    assert found["user_input_form"][0]["text-input"]["variable"] == "name"
    assert (found["file_upload"], found["opening_statement"]) == ({"enabled": True}, "")
