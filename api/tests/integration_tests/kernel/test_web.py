"""What every request gets: ids, errors in one shape, a body limit that reaches the client, one transaction."""

import socket
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, text

from tests.conftest import Person
from tests.processes import Api, Caller, wait_until
from treeline.kernel.db import db, enqueue, unit_of_work
from treeline.kernel.locks import NamedLock
from treeline.kernel.mysql import is_mysql_url
from treeline.kernel.web import FlaskApp


def test_every_reply_has_a_request_id(client: Any):
    assert len(client.get("/health").headers["X-Request-Id"]) == 32
    assert client.get("/nothing", headers={"X-Request-Id": "abc123"}).headers["X-Request-Id"] == "abc123"
    for bad in ("a b", "x" * 65, "<script>"):
        assert client.get("/nothing", headers={"X-Request-Id": bad}).headers["X-Request-Id"] != bad


def test_a_bug_is_500_and_tells_nothing(flask_app: FlaskApp, alice: Person, caplog: pytest.LogCaptureFixture):
    """An exception that is no refusal: the client gets an id, the log gets the rest."""
    app_id = alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]
    node = alice.post(f"/apps/{app_id}/assets/files/upload", json={"name": "f", "size": 1}).json["node"]["id"]
    storage = flask_app.extensions["storage"]
    flask_app.extensions["storage"] = None
    try:
        reply = alice.put(f"/apps/{app_id}/assets/files/{node}", json={"content": "x"})
    finally:
        flask_app.extensions["storage"] = storage
    assert (reply.status_code, reply.json["code"]) == (500, "internal_server_error")
    assert "NoneType" not in reply.text
    assert reply.headers["X-Request-Id"] in reply.json["message"]
    assert "NoneType" in caplog.text


def test_a_unit_of_work_commits_sends_or_does_neither(context: FlaskApp):
    redis = context.extensions["redis"]

    def fail() -> None:
        with unit_of_work() as session:
            session.execute(insert(NamedLock).values(number=-2))
            enqueue("apps.sweep")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert redis.llen("app_deletion") == 0
    with unit_of_work() as session:
        enqueue("apps.sweep")
        assert redis.llen("app_deletion") == 0
        # Were it there, this one could not be.
        session.execute(insert(NamedLock).values(number=-2))
    assert redis.llen("app_deletion") == 1
    with pytest.raises(KeyError), unit_of_work():
        enqueue("apps.misspelt")
    with pytest.raises(RuntimeError), unit_of_work(), unit_of_work():
        pass
    with pytest.raises(RuntimeError):
        enqueue("apps.sweep")
    db.session.remove()


def test_a_reply_reaches_a_client_that_is_still_sending(api: Api):
    """65 MiB to an endpoint that refuses them: a 413 that can be read, not a broken pipe."""
    caller = Caller(api.base).log_in()
    app_id = caller.new_app()
    reply = caller.call(
        "POST",
        f"/apps/{app_id}/assets/batch-upload",
        data=b" " * (65 * 1024 * 1024),
        headers={"Content-Type": "application/json"},
    )
    assert (reply.status_code, reply.json()["code"]) == (413, "request_too_large")
    reply = Caller(api.base).call("POST", f"/apps/{app_id}/assets/batch-upload", data=b" " * (20 * 1024 * 1024))
    assert reply.status_code == 401

    def chunks() -> Any:
        for _ in range(65):
            yield b" " * 1024 * 1024

    reply = caller.call(
        "POST", f"/apps/{app_id}/assets/batch-upload", data=chunks(), headers={"Content-Type": "application/json"}
    )
    assert (reply.status_code, reply.json()["code"]) == (413, "request_too_large")


def test_a_slow_body_holds_no_database_connection(api: Api):
    """Twenty clients that stop in the middle of a body: the connections of the pool stay free."""
    caller = Caller(api.base).log_in()
    app_id = caller.new_app()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in caller.session.cookies)
    head = (
        f"POST /console/api/apps/{app_id}/assets/batch-upload HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\n"
        f"X-CSRF-Token: {caller.csrf}\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000\r\n\r\n{"
    )
    sockets = [socket.create_connection(("127.0.0.1", api.port)) for _ in range(20)]
    try:
        for one in sockets:
            one.sendall(head.encode())
        assert caller.call("GET", "/apps").status_code == 200
        wait_until(lambda: open_transactions(api) == 0, seconds=5)
    finally:
        for one in sockets:
            one.close()


def open_transactions(api: Api) -> int:
    """How many of the API's connections are in a transaction and do nothing."""
    engine = create_engine(api.settings.sqlalchemy_url)
    query = (
        "SELECT count(*) FROM information_schema.innodb_trx JOIN information_schema.processlist "
        "ON id = trx_mysql_thread_id WHERE db = DATABASE() AND command = 'Sleep'"
        if is_mysql_url(api.settings.sqlalchemy_url)
        else "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    )
    with engine.connect() as connection:
        count = connection.execute(text(query)).scalar_one()
    engine.dispose()
    return count


@pytest.mark.parametrize(
    ("headers", "data", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, b"{}", 415, "unsupported_media_type"),
        ({}, b"{}", 415, "unsupported_media_type"),
        ({"Content-Type": "application/json"}, b"{", 400, "invalid_param"),
        ({"Content-Type": "application/json"}, b"[]", 400, "invalid_param"),
        ({"Content-Type": "application/json"}, b'{"name": "\xff"}', 400, "invalid_param"),
        ({"Content-Type": "application/json"}, b"", 400, "invalid_param"),
    ],
)
def test_bodies_that_are_none(alice: Person, headers: dict[str, str], data: bytes, status: int, code: str):
    reply = alice.post("/apps", data=data, headers=headers)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert reply.json.keys() >= {"code", "message", "status"}
