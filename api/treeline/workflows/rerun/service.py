from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.dialects import is_mysql
from treeline.kernel.errors import Unavailable
from treeline.runs.models import UNFINISHED, Run
from treeline.workflows import mysql, postgres
from treeline.workflows.archive import mysql as archive_mysql
from treeline.workflows.archive import postgres as archive_postgres
from treeline.workflows.archive.reading import ArchivedRun, archive_of
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

    def start(
        self,
        run_id: UUID,
        node_id: str,
        asked: RunRequest,
        *,
        draft: Workflow | None = None,
        archived: ArchivedRun | None = None,
    ) -> Run:
        """Run a workflow again from a node: with the version that ran, or with the draft as it is now. There, nodes
        that have changed since run again too. `archived`: its steps, if they are not in the database.

        Raises RunNotFound, RunNotEnded, NodeNotFound, GraphInvalid, TooManyRuns, VersionDeleted, Unavailable.
        """
        before = self.logs.get(run_id)
        if before.run.status in UNFINISHED:
            raise RunNotEnded("This run hasn't finished yet. Stop it first, or wait.")
        workflow = draft or before.workflow
        graph = require_valid(workflow)
        if node_id not in graph.index:
            raise NodeNotFound("There is no such node outside of iterations and loops.")
        again = after(graph, [node_id, *(changed(graph, before.workflow) if draft else ())])
        root = before.run.input.get("root")
        asked = replace(asked, root=root if root in graph.roots else None)
        run = self.starts.again(workflow, before.more, asked)
        if archived is None:
            self._copy(run_id, run.id, again)
        else:
            session = self.starts.session
            sql = archive_mysql if is_mysql(session) else archive_postgres
            sql.restore_steps(session, run.id, archived.steps, archived.values, again)
        return run

    def _copy(self, old: UUID, new: UUID, again: set[str]) -> None:
        session = self.starts.session
        # From here to the commit its steps stay where they are.
        session.execute(select(Run.id).where(Run.id == old).with_for_update(read=True))
        if archive_of(session, old) is not None:
            raise Unavailable("The steps of this run were just moved to the archive. Try again.")
        (mysql if is_mysql(session) else postgres).copy_steps(session, old, new, sorted(again))


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
