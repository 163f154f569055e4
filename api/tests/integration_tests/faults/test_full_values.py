"""A full disk while a run stores values: it fails and says why, nothing is half stored, and the next one runs."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.counting_server import CountingServer
from tests.integration_tests.faults.disks import full, small_disk
from tests.integration_tests.faults.stand import Stand, standing
from tests.integration_tests.workflows.graphs import edge, graph, node
from tests.processes import wait_until
from treeline.settings import Settings

pytestmark = pytest.mark.faults

# Less than what HTTP nodes make a file of.
LARGE = secrets.token_hex(150_000)


def fetching(server: str) -> dict[str, Any]:
    """A request, and what came of it."""
    call = node(
        "call",
        "http-request",
        method="post",
        url=f"{server}/large",
        authorization={"type": "no-auth", "config": None},
        headers="",
        params="",
        body={"type": "none", "data": []},
    )
    outputs = [{"variable": name, "value_selector": ["call", name]} for name in ("body", "files")]
    nodes = (node("start", "start", variables=[]), call, node("end", "end", outputs=outputs))
    return graph(*nodes, edge("start", "call"), edge("call", "end"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path, "8m") as folder:
        yield folder


def counts(stand: Stand, *tables: str) -> list[int]:
    engine = create_engine(stand.settings.sqlalchemy_url)
    try:
        with engine.connect() as connection:
            return [connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables]
    finally:
        engine.dispose()


def stored(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_files_without_room(settings: Settings, disk: Path):
    folder = disk / "files"
    folder.mkdir()
    body = bytes.fromhex(LARGE)
    with (
        CountingServer(body=body, media_type="application/zip") as server,
        standing(settings, fetching(server.base), STORAGE_LOCAL_PATH=str(folder)) as stand,
    ):
        worker = stand.worker()
        before = stored(folder)
        with full(disk):
            run = stand.ended(stand.start())
            assert (run["status"], run["outputs"]) == ("failed", {})
            assert "The storage is full" in run["error"]
            assert (counts(stand, "upload_files", "workflow_files"), stored(folder)) == ([0, 0], before)
        run = stand.ended(stand.start())
        assert (run["status"], run["outputs"]["files"][0]["size"]) == ("succeeded", len(body))
        assert len(stored(folder)) == len(before) + 1
        assert worker.process.poll() is None


@pytest.fixture
def tablespace(settings: Settings, disk: Path) -> Iterator[str]:
    """One on the small disk."""
    admin = create_engine(settings.sqlalchemy_url.replace("/treeline?", "/postgres?"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        owner = Path(str(connection.scalar(text("SHOW data_directory")))).stat()
        folder = disk / "tables"
        folder.mkdir()
        for path in (*disk.parents, disk):
            if path.stat().st_uid == os.getuid() and path.is_relative_to("/tmp/pytest-of-root"):
                path.chmod(path.stat().st_mode | 0o011)
        os.chown(folder, owner.st_uid, owner.st_gid)
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{folder}'"))
        yield "small"
        connection.execute(text("DROP TABLESPACE small"))
    admin.dispose()


def test_a_database_without_room(settings: Settings, tablespace: str, disk: Path):
    with (
        CountingServer(body=LARGE.encode()) as server,
        standing(settings, fetching(server.base), WORKFLOW_MAX_EXECUTION_TIME="5") as stand,
    ):
        engine = create_engine(stand.settings.sqlalchemy_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"ALTER TABLE workflow_values SET TABLESPACE {tablespace}"))
        engine.dispose()
        worker = stand.worker()
        with full(disk):
            run = stand.ended(stand.start())
            assert run["status"] == "failed"
            assert "full" in run["error"]
            finished = "workflow_steps WHERE node_id = 'call' AND status = 'succeeded'"
            assert counts(stand, "workflow_values", finished) == [0, 0]
            # With room in time, nothing has happened: what is to be stored waits.
            seen = server.requests
            waiting = stand.start()
            wait_until(lambda: server.requests > seen)
        run = stand.ended(waiting)
        assert (run["status"], run["outputs"]["body"]) == ("succeeded", LARGE)
        assert server.requests == seen + 1
        assert worker.process.poll() is None
