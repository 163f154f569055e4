"""Apps from files, and files of apps: over HTTP, in all modes."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.conftest import Cast, Person
from tests.integration_tests.workflows.graphs import HELLO, node
from tests.sites import Site, site
from tests.unit_tests.workflows.dsl.app_files import NAMES, text_of
from treeline.kernel.web import FlaskApp

TEXT = {"Content-Type": "text/yaml"}


def send(person: Person, text: str, **more: Any) -> Any:
    return person.post("/apps/imports", json={"mode": "yaml-content", "yaml_content": text, **more})


def hello(mode: str = "workflow", version: str = "0.6.0", **workflow: Any) -> str:
    app = {"name": "Hello", "mode": mode, "icon_type": "emoji", "icon": "👋", "icon_background": "#FFF"}
    content = {"graph": HELLO, "features": {}, **workflow}
    return yaml.safe_dump({"version": version, "kind": "app", "app": app, "workflow": content}, allow_unicode=True)


@pytest.mark.parametrize("name", NAMES)
def test_it_works(alice: Person, name: str):
    reply = send(alice, text_of(name))
    assert reply.status_code == 200, reply.json
    done = reply.json
    losses = [each for each in done["report"] if each["severity"] == "warning"]
    assert done["status"] == ("completed-with-warnings" if losses else "completed")
    assert (done["current_dsl_version"], done["error"]) == ("0.6.0", "")
    app = alice.get(f"/apps/{done['app_id']}").json
    assert (app["mode"], app["author_name"]) == (done["app_mode"], "Alice")
    exported = alice.get(f"/apps/{done['app_id']}/export").json["data"]
    again = send(alice, exported).json
    # A model that this workspace lacks is one that it still lacks.
    assert {each["code"] for each in again["report"] if each["severity"] == "warning"} <= {"provider_not_initialize"}
    assert alice.get(f"/apps/{again['app_id']}/export").json["data"] == exported
    assert alice.get(f"/apps/imports/{done['app_id']}/check-dependencies").status_code == 200


def test_a_chatflow_and_a_workflow_are_their_draft(alice: Person):
    variable = {"id": "1", "name": "city", "value_type": "string", "value": "Oslo"}
    done = send(alice, hello("advanced-chat", conversation_variables=[variable])).json
    draft = alice.get(f"/apps/{done['app_id']}/workflows/draft").json
    assert draft["conversation_variables"] == [variable]
    assert {node["id"] for node in draft["graph"]["nodes"]} == {"start", "greet", "end"}


def test_what_is_given_replaces_what_the_file_says(alice: Person):
    given = {"name": "Mine", "description": "Better", "icon": "🌲", "icon_background": "#000"}
    done = send(alice, hello(), **given).json
    app = alice.get(f"/apps/{done['app_id']}").json
    assert {name: app[name] for name in given} == given


def test_a_failed_import_makes_nothing(alice: Person):
    for text, code in (
        ("a: [", "not_yaml"),
        ('{"nodes": [], "connections": {}}', "not_an_app"),
        (hello().replace("id: greet", "id: start"), "duplicate_node"),
        (hello("chat"), "missing"),
        ("x: &x [a]\ny: *z", "unknown_alias"),
    ):
        reply = send(alice, text)
        assert reply.status_code == 400, text
        assert (reply.json["status"], reply.json["code"], reply.json["app_id"]) == ("failed", code, None)
        assert reply.json["report"][0]["severity"] == "error"
        assert reply.json["error"]
    assert alice.get("/apps").json["total"] == 0


def test_bad_requests(alice: Person):
    for body in (
        {},
        {"mode": "file"},
        {"mode": "yaml-content"},
        {"mode": "yaml-content", "yaml_url": "https://example.com"},
        {"mode": "yaml-url", "yaml_content": "a"},
        {"mode": "yaml-content", "yaml_content": "a", "name": ""},
        {"mode": "yaml-content", "yaml_content": "a", "app_id": "x"},
        {"mode": "yaml-content", "yaml_content": "a\0"},
    ):
        reply = alice.post("/apps/imports", json=body)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), body


def test_ten_megabytes_are_taken_and_no_more(alice: Person):
    large = hello() + "# " + "é" * (5 * 1024 * 1024 - 2000)
    assert send(alice, large).status_code == 200
    reply = send(alice, large + "é" * 2000)
    assert (reply.status_code, reply.json["code"]) == (400, "too_large")


# Newer than known here


def test_what_is_newer_waits_for_a_yes(alice: Person):
    reply = send(alice, hello(version="0.9.0"), name="Later")
    assert (reply.status_code, reply.json["status"]) == (202, "pending")
    assert (reply.json["imported_dsl_version"], reply.json["app_id"]) == ("0.9.0", None)
    assert alice.get("/apps").json["total"] == 0
    done = alice.post(f"/apps/imports/{reply.json['id']}/confirm")
    assert (done.status_code, done.json["status"], done.json["id"]) == (200, "completed", reply.json["id"])
    assert alice.get(f"/apps/{done.json['app_id']}").json["name"] == "Later"
    again = alice.post(f"/apps/imports/{reply.json['id']}/confirm")
    assert (again.status_code, again.json["code"]) == (404, "app_import_not_found")


def test_it_waits_ten_minutes_and_in_its_workspace(flask_app: FlaskApp, cast: Cast):
    import_id = send(cast.alice, hello(version="1.0.0")).json["id"]
    assert cast.mallory.post(f"/apps/imports/{import_id}/confirm").status_code == 404
    assert cast.bob.post(f"/apps/imports/{import_id}/confirm").status_code == 403
    redis = flask_app.extensions["redis"]
    (key,) = redis.keys("treeline:app-import:*")
    assert 590 < redis.ttl(key) <= 600
    redis.delete(key)
    assert cast.alice.post(f"/apps/imports/{import_id}/confirm").status_code == 404


def test_what_is_newer_may_not_be_understood(alice: Person):
    newer = "app: {name: x, mode: workflow}\nversion: 2.0.0\nworkflow: {graph: 7}"
    import_id = send(alice, newer).json["id"]
    reply = alice.post(f"/apps/imports/{import_id}/confirm")
    assert (reply.status_code, reply.json["status"], reply.json["code"]) == (400, "failed", "bad_type")
    assert alice.get("/apps").json["total"] == 0


# Over an app that is there

TOKEN = {"id": "1", "name": "token", "value_type": "secret", "value": "s3cr3t-value", "description": ""}


def test_a_draft_is_overwritten_and_keeps_its_secrets(alice: Person):
    app_id = send(alice, hello(environment_variables=[TOKEN])).json["app_id"]
    before = alice.get(f"/apps/{app_id}/export").json["data"]
    assert "s3cr3t-value" not in before
    assert "s3cr3t-value" in alice.get(f"/apps/{app_id}/export?include_secret=true").json["data"]
    changed = before.replace("Hello {{ name }}!", "Good day {{ name }}!")
    reply = send(alice, changed, app_id=app_id, name="Renamed")
    assert (reply.status_code, reply.json["app_id"]) == (200, app_id)
    after = alice.get(f"/apps/{app_id}/export?include_secret=true").json["data"]
    assert "s3cr3t-value" in after
    assert "Good day" in after
    assert alice.get("/apps").json["total"] == 1
    assert alice.get(f"/apps/{app_id}").json["name"] == "Renamed"


@pytest.mark.parametrize(("mode", "file_mode"), [("chat", "workflow"), ("workflow", "advanced-chat")])
def test_only_a_workflow_of_the_same_mode_is_overwritten(alice: Person, mode: str, file_mode: str):
    app_id = alice.post("/apps", json={"name": "There", "mode": mode}).json["id"]
    reply = send(alice, hello(file_mode), app_id=app_id)
    assert (reply.status_code, reply.json["code"]) == (400, "overwrite_mode")
    assert alice.get(f"/apps/{app_id}").json["name"] == "There"
    assert alice.get("/apps").json["total"] == 1


def test_somebody_else_app_is_not_there(cast: Cast):
    app_id = send(cast.alice, hello()).json["app_id"]
    reply = send(cast.mallory, hello(), app_id=app_id)
    assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
    assert cast.mallory.get("/apps").json["total"] == 0
    assert cast.bob.get(f"/apps/{app_id}/export").status_code == 403
    assert send(cast.bob, hello()).status_code == 403


# Export


def test_a_published_version_is_exported_too(cast: Cast):
    app_id = send(cast.alice, hello()).json["app_id"]
    published = cast.alice.post(f"/apps/{app_id}/workflows/publish", json={}).json["id"]
    changed = hello().replace("Hello {{ name }}!", "Bye {{ name }}!")
    assert send(cast.alice, changed, app_id=app_id).status_code == 200
    path = f"/apps/{app_id}/export"
    assert "Bye" in cast.alice.get(path).json["data"]
    assert "Hello {{ name }}!" in cast.alice.get(f"{path}?workflow_id={published}").json["data"]
    other = send(cast.mallory, hello()).json["app_id"]
    assert cast.mallory.get(f"/apps/{other}/export?workflow_id={published}").status_code == 404


def test_an_app_without_a_workflow_or_a_config(alice: Person):
    empty = alice.post("/apps", json={"name": "Empty", "mode": "workflow"}).json["id"]
    assert alice.get(f"/apps/{empty}/export").json["code"] == "draft_workflow_not_exist"
    assert alice.get(f"/apps/imports/{empty}/check-dependencies").json == {"leaked_dependencies": []}
    chat = alice.post("/apps", json={"name": "Chat", "mode": "chat"}).json["id"]
    assert send(alice, alice.get(f"/apps/{chat}/export").json["data"]).json["status"] == "completed"


def test_what_is_not_here_is_listed(alice: Person):
    tools = send(alice, text_of("v0_3_0_tools")).json["app_id"]
    (one,) = alice.get(f"/apps/imports/{tools}/check-dependencies").json["leaked_dependencies"]
    assert one["value"] == {"marketplace_plugin_unique_identifier": "acme/mapmaker:1.0.0@ff00"}
    done = send(alice, text_of("completion_advanced")).json
    (one,) = alice.get(f"/apps/imports/{done['app_id']}/check-dependencies").json["leaked_dependencies"]
    assert one == {"type": "package", "value": {"plugin_unique_identifier": "groq"}, "current_identifier": None}
    assert "provider_not_initialize" in {each["code"] for each in done["report"]}
    assert alice.get(f"/apps/{done['app_id']}").json["model_config"]["model"]["provider"] == "groq"


def test_a_tool_that_this_workspace_lacks_is_left_out(alice: Person):
    done = send(alice, text_of("agent_chat")).json
    assert alice.get(f"/apps/{done['app_id']}").json["model_config"]["agent_mode"]["tools"] == []
    lost = [each for each in done["report"] if each["code"] == "tool"]
    assert any("no tool find" in each["what"] for each in lost)


# By address


@pytest.fixture
def web(flask_app: FlaskApp) -> Iterator[Site]:
    """A site that members may name."""
    settings = flask_app.extensions["settings"]
    with site() as running:
        settings.node_allowed_hosts.append(f"127.0.0.1:{running.port}")
        try:
            yield running
        finally:
            settings.node_allowed_hosts.pop()


def by_url(person: Person, url: str) -> Any:
    return person.post("/apps/imports", json={"mode": "yaml-url", "yaml_url": url})


def test_a_file_is_fetched(alice: Person, web: Site):
    web.pages["/app.yml"] = (200, TEXT, b"\xef\xbb\xbf" + hello().encode())
    web.pages["/moved"] = (302, {"Location": "/app.yml"}, b"")
    for path in ("/app.yml", "/moved"):
        reply = by_url(alice, web.url + path)
        assert (reply.status_code, reply.json["status"]) == (200, "completed"), reply.json


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((404, TEXT, b""), "404"),
        ((200, TEXT, b"\xff\xfe\x00"), "UTF-8"),
        ((200, TEXT, b"x" * (10 * 1024 * 1024 + 1)), "10 MB"),
        ((200, TEXT, b"<html></html>"), "not an app"),
        ((302, {"Location": "http://127.0.0.2:1/"}, b""), "NODE_ALLOWED_HOSTS"),
        ((302, {"Location": "ftp://127.0.0.1/"}, b""), "can't be read"),
    ],
    ids=["missing", "binary", "large", "page", "private", "ftp"],
)
def test_what_is_fetched_may_be_no_file(alice: Person, web: Site, page: Any, said: str):
    web.pages["/app.yml"] = page
    reply = by_url(alice, f"{web.url}/app.yml")
    assert reply.status_code == 400
    assert (reply.json["status"], alice.get("/apps").json["total"]) == ("failed", 0)
    assert said in reply.json["error"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "file:///etc/passwd", "http://[::1]/", "x", "http://localhost/"]
)
def test_addresses_of_our_own_network_are_not_read(alice: Person, url: str):
    reply = by_url(alice, url)
    assert (reply.status_code, reply.json["code"]) == (400, "url_failed")


def test_an_import_takes_few_statements(alice: Person, queries: list[str]):
    """However large the graph is."""

    def statements(text: str) -> int:
        queries.clear()
        assert send(alice, text).status_code == 200
        return len(queries)

    small = statements(hello())
    nodes = [{"id": f"n{n}", "data": {"type": "answer", "title": str(n)}} for n in range(500)]
    assert statements(hello(graph={"nodes": nodes, "edges": []})) == small


HEADERS = """Authorization: Bearer sk-written
X-Api-Key:sk-written
Accept: text/plain
X-Token: {{#env.token#}}
Cookie: sid=sk-written"""


def test_secrets_that_are_written_into_nodes_stay_here(alice: Person):
    ask = node(
        "ask", "http-request", method="get", url="https://example.com", headers=HEADERS, params="key: sk-written"
    )
    ask["data"]["authorization"] = {"type": "api-key", "config": {"type": "bearer", "api_key": "sk-written"}}
    document = {**HELLO, "nodes": [*HELLO["nodes"], ask]}
    app_id = alice.post("/apps", json={"name": "Asks", "mode": "workflow"}).json["id"]
    alice.post(f"/apps/{app_id}/workflows/draft", json={"graph": document})
    exported = alice.get(f"/apps/{app_id}/export").json["data"]
    assert "sk-written" not in exported
    kept = yaml.safe_load(exported)["workflow"]["graph"]["nodes"][-1]["data"]
    lines = ["Authorization:", "X-Api-Key:", "Accept: text/plain", "X-Token: {{#env.token#}}", "Cookie:"]
    assert kept["headers"].splitlines() == lines
    whole = alice.get(f"/apps/{app_id}/export?include_secret=true").json["data"]
    assert yaml.safe_load(whole)["workflow"]["graph"]["nodes"][-1]["data"]["headers"] == HEADERS


# What no app is


def deep(levels: int) -> str:
    return "app: " + "[" * levels + "]" * levels


def laughs() -> str:
    more = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *more])


WRONG = {
    "a bomb": laughs(),
    "an alias of itself": "app: &a\n  x: *a",
    "too deep": deep(65),
    "far too deep": deep(100_000),
    "the same key twice": hello().replace("kind: app", "kind: app\nkind: app"),
    "a tag": "app: !!python/object/apply:os.system [ls]",
    "two documents": "a: 1\n---\nb: 2",
    "a list": "[1, 2]",
    "a text": "hello",
    "a number": "7",
    "nothing": "# nothing",
    "a control character": "app: \x07",
    "no name": "app: {mode: workflow}\nworkflow: {graph: 7}",
    "nodes of a wrong type": "app: {mode: workflow, name: x}\nworkflow: {graph: {nodes: {a: 1}, edges: []}}",
    "an unknown mode": "app: {mode: dance, name: x}",
    "n8n": '{"nodes": [{"type": "n8n-nodes-base.start"}], "connections": {}}',
    "Flowise": '{"nodes": [{"id": "a", "data": {"category": "Chains"}}], "edges": [], "viewport": {}}',
    "Compose": "services: {web: {image: nginx}}",
    "OpenAPI": "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}",
    "GitHub Actions": "on: push\njobs: {a: {runs-on: x, steps: []}}",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_app_makes_nothing_and_says_why(alice: Person, what: str):
    reply = send(alice, WRONG[what])
    assert (reply.status_code, reply.json["status"], reply.json["app_id"]) == (400, "failed", None), reply.json
    first = reply.json["report"][0]
    assert (first["severity"], first["what"] != "", reply.json["error"] != "") == ("error", True, True)
    assert len(reply.data) < 20_000
    assert alice.get("/apps").json["total"] == 0
