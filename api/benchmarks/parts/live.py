"""Real runs: a worker beside the API, a chat app whose model is scripted, and published workflows."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from benchmarks.parts.stack import Stack
from tests.answers import CREDENTIALS, LOCAL, config, events_in, provider_of
from tests.model_server import ModelServer
from tests.processes import ColdWorker, wait_until

QUEUES = ("workflow_based_app_execution", "workflow_storage")


class Asked:
    """An app as its users ask it, over the service API."""

    def __init__(self, stack: Stack, app_id: str, path: str, body: Mapping[str, Any]):
        self.url = f"{stack.api.base}/v1{path}"
        self.body = {"inputs": {}, "user": "bench", "response_mode": "streaming", **body}
        key = stack.created(f"/apps/{app_id}/api-keys", {})["token"]
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"

    def events(self) -> Iterator[dict[str, Any]]:
        with self.session.post(self.url, json=self.body, stream=True, timeout=600) as reply:
            assert reply.status_code == 200, reply.text[:500]
            yield from events_in(reply.iter_lines(chunk_size=65536))

    def first_seconds(self) -> float:
        """From the question to its first event; the rest is read too."""
        began = time.perf_counter()
        events = self.events()
        next(events)
        took = time.perf_counter() - began
        assert not [event for event in events if event["event"] == "error"]
        return took

    def seconds(self) -> float:
        began = time.perf_counter()
        *_, last = self.events()
        assert last["data"]["status"] == "succeeded", last
        return time.perf_counter() - began


def publish(stack: Stack, graph: Mapping[str, Any], variables: list[dict[str, Any]]) -> str:
    """The id of a new app that answers with this graph. `variables`: of its environment."""
    app_id: str = stack.created("/apps", {"name": "bench", "mode": "workflow"})["id"]
    path = f"/apps/{app_id}/workflows"
    draft = {"graph": graph, "environment_variables": variables}
    for address, body in ((f"{path}/draft", draft), (f"{path}/publish", {})):
        reply = stack.caller.call("POST", address, json=body)
        assert reply.status_code == 200, reply.text[:500]
    return app_id


def workflow(stack: Stack, graph: Mapping[str, Any], variables: list[dict[str, Any]]) -> Asked:
    return Asked(stack, publish(stack, graph, variables), "/workflows/run", {})


@contextmanager
def chat(stack: Stack) -> Iterator[Asked]:
    """Its model answers at once. The API must let requests go to this machine: see `LOCAL`."""
    with ModelServer() as model:
        stack.created(CREDENTIALS, provider_of(model))
        app_id = stack.created("/apps", {"name": "bench", "mode": "chat"})["id"]
        reply = stack.caller.call("POST", f"/apps/{app_id}/model-config", json=config())
        assert reply.status_code == 200, reply.text[:500]
        yield Asked(stack, app_id, "/chat-messages", {"query": "Hello", "auto_generate_name": False})


@contextmanager
def worker(stack: Stack) -> Iterator[ColdWorker]:
    made = ColdWorker(stack.settings, *QUEUES, threads=4, **LOCAL)
    try:
        health = f"{stack.api.base}/health"
        wait_until(lambda: made.name in {each["name"] for each in requests.get(health, timeout=10).json()["workers"]})
        yield made
    finally:
        made.kill()
