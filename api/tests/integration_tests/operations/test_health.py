"""/health: 200 while all is right, and what is wrong by name when it is not."""

import resource
import socket
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database, outage
from treeline.kernel.storage.local import LocalStorage
from treeline.operations import health
from treeline.settings import Settings


def checks(reply: requests.Response) -> dict[str, bool]:
    return {name: check["ok"] for name, check in reply.json()["checks"].items()}


def test_it_works(api: Api):
    reply = requests.get(f"{api.base}/health", timeout=10)
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert checks(reply) == dict.fromkeys(("database", "schema", "redis", "storage", "disk", "vectors"), True)
    assert reply.json()["checks"]["vectors"]["state"] == "ok"


def test_what_only_postgresql_has_is_named(on_mysql: Settings, api: Api):
    assert on_mysql
    said = requests.get(f"{api.base}/health", timeout=10).json()["checks"]["database"]
    assert (said["ok"], said["state"]) == (True, "ok")
    assert "Weaviate or Qdrant" in said["message"]


def test_a_vector_store_that_is_away_is_told_and_the_rest_is_well(settings: Settings):
    with database(settings, TEMPLATE) as own, socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        silent.close()
        api = Api(own, VECTOR_STORE="qdrant", QDRANT_URL=url)
        try:
            reply = requests.get(f"{api.base}/health", timeout=10)
        finally:
            api.stop()
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")
    vectors = reply.json()["checks"]["vectors"]
    assert (vectors["ok"], vectors["state"]) == (True, "failing")
    assert f"Qdrant at {url} is not available" in vectors["message"]


def test_what_is_wrong_is_named(settings: Settings, tmp_path: Path):
    folder = tmp_path / "storage"
    with database(settings, TEMPLATE) as own:
        api = Api(own, STORAGE_LOCAL_PATH=str(folder))
        engine = create_engine(own.sqlalchemy_url)
        try:
            with engine.begin() as connection:
                connection.execute(text("UPDATE alembic_version SET version_num = 'of another time'"))
            reply = requests.get(f"{api.base}/health", timeout=10)
            assert (reply.status_code, reply.json()["status"]) == (503, "failing")
            assert [name for name, ok in checks(reply).items() if not ok] == ["schema"]
            assert "A newer version of Treeline" in reply.json()["checks"]["schema"]["message"]
            folder.rename(tmp_path / "moved")
            folder.write_text("no folder")
            assert checks(requests.get(f"{api.base}/health", timeout=10))["storage"] is False
        finally:
            engine.dispose()
            api.stop()


def test_little_room_is_a_warning(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own, HEALTH_MIN_FREE_MB=str(10**12), SQLALCHEMY_POOL_SIZE="1000")
        try:
            reply = requests.get(f"{api.base}/health", timeout=10)
        finally:
            api.stop()
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")
    disk = reply.json()["checks"]["disk"]
    assert (disk["ok"], disk["state"]) == (True, "low")
    assert "MB are free on the disk of TREELINE_DATA" in disk["message"]
    # As are fewer connections than our pools may take.
    connections = reply.json()["checks"]["database"]
    assert (connections["ok"], connections["state"]) == (True, "low")
    assert "SQLALCHEMY_POOL_SIZE" in connections["message"]


def test_a_storage_that_takes_no_bytes_is_found_by_a_write(tmp_path: Path):
    """It is there and may be written; only a real write shows that there is no room."""
    storage = LocalStorage(tmp_path / "storage")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        storage.check()
        with pytest.raises(OSError, match="File too large"):
            storage.probe()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "storage").iterdir()) == []
    storage.probe()
    assert list((tmp_path / "storage").iterdir()) == []


def test_a_role_without_rights_of_its_own_can_be_healthy(on_postgres: Settings):
    """The database is tried by a write that needs no privilege."""
    with database(on_postgres, TEMPLATE) as own:
        engine = create_engine(own.sqlalchemy_url)
        try:
            with engine.begin() as connection:
                connection.execute(text("CREATE ROLE plain"))
                connection.execute(text("SET LOCAL ROLE plain"))
                connection.execute(text(health.WRITE))
                connection.execute(text("RESET ROLE"))
                connection.execute(text("DROP ROLE plain"))
        finally:
            engine.dispose()


def test_a_database_that_is_away_is_503_and_comes_back(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:
            caller = Caller(api.base).set_up()
            with outage(own):
                reply = caller.call("GET", "/apps")
                assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
                assert reply.headers["Retry-After"]
                assert requests.get(f"{api.base}/health", timeout=10).status_code == 503
            assert caller.call("GET", "/apps").status_code == 200
        finally:
            api.stop()
