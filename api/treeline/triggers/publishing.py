"""What a published workflow's trigger nodes become: rows that start its runs."""

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.triggers.models import AppTrigger
from treeline.triggers.registry import KINDS
from treeline.workflows.compiling import compiled, document_of
from treeline.workflows.engine.graph import GraphNode
from treeline.workflows.models import Workflow

# Of what runs: an app that is talked to begins with what somebody says.
MODE = "workflow"


def sync(session: DbSession, app: App, workflow: Workflow) -> None:
    """Make the triggers of an app those of what it publishes, in that transaction. Raises GraphInvalid."""
    nodes = _triggers_of(workflow) if app.mode == MODE else {}
    before = {row.node_id: row for row in session.scalars(select(AppTrigger).where(AppTrigger.app_id == app.id))}
    for node_id in before.keys() - nodes.keys():
        session.delete(before[node_id])
    rows = [_written(session, app, workflow, node, before.get(node_id)) for node_id, node in nodes.items()]
    session.flush()
    for kind, each in KINDS.items():
        each.published(session, app, workflow, [row for row in rows if row.kind == kind])


def _triggers_of(workflow: Workflow) -> dict[str, GraphNode]:
    graph = compiled(*document_of(workflow))
    roots = (graph.node(root) for root in graph.roots)
    return {node.id: node for node in roots if node.type in KINDS}


def _written(session: DbSession, app: App, workflow: Workflow, node: GraphNode, row: AppTrigger | None) -> AppTrigger:
    if row is None:
        row = AppTrigger(id=new_id(), workspace_id=app.workspace_id, app_id=app.id, node_id=node.id)
        session.add(row)
    row.workflow_id, row.kind, row.title = workflow.id, node.type, node.title
    row.config, row.updated_at = dict(node.raw), now()
    return row
