"""Several people work on one workflow at the same moment: what stands in the end is one's work, whole."""

from collections.abc import Callable
from typing import Any

import requests

from tests.integration_tests.workflows.graphs import HELLO
from tests.integration_tests.workflows.test_imports import hello
from tests.processes import Caller

At = Callable[..., list[requests.Response]]


def of_greeting(word: str) -> str:
    return hello().replace("Hello {{ name }}!", f"{word} {{{{ name }}}}!")


def template_of(graph: dict[str, Any]) -> str:
    return next(each["data"]["template"] for each in graph["nodes"] if each["id"] == "greet")


def test_imports_over_one_app_are_each_whole(caller: Caller, at_once: At):
    first = {"mode": "yaml-content", "yaml_content": of_greeting("Hello")}
    app_id = caller.call("POST", "/apps/imports", json=first).json()["app_id"]
    words = [f"Word{number}" for number in range(6)]
    bodies = [{"mode": "yaml-content", "yaml_content": of_greeting(word), "app_id": app_id} for word in words]
    publish = ("POST", f"/apps/{app_id}/workflows/publish", {})
    replies = at_once(*(("POST", "/apps/imports", body) for body in bodies), publish, publish)
    assert [reply.status_code for reply in replies] == [200] * 8, [reply.text for reply in replies]
    written = {f"{word} {{{{ name }}}}!" for word in (*words, "Hello")}
    draft = caller.call("GET", f"/apps/{app_id}/workflows/draft").json()
    versions = caller.call("GET", f"/apps/{app_id}/workflows").json()["items"]
    assert len(versions) == 2
    assert {template_of(each["graph"]) for each in (draft, *versions)} <= written


def test_of_those_who_save_over_the_same_draft_one_does(caller: Caller, at_once: At):
    app_id = caller.call("POST", "/apps", json={"name": "Race", "mode": "workflow"}).json()["id"]
    path = f"/apps/{app_id}/workflows/draft"
    known = caller.call("POST", path, json={"graph": HELLO}).json()["hash"]
    bodies = [{"graph": {**HELLO, "viewport": {"x": number}}, "hash": known} for number in range(1, 9)]
    replies = at_once(*(("POST", path, body) for body in bodies))
    codes = sorted(reply.status_code for reply in replies)
    assert codes == [200] + [409] * 7
    saved = next(reply for reply in replies if reply.status_code == 200).json()["hash"]
    assert caller.call("GET", path).json()["hash"] == saved
    # Those who came too late are told what is there now.
    late = next(reply for reply in replies if reply.status_code == 409).json()
    assert saved in str(late["details"])


def test_a_pending_import_is_confirmed_once(caller: Caller, at_once: At):
    before = caller.call("GET", "/apps").json()["total"]
    newer = {"mode": "yaml-content", "yaml_content": hello(version="0.9.0")}
    waiting = caller.call("POST", "/apps/imports", json=newer).json()
    replies = at_once(*[("POST", f"/apps/imports/{waiting['id']}/confirm", None)] * 4)
    assert sorted(reply.status_code for reply in replies) == [200, 404, 404, 404]
    assert caller.call("GET", "/apps").json()["total"] == before + 1


def test_copies_of_one_app_are_apps_of_their_own(caller: Caller, at_once: At):
    body = {"mode": "yaml-content", "yaml_content": hello()}
    app_id = caller.call("POST", "/apps/imports", json=body).json()["app_id"]
    replies = at_once(*[("POST", f"/apps/{app_id}/copy", {})] * 4)
    assert [reply.status_code for reply in replies] == [201] * 4
    assert len({reply.json()["id"] for reply in replies} | {app_id}) == 5
    assert len({reply.json()["site"]["code"] for reply in replies}) == 4
