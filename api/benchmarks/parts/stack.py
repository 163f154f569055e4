"""What is measured: an API in processes of its own, on durable embedded servers in a temporary folder."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, text

from benchmarks.parts.trees import Tree
from tests.processes import Api, Caller, ColdApi
from tests.settings import settings_of
from treeline import create_app
from treeline.embedded import servers
from treeline.kernel.db import engine_options
from treeline.settings import Settings

_ROOT = text("""
    INSERT INTO asset_nodes (id, app_id, name, name_key, node_type, position, size, created_at, updated_at)
    VALUES (:id, :id, '', '', 'folder', 0, 0, now(), now())""")


@dataclass(frozen=True)
class Stack:
    """`engine` talks to the same PostgreSQL in the API's way, for what is compared with the API."""

    settings: Settings
    api: Api
    caller: Caller
    engine: Engine

    def folder(self, app_id: str) -> str:
        """A new folder at the top of an app."""
        return self.created(f"/apps/{app_id}/assets/folders", {"name": uuid4().hex})["id"]

    def filled(self, app_id: str, children: Tree) -> dict[str, Any]:
        """Send a batch to the top of an app; the reply."""
        return self.created(f"/apps/{app_id}/assets/batch-upload", {"children": children})

    def created(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        reply = self.caller.call("POST", path, json=body)
        assert reply.status_code == 201, reply.text[:300]
        return json.loads(reply.content)

    @contextmanager
    def root(self) -> Iterator[UUID]:
        """The root of a tree without an app, for rows that do not come through the API; gone at the end."""
        root = uuid4()
        with self.engine.begin() as connection:
            connection.execute(_ROOT, {"id": root})
        try:
            yield root
        finally:
            with self.engine.begin() as connection:
                connection.execute(text("DELETE FROM asset_nodes WHERE id = :id"), {"id": root})

    @contextmanager
    def another_api(self) -> Iterator[tuple[Api, Caller]]:
        """One more API, with a single worker process, logged in to."""
        api = ColdApi(self.settings, API_WORKERS="1")
        try:
            yield api, Caller(api.base).log_in()
        finally:
            api.stop()


@contextmanager
def running(**more: str) -> Iterator[Stack]:
    """`more`: settings of the API's process."""
    with tempfile.TemporaryDirectory(prefix="treeline-bench-") as folder, servers.start(Path(folder)) as started:
        settings = settings_of(
            database_url=started.database_url,
            redis_url=started.redis_url,
            secret_key="for this run",
            treeline_data=Path(folder),
        )
        with create_app(settings).app_context():
            upgrade()
        engine = create_engine(settings.sqlalchemy_url, **engine_options(settings))
        api = ColdApi(settings, API_WORKERS=str(os.cpu_count() or 1), **more)
        try:
            yield Stack(settings, api, Caller(api.base).set_up(), engine)
        finally:
            api.stop()
            engine.dispose()
