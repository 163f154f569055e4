"""Workflows whose worker, Redis or database goes away in the middle: they go on, and do nothing twice."""

import threading
from typing import Any

import pytest

from tests.counting_server import CountingServer
from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import outage, wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

EFFECTS, KILLS = 29, 30


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
            # Asking for the run costs what its worker needs.
            wait_until(lambda seen=seen: server.requests > seen or stand.run(run_id).get("finished_at"), every=0.2)
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


def test_clocks_decide_nothing(settings: Settings):
    """Workers whose clocks are an hour apart, and one that sweeps by a third: leases go by the database's."""
    hour, lease = 3600, 2
    with CountingServer(seconds=0.25) as server, standing(settings, long_chain(server.base)) as stand:
        stand.worker("workflow_storage", ahead=hour)
        stand.worker("workflow_storage", ahead=-hour)
        doomed = stand.worker(ahead=-hour)
        run_id = stand.start()
        # So long that it has lived through its lease twice.
        wait_until(lambda: server.requests > 2 * lease / server.seconds)
        assert stand.run(run_id)["retry_index"] == 0
        stand.worker(ahead=hour)
        doomed.kill()
        assert_done_once(stand, run_id, server)
        assert stand.run(run_id)["retry_index"] == 1
        assert stand.run(run_id)["elapsed_time"] < hour / 2
