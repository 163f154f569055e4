"""The commands of the README, run by hand with nothing configured: they find servers, or bring their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.processes import API_FOLDER, free_port, wait_until

# They start, stop and kill servers.
pytestmark = pytest.mark.faults

NAMES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PYTHONDONTWRITEBYTECODE")


def environment(data: Path) -> dict[str, str]:
    own = {"TREELINE_DATA": str(data), "API_PORT": str(free_port()), "WEB_PORT": str(free_port())}
    return {name: value for name, value in os.environ.items() if name not in NAMES} | own


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=API_FOLDER, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return environment(tmp_path_factory.mktemp("served") / "data")


@pytest.fixture(scope="module")
def served(env: dict[str, str]) -> Iterator[str]:
    migrated = run(env, "flask", "db", "upgrade")
    assert migrated.returncode == 0, migrated.stderr
    command = [sys.executable, "-m", "flask", "run", "--port", env["API_PORT"], "--debug"]
    flask = subprocess.Popen(command, cwd=API_FOLDER, env=env)
    base = f"http://127.0.0.1:{env['API_PORT']}"

    def healthy() -> bool:
        try:
            return requests.get(f"{base}/health", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    try:
        wait_until(healthy)
        yield base
    finally:
        flask.terminate()
        flask.wait(20)


def test_flask_and_celery_share_what_the_first_has_started(served: str, env: dict[str, str]):
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "app.celery",
        "worker",
        "-P",
        "threads",
        "-c",
        "2",
        "-Q",
        "retention",
    ]
    worker = subprocess.Popen(command, cwd=API_FOLDER, env=env)
    try:
        wait_until(lambda: len(requests.get(f"{served}/health", timeout=5).json()["workers"]) == 1)
        shown = run(env, "treeline.cli", "queues", "--json")
        rows = {row["name"]: row for row in json.loads(shown.stdout)}
        assert (len(rows), rows["retention"]["consumers"], rows["mail"]["consumers"]) == (18, 1, 0)
        assert set(rows["mail"]) == {"name", "depth", "consumers", "oldest_age"}
        # Seventeen queues have nobody who drains them.
        assert shown.returncode == 1
    finally:
        worker.terminate()
        worker.wait(20)
    assert run(env, "flask", "db", "current").returncode == 0


def test_another_secret_key_is_refused_at_start(served: str, env: dict[str, str]):
    body = {"email": "a@example.com", "name": "A", "password": "Correct-horse-9"}
    assert requests.post(f"{served}/console/api/setup", json=body, timeout=10).status_code == 201
    refused = run({**env, "SECRET_KEY": "another"}, "flask", "routes")
    assert refused.returncode != 0
    assert "SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert run(env, "flask", "routes").returncode == 0


def test_nothing_is_left_running(tmp_path: Path):
    env = environment(tmp_path / "data")
    assert run(env, "flask", "db", "upgrade").returncode == 0
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            assert f"TREELINE_DATA={env['TREELINE_DATA']}".encode() not in environ.read_bytes()
        except OSError:
            continue  # ended meanwhile
