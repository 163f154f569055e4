"""What a page about a run asks for: its items in pages, its values in full, what a node reads; and stopping it."""

from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Cast
from tests.integration_tests.accounts.audit.log_away import log_away
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.graphs import HELLO, edge, graph, node, text_input
from tests.integration_tests.workflows.test_archive import Archive, archive  # noqa: F401  a fixture
from tests.integration_tests.workflows.test_runs import named
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.runs.models import Run

ITEMS = 120
DIVIDED = {
    "code": "def main(x) -> dict:\n    return {'y': 10 // x}",
    "code_language": "python3",
    "variables": [{"variable": "x", "value_selector": ["it", "item"]}],
    "outputs": {"y": {"type": "number", "children": None}},
}
MANY = graph(
    node("start", "start", variables=[text_input("name")]),
    node(
        "make",
        "code",
        code=f"def main() -> dict:\n    return {{'list': [n - 60 for n in range({ITEMS})]}}",
        code_language="python3",
        variables=[],
        outputs={"list": {"type": "array[number]", "children": None}},
    ),
    node(
        "it",
        "iteration",
        iterator_selector=["make", "list"],
        output_selector=["div", "y"],
        start_node_id="in",
        error_handle_mode="continue-on-error",
    ),
    node("in", "iteration-start", parent="it"),
    node("div", "code", parent="it", **DIVIDED),
    node("end", "end", outputs=[{"variable": "all", "value_selector": ["it", "output"]}]),
    edge("start", "make"),
    edge("make", "it"),
    edge("in", "div"),
    edge("it", "end"),
)


def run_of(events: list[dict[str, Any]]) -> str:
    return named(events, "workflow_finished")[0]["id"]


def read(builder: Builder, path: str, **query: Any) -> Any:
    reply = builder.person.get(f"{builder.path}/workflow-runs/{path}", query_string=query)
    assert reply.status_code == 200, reply.json
    return reply.json


@pytest.mark.parametrize("is_old", [False, True], ids=["fresh", "archived"])
def test_items_come_in_pages_and_those_that_failed_are_kept(builder: Builder, archive: Archive, is_old: bool):  # noqa: F811  the fixture
    builder.save(MANY)
    run_id = run_of(builder.try_it(name="Ann"))
    if is_old:
        archive()
    top = read(builder, f"{run_id}/node-executions", frame="top")["data"]
    assert [step["node_id"] for step in top] == ["start", "make", "it", "end"]
    page = read(builder, f"{run_id}/items", container="it", page=2, limit=30)
    assert (page["total"], page["has_more"]) == (ITEMS, True)
    assert [item["index"] for item in page["data"]] == list(range(30, 60))
    assert [item["kept"] for item in page["data"]] == [True] * 20 + [False] * 10
    (failed,) = read(builder, f"{run_id}/items", container="it", page=61, limit=1)["data"]
    assert (failed["index"], failed["status"], failed["kept"]) == (60, "failed", True)
    assert "ZeroDivisionError" in failed["error"]
    inside = read(builder, f"{run_id}/node-executions", frame=failed["frame"])["data"]
    assert {(step["node_id"], step["frame"]) for step in inside} >= {("div", "it:60")}
    assert read(builder, f"{run_id}/items", container="nothing")["total"] == 0
    # A name that begins as another one does is not it, nor is what stands for many.
    assert read(builder, f"{run_id}/items", container="i_")["total"] == 0


