"""How much memory the worker process of an API takes for a batch, beyond the request and the reply themselves."""

import json
from pathlib import Path

from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row
from benchmarks.parts.trees import Tree
from tests.processes import Api

MIB = 1024 * 1024


def memory_rows(stack: Stack, tree: Tree, nodes: str) -> list[Row]:
    """Three batches, one after the other, into a fresh API with one worker process."""
    app_id = stack.caller.new_app()
    with stack.another_api() as (api, caller):
        before, peaks, sizes = worker_bytes(api, "VmRSS"), [], []
        for _ in range(3):
            parent = stack.folder(app_id)
            body = json.dumps({"parent_id": parent, "children": tree}).encode()
            headers = {"Content-Type": "application/json"}
            reply = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", data=body, headers=headers)
            assert reply.status_code == 201, reply.text[:300]
            sizes.append(len(body) + len(reply.content))
            peaks.append(worker_bytes(api, "VmHWM"))
            stack.caller.call("DELETE", f"/apps/{app_id}/assets/nodes/{parent}")
    extra = (peaks[0] - before - sizes[0]) / MIB
    shown = f"{before / MIB:.0f} MiB before, peak {peaks[0] / MIB:.0f}; request and reply {sizes[0] / MIB:.0f}"
    peak = f"peak {peaks[1] / MIB:.0f} MiB after the second, {peaks[2] / MIB:.0f} after the third"
    return [
        Row(f"batch of {nodes}: extra memory", shown, extra, "MiB", 96),
        Row("  the same, repeated", peak, peaks[2] / peaks[1], "x the second", 1.1),
    ]


def worker_bytes(api: Api, field: str) -> int:
    """A field of /proc/<pid>/status, which counts in KiB, of the API's one worker process."""
    master = api.process.pid
    (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024
