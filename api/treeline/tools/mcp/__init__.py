"""MCP servers of a workspace: their URLs and headers, their tools, and calls of these tools."""
