"""One key or account takes what is free, but a reserve for the others."""

import requests

from tests.integration_tests.server.conftest import STREAMS, THREADS, TRANSFERS, Wire, get, post, wires
from tests.integration_tests.server.test_framing import upload_url
from tests.integration_tests.server.test_slow_clients import MIB, cookie_of, key_of
from tests.processes import Api, Caller, wait_until
from tests.runs import Stage
from treeline.kernel.server.lanes import WAITING_EACH


def test_uploads(small: Stage, caller: Caller):
    """Links belong to their app, whoever holds them."""
    other, length = caller.new_app(), f"Content-Length: {2 * MIB}"
    links = [upload_url(small, caller, 2 * MIB) for _ in range(THREADS)]
    with wires(small.api, THREADS) as slow:
        for each, link in zip(slow, links, strict=True):
            each.send(post(link, length, method="PUT", body=b"a" * 1000))
        share = TRANSFERS - TRANSFERS // 4
        # Those that are let in say nothing yet.
        told = [each.reply() for each in slow if has_answer(each)]
        assert len(told) == THREADS - share
        for reply in told:
            assert (reply.status, reply.json["code"]) == (429, "too_many_requests")
            assert reply.headers["Retry-After"] == "1"
        sent = caller.call("POST", f"/apps/{other}/assets/files/upload", json={"name": "large", "size": 2 * MIB}).json()
        assert requests.put(sent["upload_url"], data=b"a" * 2 * MIB, timeout=20).status_code == 204


def has_answer(each: Wire) -> bool:
    each.sock.settimeout(0.4)
    try:
        return bool(each.sock.recv(1, 2))
    except TimeoutError:
        return False
    finally:
        each.sock.settimeout(20)


def test_streams_of_a_key_and_of_an_account(small: Stage):
    key, other = key_of(small), key_of(small, small.caller.new_app())
    run_id = small.start("ann")
    share = STREAMS - STREAMS // 4
    own, theirs = f"/v1/runs/{run_id}/events?user=ann", f"/console/api/apps/{small.app_id}/runs/{run_id}/events"
    with wires(small.api, share) as open_ones, wires(small.api, 3) as (more, console, idle):
        for each in open_ones:
            each.send(get(own, key))
            assert each.sock.recv(12) == b"HTTP/1.1 200"
        refused = more.send(get(own, key)).reply()
        assert (refused.status, refused.json["code"]) == (429, "too_many_requests")
        assert int(refused.headers["Retry-After"]) >= 1
        # The connection goes on, the key is good for all else, and another key for everything.
        assert more.send(get("/v1/runs/none", key)).reply().status == 404
        assert idle.send(get("/v1/nothing", other)).reply().status == 404
        assert console.send(get(theirs, cookie_of(small.caller))).sock.recv(12) == b"HTTP/1.1 200"
    wait_until(lambda: small.caller.call("GET", "/apps").status_code == 200)
    small.stop(run_id)


def test_more_requests_at_once_than_threads_are_all_answered(small: Stage):
    key = key_of(small)
    with wires(small.api, 10 * THREADS) as many:
        for each in many:
            each.send(get("/v1/runs/none", key))
        assert {each.reply().status for each in many} == {404}


def test_those_who_share_an_address_are_not_turned_away_for_it(api: Api):
    """On loopback, or behind a proxy that is not believed, many may be one address."""
    with wires(api, WAITING_EACH + 20 * THREADS) as many:
        for each in many:
            each.send(get("/v1/nothing", "X-Forwarded-For: 203.0.113.9"))
        assert {each.reply().status for each in many} == {404}
