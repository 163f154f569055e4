"""How long a batch takes, in units of what PostgreSQL itself charges.

F1 is COPY of the same rows, made beforehand, into a table like the real one with every constraint and index on. The
request is measured over HTTP, with an upload URL for each file. Everything in one run, taking turns, so that a noisy
machine hits both alike. Prints medians and ratios.
"""

import argparse
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from tests.processes import Api, Caller
from treeline import create_app
from treeline.assets.batch import Arrival, Limits, check, copy_rows, parse
from treeline.assets.postgres import COPY_COLUMNS
from treeline.embedded import servers
from treeline.settings import Settings


def mixed(nodes: int) -> list[dict[str, Any]]:
    """80 % files; the folders are a heap in which each has ten."""
    folders = [{"name": f"folder {i}", "node_type": "folder", "children": []} for i in range(nodes // 5)]
    for i, folder in enumerate(folders[1:], 1):
        folders[(i - 1) // 10]["children"].append(folder)
    for i in range(nodes - len(folders)):
        folders[i % len(folders)]["children"].append({"name": f"file {i}.md", "node_type": "file", "size": 100 + i})
    return folders[:1]


def copy_text(children: list[dict[str, Any]], app_id: UUID, parent_id: UUID) -> str:
    batch = check(parse(json.dumps({"children": children}).encode()).children, Limits())
    return "".join(copy_rows(batch, Arrival(app_id, parent_id, 0, uuid4(), {}, uuid4(), datetime.now(UTC))))


class Floor:
    """PostgreSQL alone: the rows into a copy of the real table, self foreign key included."""

    def __init__(self, url: str):
        self.engine = create_engine(url)
        with self.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS floor"))
            connection.execute(text("CREATE TABLE floor (LIKE asset_nodes INCLUDING ALL)"))
            connection.execute(text("ALTER TABLE floor ADD FOREIGN KEY (parent_id) REFERENCES floor ON DELETE CASCADE"))

    def seconds(self, children: list[dict[str, Any]]) -> float:
        root, parent = uuid4(), uuid4()
        with self.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO floor (id, app_id, parent_id, name, name_key, node_type, position, size, created_at,"
                    " updated_at) VALUES (:a, :a, NULL, '', '', 'folder', 0, 0, now(), now()),"
                    " (:b, :a, :a, 'p', 'p', 'folder', 0, 0, now(), now())"
                ),
                {"a": root, "b": parent},
            )
        rows = io.StringIO(copy_text(children, root, parent))
        with self.engine.connect() as connection:
            began = time.perf_counter()
            cursor = connection.connection.cursor()
            cursor.copy_expert(f"COPY floor ({COPY_COLUMNS}) FROM STDIN", rows, 1 << 16)
            connection.commit()
            return time.perf_counter() - began


def request_seconds(caller: Caller, app_id: str, children: list[dict[str, Any]]) -> float:
    parent = caller.call("POST", f"/apps/{app_id}/assets/folders", json={"name": uuid4().hex}).json()["id"]
    body = json.dumps({"parent_id": parent, "children": children}).encode()
    began = time.perf_counter()
    reply = caller.call(
        "POST", f"/apps/{app_id}/assets/batch-upload", data=body, headers={"Content-Type": "application/json"}
    )
    took = time.perf_counter() - began
    assert reply.status_code == 201, reply.text[:300]
    caller.call("DELETE", f"/apps/{app_id}/assets/nodes/{parent}")
    return took


def medians(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each, taken in turns; one round before does not count."""
    taken = [[measure() for measure in measures] for _ in range(rounds + 1)][1:]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 10_000], help="sizes of the batch")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="treeline-bench-") as folder, servers.start(Path(folder)) as running:
        settings = Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue]
            database_url=running.database_url,
            redis_url=running.redis_url,
            secret_key="for this run",
            treeline_data=Path(folder),
        )
        with create_app(settings).app_context():
            upgrade()
        api = Api(settings, API_WORKERS="2")
        try:
            caller = Caller(api.base).set_up()
            app_id, floor = caller.new_app(), Floor(running.database_url)
            print(f"{os.cpu_count()} cores; medians of {options.rounds} rounds, in turns")
            print(f"{'nodes':>8} {'F1 ms':>9} {'request ms':>11} {'us/node':>8} {'x F1':>6}")
            for nodes in options.nodes:
                tree = mixed(nodes)
                f1, request = medians(
                    options.rounds, lambda t=tree: floor.seconds(t), lambda t=tree: request_seconds(caller, app_id, t)
                )
                each = request / nodes * 1e6
                print(f"{nodes:>8} {f1 * 1e3:>9.1f} {request * 1e3:>11.1f} {each:>8.1f} {request / f1:>6.2f}")
        finally:
            api.stop()


if __name__ == "__main__":
    main()
