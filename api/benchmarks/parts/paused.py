"""Runs that wait for a person: what each keeps, and that no worker and no connection waits with it."""

from concurrent.futures import ThreadPoolExecutor

from redis import Redis
from sqlalchemy import text

from benchmarks.parts import live
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, number
from tests.integration_tests.workflows.people import APPROVAL
from tests.processes import wait_until

KIB = 1024
SENDERS = 8
# Tables with their indexes, as they lie on the disk.
_SIZE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
_HELD = "SELECT count(*) FROM runs WHERE lease_until IS NOT NULL"
_BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE state <> 'idle' AND datname = current_database() AND pid <> pg_backend_pid()"""


def paused_rows(stack: Stack, many: int) -> list[Row]:
    asked = live.Asked(stack, live.publish(stack, APPROVAL, []), "/workflows/run", {"inputs": {"name": "Ada"}})
    with live.worker(stack), ThreadPoolExecutor(SENDERS) as pool:
        # What every run shares is there by then.
        assert _to_pause(asked)
        before = _bytes(stack)
        list(pool.map(lambda _: _to_pause(asked), range(many)))
        wait_until(lambda: _count(stack, "SELECT count(*) FROM runs WHERE status = 'paused'") > many, every=0.25)
        wait_until(lambda: _count(stack, _BUSY) == 0, every=0.25)
        kept = (_bytes(stack) - before) / many
        held, busy = _count(stack, _HELD), _count(stack, _BUSY)
    shown = f"{number(many)} at once: rows, indexes, events"
    return [
        Row("a run that waits for a person", shown, kept / KIB, "KiB", 20),
        Row("  held by a worker", f"{number(many)} at once", held, "runs", 0.5),
        Row("  connections in use", f"{number(many)} at once", busy, "connections", 0.5),
    ]


def _to_pause(asked: live.Asked) -> bool:
    """Whether it came to its pause; the stream is left there."""
    return any(event["event"] == "workflow_paused" for event in asked.events())


def _bytes(stack: Stack) -> int:
    with Redis.from_url(stack.settings.redis_url or "") as client:
        return _count(stack, _SIZE) + client.info("memory")["used_memory"]


def _count(stack: Stack, query: str) -> int:
    with stack.engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())
