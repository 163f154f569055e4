from treeline.accounts.access import allow, current_member
from treeline.kernel import current
from treeline.kernel.settings import KernelSettings
from treeline.tools.mcp.service import McpServers


def workspace_servers(can: str) -> McpServers:
    allow(current_member(), can)
    return McpServers(current_member(), current.settings(KernelSettings))
