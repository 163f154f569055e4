"""Several people answer one form, and time or a stop come in between: one of them counts, and no run is forgotten."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import select, update

from tests.answers import events_in
from tests.counting_server import CountingServer
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.integration_tests.workflows.people import ANSWER, APPROVAL, START, ending
from tests.integration_tests.workflows.people import asking as asking_node
from tests.processes import Api, Caller, wait_until
from treeline import create_app
from treeline.kernel.db import db, unit_of_work
from treeline.runs.execution import execute
from treeline.runs.models import Run
from treeline.workflows.forms.models import HumanInputForm
from treeline.workflows.forms.service import due, expire

At = Callable[..., list[requests.Response]]
ROUNDS = 4


class Asking:
    """A published workflow that asks; this process is its worker."""

    def __init__(self, api: Api, caller: Caller):
        self.api, self.caller = api, caller
        self.flask_app = create_app(api.settings.model_copy(update={"node_allowed_hosts": ["127.0.0.1"]}))
        self.app_id = caller.call("POST", "/apps", json={"name": "Asks", "mode": "workflow"}).json()["id"]
        self.publish(APPROVAL)
        key = caller.call("POST", f"/apps/{self.app_id}/api-keys").json()["token"]
        self.headers = {"Authorization": f"Bearer {key}"}

    def post(self, path: str, body: dict[str, Any], **options: Any) -> requests.Response:
        return requests.post(f"{self.api.base}/v1{path}", json=body, headers=self.headers, timeout=60, **options)

    def publish(self, document: dict[str, Any]) -> None:
        path = f"/apps/{self.app_id}/workflows"
        for address, body in ((f"{path}/draft", {"graph": document}), (f"{path}/publish", {})):
            assert self.caller.call("POST", address, json=body).status_code == 200

    def told(self) -> list[dict[str, Any]]:
        """Of a new run, to its end or its pause."""
        body = {"inputs": {"name": "Ann"}, "user": "ann", "response_mode": "streaming"}
        with self.post("/workflows/run", body, stream=True) as reply:
            self.work()
            return list(events_in(reply.iter_lines(chunk_size=1)))

    def start(self) -> UUID:
        told = self.told()
        assert told[-1]["event"] == "workflow_paused"
        return UUID(told[0]["task_id"])

    def answer_what_waits(self) -> None:
        waiting = f"/human-input-forms?app_id={self.app_id}"
        wait_until(lambda: self.caller.call("GET", waiting).json()["data"])
        (form,) = self.caller.call("GET", waiting).json()["data"]
        assert self.caller.call("POST", f"/human-input-forms/{form['id']}", json=ANSWER).status_code == 200

    def steps(self) -> dict[str, str]:
        """Of the newest run."""
        path = f"/apps/{self.app_id}/workflow-runs"
        run = self.caller.call("GET", path).json()["data"][0]["id"]
        steps = self.caller.call("GET", f"{path}/{run}/node-executions").json()["data"]
        return {step["node_id"]: step["status"] for step in steps}

    def work(self) -> None:
        with self.flask_app.app_context():
            with unit_of_work() as session:
                queued = session.scalars(
                    select(Run.id).where(Run.status == "queued", Run.app_id == UUID(self.app_id))
                ).all()
            for run_id in queued:
                execute(run_id, self.flask_app.extensions["redis"])

    def form(self, run_id: UUID) -> str:
        (form,) = self.caller.call("GET", f"/human-input-forms?run_id={run_id}").json()["data"]
        return form["id"]

    def run(self, run_id: UUID) -> dict[str, Any]:
        return self.caller.call("GET", f"/apps/{self.app_id}/workflow-runs/{run_id}").json()

    def expire(self, form_id: str) -> None:
        """As the task does, once its time is over."""
        with self.flask_app.app_context():
            with unit_of_work() as session:
                mine = update(HumanInputForm).where(HumanInputForm.id == form_id, HumanInputForm.state == "waiting")
                session.execute(mine.values(expires_at=HumanInputForm.created_at))
            with unit_of_work() as session:
                late = due(session, 100)
            for each in late:
                with unit_of_work() as session:
                    expire(session, each)


@pytest.fixture
def asking(api: Api, caller: Caller) -> Iterator[Asking]:
    made = Asking(api, caller)
    yield made
    made.flask_app.extensions["relay"].close()
    with made.flask_app.app_context():
        db.engine.dispose()


def test_of_those_who_answer_at_once_one_counts(asking: Asking, at_once: At):
    run_id = asking.start()
    path = f"/human-input-forms/{asking.form(run_id)}"
    answers = [{"inputs": {"why": f"Because {number}"}, "action": "approve"} for number in range(8)]
    replies = at_once(*(("POST", path, answer) for answer in answers))
    assert sorted(reply.status_code for reply in replies) == [200] + [412] * 7
    assert {reply.json().get("code") for reply in replies} == {None, "human_input_form_submitted"}
    asking.work()
    counted = next(at for at, reply in enumerate(replies) if reply.status_code == 200)
    run = asking.run(run_id)
    assert (run["status"], run["outputs"]["why"]) == ("succeeded", f"Because {counted}")


def test_an_answer_races_its_time(asking: Asking, at_once: At):
    for _ in range(ROUNDS):
        run_id = asking.start()
        form_id = asking.form(run_id)
        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(asking.expire, form_id)
            (reply,) = at_once(("POST", f"/human-input-forms/{form_id}", ANSWER))
            late.result()
        assert reply.status_code in (200, 412), reply.text
        asking.work()
        run = asking.run(run_id)
        assert run["status"] == "succeeded"
        assert run["outputs"]["branch"] == ("approve" if reply.status_code == 200 else "__timeout")


def test_an_answer_races_a_stop(asking: Asking, at_once: At):
    for _ in range(ROUNDS):
        run_id = asking.start()
        path = f"/human-input-forms/{asking.form(run_id)}"
        with ThreadPoolExecutor(1) as pool:
            stopped = pool.submit(asking.post, f"/workflows/tasks/{run_id}/stop", {"user": "ann"})
            (reply,) = at_once(("POST", path, ANSWER))
            assert stopped.result().status_code == 200
        assert reply.status_code in (200, 412), reply.text
        asking.work()
        # What is left to do after an answer may be done before a stop is seen.
        ended = ("succeeded", "stopped") if reply.status_code == 200 else ("stopped",)
        assert asking.run(run_id)["status"] in ended


def beside(server: CountingServer) -> dict[str, Any]:
    """A question, and a request that takes its time."""
    nothing = {"authorization": {"type": "no-auth", "config": None}, "headers": "", "params": ""}
    call = node("call", "http-request", method="post", url=server.base, body={"type": "none", "data": []}, **nothing)
    edges = (edge("start", "ask"), edge("start", "call"), edge("ask", "sent", "approve"))
    return graph(START, asking_node(), call, ending("sent"), *edges)


def test_an_answer_that_comes_before_the_pause_is_found(asking: Asking):
    """The last that still runs is over right after it: the run then does not pause."""
    with CountingServer(meanwhile=asking.answer_what_waits) as server:
        asking.publish(beside(server))
        told = [event["event"] for event in asking.told()]
    assert "workflow_paused" not in told
    assert told.count("human_input_form_filled") == 1
    assert asking.steps() == {"start": "succeeded", "ask": "succeeded", "call": "succeeded", "sent": "succeeded"}


def test_an_answer_does_not_wait_for_other_branches(asking: Asking):
    def meanwhile() -> None:
        asking.answer_what_waits()
        wait_until(lambda: asking.steps().get("sent") == "succeeded")

    with CountingServer(meanwhile=meanwhile) as server:
        asking.publish(beside(server))
        told = asking.told()
    assert told[-1]["data"]["status"] == "succeeded"
    assert server.requests == 1
