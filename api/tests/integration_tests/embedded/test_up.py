"""`treeline up`, as a real command with all its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import create_engine, text

from tests.integration_tests.embedded.living import processes_of, wait_for
from tests.processes import free_port
from treeline.embedded import servers

# They start, stop and kill servers.
pytestmark = pytest.mark.faults

PARTS = ["postgres", "redis", "api", "worker-runs", "worker-long", "worker-short", "beat"]
OWN = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "API_HOST", "INIT_PASSWORD", "PYTHONDONTWRITEBYTECODE")


class Up:
    """The command, started on a folder; `more` are further settings."""

    def __init__(self, data: Path, more: dict[str, str]):
        self.data, self.port = data, int(more.get("API_PORT", free_port()))
        self.output = data.with_name(f"{uuid4().hex}.out")
        env = {name: value for name, value in os.environ.items() if name not in OWN}
        env |= {
            "LOG_LEVEL": "INFO",
            "TREELINE_DATA": str(data),
            "API_PORT": str(self.port),
            "WEB_PORT": str(free_port()),
        } | more
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "treeline.cli", "up"], env=env, stdout=output, stderr=output
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def ready(self) -> "Up":
        assert wait_for(lambda: "Press Ctrl-C to stop" in self.said or self.process.poll() is not None, 90)
        assert self.process.poll() is None, self.said
        return self

    def health(self) -> dict[str, Any]:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/health", timeout=5).json()
        except requests.RequestException:
            return {}

    def is_well(self) -> bool:
        health = self.health() or {"status": "silent"}
        return health["status"] == "ok" and len(self.workers(health)) == 3 and health["beat"]["alive"]

    def part(self, name: str) -> dict[str, Any]:
        return next((part for part in self.health().get("parts", []) if part["name"] == name), {})

    def workers(self, health: dict[str, Any]) -> list[dict[str, Any]]:
        """Its own; those of an instance that was killed are believed to be alive for a while."""
        return [worker for worker in health["workers"] if health["instance"] in worker["name"]]

    def pids(self) -> dict[str, int]:
        rows = [line.split() for line in self.said.splitlines()]
        return {row[0]: int(row[-2]) for row in rows if row and row[0] in PARTS and row[-2].isdigit()}

    def stop(self, signum: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(signum)
        return self.process.wait(120)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(name: str = "data", **more: str) -> Up:
        started.append(Up(tmp_path / name, more))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.terminate()
            each.process.wait(90)
    assert wait_for(lambda: not processes_of(tmp_path), 10), processes_of(tmp_path)


def test_it_serves_says_where_and_stops_on_ctrl_c(up: Callable[..., Up], tmp_path: Path):
    instance = up().ready()
    health = instance.health()
    assert health["status"] == "ok"
    queues = {worker["name"].partition("-")[0]: worker["queues"] for worker in health["workers"]}
    assert queues["runs"] == ["workflow_based_app_execution"]
    assert (len(queues["long"]), len(queues["short"])) == (5, 12)
    assert health["beat"] == {"alive": True}

    assert list(instance.pids()) == PARTS
    assert all(Path(f"/proc/{pid}").exists() for pid in instance.pids().values())
    assert all((instance.data / "logs" / f"{part}.log").stat().st_size for part in PARTS)
    assert f"http://127.0.0.1:{instance.port}/docs" in instance.said

    again = up(API_PORT=str(instance.port))
    assert again.process.wait(30) == 1
    assert "already running" in again.said
    assert f"{instance.process.pid}  {sys.executable}" in again.said

    assert instance.stop() == 0
    assert processes_of(tmp_path) == []


def test_an_open_address_wants_a_password_for_the_first_admin(up: Callable[..., Up]):
    refused = up(API_HOST="0.0.0.0")
    assert refused.process.wait(30) == 1
    assert "INIT_PASSWORD" in refused.said
    assert not refused.data.exists()


def test_a_taken_port_is_named(up: Callable[..., Up]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = up(WEB_PORT=str(port))
        assert refused.process.wait(30) == 1
    assert f"WEB_PORT: can't listen on 127.0.0.1, port {port}" in refused.said


def test_servers_that_do_not_answer_are_named_at_once(up: Callable[..., Up]):
    refused = up(DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    assert refused.process.wait(30) == 1
    assert "DATABASE_URL: can't connect to PostgreSQL" in refused.said
    refused = up("other", REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert refused.process.wait(30) == 1
    assert "REDIS_URL: can't connect to Redis" in refused.said


def test_a_database_that_cannot_be_migrated_is_served_to_nobody(up: Callable[..., Up], tmp_path: Path):
    with servers.start(tmp_path / "own", durable=False) as own:
        engine = create_engine(own.database_url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE accounts (of int, another int, program int)"))
        engine.dispose()
        refused = up(DATABASE_URL=own.database_url, REDIS_URL=own.redis_url)
        assert refused.process.wait(60) == 1
    assert "Database migration failed" in refused.said
    assert "accounts" in refused.said
    assert not (refused.data / "logs" / "api.log").exists()


def test_two_instances_side_by_side(up: Callable[..., Up]):
    one, other = up("one"), up("other")
    assert one.ready().health()["instance"] != other.ready().health()["instance"]
    assert one.is_well()
    assert other.is_well()
    assert one.stop(signal.SIGTERM) == 0
    assert other.is_well()


def test_it_stops_with_its_terminal_unless_started_with_nohup(up: Callable[..., Up]):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        kept = up("kept")
        # These tests may have been started with nohup themselves.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        other = up("other")
    finally:
        signal.signal(signal.SIGHUP, before)
    kept.ready().process.send_signal(signal.SIGHUP)
    assert other.ready().stop(signal.SIGHUP) == 0
    assert kept.is_well()


def test_whatever_is_killed_is_started_again(up: Callable[..., Up]):
    instance = up().ready()
    for part, pid in instance.pids().items():
        os.kill(pid, signal.SIGKILL)
        assert wait_for(lambda part=part: f"{part} was killed by SIGKILL" in instance.said, 5)
    # Signs of life from before the kill are believed for a while: only the logs tell when the new ones are there.
    for part, line in {**dict.fromkeys(PARTS[3:6], " ready."), "beat": "beat: Starting"}.items():
        log = instance.data / "logs" / f"{part}.log"
        assert wait_for(lambda log=log, line=line: log.read_text().count(line) == 2, 20), log.read_text()
    assert wait_for(instance.is_well, 20), instance.health()
    assert instance.stop() == 0


def test_what_dies_again_and_again_is_shown_and_started_for_ever(up: Callable[..., Up]):
    instance = up().ready()
    (instance.data / "redis").rename(instance.data / "elsewhere")
    os.kill(instance.pids()["redis"], signal.SIGKILL)
    assert wait_for(lambda: instance.part("redis").get("deaths", 0) >= 4, 30), instance.said
    redis = instance.part("redis")
    assert redis["state"] == "down"
    assert "No such file or directory" in redis["last_words"]
    assert "No such file or directory" in instance.said
    assert instance.part("postgres") == {"name": "postgres", "state": "up", "deaths": 0, "last_words": ""}
    assert instance.health()["checks"]["database"]["ok"]
    (instance.data / "elsewhere").rename(instance.data / "redis")
    assert wait_for(instance.is_well, 40), instance.health()
    assert instance.stop() == 0


def test_a_part_that_cannot_live_ends_the_start_and_says_why(up: Callable[..., Up]):
    broken = up()
    broken.stop(signal.SIGKILL)
    assert wait_for(lambda: not processes_of(broken.data), 10)
    kept = broken.data / "redis" / "appendonlydir"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "appendonly.aof.manifest").write_text("nonsense")
    refused = up()
    assert refused.process.wait(60) == 1
    assert "redis exited with status 1" in refused.said
    assert "AOF manifest file" in refused.said


def test_kill_9_leaves_nothing_and_the_next_start_works(up: Callable[..., Up], tmp_path: Path):
    instance = up().ready()
    instance.stop(signal.SIGKILL)
    assert wait_for(lambda: not processes_of(tmp_path), 5), processes_of(tmp_path)
    assert up().ready().is_well()


@pytest.mark.parametrize("after", [0.3, 0.8, 2.5])
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_interrupted_at_any_moment_of_its_first_start(
    up: Callable[..., Up], tmp_path: Path, signum: signal.Signals, after: float
):
    instance = up()
    time.sleep(after)
    instance.stop(signum)
    assert wait_for(lambda: not processes_of(tmp_path), 5 if signum == signal.SIGKILL else 0), processes_of(tmp_path)
    assert up().ready().is_well()