@pytest.mark.parametrize("is_old", [False, True], ids=["fresh", "archived"])
def test_a_step_tells_its_values_in_full(builder: Builder, archive: Archive, is_old: bool):  # noqa: F811  the fixture
    long = "x" * 20_000
    start = node("start", "start", variables=[text_input("name", type="paragraph", max_length=100_000)])
    builder.save({**HELLO, "nodes": [start, *HELLO["nodes"][1:]]})
    run_id = run_of(builder.try_it(name=long))
    if is_old:
        archive()
    steps = read(builder, f"{run_id}/node-executions")["data"]
    greet = next(step for step in steps if step["node_id"] == "greet")
    assert greet["truncated"]
    assert len(greet["outputs"]["output"]) < 2000
    whole = read(builder, f"{run_id}/node-executions/{greet['id']}")
    assert whole["outputs"] == {"output": f"Hello {long}!"}
    assert whole["inputs"] == {"start.name": long}
    assert not whole["truncated"]
    other = builder.person.get(f"{builder.path}/workflow-runs/{run_id}/node-executions/{run_id}")
    assert (other.status_code, other.json["code"]) == (404, "workflow_node_not_found")


def test_a_node_tells_what_it_reads(builder: Builder):
    builder.save(MANY)
    path = f"{builder.path}/workflows/draft/nodes"

    def inputs(node_id: str) -> list[tuple[list[str], Any]]:
        reply = builder.person.get(f"{path}/{node_id}/inputs")
        assert reply.status_code == 200, reply.json
        return [(each["selector"], each["value"]) for each in reply.json["items"]]

    assert inputs("end") == [(["it", "output"], None)]
    # What is inside a container counts, but not what the container gives it.
    assert inputs("it") == [(["make", "list"], None)]
    builder.try_it(name="Ann")
    assert inputs("it") == [(["make", "list"], [n - 60 for n in range(ITEMS)])]
    assert builder.person.get(f"{path}/nowhere/inputs").json["code"] == "workflow_node_not_found"


def test_runs_are_filtered(builder: Builder):
    builder.save(HELLO)
    run_of(builder.try_it(name="Ann"))
    version = builder.publish(HELLO)
    by_user = run_of(builder.run({"name": "Ben"}))

    def found(**query: Any) -> list[str]:
        listed = builder.person.get(f"{builder.path}/workflow-runs", query_string=query).json["data"]
        return [each["id"] for each in listed]

    assert len(found()) == 2
    for query in (
        {"triggered_from": "app-run"},
        {"keyword": "Ben"},
        {"workflow_id": version},
        {"keyword": "ann", "triggered_from": "app-run"},
    ):
        assert found(**query) == [by_user], query
    assert found(created_at__after="2999-01-01 00:00") == []
    assert found(keyword="%") == []
    summary = builder.person.get(f"{builder.path}/workflow-runs/{by_user}").json
    assert (summary["total_price"], summary["currency"], summary["forked_from"]) == ("0.000000000", "USD", None)


def test_whoever_edits_an_app_stops_its_runs(builder: Builder, cast: Cast, context: FlaskApp):
    builder.publish(HELLO)
    body = {"inputs": {"name": "Ann"}, "user": "ann", "response_mode": "streaming"}
    started = builder.program.post("/workflows/run", json=body)
    (run,) = builder.person.get(f"{builder.path}/workflow-runs").json["data"]
    path = f"{builder.path}/workflow-runs/{run['id']}/stop"
    assert cast.bob.post(path).status_code in (403, 404)
    assert cast.mallory.post(path).status_code == 404
    with log_away(context) as changed:
        assert builder.person.post(path).status_code == 500
    assert changed == []
    assert builder.person.post(path).json == {"result": "success"}
    with unit_of_work() as session:
        stored = session.get(Run, UUID(run["id"]))
        assert stored is not None
        assert stored.stop_requested_at is not None
    # What has ended stays as it ended.
    builder.events(started)
    ended = read(builder, run["id"])["status"]
    assert builder.person.post(path).json == {"result": "success"}
    assert read(builder, run["id"])["status"] == ended


def test_a_published_version_is_read(builder: Builder):
    version = builder.publish(HELLO)
    path = f"{builder.path}/workflows"
    found = builder.person.get(f"{path}/{version}").json
    assert (found["id"], found["graph"]) == (version, HELLO)
    draft = builder.person.get(f"{path}/draft").json["id"]
    assert builder.person.get(f"{path}/{draft}").json["code"] == "workflow_not_found"
