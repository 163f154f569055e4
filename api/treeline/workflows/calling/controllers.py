from typing import Any
from uuid import UUID

from pydantic import Field

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.kernel.db import db
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.schemas import Schema
from treeline.kernel.web import Routes
from treeline.workflows.calling.tools import WorkflowTool, WorkflowTools


def workspace_workflows(can: str) -> WorkflowTools:
    member = current_member()
    allow(member, can)
    return WorkflowTools(db.session, member.workspace_id)


tools = Routes(
    "workflow_tools",
    "/console/api/workspaces/current/tool-provider/workflow",
    group="Tools",
    access=CONSOLE_OR_TOKEN,
    scope=workspace_workflows,
)


class WorkflowToolOut(Schema):
    """For a tool node: `provider_type` workflow, `provider_id`, `tool_name`, and its inputs as `tool_parameters`."""

    provider_id: UUID = Field(description="The app's id.")
    tool_name: str
    label: str
    description: str
    parameters: dict[str, Any] = Field(description="JSON Schema of the inputs of its start node.")

    @classmethod
    def of(cls, tool: WorkflowTool) -> "WorkflowToolOut":
        spec = tool.spec
        return cls(
            provider_id=tool.app.id,
            tool_name=spec.name,
            label=tool.app.name,
            description=spec.description,
            parameters=dict(spec.parameters),
        )


@tools.get("", can="edit")
def list_workflow_tools(service: WorkflowTools, query: PageQuery) -> Page[WorkflowToolOut]:
    """List the workspace's published workflows, which other workflows and agents can call as tools."""
    found, total = service.page(query.offset, query.limit)
    return Page.of([WorkflowToolOut.of(each) for each in found], total, query)
