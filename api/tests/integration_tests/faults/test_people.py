"""Runs that wait for people while processes and servers go away: no answer is lost, and none counts twice."""

from typing import Any

import pytest
import requests

from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.workflows.people import ANSWER, APPROVAL
from tests.processes import Worker, wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults


def asked(stand: Stand, run_id: str) -> dict[str, Any]:
    path = f"/human-input-forms?run_id={run_id}"
    wait_until(lambda: stand.run(run_id)["status"] == "paused", every=0.2)
    (form,) = stand.caller.call("GET", path).json()["data"]
    return stand.caller.call("GET", f"/human-input-forms/{form['id']}").json()


def answer(stand: Stand, form: dict[str, Any]) -> requests.Response:
    return stand.caller.call("POST", f"/human-input-forms/{form['id']}", json=ANSWER)


def assert_answered_once(stand: Stand, run_id: str) -> None:
    run = stand.ended(run_id)
    assert (run["status"], run["error"]) == ("succeeded", None)
    assert run["outputs"]["branch"] == "approve"
    assert sorted(step["node_id"] for step in stand.steps(run_id)) == ["ask", "sent", "start"]
    told = [event["event"] for event in stand.told(run_id)]
    assert told.count("workflow_finished") == 1


def test_an_answer_waits_for_a_worker(settings: Settings):
    """Killed between the answer and what follows it; the message for workers is lost, too."""
    with standing(settings, APPROVAL) as stand:
        doomed = stand.worker()
        run_id = stand.start()
        form = asked(stand, run_id)
        doomed.kill()
        assert answer(stand, form).status_code == 200
        stand.flask_app.extensions["redis"].flushdb()
        assert stand.run(run_id)["status"] == "queued"
        stand.worker()
        assert_answered_once(stand, run_id)
        assert answer(stand, form).status_code == 412


def test_a_pause_outlives_redis_and_the_api(settings: Settings):
    with standing(settings, APPROVAL) as stand:
        stand.worker()
        run_id = stand.start()
        form = asked(stand, run_id)
        stand.flask_app.extensions["redis"].flushdb()
        stand.api.kill()
        stand.api.restart()
        told = stand.told(run_id)
        assert [event["event"] for event in told] == ["workflow_started", "human_input_required", "workflow_paused"]
        token = told[1]["data"]["form_token"]
        assert token == form["form_token"]
        url = f"{stand.api.base}/v1/form/human_input/{token}"
        assert requests.post(url, json=ANSWER, headers=stand.headers, timeout=30).status_code == 200
        assert_answered_once(stand, run_id)


def test_workers_are_killed_at_any_moment(settings: Settings):
    """From the question to the pause, and from the answer to the end: each run is answered once and ends well."""
    with standing(settings, APPROVAL) as stand:
        workers: list[Worker] = [stand.worker()]
        for _ in range(4):
            run_id = stand.start()
            workers.pop().kill()
            workers.append(stand.worker())
            form = asked(stand, run_id)
            assert answer(stand, form).status_code == 200
            workers.pop().kill()
            workers.append(stand.worker())
            assert_answered_once(stand, run_id)
