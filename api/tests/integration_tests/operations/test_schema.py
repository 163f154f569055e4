"""No server serves a database with another schema; it says what to do, and ends."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import TEMPLATE
from tests.processes import database, environment, free_port, outage
from tests.warm import WarmProgram, run_warm
from treeline.kernel.schema import COMMAND, wrong_schema
from treeline.settings import Settings

SERVERS = {
    "api": ["gunicorn", "app:app"],
    "worker": ["celery", "-A", "app.celery", "worker", "-P", "threads", "-c", "1", "-Q", "mail"],
}
CHANGES = {
    "older": ("UPDATE alembic_version SET version_num = 'ac40200a85cf'", COMMAND),
    "newer": ("UPDATE alembic_version SET version_num = 'of another time'", "A newer version of Treeline"),
    "empty": ("DROP TABLE alembic_version", COMMAND),
}


@pytest.fixture
def own(settings: Settings) -> Iterator[Settings]:
    with database(settings, TEMPLATE) as made:
        yield made


def change(own: Settings, statement: str) -> None:
    engine = create_engine(own.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("server", SERVERS)
def test_a_server_ends_and_says_what_to_do(own: Settings, tmp_path: Path, server: str, kind: str):
    statement, advice = CHANGES[kind]
    change(own, statement)
    ports = {"API_PORT": str(free_port()), "WEB_PORT": str(free_port())}
    done = run_warm(*SERVERS[server], env=environment(own, **ports), output=tmp_path)
    assert done.returncode != 0
    assert advice in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_right_one_is_not_refused(own: Settings):
    engine = create_engine(own.sqlalchemy_url)
    assert wrong_schema(engine) is None
    engine.dispose()


def test_a_database_that_is_away_is_waited_for(own: Settings, tmp_path: Path):
    with outage(own):
        ports = {"API_PORT": str(free_port()), "WEB_PORT": str(free_port())}
        running = WarmProgram(*SERVERS["api"], env=environment(own, **ports), output=tmp_path)
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(3)
        finally:
            running.terminate()
