"""Streams of members whose role changes, or who are removed or leave, while they are open."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from uuid import UUID

import requests

from tests.conftest import PASSWORD
from tests.processes import Caller
from tests.runs import Event, Stage, events_of, words_of
from treeline.accounts.service import AccountService
from treeline.kernel.db import unit_of_work

CURRENT = "/workspaces/current"


def colleague(live: Stage, name: str) -> tuple[Caller, UUID]:
    """Somebody who may look at runs, logged in."""
    workspace_id = UUID(live.caller.call("GET", CURRENT).json()["id"])
    email = f"{name}@example.com"
    with live.flask_app.app_context(), unit_of_work() as session:
        accounts = AccountService(session, live.flask_app.extensions["settings"])
        account_id = accounts.create_member(workspace_id, email, name, PASSWORD, "normal").account_id
    return Caller(live.api.base, email).log_in(), account_id


def follow(caller: Caller, live: Stage, run_id: UUID) -> requests.Response:
    return caller.call("GET", f"/apps/{live.app_id}/runs/{run_id}/events", stream=True)


def test_a_stream_ends_with_the_right_to_it(live: Stage):
    run_id = live.start(words=10_000, pause=0.02)
    stays, demoted, removed, left, out = (colleague(live, name) for name in ("ann", "ben", "cleo", "dan", "eve"))
    callers = [caller for caller, _ in (stays, demoted, removed, left, out)]
    streams = [events_of(follow(caller, live, run_id)) for caller in callers]
    seen: list[list[Event]] = [list(islice(stream, 2)) for stream in streams]
    changes = [
        live.caller.call("PUT", f"{CURRENT}/members/{stays[1]}/update-role", json={"role": "editor"}),
        live.caller.call("PUT", f"{CURRENT}/members/{demoted[1]}/update-role", json={"role": "dataset_operator"}),
        live.caller.call("DELETE", f"{CURRENT}/members/{removed[1]}"),
        left[0].call("POST", f"{CURRENT}/leave"),
        out[0].call("POST", "/logout"),
    ]
    assert [change.status_code for change in changes] == [200] * 5
    with ThreadPoolExecutor(4) as pool:
        rest = list(pool.map(list, streams[1:]))
    # Their run goes on, and so does the stream of whoever still may see it.
    assert live.run(run_id).status == "running"
    assert [events[-1].data["code"] for events in rest] == ["access_ended"] * 4
    for caller in callers[1:]:
        assert follow(caller, live, run_id).status_code in (401, 403)
    live.stop(run_id)
    seen[0] += streams[0]
    assert seen[0][-1].data["status"] == "stopped"
    assert words_of(seen[0]) == list(range(len(words_of(seen[0]))))
