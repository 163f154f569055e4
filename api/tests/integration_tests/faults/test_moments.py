"""What people do to a workflow while it runs, at whatever moment."""

import time
from random import Random
from typing import Any

import pytest
import requests

from tests.counting_server import CountingServer
from tests.integration_tests.faults.test_calls import EFFECTS, callee, runs_of
from tests.integration_tests.faults.test_workflows import Stand, standing
from tests.processes import wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

ENDED = {"succeeded", "stopped"}


def stop(stand: Stand, run_id: str) -> None:
    url = f"{stand.api.base}/v1/workflows/tasks/{run_id}/stop"
    requests.post(url, json={"user": "ann"}, headers=stand.headers, timeout=10).raise_for_status()


def ends_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["status"] for event in events if event["event"] == "workflow_finished"]


def test_a_run_is_stopped_at_any_moment(settings: Settings):
    random = Random(7)
    with CountingServer(seconds=0.05) as server, standing(settings, callee(server.base)) as stand:
        stand.worker()
        for moment in range(14):
            seen = server.requests
            run_id = stand.start()
            wait_until(lambda seen=seen, moment=moment: server.requests >= seen + min(moment, EFFECTS))
            time.sleep(random.random() * 0.05)
            stop(stand, run_id)
            run = stand.ended(run_id)
            assert run["status"] in ENDED, run
            # A second one changes nothing.
            stop(stand, run_id)
            assert stand.run(run_id)["status"] == run["status"]
            assert ends_of(stand.told(run_id)) == [run["status"]]
            steps = stand.steps(run_id)
            open_steps = [(step["node_id"], step["status"]) for step in steps if not step["finished_at"]]
            assert not open_steps
            done = [step["node_id"] for step in steps if step["status"] == "succeeded"]
            assert len(done) == len(set(done))
            if run["status"] == "succeeded":
                assert len(done) == EFFECTS + 2
        assert "stopped" in {run["status"] for run in runs_of(stand, stand.app_id)}


def test_a_run_ends_with_the_version_that_it_began_with(settings: Settings):
    with CountingServer(seconds=0.1) as server, standing(settings, callee(server.base)) as stand:
        doomed = stand.worker()
        run_id = stand.start()
        wait_until(lambda: server.requests >= 2)
        path, other = f"/apps/{stand.app_id}/workflows", callee(f"{server.base}/other")
        for address, body in ((f"{path}/draft", {"graph": other}), (f"{path}/publish", {})):
            assert stand.caller.call("POST", address, json=body).status_code == 200
        spare = stand.worker()
        doomed.kill()
        run = stand.ended(run_id)
        assert (run["status"], run["outputs"]) == ("succeeded", {"code": 200})
        assert not [path for path in server.keys if path.startswith("/other")]
        assert stand.ended(stand.start())["status"] == "succeeded"
        assert len([path for path in server.keys if path.startswith("/other")]) == EFFECTS
        spare.kill()
