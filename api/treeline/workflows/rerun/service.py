from collections.abc import Iterable
from uuid import UUID

from treeline.runs.models import UNFINISHED, Run
from treeline.workflows import postgres
from treeline.workflows.checks import require_valid
from treeline.workflows.engine.graph import Graph, GraphNode, walk
from treeline.workflows.errors import NodeNotFound, RunNotEnded
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.models import Workflow
from treeline.workflows.starting.service import RunRequest, StartService


class Reruns:
    """Starts runs that begin with the steps of an earlier one."""

    def __init__(self, logs: RunLogs, starts: StartService):
        self.logs, self.starts = logs, starts

    def start(self, run_id: UUID, node_id: str, asked: RunRequest, draft: Workflow | None = None) -> Run:
        """Run a workflow again from a node: with the version that ran, or with the draft as it is now. There, nodes
        that have changed since run again too.

        Raises RunNotFound, RunNotEnded, NodeNotFound, GraphInvalid, TooManyRuns, VersionDeleted.
        """
        before = self.logs.get(run_id)
        if before.run.status in UNFINISHED:
            raise RunNotEnded("This run hasn't finished yet. Stop it first, or wait.")
        workflow = draft or before.workflow
        graph = require_valid(workflow)
        if node_id not in graph.index:
            raise NodeNotFound("There is no such node outside of iterations and loops.")
        again = after(graph, [node_id, *(changed(graph, before.workflow) if draft else ())])
        run = self.starts.again(workflow, before.more, asked)
        postgres.copy_steps(self.starts.session, run_id, run.id, sorted(again))
        return run


def after(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """These nodes, and all that follow from them."""
    reached = graph.reach(graph.index[node_id] for node_id in node_ids)
    return {node.id for node, yes in zip(graph.nodes, reached, strict=True) if yes}


def changed(graph: Graph, before: Workflow) -> list[str]:
    """Nodes that were otherwise, or not there, in another version; what is inside a container counts as its own."""
    known = {node["id"]: node for node in before.graph.get("nodes") or () if isinstance(node, dict) and "id" in node}

    def is_changed(node: GraphNode) -> bool:
        inside = walk(node.child) if node.child is not None else ()
        return any(known.get(each.id, {}).get("data") != each.raw for each in (node, *inside))

    return [node.id for node in graph.nodes if is_changed(node)]
