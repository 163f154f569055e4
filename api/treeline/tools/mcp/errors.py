"""Errors of MCP servers."""

from treeline.kernel.errors import ApiError, NotFound


class McpServerNotFound(NotFound):
    code = "mcp_server_not_found"

    def __init__(self, message: str = "MCP server not found in this workspace."):
        super().__init__(message)


class McpServerExists(ApiError):
    status, code = 409, "mcp_server_exists"

    def __init__(self, name: str):
        super().__init__(f"An MCP server named {name} already exists.")


class TooManyMcpServers(ApiError):
    code = "max_mcp_servers_exceeded"


class McpServerFailed(ApiError):
    """It could not be reached, refused, broke off or took too long; the message says which."""

    code = "mcp_server_failed"


class HeadersMissing(ApiError):
    code = "mcp_headers_missing"

    def __init__(self) -> None:
        super().__init__("The saved headers belong to another host. Send the headers again, or {} for none.")
