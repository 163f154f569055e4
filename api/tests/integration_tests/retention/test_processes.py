"""The command by hand, and the tasks in a real worker."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from celery import Celery
from sqlalchemy import Connection, create_engine, text

from tests.integration_tests.assets.conftest import file
from tests.processes import API_FOLDER, Api, Caller, Worker, environment, wait_until
from tests.warm import run_warm
from treeline.kernel.storage import create_storage
from treeline.kernel.tasks import QUEUES


@pytest.fixture
def connection(api: Api) -> Iterator[Connection]:
    engine = create_engine(api.settings.sqlalchemy_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def app_id(caller: Caller, connection: Connection) -> str:
    """An app with a file that was given up a day ago."""
    app_id = caller.new_app()
    reply = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", json={"children": [file("never", 3)]})
    assert reply.status_code == 201
    ago = text("UPDATE asset_nodes SET upload_at = upload_at - interval '25 hours' WHERE app_id = :id AND size = 3")
    connection.execute(ago, {"id": app_id})
    return app_id


def files(caller: Caller, app_id: str) -> int:
    return len(caller.call("GET", f"/apps/{app_id}/assets/tree").json()["children"])


def test_by_hand(api: Api, caller: Caller, app_id: str, tmp_path: Path):
    def retention(*options: str) -> str:
        done = run_warm("treeline.cli", "retention", *options, env=environment(api.settings), output=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (plan,) = [plan for plan in json.loads(retention("--dry-run", "--json")) if plan["count"]]
    (example,) = plan["examples"]
    assert (plan["kind"], plan["count"], plan["bytes"]) == ("unfinished_files", 1, 0)
    assert (example["what"], example["app_id"], example["age"] // 3600) == ("/never", app_id, 25)
    shown = retention("--dry-run")
    assert "unfinished_files" in shown
    assert f"/never  app {app_id}" in shown
    assert files(caller, app_id) == 1
    assert {"kind": "unfinished_files", "count": 1} in json.loads(retention("--json"))
    assert files(caller, app_id) == 0
    # A line a rule.
    assert len(retention().splitlines()) == 24


def test_by_a_worker(api: Api, caller: Caller, app_id: str):
    worker = Worker(api.settings, "retention")
    try:
        with Celery(broker=api.settings.broker_url) as sender:
            assert "retention" in QUEUES
            sender.send_task("retention.end_uploads", queue="retention")
        wait_until(lambda: files(caller, app_id) == 0)
    finally:
        worker.stop()


def test_the_storage_is_checked_by_hand(api: Api, caller: Caller, connection: Connection, tmp_path: Path):
    app_id = caller.new_app()
    node = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", json={"children": [file("a", 3)]}).json()
    assert caller.session.put(node["children"][0]["upload_url"], data=b"abc").status_code == 204
    run = partial(run_warm, "treeline.cli", "check-storage", env=environment(api.settings), output=tmp_path)
    whole = run()
    assert (whole.returncode, whole.stdout) == (0, "Nothing is missing.\n"), whole.stderr
    key = connection.execute(text("SELECT storage_key FROM blobs WHERE app_id = :id"), {"id": app_id}).scalar_one()
    create_storage(api.settings).delete(key)
    lost = run()
    assert (lost.returncode, f"app {app_id}  1 contents, 3 bytes missing" in lost.stdout) == (1, True), lost.stderr


def test_knowledge_is_checked_by_hand(api: Api, caller: Caller, connection: Connection, tmp_path: Path):
    made = caller.call("POST", "/datasets", json={"name": "Rivers", "indexing_technique": "economy"}).json()

    def check(*options: str) -> tuple[int, str]:
        command = ("treeline.cli", "knowledge", "check", *options)
        done = run_warm(*command, env=environment(api.settings), output=tmp_path)
        return done.returncode, done.stdout

    assert check() == (0, "Nothing is wrong in 1 knowledge bases.\n")
    orphan = f"""INSERT INTO vectors.w_{made["id"].replace("-", "")}
        VALUES (gen_random_uuid(), gen_random_uuid(), true, '{{7}}', '{{7:1}}/1000000000')"""
    connection.execute(text(orphan))
    assert check() == (1, "Rivers: orphans: 1, incomplete documents: 0\n")
    assert check("--fix") == (0, "Rivers: orphans removed: 1, documents queued: 0\n")
    status, told = check("--json")
    assert (status, json.loads(told)) == (
        0,
        [{"dataset": "Rivers", "orphans": 0, "incomplete": 0, "unavailable": None}],
    )


@pytest.mark.parametrize("name", ["retention", "check-storage", "knowledge check"])
def test_nothing_runs_here(name: str):
    command = [sys.executable, "-m", "treeline.cli", *name.split()]
    env = {"TREELINE_DATA": "/nonexistent", "PATH": ""}
    done = subprocess.run(command, cwd=API_FOLDER, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)
    assert "No instance is running" in done.stderr
