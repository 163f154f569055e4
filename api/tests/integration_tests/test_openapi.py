"""The API's document: complete, valid, self-contained; and the API keeps to it under random requests."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.conftest import Person
from tests.processes import Api, Caller
from treeline.kernel.web import FlaskApp


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
        assert all((operation.get("security") == [{"appKey": []}]) == by_key for operation in methods.values()), path
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert reference in document["components"]["schemas"]


@pytest.mark.parametrize("path", ["/docs", "/"])
def test_pages_load_nothing_from_elsewhere(client: Any, path: str):
    reply = client.get(path)
    assert reply.status_code == 200
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "http" not in reply.text.replace("https://www.apache.org", "")
    assert "<script" not in reply.text


def test_the_document_page_names_every_path(client: Any):
    page, document = client.get("/docs").text, client.get("/openapi.json").json
    assert all(path in page for path in document["paths"])


def check_with_random_requests(api: Api, examples: int) -> None:
    """Every operation, with made-up input of the right and the wrong shape, by an owner or a key: never a 5xx."""
    caller = Caller(api.base).log_in()
    app_id = caller.new_app()
    folder = caller.call("POST", f"/apps/{app_id}/assets/folders", json={"name": "folder"}).json()["id"]
    key = caller.call("POST", f"/apps/{app_id}/api-keys").json()["token"]
    tokens = {"accessToken": caller.cookie("access_token"), "appKey": key}
    schema = schemathesis.openapi.from_url(f"{api.base}/openapi.json")
    keep = {"/console/api/logout", "/console/api/account/password", "/console/api/apps/{app_id}"}

    tried = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # pyright: ignore[reportAttributeAccessIssue]  its types lack it
        if operation.path in keep and operation.method.upper() != "GET":
            continue

        @settings(
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
    check_with_random_requests(api, examples=5)


@pytest.mark.faults
def test_many_random_requests_break_nothing(api: Api):
    check_with_random_requests(api, examples=25)


def test_the_owner_may_see_the_queues(alice: Person, bob: Person):
    assert len(alice.get("/operations/queues").json["data"]) == 18
    assert bob.get("/operations/queues").status_code == 403
