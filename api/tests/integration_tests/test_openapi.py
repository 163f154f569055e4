"""The API's document: complete, valid, self-contained; and the API keeps to it under random requests."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.conftest import Person
from tests.processes import Api, Caller
from treeline import create_app
from treeline.kernel.openapi import GROUPS
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings


def test_every_route_is_described(flask_app: FlaskApp, client: Any):
    document = client.get("/openapi.json").json
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert len(described) == len(flask_app.operations)
    batch = document["paths"]["/console/api/apps/{app_id}/assets/batch-upload"]["post"]
    assert {"201", "400", "401", "404", "409", "413"} <= set(batch["responses"])
    assert all(operation["summary"] for methods in document["paths"].values() for operation in methods.values())
    ids = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))
    scheme = document["components"]["securitySchemes"]["appKey"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for path, methods in document["paths"].items():
        by_key = path.startswith("/v1/") or path == "/mcp"
        for operation in methods.values():
            ways = operation.get("security", [])
            assert ([list(way) for way in ways] in ([["appKey"]], [["datasetKey"]])) == by_key, path
    # Behind a key or a token stands the scope that it needs.
    assert document["paths"]["/v1/assets/folders"]["post"]["security"] == [{"appKey": ["write"]}]
    assert document["paths"]["/v1/info"]["get"]["security"] == [{"appKey": []}]
    ways = document["paths"]["/console/api/apps"]["get"]["security"]
    assert ways == [{"accessToken": []}, {"personalToken": ["read"]}]
    assert document["paths"]["/console/api/account/tokens"]["get"]["security"] == [{"accessToken": []}]
    text = json.dumps(document)
    # Names of schemas are those of their classes: where two are named alike, clients would see our packages.
    assert [name for name in document["components"]["schemas"] if "__" in name] == []
    for reference in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert reference in document["components"]["schemas"]


@pytest.mark.parametrize("api", ["service", "console"])
def test_every_operation_may_be_told_to_come_back(client: Any, api: str):
    """By its server, whatever it does: shares, lanes, and what it needs is away."""
    document = client.get(f"/openapi.json?api={api}").json
    assert document["components"]["headers"]["RetryAfter"]["schema"]["type"] == "integer"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for status, code in (("429", "too_many_requests"), ("503", "unavailable")):
                reply = operation["responses"][status]
                assert code in reply["description"].split(", "), path
                assert reply["headers"] == {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}, path


def test_every_operation_has_a_group_a_summary_and_says_each_thing_once(client: Any):
    document = client.get("/openapi.json").json
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["tags"][0] in GROUPS, f"{path}: give its Routes a group of openapi.GROUPS"
            assert re.fullmatch(r"\S.*[.:]", operation["summary"]), path
            assert not re.search(r"[.?!] [A-Z]", operation["summary"]), path
            assert operation.get("description", "x").strip(), path
    assert [tag["name"] for tag in document["tags"]] == list(GROUPS)


def test_the_service_api_and_the_console_api_apart_make_the_whole(client: Any):
    whole, service, console = (
        client.get(f"/openapi.json{query}").json for query in ("", "?api=service", "?api=console")
    )
    both = set(service["paths"]) & set(console["paths"])
    assert all(path.startswith("/files/") for path in both)
    assert service["paths"] | console["paths"] == whole["paths"]
    assert all(path.startswith(("/v1/", "/mcp", "/files/")) for path in service["paths"])
    assert not any(path.startswith(("/v1/", "/mcp")) for path in console["paths"])
    for part in (service, console):
        named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part)))
        assert named == set(part["components"]["schemas"])
    assert set(service["components"]["securitySchemes"]) == {"appKey", "datasetKey"}
    assert set(console["components"]["securitySchemes"]) == {"accessToken", "personalToken"}
    assert client.get("/openapi.json?api=other").status_code == 400


def test_a_document_is_made_once_and_known_by_its_etag(settings: Settings):
    flask_app = create_app(settings)
    client = flask_app.test_client()
    tags = set()
    for path in ("/openapi.json", "/openapi.json?api=service", "/openapi.json?api=console"):
        first = client.get(path)
        made = dict(flask_app.extensions["openapi"])
        again = client.get(path)
        assert all(flask_app.extensions["openapi"][api] is entry for api, entry in made.items())
        assert first.data == again.data
        tag = first.headers["ETag"]
        assert tag == again.headers["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{64}"', tag)
        known = client.get(path, headers={"If-None-Match": tag})
        assert (known.status_code, known.data, known.headers["ETag"]) == (304, b"", tag)
        tags.add(tag)
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/docs", "/"])
def test_without_a_console_there_are_plain_pages(settings: Settings, tmp_path: Path, path: str):
    client = create_app(settings.model_copy(update={"console_folder": tmp_path})).test_client()
    reply = client.get(path)
    assert reply.status_code == 200
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert 'href="/openapi.json"' in reply.text
    assert "http" not in reply.text
    assert "<script" not in reply.text


def test_with_a_console_the_reference_is_a_page_of_it(settings: Settings, tmp_path: Path):
    (tmp_path / "index.html").write_text("<!doctype html><title>The console</title>")
    client = create_app(settings.model_copy(update={"console_folder": tmp_path})).test_client()
    for path in ("/docs", "/docs?api=console&operation=apps_create_app"):
        reply = client.get(path)
        assert (reply.status_code, reply.mimetype) == (200, "text/html")
        assert "The console" in reply.text
        assert "default-src 'self'" in reply.headers["Content-Security-Policy"]


def check_with_random_requests(api: Api, examples: int, part: slice = slice(None)) -> None:
    """Every operation of the part, with made-up input of both shapes, right and wrong, by an owner or a key: no 5xx."""
    caller = Caller(api.base).log_in()
    app_id = caller.new_app()
    folder = caller.call("POST", f"/apps/{app_id}/assets/folders", json={"name": "folder"}).json()["id"]
    key = caller.call("POST", f"/apps/{app_id}/api-keys").json()["token"]
    knowledge_key = caller.call("POST", "/datasets/api-keys", json={}).json()["token"]
    tokens = {"accessToken": caller.cookie("access_token"), "appKey": key, "datasetKey": knowledge_key}
    schema = schemathesis.openapi.from_url(f"{api.base}/openapi.json")
    keep = {"/console/api/logout", "/console/api/account/password", "/console/api/apps/{app_id}"}

    tried = 0
    for result in list(schema.get_all_operations())[part]:
        operation: Any = result.ok()  # pyright: ignore[reportAttributeAccessIssue]  its types lack it
        if operation.path in keep and operation.method.upper() != "GET":
            continue

        @examples_settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=[
                HealthCheck.too_slow,
                HealthCheck.filter_too_much,
                HealthCheck.data_too_large,
                HealthCheck.function_scoped_fixture,
            ],
        )
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            if "app_id" in (case.path_parameters or {}):
                case.path_parameters["app_id"] = app_id
            if "node_id" in (case.path_parameters or {}):
                case.path_parameters["node_id"] = folder
            scheme = next(iter(case.operation.definition.raw.get("security", [{}])[0]), "accessToken")
            reply = case.call(headers={"Authorization": f"Bearer {tokens[scheme]}"}, timeout=30)
            assert scheme == "accessToken" or reply.status_code != 401
            checks = [not_a_server_error, status_code_conformance]
            # The errors of MCP look as JSON-RPC has them.
            if case.operation.path != "/mcp" or reply.status_code == 200:
                checks.append(response_schema_conformance)
            case.validate_response(reply, checks=checks)

        check()
        tried += 1
    assert tried > 30


def test_random_requests_break_nothing(api: Api):
    check_with_random_requests(api, examples=2)


# In parts, so that all processors have something to do.
@pytest.mark.faults
@pytest.mark.parametrize("part", range(4))
def test_many_random_requests_break_nothing(api: Api, part: int):
    check_with_random_requests(api, examples=25, part=slice(part, None, 4))


def test_the_owner_may_see_the_queues(alice: Person, bob: Person):
    assert len(alice.get("/operations/queues").json["data"]) == 18
    assert bob.get("/operations/queues").status_code == 403
