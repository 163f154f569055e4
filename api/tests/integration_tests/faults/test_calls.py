"""Workflows that call each other while their worker dies, or somebody stops them."""

from typing import Any

import pytest
import requests

from tests.counting_server import CountingServer
from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

EFFECTS = 12


def callee(server: str) -> dict[str, Any]:
    """Requests one after the other."""
    parts, last = [node("start", "start", variables=[])], "start"
    for number in range(EFFECTS):
        about = {"headers": "", "params": "", "body": {"type": "none", "data": []}}
        no_auth = {"type": "no-auth", "config": None}
        url = f"{server}/{number}"
        parts += [node(f"call{number}", "http-request", method="post", url=url, authorization=no_auth, **about)]
        parts += [edge(last, f"call{number}")]
        last = f"call{number}"
    outputs = [{"variable": "code", "value_selector": [last, "status_code"]}]
    return graph(*parts, node("end", "end", outputs=outputs), edge(last, "end"))


def caller(app_id: str) -> dict[str, Any]:
    tool = {"provider_type": "workflow", "provider_id": app_id, "tool_name": "any", "tool_parameters": {}}
    outputs = [{"variable": "code", "value_selector": ["call", "code"]}]
    return graph(
        node("start", "start", variables=[]),
        node("call", "tool", **tool),
        node("end", "end", outputs=outputs),
        edge("start", "call"),
        edge("call", "end"),
    )


def runs_of(stand: Stand, app_id: str) -> list[dict[str, Any]]:
    return stand.caller.call("GET", f"/apps/{app_id}/workflow-runs").json()["data"]


def test_a_call_outlives_its_workers_and_is_made_once(settings: Settings):
    with CountingServer(seconds=0.3) as server, standing(settings, callee(server.base)) as stand:
        called = stand.app_id
        stand.publish(caller(called))
        doomed = stand.worker()
        run_id = stand.start()
        for _ in range(2):
            seen = server.requests
            wait_until(lambda seen=seen: server.requests > seen + 1, 60)
            spare = stand.worker()
            doomed.kill()
            doomed = spare
        run = stand.ended(run_id)
        assert (run["status"], run["error"], run["outputs"]) == ("succeeded", None, {"code": 200})
        (child,) = runs_of(stand, called)
        assert (child["status"], child["triggered_from"]) == ("succeeded", "tool")
        assert set(server.keys) == {f"/{number}" for number in range(EFFECTS)}
        assert all(len(set(keys)) == 1 for keys in server.keys.values())
        assert server.requests > EFFECTS


def test_who_stops_the_caller_stops_the_called(settings: Settings):
    with CountingServer(seconds=0.3) as server, standing(settings, callee(server.base)) as stand:
        called = stand.app_id
        stand.publish(caller(called))
        stand.worker()
        run_id = stand.start()
        wait_until(lambda: server.requests > 1)
        url = f"{stand.api.base}/v1/workflows/tasks/{run_id}/stop"
        requests.post(url, json={"user": "ann"}, headers=stand.headers, timeout=10).raise_for_status()
        assert stand.ended(run_id)["status"] == "stopped"
        assert [each["status"] for each in runs_of(stand, called)] == ["stopped"]
        assert server.requests < EFFECTS
