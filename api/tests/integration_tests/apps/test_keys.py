"""API keys: made, listed, deleted; what opens with one; when it was last used."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.conftest import Person
from tests.processes import Api, Caller, Worker, wait_until
from treeline.apps.keys.uses import NOTED, KeyUses
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def make_app(person: Person, **values: Any) -> str:
    reply = person.post("/apps", json={"name": "An app", "mode": "agent-chat"} | values)
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def make_key(person: Person, app_id: str) -> dict[str, Any]:
    reply = person.post(f"/apps/{app_id}/api-keys")
    assert reply.status_code == 201, reply.json
    return reply.get_json()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def app_id(alice: Person) -> str:
    return make_app(alice, name="Handbook", description="Answers")


def test_it_works(alice: Person, client: Any, app_id: str):
    key = make_key(alice, app_id)
    dates = {"expires_at", "last_used_at", "last_used_ip", "created_at"}
    assert set(key) == {"id", "type", "name", "token", "scopes", *dates}
    assert (key["scopes"], key["expires_at"]) == (["read", "write", "run"], None)
    assert (key["type"], key["last_used_at"]) == ("app", None)
    assert key["token"].startswith("app-")
    assert len(key["token"]) >= 4 + 24
    reply = client.get("/v1/info", headers=bearer(key["token"]))
    assert reply.status_code == 200
    assert reply.json == {
        "name": "Handbook",
        "description": "Answers",
        "tags": [],
        "mode": "agent-chat",
        "author_name": "Alice",
    }


def test_a_key_is_shown_once_and_kept_as_a_hash(alice: Person, app_id: str, context: FlaskApp):
    keys = [make_key(alice, app_id) for _ in range(2)]
    assert len({key["token"] for key in keys}) == 2
    listed = alice.get(f"/apps/{app_id}/api-keys")
    for key, row in zip(keys, listed.json["data"], strict=True):
        assert {**row, "token": None} == {**key, "token": None}
        assert row["token"] == f"{key['token'][:7]}…{key['token'][-4:]}"
        assert key["token"] not in listed.text
    with unit_of_work() as session:
        rows = session.execute(text("SELECT t::text FROM api_tokens t")).scalars().all()
    assert len(rows) == 2
    assert not [row for row in rows for key in keys if key["token"] in row]


def test_an_app_has_ten(alice: Person, app_id: str):
    keys = [make_key(alice, app_id) for _ in range(10)]
    reply = alice.post(f"/apps/{app_id}/api-keys")
    assert (reply.status_code, reply.json["code"]) == (400, "max_keys_exceeded")
    assert alice.delete(f"/apps/{app_id}/api-keys/{keys[3]['id']}").status_code == 204
    make_key(alice, app_id)
    # Another app has its own ten.
    make_key(alice, make_app(alice))


def test_who_may_what(alice: Person, bob: Person, mallory: Person, app_id: str, role_of: Callable[[Person, str], None]):
    key = make_key(alice, app_id)
    url = f"/apps/{app_id}/api-keys"
    for reply in (bob.get(url), bob.post(url), bob.delete(f"{url}/{key['id']}")):
        assert (reply.status_code, reply.json["code"]) == (403, "forbidden")
    role_of(bob, "editor")
    assert bob.get(url).status_code == 200
    his = make_key(bob, app_id)
    assert bob.delete(f"{url}/{his['id']}").status_code == 403
    role_of(bob, "admin")
    assert bob.delete(f"{url}/{his['id']}").status_code == 204
    for reply in (mallory.get(url), mallory.post(url), mallory.delete(f"{url}/{key['id']}")):
        assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
    other = f"/apps/{make_app(mallory)}/api-keys"
    reply = mallory.delete(f"{other}/{key['id']}")
    assert (reply.status_code, reply.json["code"]) == (404, "api_key_not_found")
    assert [row["id"] for row in alice.get(url).json["data"]] == [key["id"]]


@pytest.fixture
def role_of(context: FlaskApp) -> Callable[[Person, str], None]:
    def change(person: Person, role: str) -> None:
        with unit_of_work() as session:
            change = text("UPDATE workspace_members SET role = :role WHERE account_id = :id")
            session.execute(change, {"role": role, "id": person.account_id})

    return change


@pytest.mark.parametrize(
    ("header", "code", "says"),
    [
        (None, "unauthorized", "API key missing"),
        ("", "unauthorized", "API key missing"),
        ("{token}", "unauthorized", "the Bearer scheme"),
        ("Basic {token}", "unauthorized", "the Bearer scheme"),
        ("Bearer", "unauthorized", "doesn't contain an API key"),
        ("Bearer   ", "unauthorized", "doesn't contain an API key"),
        ("Bearer app-", "api_key_invalid", "Invalid API key"),
        ("Bearer {token}x", "api_key_invalid", "Invalid API key"),
        ("Bearer {token} x", "api_key_invalid", "Invalid API key"),
        ("Bearer {shown}", "api_key_invalid", "Invalid API key"),
        ("Bearer {hash}", "api_key_invalid", "Invalid API key"),
    ],
)
def test_what_is_no_key_is_told_apart(
    alice: Person, client: Any, app_id: str, context: FlaskApp, header: str | None, code: str, says: str
):
    token = make_key(alice, app_id)["token"]
    with unit_of_work() as session:
        hashed = session.execute(text("SELECT token_hash FROM api_tokens")).scalar_one()
    shown = f"{token[:7]}...{token[-4:]}"
    headers = {} if header is None else {"Authorization": header.format(token=token, shown=shown, hash=hashed)}
    reply = client.get("/v1/info", headers=headers)
    assert (reply.status_code, reply.json["code"]) == (401, code)
    assert says in reply.json["message"]
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_the_scheme_is_spelt_as_one_likes(alice: Person, client: Any, app_id: str):
    token = make_key(alice, app_id)["token"]
    assert client.get("/v1/info", headers={"Authorization": f"bearer  {token} "}).status_code == 200


def test_a_login_is_no_key_and_a_key_is_no_login(alice: Person, client: Any, app_id: str):
    token, cookie = make_key(alice, app_id)["token"], alice.client.get_cookie("access_token")
    assert cookie is not None
    assert alice.get("/v1/info").status_code == 401
    assert alice.get("/v1/assets/tree").status_code == 401
    assert alice.post("/mcp", json={}).status_code == 401
    assert client.get("/v1/info", headers=bearer(cookie.value)).json["code"] == "api_key_invalid"
    for path in ("/console/api/apps", f"/console/api/apps/{app_id}", f"/console/api/apps/{app_id}/assets/tree"):
        reply = client.get(path, headers=bearer(token))
        assert (reply.status_code, reply.json["code"]) == (401, "access_token_invalid")
    client.set_cookie("access_token", token)
    assert client.get("/console/api/apps").status_code == 401


def test_neither_a_deleted_key_nor_one_of_a_deleted_app_opens(alice: Person, client: Any, app_id: str):
    first, second = make_key(alice, app_id), make_key(alice, app_id)
    assert alice.delete(f"/apps/{app_id}/api-keys/{first['id']}").status_code == 204
    assert alice.delete(f"/apps/{app_id}/api-keys/{first['id']}").json["code"] == "api_key_not_found"
    assert client.get("/v1/info", headers=bearer(first["token"])).status_code == 401
    assert client.get("/v1/info", headers=bearer(second["token"])).status_code == 200
    assert alice.delete(f"/apps/{app_id}").status_code == 204
    assert client.get("/v1/info", headers=bearer(second["token"])).json["code"] == "api_key_invalid"


def test_the_keys_of_a_deleted_app_are_removed(
    alice: Person, app_id: str, context: FlaskApp, run_tasks: Callable[[], list[str]]
):
    make_key(alice, app_id)
    left = make_key(alice, make_app(alice))
    alice.delete(f"/apps/{app_id}")
    run_tasks()
    with unit_of_work() as session:
        assert [str(row) for row in session.execute(text("SELECT id FROM api_tokens")).scalars()] == [left["id"]]


def last_used(alice: Person, app_id: str) -> list[int | None]:
    return [row["last_used_at"] for row in alice.get(f"/apps/{app_id}/api-keys").json["data"]]


def test_a_key_expires(alice: Person, client: Any, app_id: str, clock_travel: Callable[[float], None]):
    path, soon = f"/apps/{app_id}/api-keys", int(now().timestamp()) + 60
    key = alice.post(path, json={"expires_at": soon}).json
    assert key["expires_at"] == soon
    assert client.get("/v1/info", headers=bearer(key["token"])).status_code == 200
    clock_travel(61)
    reply = client.get("/v1/info", headers=bearer(key["token"]))
    assert (reply.status_code, reply.json["code"]) == (401, "api_key_expired")
    assert "expired on 20" in reply.json["message"]
    # It is still there to be seen, and to be deleted.
    assert [each["id"] for each in alice.get(path).json["data"]] == [key["id"]]
    for wrong in (soon, 0, -1, 2**40, "tomorrow", 1.5):
        reply = alice.post(path, json={"expires_at": wrong})
        assert (reply.status_code, reply.json["details"][0]["path"]) == (400, "expires_at"), wrong


def test_scopes_are_chosen_when_a_key_is_made(alice: Person, app_id: str):
    path = f"/apps/{app_id}/api-keys"
    assert alice.post(path, json={"scopes": ["run", "read", "run"]}).json["scopes"] == ["read", "run"]
    for wrong in ([], ["admin"], "read", None, ["read"] * 4):
        assert alice.post(path, json={"scopes": wrong}).status_code == 400, wrong


def test_from_where_a_key_was_last_used(alice: Person, client: Any, app_id: str, context: FlaskApp):
    key = make_key(alice, app_id)
    client.get("/v1/info", headers=bearer(key["token"]), environ_base={"REMOTE_ADDR": "203.0.113.7"})
    KeyUses(context.extensions["redis"]).flush()
    (row,) = alice.get(f"/apps/{app_id}/api-keys").json["data"]
    assert row["last_used_ip"] == "203.0.113.7"


def test_the_last_use_is_written_by_the_task(
    alice: Person,
    client: Any,
    app_id: str,
    context: FlaskApp,
    clock_travel: Callable[[float], None],
    queries: list[str],
):
    used, unused = make_key(alice, app_id), make_key(alice, app_id)
    flush = context.extensions["celery"].tasks["apps.flush_key_uses"]
    queries.clear()
    client.get("/v1/info", headers=bearer(used["token"]))
    assert not [query for query in queries if "UPDATE" in query]
    assert last_used(alice, app_id) == [None, None]
    queries.clear()
    flush()
    assert len([query for query in queries if "UPDATE api_tokens" in query]) == 1
    (first, nothing) = last_used(alice, app_id)
    assert (abs(first - used["created_at"]) < 5, nothing) == (True, None)
    # Nothing is left to write, and a second run writes nothing.
    assert context.extensions["redis"].hlen(NOTED) == 0
    flush()
    clock_travel(1000)
    for key in (used, unused):
        client.get("/v1/info", headers=bearer(key["token"]))
    flush()
    later = last_used(alice, app_id)
    assert later[0] >= first + 1000
    assert later[1] >= first + 1000


class Restless(KeyUses):
    """Something happens between the commit and the forgetting."""

    def __init__(self, client: Any, act: Callable[[], object]):
        super().__init__(client)
        self.client, self.act, real = self, act, client
        self.hgetall = real.hgetall
        self._eval = real.eval

    def eval(self, *args: Any) -> None:
        self.act()
        self._eval(*args)


def test_a_flush_that_dies_before_it_forgets_loses_nothing(alice: Person, client: Any, app_id: str, context: FlaskApp):
    key, redis = make_key(alice, app_id), context.extensions["redis"]
    client.get("/v1/info", headers=bearer(key["token"]))
    noted = redis.hgetall(NOTED)

    def dies() -> None:
        raise ConnectionError("the worker dies here")

    with pytest.raises(ConnectionError):
        Restless(redis, dies).flush()
    assert redis.hgetall(NOTED) == noted
    assert KeyUses(redis).flush() == 1
    assert last_used(alice, app_id) != [None]
    assert redis.hgetall(NOTED) == {}


def test_a_use_during_the_flush_is_not_forgotten(
    alice: Person, client: Any, app_id: str, context: FlaskApp, clock_travel: Callable[[float], None]
):
    key, redis = make_key(alice, app_id), context.extensions["redis"]
    client.get("/v1/info", headers=bearer(key["token"]))

    def used_again() -> None:
        clock_travel(100)
        client.get("/v1/info", headers=bearer(key["token"]))

    Restless(redis, used_again).flush()
    (before,) = last_used(alice, app_id)
    KeyUses(redis).flush()
    (after,) = last_used(alice, app_id)
    assert after >= before + 99


def test_an_older_use_does_not_replace_a_newer_one_and_deleted_keys_do_not_hinder(
    alice: Person, client: Any, app_id: str, context: FlaskApp
):
    kept, gone, redis = make_key(alice, app_id), make_key(alice, app_id), context.extensions["redis"]
    for key in (kept, gone):
        client.get("/v1/info", headers=bearer(key["token"]))
    alice.delete(f"/apps/{app_id}/api-keys/{gone['id']}")
    KeyUses(redis).flush()
    (newer,) = last_used(alice, app_id)
    redis.hset(NOTED, kept["id"], "1000000000.5")
    KeyUses(redis).flush()
    assert last_used(alice, app_id) == [newer]
    assert redis.hlen(NOTED) == 0


def test_a_note_that_is_none_keeps_no_other_from_being_written(
    alice: Person, client: Any, app_id: str, context: FlaskApp
):
    key, redis = make_key(alice, app_id), context.extensions["redis"]
    none = {"no id": "1000000000", str(uuid4()): "nan", str(uuid4()): "1e300", b"\xff": "", str(uuid4()): "yesterday"}
    redis.hset(NOTED, mapping=none)
    client.get("/v1/info", headers=bearer(key["token"]))
    KeyUses(redis).flush()
    assert last_used(alice, app_id) != [None]
    assert redis.hlen(NOTED) == 0


def test_one_request_costs_one_look_up_and_one_note(
    alice: Person, client: Any, app_id: str, context: FlaskApp, queries: list[str]
):
    key = make_key(alice, app_id)
    redis = context.extensions["redis"]
    client.get("/v1/info", headers=bearer(key["token"]))
    queries.clear()
    redis.config_resetstat()
    client.get("/v1/info", headers=bearer(key["token"]))
    commands = {name: stat["calls"] for name, stat in redis.info("commandstats").items()}
    assert commands.get("cmdstat_hset") == 1
    # The key, then the app, then its tags.
    assert len([query for query in queries if query.startswith("SELECT")]) == 3


def test_of_twelve_at_once_ten_are_made(api: Api, caller: Caller):
    app_id = caller.new_app()
    callers = [Caller(api.base).log_in() for _ in range(12)]

    def make(one: Caller) -> tuple[int, str]:
        reply = one.call("POST", f"/apps/{app_id}/api-keys")
        return reply.status_code, reply.json().get("code", "")

    with ThreadPoolExecutor(12) as pool:
        made = sorted(pool.map(make, callers))
    assert made == [(201, "")] * 10 + [(400, "max_keys_exceeded")] * 2
    assert len(caller.call("GET", f"/apps/{app_id}/api-keys").json()["data"]) == 10


def test_a_worker_writes_the_last_use(api: Api, caller: Caller):
    app_id = caller.new_app()
    key = caller.call("POST", f"/apps/{app_id}/api-keys").json()
    assert caller.call("GET", f"{api.base}/v1/info", headers=bearer(key["token"])).status_code == 200
    worker = Worker(api.settings, "api_token")
    try:
        send_flush(api)

        def written() -> bool:
            (row,) = caller.call("GET", f"/apps/{app_id}/api-keys").json()["data"]
            return row["last_used_at"] is not None

        wait_until(written)
    finally:
        worker.stop()


def send_flush(api: Api) -> None:
    """As Beat sends it: by its name, to its queue."""
    from celery import Celery

    sender = Celery(broker=api.settings.broker_url)
    sender.send_task("apps.flush_key_uses", queue="api_token")
    sender.close()


def test_names(alice: Person, bob: Person, mallory: Person, app_id: str):
    path = f"/apps/{app_id}/api-keys"
    assert make_key(alice, app_id)["name"] == "Key 1"
    key = alice.post(path, json={"name": " 夜间导入 ", "unknown": 1}).json
    assert key["name"] == "夜间导入"
    renamed = alice.patch(f"{path}/{key['id']}", json={"name": "Import"})
    assert (renamed.status_code, renamed.json["name"], renamed.json["token"] != key["token"]) == (200, "Import", True)
    assert [each["name"] for each in alice.get(path).json["data"]] == ["Key 1", "Import"]
    for bad in ("", "\u200b", "x" * 61, 1):
        assert alice.patch(f"{path}/{key['id']}", json={"name": bad}).status_code == 400, bad
    assert bob.patch(f"{path}/{key['id']}", json={"name": "No"}).status_code == 403
    assert mallory.patch(f"{path}/{key['id']}", json={"name": "No"}).status_code == 404
    other = make_app(alice)
    assert alice.patch(f"/apps/{other}/api-keys/{key['id']}", json={"name": "No"}).status_code == 404
