from typing import Any

from pydantic import Field

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.kernel.schemas import Schema
from treeline.kernel.web import Routes
from treeline.tools.builtin.registry import BUILTINS
from treeline.tools.builtin.tool import BuiltinTool


def all_builtins(can: str) -> list[tuple[str, BuiltinTool]]:
    """The same in every workspace, with their providers."""
    allow(current_member(), can)
    return [(provider, tool) for provider, tools in BUILTINS.items() for tool in tools.values()]


builtins = Routes(
    "builtin_tools",
    "/console/api/workspaces/current/tool-provider/builtin",
    group="Tools",
    access=CONSOLE,
    scope=all_builtins,
)


class BuiltinToolOut(Schema):
    """For a tool node: `provider_type` builtin, `provider_id` the provider, `tool_name`."""

    provider: str
    name: str
    description: str
    parameters: dict[str, Any] = Field(description="JSON Schema of what it is called with.")


class BuiltinToolsOut(Schema):
    data: list[BuiltinToolOut]


@builtins.get("", can="edit")
def list_builtin_tools(tools: list[tuple[str, BuiltinTool]]) -> BuiltinToolsOut:
    """List the built-in tools, which nodes and agents can call without any setup."""
    return BuiltinToolsOut(
        data=[
            BuiltinToolOut(
                provider=provider,
                name=tool.spec.name,
                description=tool.spec.description,
                parameters=dict(tool.spec.parameters),
            )
            for provider, tool in tools
        ]
    )
