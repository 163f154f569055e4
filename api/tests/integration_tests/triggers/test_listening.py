"""The draft listens: a member waits for the next event of a trigger, and tries the draft with it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tests.integration_tests.triggers.conftest import Hooked, ending, events, fields, hook
from tests.integration_tests.workflows.graphs import node
from tests.integration_tests.workflows.test_calls import ended

WAITING = {"status": "waiting", "retry_in": 2000}


def listen(hooked: Hooked, *node_ids: str) -> Any:
    path = f"{hooked.path}/workflows/draft/trigger/run"
    if len(node_ids) == 1:
        return hooked.person.post(path, json={"node_id": node_ids[0]})
    return hooked.person.post(f"{path}-all", json={"node_ids": list(node_ids)})


def test_a_draft_runs_with_the_next_request_to_its_debug_address(hooked: Hooked):
    hooked.save(ending(hook(body=fields("n", type="number")), n=["hook", "n"]))
    path = hooked.address(debug=True)
    # What came before anybody listened is shown, and not run.
    assert hooked.send(path, json={"n": 1}).status_code == 200
    assert listen(hooked, "hook").json == WAITING
    assert hooked.send(path, json={"n": "two"}).status_code == 400
    assert listen(hooked, "hook").json == WAITING
    for n in (2, 3):
        assert hooked.send(path, json={"n": n}).status_code == 200
    assert ended(hooked.events(listen(hooked, "hook")))["outputs"] == {"n": 2}
    assert listen(hooked, "hook").json == WAITING
    requests = hooked.person.get(f"{hooked.path}/workflows/triggers/webhook/requests", query_string={"node_id": "hook"})
    assert [each["content"]["body"]["n"] for each in requests.json] == [3, 2, 1]
    assert {event.state for event in events()} == {"heard"}
    # Nothing was published: nothing runs by itself.
    assert [run["triggered_from"] for run in hooked.runs()] == ["debugging"]


def test_who_stops_asking_does_not_listen(hooked: Hooked, clock_travel: Callable[[float], None]):
    hooked.save(ending(hook()))
    path = hooked.address(debug=True)
    assert listen(hooked, "hook").json == WAITING
    clock_travel(30)
    assert hooked.send(path, json={}).status_code == 200
    clock_travel(95)
    assert listen(hooked, "hook").json == WAITING
    clock_travel(100)
    assert hooked.send(path, json={}).status_code == 200
    assert ended(hooked.events(listen(hooked, "hook")))["status"] == "succeeded"


def test_of_several_triggers_the_first_event_counts_and_a_schedule_waits_for_nothing(hooked: Hooked):
    two, plan = (hook("one"), hook("two")), node("plan", "trigger-schedule")
    hooked.save(ending(*two, plan, body=["two", "_webhook_raw", "body"], time=["plan", "current_time"]))
    assert listen(hooked, "one", "two").json == WAITING
    assert hooked.send(hooked.address("two", debug=True), json={"x": 1}).status_code == 200
    assert ended(hooked.events(listen(hooked, "one", "two")))["outputs"] == {"body": {"x": 1}, "time": None}
    assert ended(hooked.events(listen(hooked, "plan")))["outputs"]["time"]
    assert listen(hooked, "end").json["code"] == "workflow_node_not_found"


def test_one_node_runs_with_an_event_and_files_are_there(hooked: Hooked):
    body = fields("file", type="file", required=True)
    hooked.save(ending(hook(content_type="multipart/form-data", body=body), file=["hook", "file"]))
    path, debug = f"{hooked.path}/workflows/draft/nodes/hook/trigger/run", hooked.address(debug=True)
    assert hooked.person.post(path).json == WAITING
    assert listen(hooked, "hook").json == WAITING
    form = {"file": (BytesIO(b"hello"), "a.txt")}
    assert hooked.send(debug, data=form, content_type="multipart/form-data").status_code == 200
    assert ended(hooked.events(listen(hooked, "hook")))["outputs"]["file"]["filename"] == "a.txt"


def test_a_webhook_that_is_not_in_the_draft_has_no_debug_address(hooked: Hooked):
    hooked.publish(ending(hook()))
    path = hooked.address(debug=True)
    hooked.save(ending(hook("other")))
    assert hooked.send(path, json={}).status_code == 404
    reply = hooked.person.get(f"{hooked.path}/workflows/triggers/webhook", query_string={"node_id": "hook"})
    assert reply.status_code == 404
    # The live one is that of what is published.
    assert hooked.send(path.replace("webhook-debug", "webhook"), json={}).status_code == 200
