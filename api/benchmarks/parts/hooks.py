"""Webhooks under load: how many the machine takes to their end, how soon a run begins, and whether any is lost."""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple

import requests
from sqlalchemy import text

from benchmarks.parts import live
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, number
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import ColdWorker, wait_until
from treeline import create_app

QUEUES = ("triggered_workflow_dispatcher", "workflow")
SENDERS = 8
OPTIONS = {"WEBHOOK_MAX_REQUESTS_PER_MINUTE": "0"}
# From the moment that a request was sent to that at which its run's first node began.
_LATENCIES = text("""
    SELECT extract(epoch FROM s.started_at) - (e.content->'body'->>'at')::float
    FROM trigger_events e JOIN trigger_deliveries d ON d.event_id = e.id JOIN workflow_steps s ON s.run_id = d.run_id
    WHERE e.app_id = :app AND s.node_id = 'hook'""")
_RUNS = text("""
    SELECT count(*), count(DISTINCT e.content->'body'->>'n'), count(r.finished_at)
    FROM trigger_events e JOIN trigger_deliveries d ON d.event_id = e.id JOIN runs r ON r.id = d.run_id
    WHERE e.app_id = :app""")


class Counted(NamedTuple):
    """Runs, requests that have one, and runs that have ended."""

    runs: int
    requests: int
    ended: int


class Hook:
    """An app that a webhook starts, and those who call it."""

    def __init__(self, stack: Stack):
        trigger = node("hook", "trigger-webhook", body=[{"name": "n", "type": "number", "required": True}])
        end = node("end", "end", outputs=[{"variable": "n", "value_selector": ["hook", "n"]}])
        self.stack = stack
        self.app_id = live.publish(stack, graph(trigger, end, edge("hook", "end")), [])
        path = f"/apps/{self.app_id}/workflows/triggers/webhook?node_id=hook"
        self.url: str = stack.caller.call("GET", path).json()["webhook_url"]
        self._numbers = count()
        # Seconds of each reply.
        self.replies: list[float] = []

    def send(self, session: requests.Session, *, persistent: bool = False) -> None:
        """`persistent`: until it is answered, as senders do that must not lose anything."""
        n = next(self._numbers)
        while True:
            try:
                body, headers = {"n": n, "at": time.time()}, {"Webhook-Id": f"{self.app_id}-{n}"}
                began = time.perf_counter()
                if session.post(self.url, json=body, headers=headers, timeout=30).status_code == 200:
                    self.replies.append(time.perf_counter() - began)
                    return
            except requests.RequestException:
                if not persistent:
                    raise
            time.sleep(0.05)

    def many(self, requests_: int, *, persistent: bool = False) -> None:
        def some(share: int) -> None:
            with requests.Session() as session:
                for _ in range(share):
                    self.send(session, persistent=persistent)

        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(some, [requests_ // SENDERS] * SENDERS))

    def paced(self, rate: float, seconds: float) -> None:
        """So many a second, whether those before are answered or not."""
        sessions = threading.local()

        def one() -> None:
            if not hasattr(sessions, "own"):
                sessions.own = requests.Session()
            self.send(sessions.own)

        with ThreadPoolExecutor(4 * SENDERS) as pool:
            began = time.perf_counter()
            for at in range(int(rate * seconds)):
                time.sleep(max(0.0, began + at / rate - time.perf_counter()))
                pool.submit(one)

    def counted(self) -> Counted:
        with self.stack.engine.connect() as connection:
            return Counted(*connection.execute(_RUNS, {"app": self.app_id}).one())

    def latencies(self) -> list[float]:
        with self.stack.engine.connect() as connection:
            return sorted(float(each) for each in connection.execute(_LATENCIES, {"app": self.app_id}).scalars())

    def wait(self, requests_: int, *, ended: bool) -> None:
        def done() -> bool:
            found = self.counted()
            return (found.ended if ended else found.requests) >= requests_

        wait_until(done, 600, every=0.25)


@contextmanager
def workers(stack: Stack, *queues: str) -> Iterator[ColdWorker]:
    made = ColdWorker(stack.settings, *queues, threads=8, **live.LOCAL)
    try:
        health = f"{stack.api.base}/health"
        wait_until(lambda: made.name in {each["name"] for each in requests.get(health, timeout=10).json()["workers"]})
        yield made
    finally:
        if made.process.poll() is None:
            made.kill()


@contextmanager
def beating(stack: Stack) -> Iterator[None]:
    """As Beat does: what was in the hands of somebody who is gone is sent again."""
    over, flask_app = threading.Event(), create_app(stack.settings)

    def beat() -> None:
        with flask_app.app_context():
            while not over.wait(5):
                for name in ("triggers.sweep", "runs.sweep"):
                    flask_app.extensions["celery"].tasks[name].apply_async()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def sustained(stack: Stack, requests_: int) -> float:
    """Requests a second, from the first one sent to the end of the last run."""
    hook = Hook(stack)
    began = time.perf_counter()
    hook.many(requests_)
    hook.wait(requests_ // SENDERS * SENDERS, ended=True)
    return requests_ / (time.perf_counter() - began)


def measured(stack: Stack, *, quick: bool) -> list[Row]:
    requests_, seconds, many = (40, 2, 80) if quick else (1500, 20, 10_000)
    with beating(stack), workers(stack, "workflow_storage"):
        with workers(stack, *QUEUES):
            sustained(stack, requests_ // 4)
            rate = sustained(stack, requests_)
            hook = _beside_a_chat(stack, rate / 2, seconds)
        lost, twice = _lost(stack, many)
    late = hook.latencies()
    p50, p95 = statistics.median(late), late[int(len(late) * 0.95)]
    said = f"{number(rate / 2)} a second beside a chat"
    return [
        Row("webhooks, each with its run to its end", f"{requests_} from {SENDERS} senders", rate, "a second"),
        Row("reply to a webhook, median", said, statistics.median(hook.replies) * 1e3, "ms"),
        Row("webhook to first node, median", said, p50 * 1e3, "ms"),
        Row("webhook to first node, p95", said, p95 * 1e3, "ms", 300),
        Row("requests without a run", f"{many}; API restarted, worker killed", lost, "lost", 0.5),
        Row("requests with two runs", f"{many}; API restarted, worker killed", twice, "runs", 0.5),
    ]


def _beside_a_chat(stack: Stack, rate: float, seconds: float) -> Hook:
    hook, over = Hook(stack), threading.Event()

    def chat(asked: Any) -> None:
        while not over.is_set():
            asked.first_seconds()

    with live.worker(stack), live.chat(stack) as asked, ThreadPoolExecutor(1) as pool:
        talking = pool.submit(chat, asked)
        try:
            hook.paced(rate, seconds)
            hook.wait(int(rate * seconds), ended=True)
        finally:
            over.set()
        talking.result()
    return hook


def _lost(stack: Stack, many: int) -> tuple[int, int]:
    """How many have no run, and how many runs are too many."""
    hook, many = Hook(stack), many // SENDERS * SENDERS
    with ThreadPoolExecutor(1) as pool, workers(stack, *QUEUES) as doomed:
        sending = pool.submit(hook.many, many, persistent=True)
        wait_until(lambda: hook.counted().requests > many // 4, 600, every=0.25)
        doomed.kill()
        with workers(stack, *QUEUES):
            wait_until(lambda: hook.counted().requests > many // 2 or sending.done(), 600, every=0.25)
            stack.api.kill()
            stack.api.restart()
            sending.result()
            hook.wait(many, ended=False)
    found = hook.counted()
    return many - found.requests, found.runs - found.requests
