"""Apps that answer: how tests make them, ask them and read what comes."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE
from tests.model_server import ModelServer
from tests.processes import Api, Caller, Worker, database, wait_until
from treeline.settings import Settings

PROVIDER = "openai_api_compatible"
CREDENTIALS = f"/workspaces/current/model-providers/{PROVIDER}/credentials"


def provider_of(server: ModelServer) -> dict[str, Any]:
    """The body that adds a scripted server as a provider."""
    return {"name": "Scripted", "credentials": {"base_url": server.base_url, "api_key": ""}}


def config(**more: Any) -> dict[str, Any]:
    """A model config that answers by the scripted model."""
    return {"model": {"provider": PROVIDER, "name": "scripted", "mode": "chat"}, **more}


def events_in(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The events of a stream, as clients read it line by line."""
    for line in lines:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def said(events: Iterable[dict[str, Any]]) -> str:
    return "".join(event["answer"] for event in events if event["event"] in ("message", "agent_message"))


LOCAL = {"OUTBOUND_ALLOWED_HOSTS": "127.0.0.1"}


class Live:
    """Real processes that answer: an API, a worker and a scripted model."""

    def __init__(self, settings: Settings, model: ModelServer, **more: str):
        self.settings, self.model, self.more = settings, model, {**LOCAL, **more}
        self.api = Api(settings, **self.more)
        self.workers: list[Worker] = []
        self.caller = Caller(self.api.base).set_up()
        reply = self.caller.call("POST", CREDENTIALS, json=provider_of(model))
        assert reply.status_code == 201, reply.text
        self.engine = create_engine(settings.sqlalchemy_url, pool_pre_ping=True)
        self.worker()

    def worker(self, threads: int = 2) -> Worker:
        """One more; when it is there."""
        worker = Worker(self.settings, threads=threads, **self.more)
        self.workers.append(worker)
        health = f"{self.api.base}/health"
        wait_until(lambda: worker.name in {each["name"] for each in requests.get(health, timeout=10).json()["workers"]})
        return worker

    def app(self, mode: str, **more: Any) -> "LiveApp":
        reply = self.caller.call("POST", "/apps", json={"name": "Harbour", "mode": mode})
        app_id = reply.json()["id"]
        reply = self.caller.call("POST", f"/apps/{app_id}/model-config", json=config(**more))
        assert reply.status_code == 200, reply.text
        return LiveApp(self, app_id)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(statement), values))

    def close(self) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()
        self.api.stop()
        self.engine.dispose()


class LiveApp:
    def __init__(self, live: Live, app_id: str):
        self.live, self.app_id = live, app_id
        self.key: str = live.caller.call("POST", f"/apps/{app_id}/api-keys").json()["token"]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", **options.pop("headers", {})}
        return requests.request(method, f"{self.live.api.base}/v1{path}", headers=headers, timeout=60, **options)

    def ask(self, query: str = "Hello", **body: Any) -> requests.Response:
        """A stream that nobody has read from yet."""
        whole = {"inputs": {}, "query": query, "user": "ann", "response_mode": "streaming", "auto_generate_name": False}
        reply = self.call("POST", "/chat-messages", json={**whole, **body}, stream=True)
        assert reply.status_code == 200, reply.text
        return reply

    def stop(self, task_id: str) -> None:
        assert self.call("POST", f"/chat-messages/{task_id}/stop", json={"user": "ann"}).status_code == 200

    def message(self, message_id: str) -> Any:
        statement = "SELECT status, answer, error, conversation_id FROM messages WHERE id = :id"
        return self.live.rows(statement, id=UUID(message_id))[0]

    def ended(self, message_id: str, seconds: float = 60) -> Any:
        wait_until(lambda: self.message(message_id).status != "running", seconds)
        return self.message(message_id)


@contextmanager
def live_answers(settings: Settings, **more: str) -> Iterator[Live]:
    with database(settings, TEMPLATE) as own, ModelServer() as model:
        made = Live(own, model, **more)
        try:
            yield made
        finally:
            made.close()


def read(reply: requests.Response) -> Iterator[dict[str, Any]]:
    return events_in(reply.iter_lines(chunk_size=1))
