"""What a config says of tools, looked at before it is taken."""

from sqlalchemy import select

from treeline.apps.configs.schemas import AppConfig
from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.tools.models import McpServer


def check_tools(session: DbSession, app: App, config: AppConfig) -> None:
    """Raises InvalidInput for tools of servers that the workspace does not have."""
    named = config.agent_mode.tools
    if not named:
        return
    of_workspace = select(McpServer.id).where(McpServer.workspace_id == app.workspace_id)
    known = {str(server_id) for server_id in session.scalars(of_workspace)}
    details = [
        {"path": f"agent_mode.tools[{at}].provider_id", "message": f"there is no MCP server {tool.provider_id} here"}
        for at, tool in enumerate(named)
        if tool.provider_id not in known
    ]
    if details:
        raise InvalidInput(f"{details[0]['path']}: {details[0]['message']}.", details)
