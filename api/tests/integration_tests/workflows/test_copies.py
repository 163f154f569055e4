"""Copies of apps: they answer as the first one does, and share nothing with it that one of them can change."""

from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, file, folder, publish
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node
from tests.integration_tests.workflows.test_calls import ended
from treeline.apps.models import MODES

SECRET = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}


def copied(person: Person, app_id: str, **body: Any) -> Any:
    reply = person.post(f"/apps/{app_id}/copy", json=body)
    assert reply.status_code == 201, reply.json
    return reply.json


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_copied(alice: Person, mode: str):
    app = alice.post("/apps", json={"name": "x" * 40, "mode": mode, "icon": "🌲", "icon_type": "emoji"}).json
    alice.post(f"/apps/{app['id']}/site", json={"title": "Ours", "privacy_policy": "https://example.com"})
    alice.post(f"/apps/{app['id']}/site-enable", json={"enable_site": False})
    if mode in ("workflow", "advanced-chat"):
        alice.post(f"/apps/{app['id']}/workflows/draft", json={"graph": HELLO, "features": {"opening_statement": "Hi"}})
    else:
        config = {"pre_prompt": "Be kind.", "model": None, "opening_statement": "Hi"}
        alice.post(f"/apps/{app['id']}/model-config", json=config)
    app = alice.get(f"/apps/{app['id']}").json
    copy = copied(alice, app["id"])
    assert copy["name"] == "x" * 33 + " (copy)"
    same = ("mode", "icon", "icon_type", "description", "model_config", "enable_site", "enable_api")
    assert {name: copy[name] for name in same} == {name: app[name] for name in same}
    assert (copy["site"]["title"], copy["site"]["privacy_policy"]) == ("Ours", "https://example.com")
    assert copy["site"]["code"] != app["site"]["code"]
    if mode in ("workflow", "advanced-chat"):
        drafts = [alice.get(f"/apps/{each['id']}/workflows/draft").json for each in (app, copy)]
        assert drafts[0]["graph"] == drafts[1]["graph"] == HELLO
        assert drafts[0]["features"] == drafts[1]["features"]
    assert alice.get(f"/apps/{copy['id']}/api-keys").json["data"] == []


def test_what_is_given_is_what_the_copy_has(alice: Person):
    app = alice.post("/apps", json={"name": "One", "mode": "chat"}).json
    given = {"name": "Two", "description": "Better", "icon_type": "emoji", "icon": "🌲", "icon_background": "#000"}
    copy = copied(alice, app["id"], **given)
    assert {name: copy[name] for name in given} == given
    assert (copy["site"]["title"], copy["site"]["icon"]) == ("Two", "🌲")
    reply = alice.post(f"/apps/{app['id']}/copy", json={"name": ""})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_who_may_not_edit_may_not_copy(alice: Person, bob: Person, mallory: Person):
    app = alice.post("/apps", json={"name": "One", "mode": "chat"}).json
    assert bob.post(f"/apps/{app['id']}/copy", json={}).status_code == 403
    assert mallory.post(f"/apps/{app['id']}/copy", json={}).status_code == 404


def test_a_workflow_runs_with_the_secrets_of_the_first(builder: Builder):
    token = {"variable": "x", "value_selector": ["env", "token"]}
    template = node("len", "template-transform", template="{{ x | length }}", variables=[token])
    end = node("end", "end", outputs=[{"variable": "size", "value_selector": ["len", "output"]}])
    hook = node("hook", "trigger-webhook", webhook_id="a1b2", webhook_url="https://example.com/a1b2")
    document = graph(
        node("start", "start", variables=[]), template, end, hook, edge("start", "len"), edge("len", "end")
    )
    builder.save(document, environment_variables=[SECRET])
    copy = copied(builder.person, builder.app_id)
    draft = builder.person.get(f"/apps/{copy['id']}/workflows/draft").json
    assert SECRET["value"] not in str(draft)
    # Addresses of triggers are those of one app.
    assert draft["graph"]["nodes"][3]["data"]["webhook_id"] == ""
    reply = builder.person.post(f"/apps/{copy['id']}/workflows/draft/run", json={"inputs": {}})
    assert ended(builder.events(reply))["outputs"] == {"size": str(len(SECRET["value"]))}


def test_files_are_copied_and_their_bytes_shared(alice: Person, kept: Any, run_tasks: Any):
    app_id = alice.post("/apps", json={"name": "Files", "mode": "agent-chat"}).json["id"]
    tree = Tree(alice, app_id)
    made = tree.made(folder("notes", folder("inner", file("a.txt", 6))))["a.txt"]
    reply = alice.post(f"/apps/{app_id}/copy", json={})
    assert (reply.status_code, reply.json["details"][0]["path"]) == (409, "/notes/inner/a.txt")
    tree.send(made, b"Monday")
    publish(tree)
    objects = kept()
    copy = copied(alice, app_id)["id"]
    other = Tree(alice, copy)

    def shape(nodes: list[dict[str, Any]]) -> Any:
        return [(each["name"], each["size"], shape(each.get("children", []))) for each in nodes]

    assert shape(other.get("/tree").json["children"]) == shape(tree.get("/tree").json["children"])
    assert kept() == objects
    versions = other.get("/versions").json["data"]
    assert [(each["number"], each["active"]) for each in versions] == [(1, True)]
    # What becomes of the first does nothing to the second.
    alice.delete(f"/apps/{app_id}")
    run_tasks()
    assert kept() == objects
    found = other.get("/tree").json["children"][0]["children"][0]["children"][0]
    assert other.get(f"/files/{found['id']}").json["content"] == "Monday"
