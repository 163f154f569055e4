from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.web import Routes
from treeline.workflows.drafts.service import DraftService
from treeline.workflows.environment import without_secrets
from treeline.workflows.errors import DraftNotExist, GraphInvalid, NodeNotFound, NotForThisMode, VariableNotFound
from treeline.workflows.running.masking import Mask
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.variables.needs import inputs_of
from treeline.workflows.variables.schemas import InspectedItems, InspectedOut, ValueIn
from treeline.workflows.variables.service import Inspector

REFUSALS = (AppNotFound, VariableNotFound)
NODE_REFUSALS = (AppNotFound, NodeNotFound)
DRAFT_REFUSALS = (DraftNotExist, NotForThisMode)


def own_values(app_id: UUID, can: str) -> Inspector:
    return Inspector(db.session, get_app(app_id, can), current_member().account_id)


inspector = Routes(
    "workflow_variables",
    "/console/api/apps/<uuid:app_id>/workflows/draft",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=own_values,
)


def _items(service: Inspector, node_id: str | None = None) -> InspectedItems:
    rows, mask = service.all(node_id), _mask(service)
    return InspectedItems(items=[InspectedOut.of(row, mask) for row in rows], total=len(rows))


def _mask(service: Inspector) -> Mask:
    return service.mask(current.settings(WorkflowSettings))


@inspector.get("/variables", can="read", refusals=REFUSALS)
def list_values(service: Inspector) -> InspectedItems:
    """List the values that you see in the variable inspector."""
    return _items(service)


@inspector.delete("/variables", can="edit", status=204, refusals=REFUSALS)
def forget_values(service: Inspector) -> None:
    """Clear the variable inspector."""
    service.forget()


@inspector.get("/nodes/<node_id>/variables", can="read", refusals=NODE_REFUSALS)
def list_node_values(service: Inspector, node_id: str) -> InspectedItems:
    """List the values of one node."""
    service.require_node(node_id)
    return _items(service, node_id)


@inspector.get("/nodes/<node_id>/inputs", can="read", refusals=(*NODE_REFUSALS, *DRAFT_REFUSALS, GraphInvalid))
def list_inputs(service: Inspector, node_id: str) -> InspectedItems:
    """List the values that a node reads when you run it by itself; null for those that are still missing."""
    service.require_node(node_id)
    known = {(row.node_id, row.name): row for row in service.all()}
    mask, items = _mask(service), list[InspectedOut]()
    for node, name in inputs_of(_draft(service), node_id):
        row = known.get((node, name))
        items.append(InspectedOut.of(row, mask) if row else InspectedOut.missing(node, name))
    return InspectedItems(items=items, total=len(items))


@inspector.delete("/nodes/<node_id>/variables", can="edit", status=204, refusals=NODE_REFUSALS)
def forget_node_values(service: Inspector, node_id: str) -> None:
    """Clear the values of one node."""
    service.require_node(node_id)
    service.forget(node_id=node_id)


@inspector.get("/variables/<uuid:variable_id>", can="read", refusals=REFUSALS)
def read_value(service: Inspector, variable_id: UUID) -> InspectedOut:
    """Get a value."""
    return InspectedOut.of(service.get(variable_id), _mask(service))


@inspector.patch("/variables/<uuid:variable_id>", can="edit", refusals=REFUSALS)
def change_value(service: Inspector, variable_id: UUID, body: ValueIn) -> InspectedOut:
    """Change a value, for the nodes that you run next."""
    return InspectedOut.of(service.change(variable_id, body.value), _mask(service))


@inspector.delete("/variables/<uuid:variable_id>", can="edit", status=204, refusals=REFUSALS)
def forget_value(service: Inspector, variable_id: UUID) -> None:
    """Remove a value."""
    service.get(variable_id)
    service.forget(variable_id=variable_id)


@inspector.put("/variables/<uuid:variable_id>/reset", can="edit", refusals=REFUSALS)
def reset_value(service: Inspector, variable_id: UUID) -> InspectedOut | None:
    """Reset a value to what the node last returned; null, and removed, if that is gone."""
    row = service.reset(variable_id)
    return InspectedOut.of(row, _mask(service)) if row else None


@inspector.get("/system-variables", can="read", refusals=[AppNotFound])
def list_system_values(service: Inspector) -> InspectedItems:
    """List the system variables of your last run."""
    return _items(service, "sys")


@inspector.get("/conversation-variables", can="read", refusals=[AppNotFound, *DRAFT_REFUSALS])
def list_conversation_values(service: Inspector) -> InspectedItems:
    """List the conversation variables, with their values of your last run."""
    seen = {row.name: row for row in service.all("conversation")}
    declared, mask = _draft(service).conversation_variables, _mask(service)
    items = [
        InspectedOut.of(seen[each["name"]], mask)
        if each["name"] in seen
        else InspectedOut.declared("conversation", each)
        for each in declared
    ]
    return InspectedItems(items=items, total=len(items))


@inspector.get("/environment-variables", can="read", refusals=[AppNotFound, *DRAFT_REFUSALS])
def list_environment(service: Inspector) -> InspectedItems:
    """List the environment variables. Values of secret ones are hidden."""
    declared = without_secrets(_draft(service).environment_variables)
    return InspectedItems(items=[InspectedOut.declared("env", each) for each in declared], total=len(declared))


def _draft(service: Inspector):
    return DraftService(service.session, service.app, current.settings(WorkflowSettings)).get()
