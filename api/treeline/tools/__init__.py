"""What an agent may do: read its files, and call tools of MCP servers; and the loop in which it does."""
