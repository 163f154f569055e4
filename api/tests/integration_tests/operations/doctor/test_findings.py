"""Each thing that the doctor can find, provoked on real servers; in a sound installation it finds nothing."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import TEMPLATE, Cast
from tests.integration_tests.operations.doctor.cases import area, at, codes, found, levels
from tests.mysql_server import mariadb
from tests.processes import Api, Caller, Worker, database, environment, free_port, wait_until
from tests.smtp_server import SmtpServer
from tests.warm import run_warm
from treeline.embedded.lock import DataLock
from treeline.embedded.redis_server import RedisServer, redis_url
from treeline.kernel.tasks import QUEUES
from treeline.operations.doctor import servers
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.databases import OLDEST
from treeline.operations.doctor.findings import KINDS, Finding
from treeline.operations.doctor.service import AREAS, Area, examine
from treeline.operations.heartbeat import Heartbeat
from treeline.settings import Settings


def with_engine(case: Case, url: str) -> Case:
    return replace(case, engine=create_engine(url))


def test_nothing_is_found_in_a_sound_installation(case: Case):
    """But what tests do without: workers, Beat, a Redis that keeps, costly hashing."""
    examined = list(examine(case))
    unusual = {"queues.unattended", "queues.no_beat", "redis.not_kept", "settings.weak_hashing"}
    assert {each.code for every in examined for each in every.findings} <= unusual
    assert levels(examined)["sign_in"] == "ok"
    assert [each.name for each in examined] == [each.name for each in AREAS]


def test_every_kind_of_finding_is_provoked_in_a_test():
    tests = Path(__file__).parents[3]
    files = (*Path(__file__).parent.glob("test_*.py"), tests / "unit_tests/test_doctor_settings.py",
             tests / "integration_tests/faults/test_full.py")  # fmt: skip
    provoked = {code for file in files for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', file.read_text())}
    assert set(KINDS) - provoked == set()


def test_every_kind_fills_its_sentences():
    for code, kind in KINDS.items():
        assert kind.message, code
        assert kind.remedy.endswith((".", "42")), code


# Database


def test_a_database_that_is_away(case: Case):
    away = with_engine(case, f"postgresql+psycopg2://me@127.0.0.1:{free_port()}/treeline")
    examined = list(examine(away))
    assert levels(examined) | {"database": "error", "schema": "skipped", "secret_key": "skipped", "sign_in": "skipped",
                               "vectors": "skipped", "clocks": "skipped"} == levels(examined)  # fmt: skip
    (finding,) = next(each for each in examined if each.name == "database").findings
    assert finding.code == "database.unavailable"
    assert "refused" in finding.message


def test_an_old_database_and_an_old_redis(case: Case):
    (old,) = servers.database(case, oldest=dict.fromkeys(OLDEST, (99,)))
    assert (old.code, old.params["oldest"]) == ("database.old", "99")
    assert old.params["version"] in old.message
    assert "redis.old" in codes(list(servers.redis_server(case, oldest=(99, 0))))


def test_a_database_that_cannot_store_all_characters(case: Case, on_postgres: Settings):
    address = on_postgres.sqlalchemy_url
    admin = create_engine(address.replace("/treeline?", "/postgres?"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
        )
        try:
            ascii_only = with_engine(case, address.replace("/treeline?", "/ascii?"))
            assert codes(found(ascii_only, "database")) == ["database.encoding"]
            ascii_only.engine.dispose()
        finally:
            connection.execute(text("DROP DATABASE ascii WITH (FORCE)"))
    admin.dispose()


def test_a_mysql_that_is_set_up_otherwise(own: Settings, api: Api, on_mysql: Settings):
    wrong = {"log_bin": "binlog", "binlog_format": "STATEMENT", "max_allowed_packet": "1M", "local_infile": "0"}
    with mariadb(**wrong, character_set_server="latin1") as address:
        admin = create_engine(make_url(address).set(database="mysql"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE treeline")
            connection.exec_driver_sql("CREATE TABLE treeline.names (name VARCHAR(9) CHARACTER SET utf8mb4)")
        admin.dispose()
        with at(own, api, database_url=address) as case:
            assert codes(found(case, "database")) == [
                "database.encoding", "database.collation", "database.binlog", "database.local_infile",
                "database.packet",
            ]  # fmt: skip


def test_more_connections_than_the_database_gives(own: Settings, api: Api):
    with at(own, api, sqlalchemy_pool_size=1000) as case:
        (finding,) = found(case, "database")
    assert finding.code == "database.connections"
    assert "SQLALCHEMY_POOL_SIZE" in finding.message


def test_a_schema_of_another_time(settings: Settings, own: Settings, api: Api):
    with database(settings, TEMPLATE) as other, at(own, api, database_url=other.database_url) as case:
        with case.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'of another time'"))
        (finding,) = found(case, "schema")
    assert finding.code == "schema.wrong"
    assert "A newer version of Treeline" in finding.message


# Redis


@pytest.fixture(scope="module")
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("redis")
    (folder / "logs").mkdir()
    with DataLock(folder) as lock:
        server = RedisServer(folder, folder, lock, durable=True)
        server.start()
        try:
            wait_until(server.answers)
            yield redis_url(folder)
        finally:
            assert server.process
            server.process.terminate()
            server.process.wait()


def test_a_redis_that_forgets(own: Settings, api: Api, own_redis: str):
    with at(own, api, redis_url=own_redis) as case:
        assert found(case, "redis") == []
        case.client.config_set("maxmemory-policy", "allkeys-lru")
        case.client.config_set("appendonly", "no")
        assert codes(found(case, "redis")) == ["redis.eviction", "redis.not_kept"]
        # Snapshots keep, too.
        case.client.config_set("save", "60 1")
        assert codes(found(case, "redis")) == ["redis.eviction"]


def test_a_redis_that_is_away(own: Settings, api: Api):
    with at(own, api, redis_url=f"redis://127.0.0.1:{free_port()}/0") as case:
        examined = list(examine(case))
    assert codes(next(each for each in examined if each.name == "redis").findings) == ["redis.unavailable"]
    assert levels(examined)["queues"] == levels(examined)["sign_in"] == "skipped"


# Files


def test_a_storage_that_is_no_folder(own: Settings, api: Api, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with at(own, api, storage_local_path=tmp_path / "file") as case:
        assert codes(found(case, "storage")) == ["storage.unavailable"]


def test_a_storage_that_gives_back_other_bytes(own: Settings, api: Api, tmp_path: Path):
    with at(own, api, storage_local_path=tmp_path) as case:
        stored = case.storage.put

        def put_others(key: Any, chunks: Any) -> None:
            stored(key, [b"other".ljust(len(b"".join(chunks)))])

        # A disk that lies, at the edge of our process.
        case.storage.put = put_others
        assert codes(found(case, "storage")) == ["storage.differs"]
    assert [each for each in tmp_path.rglob("*") if each.is_file() and not each.name.startswith(".")] == []


def test_little_room(own: Settings, api: Api):
    with at(own, api, health_min_free_mb=10**12) as case:
        assert codes(found(case, "storage")) == ["disk.low"]


# Background work, secrets, clocks


def test_queues_without_a_worker_and_messages_that_wait(case: Case):
    heartbeat = Heartbeat(case.client)
    case.client.flushdb()
    try:
        assert codes(found(case, "queues")) == ["queues.unattended", "queues.no_beat"]
        heartbeat.worker("all@here", [queue for queue in QUEUES if queue != "mail"])
        heartbeat.beat()
        (finding,) = found(case, "queues")
        assert finding.params == {"queues": "mail"}
        heartbeat.worker("all@here", list(QUEUES))
        assert found(case, "queues") == []
        case.client.lpush("mail", json.dumps({"headers": {"enqueued_at": time.time() - 3600}}))
        (finding,) = found(case, "queues")
        assert (finding.code, finding.params) == ("queues.late", {"queue": "mail", "minutes": "60"})
    finally:
        case.client.flushdb()


def test_a_worker_and_its_queues_are_seen(case: Case, own: Settings):
    worker = Worker(own, "mail")
    try:
        wait_until(lambda: "mail" not in found(case, "queues")[0].params["queues"].split(", "))
    finally:
        worker.stop()


def test_another_secret_key(own: Settings, api: Api):
    with at(own, api, secret_key="another") as case:
        examined = list(examine(case))
    assert codes(next(each for each in examined if each.name == "secret_key").findings) == ["secret_key.other"]
    assert levels(examined)["sign_in"] == "skipped"
    with at(own, api, secret_key_previous=[own.secret_key]) as case:
        assert codes(found(case, "secret_key")) == ["secret_key.rotating"]


def test_clocks_that_differ(case: Case):
    ahead = replace(case, clock=lambda: datetime.now(UTC) + timedelta(minutes=2))
    differing = found(ahead, "clocks")
    assert codes(differing) == ["clocks.database", "clocks.redis"]
    assert all(abs(int(each.params["seconds"]) - 120) <= 2 for each in differing)
    assert found(case, "clocks") == []


# Services


def test_a_vector_store_that_is_away(own: Settings, api: Api):
    with at(own, api, vector_store="qdrant", qdrant_url=f"http://127.0.0.1:{free_port()}") as case:
        assert codes(found(case, "vectors")) == ["vectors.unavailable"]


MAIL: dict[str, Any] = {"mail_type": "smtp", "mail_default_send_from": "Treeline <treeline@example.com>",
                        "smtp_server": "127.0.0.1", "smtp_use_tls": False}  # fmt: skip


def test_a_mail_server_is_asked_and_nothing_is_sent(own: Settings, api: Api):
    with SmtpServer() as server:
        options = MAIL | {"smtp_port": server.port}
        with at(own, api, **options) as case:
            assert codes(found(case, "mail")) == ["mail.no_links"]
        with at(own, api, **options, console_web_url="https://app.example.com") as case:
            assert found(case, "mail") == []
        server.says["MAIL"] = "550 not from there"
        with at(own, api, **options, console_web_url="https://app.example.com") as case:
            (finding,) = found(case, "mail")
        assert server.taken == []
    assert finding.code == "mail.failing"
    assert "not from there" in finding.message


def test_a_mail_server_in_the_clear(own: Settings, api: Api):
    options = MAIL | {"smtp_server": "127.0.0.2", "smtp_port": free_port(), "console_web_url": "https://a.example.com"}
    with at(own, api, **options) as case:
        assert codes(found(case, "mail")) == ["mail.unencrypted", "mail.failing"]


# The service, the command and the route


def test_a_check_that_breaks_does_not_hide_the_others(case: Case):
    def broken(_: Case) -> Iterator[Finding]:
        raise ZeroDivisionError

    examined = list(examine(case, [Area("queues", broken), area("outbound")]))
    assert codes(examined[0].findings) == ["doctor.broken"]
    assert examined[0].findings[0].params == {"area": "queues", "error": "ZeroDivisionError"}
    assert levels(examined)["outbound"] == "ok"


def treeline(own: Settings, output: Path, *options: str, **more: str) -> Any:
    return run_warm("treeline.cli", "doctor", *options, env=environment(own, **more), output=output)


def test_settings_that_are_invalid(own: Settings, tmp_path: Path):
    done = treeline(own, tmp_path, "--json", API_PORT="none")
    assert done.returncode == 1
    (settings,) = json.loads(done.stdout)
    assert [each["code"] for each in settings["findings"]] == ["settings.invalid"]
    assert "API_PORT" in settings["findings"][0]["message"]


def test_the_command(own: Settings, api: Api, tmp_path: Path):
    ports = {"API_PORT": str(api.port), "WEB_PORT": str(api.port)}
    done = treeline(own, tmp_path, **ports)
    # No worker is here.
    assert done.returncode == 1
    assert re.search(r"^sign_in +ok$", done.stdout, re.MULTILINE)
    assert "  -> Start a worker for these queues" in done.stdout
    data = json.loads(treeline(own, tmp_path, "--json", **ports).stdout)
    assert [each["name"] for each in data] == [each.name for each in AREAS]


def test_only_instance_admins_may_ask(cast: Cast):
    assert cast.bob.post("/operations/doctor").status_code == 403
    assert cast.mallory.post("/operations/doctor").status_code == 403


def test_the_route(api: Api):
    reply = Caller(api.base).log_in().call("POST", "/operations/doctor")
    assert reply.status_code == 200
    data = {each["name"]: each for each in reply.json()["data"]}
    assert data["database"]["level"] == "ok"
    assert data["queues"]["findings"][0]["code"] == "queues.unattended"
    assert data["sign_in"]["level"] in ("ok", "error")
