"""Webhooks whose API, workers or Redis go away in the middle: what was answered with 200 has one run, and no other."""

import threading
from typing import Any

import pytest
import requests

from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.triggers.conftest import ending, fields, hook
from tests.processes import wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

DISPATCHER, BACKGROUND = "triggered_workflow_dispatcher", "workflow"
GRAPH = ending(hook(body=fields("n", type="number", required=True)), n=["hook", "n"])
REQUESTS = 60


class Sender(threading.Thread):
    """Sends each request until it is answered, as senders of webhooks do: under one name of its delivery."""

    def __init__(self, stand: Stand):
        super().__init__(daemon=True)
        path = f"/apps/{stand.app_id}/workflows/triggers/webhook?node_id=hook"
        self.url, self.sent, self.tries = stand.caller.call("GET", path).json()["webhook_url"], 0, 0

    def run(self) -> None:
        for number in range(REQUESTS):
            while not self._is_answered(number):
                threading.Event().wait(0.1)
            self.sent += 1

    def _is_answered(self, number: int) -> bool:
        self.tries += 1
        try:
            headers = {"Webhook-Id": f"delivery-{number}"}
            reply = requests.post(self.url, json={"n": number}, headers=headers, timeout=10)
        except requests.RequestException:
            return False
        return reply.status_code == 200


def swept(stand: Stand, over: threading.Event) -> None:
    """As beat does, and more often."""
    with stand.flask_app.app_context():
        while not over.wait(0.5):
            try:
                stand.flask_app.extensions["celery"].tasks["triggers.sweep"].apply_async()
            except Exception:
                continue


def outputs(stand: Stand) -> list[Any]:
    listed = stand.caller.call("GET", f"/apps/{stand.app_id}/workflow-runs?limit=100").json()["data"]
    return [stand.run(each["id"])["outputs"] for each in listed]


def finished(stand: Stand) -> bool:
    counts = stand.caller.call("GET", f"/apps/{stand.app_id}/workflow-runs/count").json()
    return counts["succeeded"] >= REQUESTS


def test_each_request_has_one_run_whoever_dies(settings: Settings):
    with standing(settings, GRAPH, TRIGGER_SWEEP_SECONDS="1") as stand:
        over, sender = threading.Event(), Sender(stand)
        sweeper = threading.Thread(target=swept, args=(stand, over), daemon=True)
        doomed = stand.worker(DISPATCHER, BACKGROUND)
        sweeper.start()
        sender.start()
        for number in range(1, 7):
            spare = stand.worker(DISPATCHER, BACKGROUND)
            wait_until(lambda number=number: sender.sent >= number * 8, 120, every=0.1)
            if number == 2:
                # Events in flight, and the places of runs.
                stand.flask_app.extensions["redis"].flushdb()
            if number == 4:
                stand.api.kill()
                stand.api.restart()
            doomed.kill()
            doomed = spare
        sender.join(120)
        assert sender.sent == REQUESTS
        wait_until(lambda: finished(stand), 120, every=0.5)
        over.set()
        sweeper.join()
        assert sorted(each["n"] for each in outputs(stand)) == list(range(REQUESTS))
