"""Workflows whose worker, Redis or database goes away in the middle: they go on, and do nothing twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from tests.answers import events_in
from tests.conftest import TEMPLATE
from tests.counting_server import CountingServer
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import Api, Caller, Worker, database, outage, wait_until
from tests.runs import QUEUE
from treeline import create_app
from treeline.kernel.db import db
from treeline.settings import Settings

pytestmark = pytest.mark.faults

EFFECTS, KILLS = 29, 30
LOCAL = {"NODE_ALLOWED_HOSTS": "127.0.0.1"}


def long_chain(server: str) -> dict[str, Any]:
    """60 nodes: a start, texts and requests in turns, an end that tells the last text."""
    parts, last = [node("start", "start", variables=[])], "start"
    for number in range(EFFECTS):
        before = [f"text{number - 1}", "output"] if number else ["start", "nothing"]
        text = node(
            f"text{number}",
            "template-transform",
            template="{{ before }}" + str(number) + " ",
            variables=[{"variable": "before", "value_selector": before}],
        )
        call = node(
            f"call{number}",
            "http-request",
            method="post",
            url=f"{server}/{number}",
            authorization={"type": "no-auth", "config": None},
            headers="",
            params="",
            body={"type": "none", "data": []},
        )
        parts += [text, call, edge(last, f"text{number}"), edge(f"text{number}", f"call{number}")]
        last = f"call{number}"
    outputs = [{"variable": "text", "value_selector": [f"text{EFFECTS - 1}", "output"]}]
    return graph(*parts, node("end", "end", outputs=outputs), edge(last, "end"))


class Stand:
    """A published workflow, its API, a worker that sweeps, and workers that come and go."""

    def __init__(self, settings: Settings, document: dict[str, Any]):
        self.settings = settings
        self.api = Api(settings, **LOCAL)
        self.caller = Caller(self.api.base).set_up()
        self.flask_app = create_app(settings)
        self.workers: list[Worker] = []
        self.sweeper = self.worker("workflow_storage")
        self.publish(document)
        self._closed = threading.Event()
        threading.Thread(target=self._sweep, daemon=True).start()

    def publish(self, document: dict[str, Any]) -> None:
        """Another app, which is from now on the one that is run."""
        self.app_id = self.caller.new_app()
        path = f"/apps/{self.app_id}/workflows"
        for address, body in ((f"{path}/draft", {"graph": document}), (f"{path}/publish", {})):
            reply = self.caller.call("POST", address, json=body)
            assert reply.status_code == 200, reply.text
        key = self.caller.call("POST", f"/apps/{self.app_id}/api-keys").json()["token"]
        self.headers = {"Authorization": f"Bearer {key}"}

    def worker(self, *queues: str) -> Worker:
        worker = Worker(self.settings, *(queues or (QUEUE,)), threads=4, **LOCAL)
        self.workers.append(worker)
        wait_until(lambda: worker.name in self._working())
        return worker

    def _working(self) -> set[str]:
        return {each["name"] for each in requests.get(f"{self.api.base}/health", timeout=10).json()["workers"]}

    def _sweep(self) -> None:
        """As beat does."""
        with self.flask_app.app_context():
            while not self._closed.wait(1):
                try:
                    self.flask_app.extensions["celery"].tasks["runs.sweep"].apply_async()
                except Exception:
                    continue

    def start(self) -> str:
        """The id of a run that nobody listens to."""
        body = {"inputs": {}, "user": "ann", "response_mode": "streaming"}
        url = f"{self.api.base}/v1/workflows/run"
        with requests.post(url, json=body, headers=self.headers, stream=True, timeout=60) as reply:
            assert reply.status_code == 200, reply.text
            return next(events_in(reply.iter_lines(chunk_size=1)))["task_id"]

    def run(self, run_id: str) -> dict[str, Any]:
        return self.caller.call("GET", f"/apps/{self.app_id}/workflow-runs/{run_id}").json()

    def ended(self, run_id: str, seconds: float = 120) -> dict[str, Any]:
        wait_until(lambda: self.run(run_id).get("finished_at"), seconds, every=0.3)
        return self.run(run_id)

    def steps(self, run_id: str) -> list[dict[str, Any]]:
        path = f"/apps/{self.app_id}/workflow-runs/{run_id}/node-executions"
        return self.caller.call("GET", path).json()["data"]

    def told(self, run_id: str) -> list[dict[str, Any]]:
        url = f"{self.api.base}/v1/runs/{run_id}/events?user=ann"
        with requests.get(url, headers=self.headers, stream=True, timeout=60) as reply:
            return list(events_in(reply.iter_lines(chunk_size=1)))

    def close(self) -> None:
        self._closed.set()
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()
        self.api.stop()
        with self.flask_app.app_context():
            db.engine.dispose()


@contextmanager
def standing(settings: Settings, document: dict[str, Any]) -> Iterator[Stand]:
    with database(settings, TEMPLATE) as own:
        quick = own.model_copy(update={"run_lease_seconds": 2, "run_queued_seconds": 2})
        made = Stand(quick, document)
        try:
            yield made
        finally:
            made.close()


def expected_text() -> str:
    return "".join(f"{number} " for number in range(EFFECTS))


def text_of(events: list[dict[str, Any]]) -> str:
    said = ""
    for event in events:
        if event["event"] == "text_replace":
            said = event["data"]["text"]
        elif event["event"] == "text_chunk":
            said += event["data"]["text"]
    return said


def assert_done_once(stand: Stand, run_id: str, server: CountingServer) -> None:
    run = stand.ended(run_id)
    assert (run["status"], run["error"], run["outputs"]) == ("succeeded", None, {"text": expected_text()})
    succeeded = [step["node_id"] for step in stand.steps(run_id) if step["status"] == "succeeded"]
    assert sorted(succeeded) == sorted(set(succeeded))
    assert len(succeeded) == 2 * EFFECTS + 2
    assert set(server.keys) == {f"/{number}" for number in range(EFFECTS)}
    keys = [set(keys) for keys in server.keys.values()]
    assert all(len(each) == 1 and "" not in each for each in keys)
    assert len(set.union(*keys)) == EFFECTS
    events = stand.told(run_id)
    assert text_of(events) == expected_text()
    assert [event["event"] for event in events].count("workflow_finished") == 1


def test_a_run_outlives_thirty_workers(settings: Settings):
    with CountingServer(seconds=0.2) as server, standing(settings, long_chain(server.base)) as stand:
        doomed = stand.worker()
        run_id = stand.start()
        for _ in range(KILLS):
            spare = stand.worker()
            seen = server.requests
            wait_until(lambda seen=seen: server.requests > seen or stand.run(run_id).get("finished_at"), 60)
            doomed.kill()
            doomed = spare
        assert_done_once(stand, run_id, server)


def test_a_run_goes_on_when_redis_has_forgotten_everything(settings: Settings):
    with CountingServer(seconds=0.1) as server, standing(settings, long_chain(server.base)) as stand:
        stand.worker()
        run_id = stand.start()
        for number in (5, 15):
            wait_until(lambda number=number: server.requests > number)
            stand.flask_app.extensions["redis"].flushdb()
        assert_done_once(stand, run_id, server)


def test_a_run_waits_for_a_database_that_is_away(settings: Settings):
    with CountingServer(seconds=0.1) as server, standing(settings, long_chain(server.base)) as stand:
        stand.worker()
        run_id = stand.start()
        wait_until(lambda: server.requests > 5)
        with outage(stand.settings):
            threading.Event().wait(20)
        assert_done_once(stand, run_id, server)


def test_two_workers_claim_one_run(settings: Settings):
    with CountingServer() as server, standing(settings, long_chain(server.base)) as stand:
        stand.worker()
        stand.worker()
        run_id = stand.start()
        with stand.flask_app.app_context():
            for _ in range(8):
                stand.flask_app.extensions["celery"].tasks["runs.execute"].apply_async((run_id,))
        assert_done_once(stand, run_id, server)
        assert all(len(keys) == 1 for keys in server.keys.values())
