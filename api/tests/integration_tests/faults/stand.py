"""A workflow with real processes around it, that tests kill, stop and mislead."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.answers import events_in
from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, Worker, database, wait_until
from tests.runs import QUEUE
from treeline import create_app
from treeline.kernel.db import db
from treeline.settings import Settings

LOCAL = {"NODE_ALLOWED_HOSTS": "127.0.0.1"}


class Stand:
    """A published workflow, its API, a worker that sweeps, and workers that come and go."""

    def __init__(self, settings: Settings, document: dict[str, Any], **more: str):
        """`more`: what its API and workers have in their environment."""
        self.settings, self.more = settings, {**LOCAL, **more}
        self.api = Api(settings, **self.more)
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

    def worker(self, *queues: str, ahead: float = 0) -> Worker:
        """`ahead`: by how many seconds its clock is wrong."""
        shift = {"module": "tests.shifted_app", "SHIFT": str(ahead)} if ahead else {}
        worker = Worker(self.settings, *(queues or (QUEUE,)), threads=4, **self.more, **shift)
        self.workers.append(worker)
        # Each look asks all parts: they are not to be kept from starting.
        wait_until(lambda: worker.name in self._working(), every=0.25)
        return worker

    def _working(self) -> set[str]:
        return {each["name"] for each in requests.get(f"{self.api.base}/health", timeout=10).json()["workers"]}

    def _sweep(self) -> None:
        """As beat does, and more often: that is what tests wait for."""
        with self.flask_app.app_context():
            while not self._closed.wait(0.4):
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
def standing(settings: Settings, document: dict[str, Any], **more: str) -> Iterator[Stand]:
    with database(settings, TEMPLATE) as own:
        quick = own.model_copy(update={"run_lease_seconds": 2, "run_queued_seconds": 2})
        made = Stand(quick, document, **more)
        try:
            yield made
        finally:
            made.close()
