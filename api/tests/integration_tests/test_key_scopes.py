"""The scopes of API keys: every route of the service API needs one, and no other opens it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from tests.conftest import Cast, Program
from tests.integration_tests.test_every_route import filled, operations, request
from treeline.kernel.scopes import ANY
from treeline.kernel.web import FlaskApp, Operation

# What a key with `run` may do, and no other: a new route is here because somebody has put it here.
RUN = {
    "chat": {"ask", "stop_chat"},
    "completion": {"complete", "stop_completion"},
    "conversations": {"list_conversations", "delete_conversation"},
    "conversation_names": {"name_conversation"},
    "feedbacks": {"rate_message", "list_feedbacks"},
    "messages": {"list_messages"},
    "suggested": {"suggest_questions"},
    "v1_forms": {"read_program_form", "answer_program_form"},
    "v1_runs": {"read_own_run", "follow_own_run"},
    "v1_uploads": {"upload_file", "preview_file"},
    "v1_workflow_events": {"follow_workflow"},
    "v1_workflows": {"run_workflow", "run_version", "read_workflow_run", "stop_workflow", "list_workflow_logs"},
    "variables": {"list_variables", "change_variable"},
}
OPEN = {"app_info": {"read_info", "read_parameters", "read_meta"}, "v1_site": {"read_site"}}
# Methods say the rest: what is read with GET needs `read`, everything else `write`. But for these.
READ_BY_POST = {
    "mcp": {"exchange_message"},
    "v1_asset_archives": {"export_some"},
    "v1_asset_many_contents": {"read_contents"},
    "v1_document_tree": {"read_document_contents"},
    "v1_hit_testing": {"test_hits", "retrieve_segments"},
}
WRITE_BY_GET = {"v1_indexes": {"estimate_index"}, "v1_pipelines": {"estimate_pipeline", "read_pipeline_run"}}


def named(routes: Mapping[str, Iterable[str]]) -> set[str]:
    return {f"{name}.{view}" for name, views in routes.items() for view in views}


def of_keys(flask_app: FlaskApp) -> Iterator[tuple[str, str, Operation]]:
    return (each for each in operations(flask_app) if each[2].routes.access.name in ("app key", "dataset key"))


def expected(endpoint: str, operation: Operation) -> str:
    for scope, routes in (("run", RUN), (ANY, OPEN), ("read", READ_BY_POST), ("write", WRITE_BY_GET)):
        if endpoint in named(routes):
            return scope
    return "read" if operation.method == "GET" else "write"


def test_every_route_needs_a_scope(flask_app: FlaskApp):
    walked = {endpoint: operation for endpoint, _, operation in of_keys(flask_app)}
    assert {name: one.needs for name, one in walked.items()} == {n: expected(n, one) for n, one in walked.items()}
    # Nothing is named here that is no route.
    assert named(RUN | OPEN | READ_BY_POST | WRITE_BY_GET) <= set(walked)


@pytest.mark.parametrize("scope", ["read", "write", "run"])
def test_a_key_opens_what_its_scope_says_and_no_more(flask_app: FlaskApp, cast: Cast, scope: str):
    app_id = cast.alice.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    made = {"app key": cast.alice.post(f"/apps/{app_id}/api-keys", json={"scopes": [scope]})}
    if scope != "run":
        made["dataset key"] = cast.alice.post("/datasets/api-keys", json={"scopes": [scope]})
    holders = {kind: Program(flask_app.test_client(), reply.json["token"]) for kind, reply in made.items()}
    counts = {True: 0, False: 0}
    for _, rule, operation in of_keys(flask_app):
        holder: Any = holders.get(operation.routes.access.name)
        if holder is None:
            continue
        reply = request(holder, operation, filled(rule))
        refused = reply.status_code == 403 and (reply.json or {}).get("code") == "insufficient_scope"
        counts[refused] += 1
        assert refused == (operation.needs not in (ANY, scope)), f"{operation.method} {rule}: {reply.status_code}"
        assert not refused or scope in reply.json["message"]
    assert min(counts.values()) > 3


def test_knowledge_is_not_run(cast: Cast):
    assert cast.alice.post("/datasets/api-keys", json={"scopes": ["run"]}).status_code == 400
