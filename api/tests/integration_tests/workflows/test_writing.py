"""The journal on its way to the database, where that fails."""

import asyncio

import pytest

from treeline.kernel.clock import now
from treeline.kernel.ids import new_id
from treeline.kernel.web import FlaskApp
from treeline.runs.execution import RunningRun
from treeline.runs.executors import LeaseLost
from treeline.runs.models import Run
from treeline.runs.writing import EventWriter
from treeline.workflows.engine.facts import Row
from treeline.workflows.engine.graph import GraphNode
from treeline.workflows.running.conversation import Conversation
from treeline.workflows.running.masking import Mask
from treeline.workflows.running.packing import Packing
from treeline.workflows.running.writer import Entry, Writer


def entry(frame: str, node_id: str) -> Entry:
    node = GraphNode(node_id, "template-transform", "", 0, {}, None, None)
    return Entry(Row(1, frame, node_id, 1, "succeeded"), node, {}, None, now(), now())


def test_what_was_not_stored_behind_is_kept_but_for_what_gave_way(flask_app: FlaskApp):
    # Nobody holds a run that is not there.
    row = Run(id=new_id(), lease_token=1, worked_seconds=0.0, stalls=0, kind="workflow", input={}, created_at=now())

    async def write() -> list[tuple[str, str, int]]:
        run = RunningRun(row, EventWriter(flask_app.extensions["redis"], row.id))
        writer = Writer(run, Packing(), Conversation(None, {}), Mask([]))
        writer.add(entry("it:0", "inner"))
        writer.add(entry("", "before"))
        await writer.flush_behind()
        assert not writer.holds_rows
        writer.fold("it:0")
        writer.add(entry("it:0", "it"))
        with pytest.raises(LeaseLost):
            await writer.flush()
        rest = await writer.rest()
        return list(rest.entries) if rest else []

    with flask_app.app_context():
        assert asyncio.run(write()) == [("", "before", 1), ("it:0", "it", 1)]
