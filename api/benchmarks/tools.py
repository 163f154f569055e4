"""What an agent's answer loads of the tools of its workspace, and what a page of MCP servers holds.

The workspace has 12 MCP servers with all the tools that a server may have. Against a workspace with one small server,
and against loading all there is. Prints medians and ratios.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, insert, select

from benchmarks.parts import stack as stacks
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms
from treeline import create_app
from treeline.apps.models import App
from treeline.kernel.db import unit_of_work
from treeline.kernel.ids import new_id
from treeline.tools.mcp.connection import MAX_TOOLS, MAX_TOOLS_BYTES
from treeline.tools.models import McpServer, McpTool
from treeline.tools.toolbox import toolbox_for

KIB, MIB = 1024, 1024 * 1024
SERVERS, PLACES = 12, 32
PATH = "/workspaces/current/tool-provider/mcp"


def server_with(tools: int, tool_bytes: int, workspace_id: UUID, name: str) -> UUID:
    """A server that stands in the database alone."""
    with unit_of_work() as session:
        server = McpServer(id=new_id(), workspace_id=workspace_id, name=name, url="http://tools.invalid/mcp")
        session.add(server)
        session.flush()
        schema, text = {"type": "object", "description": "s" * tool_bytes}, "d" * 300
        rows = [
            {
                "server_id": server.id,
                "name": f"tool-{n}",
                "position": n,
                "description": text,
                "input_schema": schema,
            }
            for n in range(tools)
        ]
        session.execute(insert(McpTool), rows)
        return server.id


def grant(flask_app: Flask, app_id: UUID, server_id: UUID) -> Any:
    entry = {"provider_type": "mcp", "provider_id": str(server_id), "tool_name": "tool-0"}
    with flask_app.app_context(), unit_of_work() as session:
        app = session.get_one(App, app_id)
        return toolbox_for(session, app, None, [entry], flask_app.extensions["settings"])


def load_all(flask_app: Flask) -> Any:
    with flask_app.app_context(), unit_of_work() as session:
        return list(session.scalars(select(McpTool)))


def grown(stack: Stack, load: Callable[[Flask], Any]) -> float:
    """By how many bytes a process grows that loads as many times at once as a worker has places."""
    context = multiprocessing.get_context("fork")
    outcome: Any = context.SimpleQueue()

    def work() -> None:
        flask_app = create_app(stack.settings)
        load(flask_app)
        before = _rss()
        with ThreadPoolExecutor(PLACES) as pool:
            kept = list(pool.map(lambda _: load(flask_app), range(PLACES)))
            outcome.put(_rss() - before)
        del kept

    process = context.Process(target=work)
    process.start()
    process.join()
    return outcome.get()


def _rss() -> int:
    return int(Path(f"/proc/{os.getpid()}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    options = read_options(__doc__)
    servers, tools = (2, 10) if options.quick else (SERVERS, MAX_TOOLS)
    size = MAX_TOOLS_BYTES // MAX_TOOLS - 400
    with stacks.running() as stack:
        app_id = UUID(stack.caller.new_app())
        flask_app = create_app(stack.settings)
        with flask_app.app_context():
            with unit_of_work() as session:
                workspace_id = session.scalars(select(App.workspace_id).where(App.id == app_id)).one()
            small = server_with(1, 100, workspace_id, "small")
            alone, _ = medians(options.rounds, *_timed(stack, flask_app, app_id, small))
            large = [server_with(tools, size, workspace_id, f"large {n}") for n in range(servers)]
            with unit_of_work() as session:
                stored = session.scalar(select(func.sum(func.length(McpTool.description) + size)))
        granted, listed = medians(options.rounds, *_timed(stack, flask_app, app_id, large[0]))
        page = len(stack.caller.call("GET", f"{PATH}?limit=100").content)
        memory = statistics.median(
            grown(stack, lambda made: grant(made, app_id, large[0])) for _ in range(options.rounds)
        )
        everything = grown(stack, load_all)
    work = f"{servers} servers of {tools} tools"
    finish(
        "tools",
        [
            Row(f"{work}: what they say", "names, descriptions, schemas", float(stored or 0) / MIB, "MiB"),
            Row(f"  {PLACES} answers at once: memory", "one tool is allowed", memory / MIB, "MiB", 10),
            Row("  the same, loading all tools", "", everything / MIB, "MiB"),
            Row("  tools of one answer", f"{ms(granted)}; one small server {ms(alone)}", granted / alone, "x", 2),
            Row("  a page of the servers", ms(listed), page / KIB, "KiB", 1024),
            Row("  the page", "", page / float(stored or 1) * 100, "% of what they say"),
        ],
        options,
    )


def _timed(stack: Stack, flask_app: Flask, app_id: UUID, server_id: UUID) -> list[Callable[[], float]]:
    def timed(work: Callable[[], Any]) -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return [
        lambda: timed(lambda: grant(flask_app, app_id, server_id)),
        lambda: timed(lambda: stack.caller.call("GET", f"{PATH}?limit=100")),
    ]


if __name__ == "__main__":
    main()
