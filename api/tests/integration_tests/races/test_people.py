"""Several people answer one form, and time or a stop come in between: one of them counts, and no run is forgotten."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import requests
from sqlalchemy import select, update

from tests.answers import events_in
from tests.integration_tests.workflows.people import ANSWER, APPROVAL
from tests.processes import Api, Caller
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
        self.api, self.caller, self.flask_app = api, caller, create_app(api.settings)
        self.app_id = caller.call("POST", "/apps", json={"name": "Asks", "mode": "workflow"}).json()["id"]
        path = f"/apps/{self.app_id}/workflows"
        for address, body in ((f"{path}/draft", {"graph": APPROVAL}), (f"{path}/publish", {})):
            assert caller.call("POST", address, json=body).status_code == 200
        key = caller.call("POST", f"/apps/{self.app_id}/api-keys").json()["token"]
        self.headers = {"Authorization": f"Bearer {key}"}

    def post(self, path: str, body: dict[str, Any], **options: Any) -> requests.Response:
        return requests.post(f"{self.api.base}/v1{path}", json=body, headers=self.headers, timeout=60, **options)

    def start(self) -> UUID:
        body = {"inputs": {"name": "Ann"}, "user": "ann", "response_mode": "streaming"}
        with self.post("/workflows/run", body, stream=True) as reply:
            self.work()
            told = list(events_in(reply.iter_lines(chunk_size=1)))
        assert told[-1]["event"] == "workflow_paused"
        return UUID(told[0]["task_id"])

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


def test_answers_race_the_pause_itself(asking: Asking, at_once: At):
    """Whoever answers before the run has paused is found by the worker, which then does not pause."""
    for _ in range(ROUNDS):
        body = {"inputs": {"name": "Ann"}, "user": "ann", "response_mode": "streaming"}
        with asking.post("/workflows/run", body, stream=True) as reply, ThreadPoolExecutor(1) as pool:
            working = pool.submit(asking.work)
            events = events_in(reply.iter_lines(chunk_size=1))
            asked = next(event for event in events if event["event"] == "human_input_required")
            assert asking.post(f"/form/human_input/{asked['data']['form_token']}", ANSWER).status_code == 200
            working.result()
        asking.work()
        run = asking.run(UUID(asked["task_id"]))
        assert (run["status"], run["outputs"]["branch"]) == ("succeeded", "approve")
