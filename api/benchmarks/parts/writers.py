"""Clients that send batches at the same time."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms, number
from benchmarks.parts.trees import mixed
from tests.processes import Caller

CLIENTS = 8


def writer_rows(stack: Stack, rounds: int, nodes: int, batches: int) -> list[Row]:
    """Nodes a second, all clients together: each into an app of its own, and all into one."""
    callers = [Caller(stack.api.base).log_in() for _ in range(CLIENTS)]
    body = json.dumps({"children": mixed(nodes)})

    def seconds(apps: int) -> float:
        app_ids = [stack.caller.new_app() for _ in range(apps)]
        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(lambda n: send(callers[n], app_ids[n % apps], f"of client {n}"), range(CLIENTS)))
        return time.perf_counter() - began

    def send(caller: Caller, app_id: str, name: str) -> None:
        for n in range(batches):
            data = body.replace('"folder 0"', f'"batch {n} {name}"')
            headers = {"Content-Type": "application/json"}
            reply = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", data=data, headers=headers)
            assert reply.status_code == 201, reply.text[:300]

    one, many = medians(rounds, lambda: seconds(1), lambda: seconds(CLIENTS))
    total = CLIENTS * batches * nodes
    work = f"{CLIENTS} clients, batches of {nodes:,}"
    return [
        Row(f"{work}, {CLIENTS} apps", f"{total:,} nodes in {ms(many)}", total / many, "nodes/s"),
        Row(f"{work}, one app", f"{number(total / one)} nodes/s", many / one, f"x {CLIENTS} apps"),
    ]
