"""How many answers one API process can stream at once, and how late its events come.

500 streams of ten events a second, published straight into Redis as a worker does, relayed by one process, read by
clients on the same cores. Late is from the moment of publishing to the moment of reading.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, text

from benchmarks.parts import stack as stacks
from benchmarks.parts.memory import MIB, worker_bytes
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.streaming import listen, publish
from benchmarks.parts.table import Row, number
from tests.processes import API_FOLDER, Api, ColdApi, environment
from treeline.kernel.clock import now
from treeline.kernel.ids import new_id
from treeline.runs.models import Run

USER = "bench"
RATE = 10
CONNECT_SECONDS = 8


class Load(NamedTuple):
    """`late`: of each event, in seconds. `cpu`: share of one core that the API process took while events came."""

    sent: int
    late: list[float]
    cpu: float
    rss: int


def runs_of(stack: Stack, app_id: str, count: int) -> list[str]:
    """Running runs of one end user, whose worker is this benchmark."""
    end_user, ids = new_id(), [new_id() for _ in range(count)]
    with stack.engine.begin() as connection:
        user = text("INSERT INTO end_users (id, app_id, session_id, created_at) VALUES (:id, :app, :name, now())")
        connection.execute(user, {"id": end_user, "app": UUID(app_id), "name": USER})
        workspace = connection.execute(text("SELECT workspace_id FROM apps")).scalars().first()
        common = {"workspace_id": workspace, "app_id": UUID(app_id), "kind": "chat", "status": "running", "input": {}}
        rows = [{"id": run_id, **common, "end_user_id": end_user, "created_at": now()} for run_id in ids]
        connection.execute(insert(Run), rows)
    return [str(run_id) for run_id in ids]


def loaded(stack: Stack, streams: int, seconds: float) -> Load:
    app_id = stack.caller.new_app()
    key = stack.created(f"/apps/{app_id}/api-keys", {})["token"]
    runs = runs_of(stack, app_id, streams)
    paths = [f"/v1/runs/{run_id}/events?user={USER}" for run_id in runs]
    with _api(stack, API_THREADS=str(streams + 100)) as api, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        most = CONNECT_SECONDS + seconds + 20
        reading = pool.submit(listen, api.port, paths, f"Bearer {key}", most)
        # All are connected, each with a look at the database, before the first event.
        time.sleep(CONNECT_SECONDS)
        before = _cpu_seconds(api)
        publishing = pool.submit(publish, stack.settings.redis_address, runs, RATE, seconds)
        time.sleep(seconds)
        cpu, rss = (_cpu_seconds(api) - before) / seconds, worker_bytes(api, "VmRSS")
        return Load(publishing.result(), reading.result(), cpu, rss)


@contextmanager
def _api(stack: Stack, **more: str) -> Iterator[Api]:
    api = ColdApi(stack.settings, **more)
    try:
        yield api
    finally:
        api.stop()


def _cpu_seconds(api: Api) -> float:
    master = api.process.pid
    (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def import_seconds(stack: Stack) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import app"], cwd=API_FOLDER, env=environment(stack.settings), check=True)
    return time.perf_counter() - began


def main() -> None:
    options = read_options(__doc__)
    streams, seconds = (20, 2.0) if options.quick else (500, 20.0)
    with stacks.running() as stack:
        imported = min(import_seconds(stack) for _ in range(options.rounds))
        with _api(stack) as idle:
            idle_rss = worker_bytes(idle, "VmRSS")
        load = loaded(stack, streams, seconds)
    late = sorted(load.late)
    p50, p95, p99 = (_quantile(late, share) for share in (0.5, 0.95, 0.99))
    sent = f"{number(load.sent)} sent, {number(load.sent - len(late))} dropped"
    work = f"{streams} streams x {RATE} events/s"
    finish(
        "streams",
        [
            Row(f"{work}: events read", sent, len(late) / load.sent * 100, "%", 100, at_least=True),
            Row("  late, 95th percentile", f"median {p50:.0f} ms, 99th {p99:.0f} ms", p95, "ms", 150),
            Row("  memory of the API process", "", load.rss / MIB, "MiB", 250),
            Row("  processor of the API process", "", load.cpu * 100, "% of a core", 75),
            Row("an idle API process", "", idle_rss / MIB, "MiB", 150),
            Row("import of the app", f"{imported:.2f} s, Python's start included", imported, "s", 1.5),
        ],
        options,
    )


def _quantile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] * 1e3 if values else float("nan")


if __name__ == "__main__":
    main()
