"""A run from its start to the last event that a client reads, through real processes."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import create_engine, text

from tests.processes import Caller, wait_until
from tests.runs import Event, Stage, events_of, words_of
from treeline.runs.errors import TooManyRuns


def test_it_works(live: Stage):
    run_id = live.start(words=20, pause=0.02)
    reply = live.follow(run_id)
    assert reply.headers["Content-Type"].startswith("text/event-stream")
    events = list(events_of(reply))
    assert words_of(events) == list(range(20))
    assert events[-1].data == {"event": "done", "task_id": str(run_id), "status": "succeeded"}
    assert {event.data["task_id"] for event in events} == {str(run_id)}
    assert [event.id for event in events] == [f"1-{n}" for n in range(1, len(events) + 1)]
    run = live.run(run_id)
    assert (run.status, run.total_tokens) == ("succeeded", 20)
    wait_until(lambda: live.run(run_id).lease_until is None)


def test_deltas_are_merged(live: Stage):
    events = list(events_of(live.follow(live.start(words=300, pause=0.002))))
    assert words_of(events) == list(range(300))
    # 0.6 s of words: some ten events a second, and not one a word.
    assert len(events) < 100


def test_whoever_comes_later_misses_nothing(live: Stage):
    run_id = live.start(words=40, pause=0.02)
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(lambda: list(events_of(live.follow(run_id)))) for _ in range(3)]
        streams = [reader.result() for reader in readers]
    streams.append(list(events_of(live.follow(run_id))))
    assert all(stream == streams[0] for stream in streams)
    assert words_of(streams[0]) == list(range(40))


def test_a_client_that_comes_back_goes_on_where_it_was(live: Stage):
    run_id = live.start(words=60, pause=0.02)
    seen: list[Event] = []
    while not seen or seen[-1].data["event"] != "done":
        with live.follow(run_id, seen[-1].id if seen else "") as reply:
            seen += islice(events_of(reply), 2)
    assert words_of(seen) == list(range(60))
    assert len({event.id for event in seen}) == len(seen)


@pytest.mark.parametrize(
    "given", ["yesterday", "1_0-0", "9" * 23 + "-0", "1-", "+1-0", "1- 0", "\N{SUPERSCRIPT TWO}-0"]
)
def test_an_id_that_is_none_is_rejected(live: Stage, given: str):
    path = f"/apps/{live.app_id}/runs/{live.start(words=1)}/events"
    reply = live.caller.call("GET", path, headers={"Last-Event-ID": given.encode("latin-1")})
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid_param")


def test_an_id_from_beyond_the_end_keeps_nothing_from_others(live: Stage):
    run_id = live.start(words=20, pause=0.03)
    with live.follow(run_id, f"{2**64 - 1}-{2**64 - 1}") as ahead:
        assert words_of(list(events_of(live.follow(run_id)))) == list(range(20))
        assert list(events_of(ahead)) == []


def test_a_bug_and_a_refusal_are_told_apart(live: Stage):
    bug = live.start(words=5, pause=0.02, trouble_at=3, trouble="bug")
    refusal = live.start(words=5, pause=0.02, trouble_at=3, trouble="refusal")
    last = list(events_of(live.follow(bug)))[-1].data
    assert (last["event"], last["code"], last["status"]) == ("error", "internal_server_error", 500)
    assert "secret" not in last["message"]
    assert str(bug) in last["message"]
    last = list(events_of(live.follow(refusal)))[-1].data
    assert (last["code"], last["message"], last["status"]) == ("invalid_param", "There are no more words.", 400)
    # What was said until then is kept, and told.
    assert last["kept"] == live.run(refusal).input["answer"] == "0 1 2 "
    assert live.run(refusal).status == "failed"


def test_a_stop(live: Stage):
    run_id = live.start(words=1000, pause=0.02)
    events = events_of(live.follow(run_id))
    seen = [next(events)]
    for _ in range(3):
        live.stop(run_id)
    seen += events
    assert seen[-1].data["status"] == "stopped"
    assert live.run(run_id).status == "stopped"
    assert words_of(seen) == [int(word) for word in live.run(run_id).input["answer"].split()]
    live.stop(run_id)
    assert live.run(run_id).status == "stopped"


def test_what_is_stopped_before_it_began_ends(live: Stage):
    run_id = live.start(words=1000, pause=0.02)
    live.stop(run_id)
    assert list(events_of(live.follow(run_id)))[-1].data["status"] == "stopped"


def test_once_the_stream_is_gone_the_rows_tell(live: Stage):
    run_id = live.start(words=5)
    assert live.ended(run_id).status == "succeeded"
    live.flask_app.extensions["redis"].delete(f"run:{run_id}")
    events = list(events_of(live.follow(run_id)))
    assert words_of(events) == list(range(5))
    assert [event.data["event"] for event in events_of(live.follow(run_id, events[0].id))] == ["done"]
    # By an id of the stream that is gone: the end, for the texts are in other pieces now.
    assert [event.data["event"] for event in events_of(live.follow(run_id, "3-0"))] == ["done"]
    assert list(events_of(live.follow(run_id, events[-1].id))) == []


def test_a_program_sees_the_runs_of_the_user_it_names(live: Stage):
    token = live.caller.call("POST", f"/apps/{live.app_id}/api-keys").json()["token"]
    other = live.caller.call("POST", f"/apps/{live.caller.new_app()}/api-keys").json()["token"]
    run_id = live.start("ann", words=3)

    def ask(token: str, path: str, **query: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{live.api.base}/v1/runs/{path}", params=query, headers=headers, timeout=10)

    assert words_of(list(events_of(ask(token, f"{run_id}/events", user="ann")))) == [0, 1, 2]
    assert ask(token, str(run_id), user="ann").json()["status"] == "succeeded"
    for path in (str(run_id), f"{run_id}/events"):
        assert ask(token, path).status_code == 400
        assert ask(token, path, user="ben").status_code == 404
        assert ask(other, path, user="ann").status_code == 404
    assert ask(token, str(uuid4()), user="ann").status_code == 404


def test_no_database_connection_is_held_while_streams_are_open(live: Stage):
    runs = [live.start(words=200, pause=0.03) for _ in range(2)]
    streams = [live.follow(run_id) for run_id in runs for _ in range(10)]
    readers = [events_of(stream) for stream in streams]
    for reader in readers:
        next(reader)
    busy = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND state LIKE 'idle in%'"
    )
    engine = create_engine(live.settings.sqlalchemy_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            assert [connection.execute(busy).scalar_one() for _ in range(20)].count(0) >= 19
    finally:
        engine.dispose()
        for run_id in runs:
            live.stop(run_id)
        for stream in streams:
            stream.close()
    for run_id in runs:
        live.ended(run_id)


def test_whoever_is_gone_is_answered_all_the_same(live: Stage):
    run_id = live.start(words=30, pause=0.02)
    with live.follow(run_id) as reply:
        next(events_of(reply))
    assert live.ended(run_id).input["answer"].split() == [str(n) for n in range(30)]


def test_only_so_many_at_once(live: Stage):
    live.caller.call("PUT", f"/apps/{live.app_id}", json={"max_active_requests": 2})
    try:
        runs = [live.start(words=1000, pause=0.05) for _ in range(2)]
        with pytest.raises(TooManyRuns, match=r"Max concurrent requests reached for this app \(2\)") as refusal:
            live.start(words=1)
        assert (refusal.value.status, refusal.value.code) == (429, "too_many_requests")
        for run_id in runs:
            live.stop(run_id)
            live.ended(run_id)
        wait_until(lambda: live.ended(live.start(words=1)).status == "succeeded")
    finally:
        live.caller.call("PUT", f"/apps/{live.app_id}", json={"max_active_requests": 0})


def test_a_task_that_comes_many_times_is_done_once(live: Stage):
    run_id = live.start(words=20, pause=0.02)
    with live.flask_app.app_context():
        for _ in range(8):
            live.flask_app.extensions["celery"].tasks["runs.execute"].apply_async([str(run_id)])
    assert words_of(list(events_of(live.follow(run_id)))) == list(range(20))
    # Those that are left find nothing to do.
    assert live.ended(live.start(words=1)).status == "succeeded"
    assert live.run(run_id).input["answer"].split() == [str(n) for n in range(20)]


def revoke_key(live: Stage) -> tuple[dict[str, str], Any]:
    path = f"/apps/{live.app_id}/api-keys"
    key = live.caller.call("POST", path).json()
    return {"Authorization": f"Bearer {key['token']}"}, lambda: live.caller.call("DELETE", f"{path}/{key['id']}")


def end_login(live: Stage) -> tuple[dict[str, str], Any]:
    other = Caller(live.api.base).log_in()
    return {"Cookie": "; ".join(f"{each.name}={each.value}" for each in other.session.cookies)}, lambda: other.call(
        "POST", "/logout"
    )


@pytest.mark.parametrize("made", [revoke_key, end_login])
def test_a_stream_ends_with_what_it_was_asked_for_with(live: Stage, made: Any):
    run_id = live.start("ann", words=2000, pause=0.02)
    headers, end = made(live)
    path = f"/v1/runs/{run_id}/events?user=ann"
    if made is end_login:
        path = f"/console/api/apps/{live.app_id}/runs/{run_id}/events"
    events = events_of(requests.get(f"{live.api.base}{path}", headers=headers, stream=True, timeout=30))
    others = events_of(live.follow(run_id))
    assert next(events).data["event"] == next(others).data["event"] == "message"
    assert end().status_code in (200, 204)
    last = list(events)[-1].data
    assert (last["event"], last["code"], last["status"]) == ("error", "access_ended", 401)
    # The run goes on, and so does whoever may still follow it.
    assert live.run(run_id).finished_at is None
    assert next(others).data["event"] == "message"
    live.stop(run_id)
    assert requests.get(f"{live.api.base}{path}", headers=headers, timeout=10).status_code == 401
