"""Connections to the database: too few for all who want one, and those that nobody uses."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.processes import wait_until
from treeline import create_app
from treeline.kernel.connections import shortage
from treeline.kernel.db import db, engine_options
from treeline.kernel.mysql import is_mysql_url
from treeline.settings import Settings

ROLE = "crowded"


@pytest.fixture
def crowded(settings: Settings) -> Iterator[Settings]:
    """Settings with which the database takes no connection."""
    admin = create_engine(settings.sqlalchemy_url, isolation_level="AUTOCOMMIT")
    url = make_url(settings.sqlalchemy_url).set(username=ROLE)
    with admin.connect() as connection:
        if on_mysql := is_mysql_url(settings.sqlalchemy_url):
            connection.execute(text(f"CREATE USER {ROLE}@localhost WITH MAX_USER_CONNECTIONS 1"))
            connection.execute(text(f"GRANT ALL ON {url.database}.* TO {ROLE}@localhost"))
        else:
            connection.execute(text(f"CREATE ROLE {ROLE} LOGIN CONNECTION LIMIT 0"))
        only = create_engine(url, poolclass=NullPool)
        try:
            with only.connect() if on_mysql else nullcontext():
                yield settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})
        finally:
            connection.execute(text(f"DROP USER {ROLE}@localhost" if on_mysql else f"DROP ROLE {ROLE}"))
    admin.dispose()


def test_no_connection_is_told_as_what_it_is(crowded: Settings):
    reply: Any = create_app(crowded).test_client().get("/v1/info", headers={"Authorization": "Bearer app-x"})
    assert (reply.status_code, reply.json["code"]) == (503, "too_many_connections")
    assert reply.headers["Retry-After"]


def test_a_shortage_is_told_with_numbers_that_are_right(settings: Settings):
    app = create_app(settings)
    with app.app_context():
        most = settings.model_copy(update={"sqlalchemy_pool_size": 500})
        warning = shortage(most, db.engine)
        assert warning is not None
        fitting = int(warning.split("SQLALCHEMY_POOL_SIZE to ")[1].split(" ")[0])
        for size, fits in ((fitting, True), (fitting + 1, False)):
            assert (shortage(most.model_copy(update={"sqlalchemy_pool_size": size}), db.engine) is None) is fits
        db.engine.dispose()


def test_what_a_crowd_needed_goes_back(settings: Settings):
    engine = create_engine(settings.sqlalchemy_url, **engine_options(settings, idle_seconds=1))
    watching = create_engine(settings.sqlalchemy_url)
    on_mysql = is_mysql_url(settings.sqlalchemy_url)
    own = text("SELECT CONNECTION_ID()" if on_mysql else "SELECT pg_backend_pid()")
    all_there = text(
        "SELECT id FROM information_schema.processlist" if on_mysql else "SELECT pid FROM pg_stat_activity"
    )
    crowd = [engine.connect() for _ in range(6)]
    ours = {connection.execute(own).scalar_one() for connection in crowd}

    def count() -> int:
        with watching.connect() as connection:
            return len(ours & set(connection.execute(all_there).scalars()))

    for connection in crowd:
        connection.close()
    assert count() == 6

    def is_one_left() -> bool:
        # One of them is in use all the time.
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return count() <= 1

    wait_until(is_one_left, 20)
    crowd = [engine.connect() for _ in range(6)]
    assert [connection.execute(text("SELECT 1")).scalar_one() for connection in crowd] == [1] * 6
    for connection in crowd:
        connection.close()
    engine.dispose()
    watching.dispose()
