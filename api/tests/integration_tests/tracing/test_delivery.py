"""Traces over real OTLP: what a collector takes, delays, refuses in part or whole; none is lost, none is doubled."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.conftest import Person
from tests.integration_tests.tracing.conftest import SECRET, Traced
from tests.otlp_server import OtlpServer, told_of
from treeline.kernel.claims import MOST_ATTEMPTS
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.retention.ages import Ages
from treeline.retention.traces import OldTraces
from treeline.tracing.claims import LOST
from treeline.tracing.models import TraceDelivery, TraceTarget
from treeline.tracing.recording import is_sampled
from treeline.tracing.sending import LONGEST_WAIT, wait_of


def test_runs_arrive_once_with_what_was_configured(traced: Traced, collector: OtlpServer):
    traced.set_up()
    runs = traced.end_runs(3)
    traced.work()
    traced.work()
    assert collector.runs() == Counter(runs)
    ((path, headers, _),) = collector.requests
    assert (path, headers["Authorization"]) == ("/v1/traces", SECRET)
    assert headers["Content-Type"] == "application/x-protobuf"
    assert traced.states() == ["delivered"] * 3
    told = traced.target()
    assert (told["waiting"], told["delivered"], told["failed"], told["error"]) == (0, 3, 0, None)
    assert told["sent_at"] is not None


@pytest.mark.parametrize("status", [429, 500, 502, 503, 401, 404])
def test_what_may_work_later_is_tried_again_after_growing_pauses(traced: Traced, collector: OtlpServer, status: int):
    traced.set_up()
    runs = traced.end_runs(2)
    collector.status, collector.said = status, b"not now"
    pauses = list[float]()
    for _ in range(4):
        asked = now()
        traced.work()
        with unit_of_work() as session:
            pauses.append((session.scalars(select(TraceTarget.due_at)).one() - asked).total_seconds())
    assert [round(later / before) for before, later in pairwise(pauses)] == [2, 2, 2]
    assert traced.target()["error"] == f"The server returned {status}: not now."
    asked_before = collector.asked
    # Not before its pause is over.
    traced.work(due=False)
    assert collector.asked == asked_before
    collector.status = 200
    traced.work()
    assert collector.runs() == Counter(runs)
    assert (traced.states(), traced.target()["error"]) == (["delivered"] * 2, None)


def test_a_server_says_how_long_to_wait(traced: Traced, collector: OtlpServer):
    traced.set_up()
    traced.end_runs()
    collector.status, collector.headers = 429, {"Retry-After": "1800"}
    asked = now()
    traced.work()
    with unit_of_work() as session:
        waits = (session.scalars(select(TraceTarget.due_at)).one() - asked).total_seconds()
    assert 1795 < waits < 1860
    assert wait_of("999999") == LONGEST_WAIT
    assert wait_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert wait_of("soon") == 0


def test_one_that_is_refused_for_good_does_not_hold_back_the_others(traced: Traced, collector: OtlpServer):
    traced.set_up()
    runs = traced.end_runs(3)
    bad = bytes.fromhex(runs[1])
    collector.refuses = lambda told: bad in told.SerializeToString()
    collector.said = b"bad span"
    traced.work()
    assert collector.runs() == Counter([runs[0], runs[2]])
    assert traced.states() == ["delivered", "failed", "delivered"]
    failed = traced.deliveries()[1]
    assert (failed.error, failed.attempts) == ("The server returned 400: bad span.", 1)
    # Not by itself, but when somebody says so.
    collector.refuses = lambda _: False
    traced.work()
    assert len(collector.runs()) == 2
    listed = traced.person.get(f"{traced.path}/trace-deliveries", query_string={"state": "failed"}).json
    (row,) = listed["data"]
    assert (row["id"], row["trace_id"]) == (str(failed.id), runs[1])
    reply = traced.person.post(f"{traced.path}/trace-deliveries/{row['id']}/resend")
    assert (reply.status_code, reply.json["state"]) == (200, "waiting")
    traced.work()
    assert collector.runs() == Counter(runs)
    assert traced.person.post(f"{traced.path}/trace-deliveries/{row['id']}/resend").json["code"] == "trace_not_failed"


def test_what_a_server_takes_in_part_is_said_and_not_sent_again(traced: Traced, collector: OtlpServer):
    traced.set_up()
    runs = traced.end_runs(2)
    collector.rejected = 1
    traced.work()
    traced.work()
    assert collector.runs() == Counter(runs)
    assert traced.states() == ["delivered"] * 2
    assert traced.target()["error"] == "1 of 2 spans were rejected: too old."
    traced.end_runs()
    traced.work()
    assert traced.states() == ["delivered", "delivered", "failed"]


def test_after_a_day_in_vain_a_trace_has_failed_and_all_can_be_sent_again(traced: Traced, collector: OtlpServer):
    traced.set_up()
    runs = traced.end_runs(40)
    with unit_of_work() as session:
        session.execute(update(TraceDelivery).values(waits_since=now() - timedelta(hours=25)))
    runs += traced.end_runs()
    collector.status = 503
    traced.work()
    assert traced.states() == ["failed"] * 40 + ["waiting"]
    collector.status = 200
    reply = traced.person.post(f"{traced.path}/trace-deliveries/resend", json={"tracing_provider": "otlp"})
    assert reply.json == {"count": 40}
    traced.work()
    assert collector.runs() == Counter(runs)


def test_a_slow_one_and_one_that_is_down_are_told_from_each_other(
    traced: Traced, collector: OtlpServer, configure: Callable[..., None]
):
    configure(trace_timeout=0.2)
    traced.set_up()
    traced.set_up("phoenix", {"endpoint": "http://127.0.0.1:1"})
    runs = traced.end_runs()
    collector.seconds = 0.5
    traced.work()
    assert traced.target()["error"] == "The server took longer than 0.2 seconds."
    assert "can't be reached" in traced.target("phoenix")["error"]
    collector.seconds = 0
    traced.work()
    # What came too late the first time has the same ids.
    assert set(collector.runs()) == set(runs)
    assert len({span.span_id for span in collector.spans()}) == 1


def test_private_addresses_are_refused(traced: Traced, collector: OtlpServer, configure: Callable[..., None]):
    traced.set_up()
    configure(node_allowed_hosts=[])
    traced.end_runs()
    traced.work()
    assert "NODE_ALLOWED_HOSTS" in traced.target()["error"]
    assert collector.asked == 0


def test_a_target_that_workers_are_lost_over_waits(traced: Traced, collector: OtlpServer):
    traced.set_up()
    traced.end_runs()
    with unit_of_work() as session:
        lost = {"claim": new_id(), "claimed_until": now() - timedelta(seconds=1), "attempt": MOST_ATTEMPTS}
        session.execute(update(TraceTarget).values(**lost))
    traced.work()
    assert (collector.asked, traced.target()["error"]) == (0, LOST)
    traced.work()
    assert traced.states() == ["delivered"]


def test_one_worker_serves_a_target(traced: Traced, collector: OtlpServer):
    traced.set_up()
    traced.end_runs()
    with unit_of_work() as session:
        session.execute(update(TraceTarget).values(claim=new_id(), claimed_until=now() + timedelta(minutes=1)))
    traced.work()
    assert collector.asked == 0


def test_turned_off_nothing_is_written_down_or_sent(traced: Traced, collector: OtlpServer):
    traced.set_up()
    traced.end_runs()
    assert traced.person.post(f"{traced.path}/trace", json={"enabled": False}).json == {"result": "success"}
    assert traced.person.get(f"{traced.path}/trace").json == {"enabled": False, "tracing_provider": None}
    traced.end_runs()
    traced.work()
    assert (collector.asked, traced.states()) == (0, ["waiting"])
    on = {"enabled": True, "tracing_provider": "otlp"}
    assert traced.person.post(f"{traced.path}/trace", json=on).status_code == 200
    assert traced.person.get(f"{traced.path}/trace").json == on
    traced.work()
    assert traced.states() == ["delivered"]


def test_a_share_of_runs_is_the_same_share_everywhere(traced: Traced):
    traced.set_up(sampling=0.5)
    runs = traced.end_runs(64)
    written = {each.run_id for each in traced.deliveries()}
    assert 10 < len(written) < 54
    assert {each.hex for each in written if is_sampled(each, 0.5)} == {each.hex for each in written}
    assert sum(is_sampled(each, 1.0) for each in written) == len(written)
    assert not any(is_sampled(each, 0.0) for each in written)
    assert written < {type(next(iter(written)))(each) for each in runs}


def test_old_records_go_and_what_waits_stays(traced: Traced, collector: OtlpServer, clock_travel: Callable[..., None]):
    traced.set_up()
    traced.end_runs()
    traced.work()
    collector.status = 503
    traced.end_runs()
    traced.work()
    assert OldTraces(Ages()).run() == 0
    clock_travel(8 * 24 * 3600)
    assert OldTraces(Ages()).run() == 1
    assert traced.states() == ["waiting"]


def test_a_deleted_app_takes_its_targets_along(traced: Traced, run_tasks: Callable[[], list[str]]):
    traced.set_up()
    traced.end_runs(2)
    assert traced.person.delete(traced.path).status_code == 204
    run_tasks()
    with unit_of_work() as session:
        assert session.scalars(select(TraceTarget)).all() == []
        assert session.scalars(select(TraceDelivery)).all() == []


def test_an_answer_is_a_trace_with_its_model_call(
    traced: Traced, alice: Person, collector: OtlpServer, chat: Any, configure: Callable[..., None]
):
    configure(node_allowed_hosts=["127.0.0.1"])
    own = Traced(traced.flask_app, alice, collector, chat.app_id)
    own.set_up(contents="masked", patterns=[r"\d{4}"])
    chat.ask("My pin is 1234, hello")
    own.work()
    root, call = sorted(collector.spans(), key=lambda span: len(span.parent_span_id))
    assert call.parent_span_id == root.span_id
    said = told_of(root)
    assert said["gen_ai.operation.name"] == "invoke_agent"
    assert said["user.id"] == "ann"
    assert said["gen_ai.conversation.id"] == said["session.id"]
    assert said["input.value"] == "My pin is [masked], hello"
    asked = told_of(call)
    assert (asked["gen_ai.operation.name"], call.name) == ("chat", f"chat {asked['gen_ai.request.model']}")
    assert asked["gen_ai.usage.input_tokens"] > 0
    assert b"1234" not in b"".join(told.SerializeToString() for _, _, told in collector.requests)
