from flask import current_app

from treeline.accounts.access import allow, current_member
from treeline.tools.mcp.service import McpServers


def workspace_servers(can: str) -> McpServers:
    allow(current_member(), can)
    return McpServers(current_member(), current_app.extensions["settings"])
