"""Many logins at once, from one address, from clients that leave, and while Redis is away."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import Person
from tests.integration_tests.accounts.conftest import Variant
from tests.integration_tests.accounts.test_login import ALICE, WRONG, log_in, set_up
from tests.processes import free_port
from treeline.accounts.passwords import HASHES_AT_ONCE, MAX_WAITING, hashing
from treeline.kernel.web import FlaskApp

FAR = "203.0.113.9"


@pytest.mark.parametrize("failed_before", [0, 4])
def test_attempts_under_way_are_no_failures(committed: FlaskApp, failed_before: int):
    client = set_up(committed)
    assert [log_in(client, WRONG, FAR).status_code for _ in range(failed_before)] == [401] * failed_before
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: log_in(committed.test_client(), address=FAR).status_code, range(8)))
    assert replies == [200] * 8


def test_a_full_queue_turns_away_at_once_and_counts_nothing(alice: Person, client: FlaskClient, queries: list[str]):
    with ExitStack() as queue:
        for _ in range(HASHES_AT_ONCE + MAX_WAITING):
            queue.enter_context(hashing.entered())
        queries.clear()
        for _ in range(6):
            reply = log_in(client, WRONG)
            assert (reply.status_code, reply.json["code"]) == (503, "too_many_logins")
            assert reply.headers["Retry-After"] == "2"
        # Nor is anybody asked: in a rush most are turned away.
        assert queries == []
        change = {"password": ALICE["password"], "new_password": "New-horse-10", "repeat_new_password": "New-horse-10"}
        assert alice.post("/account/password", json=change).status_code == 503
    assert log_in(client).status_code == 200


@pytest.mark.parametrize("left", [True, False])
def test_nothing_is_hashed_for_a_client_that_has_left(alice: Person, client: FlaskClient, left: bool):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        if left:
            theirs.close()
        environ: dict[str, Any] = {"gunicorn.socket": ours}
        reply = client.post("/console/api/login", json=ALICE, environ_overrides=environ)
    assert reply.status_code == (503 if left else 200)


def test_a_client_that_sent_more_has_not_left(alice: Person, client: FlaskClient):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"GET /next HTTP/1.1\r\n")
        environ: dict[str, Any] = {"gunicorn.socket": ours}
        assert client.post("/console/api/login", json=ALICE, environ_overrides=environ).status_code == 200
        assert ours.recv(64) == b"GET /next HTTP/1.1\r\n"


def tries(client: FlaskClient, address: str, count: int = 3, headers: dict[str, str] | None = None) -> list[int]:
    """The replies to logins of nobodies, each another."""
    return [
        client.post(
            "/console/api/login",
            json={"email": f"nobody{number}@example.com", "password": "x"},
            environ_base={"REMOTE_ADDR": address},
            headers=headers,
        ).status_code
        for number in range(count)
    ]


@pytest.mark.parametrize("address", [FAR, "10.0.0.7", "2001:db8::1", "::ffff:203.0.113.9"])
def test_one_address_may_try_so_often(client: FlaskClient, variant: Variant, address: str):
    limited = variant(login_max_attempts_per_minute=2).test_client()
    assert tries(limited, address) == [401, 401, 429]
    paused = log_in(limited, address=address)
    assert (paused.status_code, paused.json["code"]) == (429, "too_many_login_attempts")
    assert 1 <= int(paused.headers["Retry-After"]) <= 60
    # Nobody else is kept out.
    assert tries(limited, "203.0.113.10", 1) == tries(limited, "2001:db8:0:1::1", 1) == [401]


def test_a_network_of_ipv6_is_one_address(client: FlaskClient, variant: Variant):
    limited = variant(login_max_attempts_per_minute=2).test_client()
    assert [*tries(limited, "2001:db8::1", 2), *tries(limited, "2001:db8::ffff:2", 1)] == [401, 401, 429]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("127.0.0.1", {}),
        ("127.8.8.8", {}),
        ("::1", {}),
        ("::ffff:127.0.0.1", {}),
        ("172.18.0.2", {"X-Forwarded-For": FAR}),
        ("10.0.0.1", {"Forwarded": f"for={FAR}"}),
        ("fd00::2", {"X-Real-Ip": FAR}),
    ],
)
def test_an_address_that_many_share_has_no_limit(
    client: FlaskClient, variant: Variant, address: str, headers: dict[str, str]
):
    assert tries(variant(login_max_attempts_per_minute=2).test_client(), address, 4, headers) == [401] * 4


def test_a_header_lets_nobody_pass_for_a_proxy(client: FlaskClient, variant: Variant):
    limited = variant(login_max_attempts_per_minute=2).test_client()
    assert tries(limited, "8.8.8.8", headers={"X-Forwarded-For": "1.2.3.4"}) == [401, 401, 429]


def test_behind_a_trusted_proxy_the_clients_address_counts(client: FlaskClient, variant: Variant):
    limited = variant(login_max_attempts_per_minute=2, respect_xforward_headers_enabled=True).test_client()
    assert tries(limited, "127.0.0.1", headers={"X-Forwarded-For": "8.8.8.8"}) == [401, 401, 429]
    assert tries(limited, "127.0.0.1", 1, headers={"X-Forwarded-For": "8.8.4.4"}) == [401]


# A stranger who shares the owner's address


def test_a_stranger_does_not_lock_a_browser_out_that_has_logged_in_before(alice: Person, flask_app: FlaskApp):
    alices = alice.client
    assert alice.log_in().status_code == 200
    assert alices.post("/console/api/logout").status_code == 200
    assert [log_in(flask_app.test_client(), WRONG).status_code for _ in range(6)] == [401] * 5 + [429]
    assert log_in(flask_app.test_client()).status_code == 429
    assert log_in(alices).status_code == 200
    # Its own guesses are as few as anybody's.
    assert [log_in(alices, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]
    assert log_in(alices).status_code == 429


def test_having_logged_in_as_somebody_else_opens_nothing(alice: Person, bob: Person, flask_app: FlaskApp):
    assert [person.log_in().status_code for person in (alice, bob)] == [200, 200]
    assert [log_in(bob.client, WRONG).status_code for _ in range(6)] == [401] * 5 + [429]
    stolen = flask_app.test_client()
    cookie = alice.client.get_cookie("device")
    assert cookie is not None
    assert cookie.http_only
    stolen.set_cookie("device", cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"))
    assert log_in(stolen).status_code == 429


# Redis is away


def test_logins_go_on_and_failures_count_while_redis_is_away(alice: Person, variant: Variant):
    client = variant(redis_url=f"redis://127.0.0.1:{free_port()}", login_max_failures=2).test_client()
    assert log_in(client).status_code == 200
    stranger = variant(redis_url=f"redis://127.0.0.1:{free_port()}", login_max_failures=2).test_client()
    assert [log_in(stranger, WRONG, "203.0.113.77").status_code for _ in range(3)] == [401, 401, 429]
