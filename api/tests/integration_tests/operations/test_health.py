"""/health: 200 while all is right, and what is wrong by name when it is not."""

from pathlib import Path

import requests
from sqlalchemy import create_engine, make_url, text

from tests.conftest import TEMPLATE
from tests.processes import Api, Caller, database
from treeline.settings import Settings


def checks(reply: requests.Response) -> dict[str, bool]:
    return {name: check["ok"] for name, check in reply.json()["checks"].items()}


def test_it_works(api: Api):
    reply = requests.get(f"{api.base}/health", timeout=10)
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert checks(reply) == {"database": True, "schema": True, "redis": True, "storage": True}


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
            assert checks(reply) == {"database": True, "schema": False, "redis": True, "storage": True}
            assert "flask db upgrade" in reply.json()["checks"]["schema"]["message"]
            folder.rename(tmp_path / "moved")
            folder.write_text("no folder")
            assert checks(requests.get(f"{api.base}/health", timeout=10))["storage"] is False
        finally:
            engine.dispose()
            api.stop()


def test_a_database_that_is_away_is_503_and_comes_back(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        name = make_url(own.sqlalchemy_url).database
        admin = create_engine(settings.sqlalchemy_url.replace("/treeline?", "/postgres?"), isolation_level="AUTOCOMMIT")
        try:
            caller = Caller(api.base).set_up()
            with admin.connect() as connection:
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
                kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                connection.execute(text(kill), {"name": name})
                reply = caller.call("GET", "/apps")
                assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
                assert reply.headers["Retry-After"]
                assert requests.get(f"{api.base}/health", timeout=10).status_code == 503
                connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
            assert caller.call("GET", "/apps").status_code == 200
        finally:
            admin.dispose()
            api.stop()
