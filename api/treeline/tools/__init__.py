"""An agent's tools: its files, its skills and tools of MCP servers; and the loop that calls them."""
