"""MCP servers of a workspace: their addresses and headers, the tools that they have, and calls of these tools."""
